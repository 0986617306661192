import { z } from 'zod'
import { AssetKind, AssetStatus, Classification } from '#core/assets/kinds'
import { query } from './kit.ts'
import { Key } from './shapes.ts'

export const LineageNode = z.strictObject({
  key: Key,
  name: z.string(),
  kind: AssetKind,
  schema: z.string().nullable(),
  resourceType: z.string().nullable(),
  status: AssetStatus,
  classification: Classification.nullable(),
  ownerTeam: z.string().nullable(),
  piiColumnCount: z.int(),
  failingCheckCount: z.int(),
  /** Steps from the root: negative upstream, positive downstream. */
  step: z.int(),
  /** All neighbours, shown or not. */
  upstreamCount: z.int(),
  downstreamCount: z.int(),
})
export type LineageNode = z.infer<typeof LineageNode>

export const lineage = {
  /**
   * The neighbourhood of an asset, nearest first, in an order that depends on the links only. `hidden` counts what lies beyond
   * `limit`. A large one is read page by page with `skip`: the root is in every page, `skip` counts the nodes after it, and a
   * page's links are those of its nodes to each other and to all nearer ones.
   */
  around: query(
    z.strictObject({
      key: Key,
      direction: z.enum(['up', 'down', 'both']).default('both'),
      steps: z.int().min(1).max(1000).default(1),
      skip: z.int().min(0).max(1_000_000).default(0),
      limit: z.int().min(1).max(200).default(200),
    }),
    z.strictObject({
      root: Key,
      nodes: z.array(LineageNode).max(201),
      edges: z.array(z.strictObject({ from: Key, to: Key })).max(2000),
      hidden: z.int(),
    }),
  ),
}
