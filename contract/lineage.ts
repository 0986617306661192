import { z } from 'zod'
import { AssetKind, AssetStatus, Classification } from '#core/assets/kinds'
import { query } from './kit.ts'
import { AssetRef, Cursor, Key, page, PageLimit } from './shapes.ts'

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

/** A column at the other end of a link. */
export const LinkedColumn = z.strictObject({
  dataset: AssetRef,
  /** As its dataset spells it; where no source tells of such a column, as the link does. */
  column: z.string(),
  isKnown: z.boolean(),
  /** Names of the sources that tell the link. */
  sourceNames: z.array(z.string()).max(20),
})
export type LinkedColumn = z.infer<typeof LinkedColumn>

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
      /** null: to the end. */
      steps: z.int().min(1).max(1000).nullable().default(1),
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
  /** Names that the sources of a dataset link it to and that are in no import. */
  missing: query(z.strictObject({ key: Key, cursor: Cursor.optional(), limit: PageLimit }), page(z.string())),
  /** Columns one step up or down from a column of a dataset, by dataset and name. The column's name goes in any letter case. */
  columnLinks: query(
    z.strictObject({
      key: Key,
      column: z.string().min(1).max(500),
      direction: z.enum(['up', 'down']),
      cursor: Cursor.optional(),
      limit: PageLimit,
    }),
    page(LinkedColumn).extend({ dataset: AssetRef, column: z.string(), isKnown: z.boolean() }),
  ),
}
