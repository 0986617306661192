import { z } from 'zod'
import { AssetKind, OtherKind } from '#core/assets/kinds'
import { FieldValue } from '#core/assets/provenance'
import { HistoryItem } from './datasets.ts'
import { command, query } from './kit.ts'
import { AssetRef, Cursor, Empty, Instant, Json, Key, page, PageLimit, Reason, Skip } from './shapes.ts'

/** What a run did to one thing: tested a check, built a dataset. */
export const RunResult = z.strictObject({
  /** The run's own name inside its source (dbt: invocation_id). */
  runId: z.string(),
  /** What ran: `build`, `test`, … */
  command: z.string().nullable(),
  sourceName: z.string(),
  /** The import that told it. */
  importId: z.int(),
  /** success, pass, warn, fail, error, skipped, compiled (nothing ran) or other. */
  outcome: z.string(),
  /** The same in the source's own word. */
  sourceStatus: z.string(),
  startedAtMs: Instant.nullable(),
  endedAtMs: Instant.nullable(),
  durationSeconds: z.number().nullable(),
  failures: z.number().nullable(),
  message: z.string().nullable(),
  rowsAffected: z.number().nullable(),
  bytesProcessed: z.number().nullable(),
  adapterResponse: Json,
})
export type RunResult = z.infer<typeof RunResult>

/** One execution of a pipeline. */
export const RunOfPipeline = z.strictObject({
  runId: z.string(),
  command: z.string().nullable(),
  sourceName: z.string(),
  importId: z.int(),
  /** success, failed or partial. */
  status: z.string(),
  startedAtMs: Instant.nullable(),
  endedAtMs: Instant.nullable(),
  extras: Json,
})
export type RunOfPipeline = z.infer<typeof RunOfPipeline>

/** One row of a list of assets of one kind. */
export const ListedAsset = AssetRef.extend({ description: z.string().nullable(), ownerTeam: z.string().nullable() })
export type ListedAsset = z.infer<typeof ListedAsset>

/** Everything that is not a dataset: exposures, metrics, owners, domains, terms, issues, … */
export const assets = {
  list: query(
    z.strictObject({
      kind: AssetKind,
      text: z.string().max(200).optional(),
      cursor: Cursor.optional(),
      skip: Skip.optional(),
      limit: PageLimit,
    }),
    page(ListedAsset),
  ),
  /** Kinds without a list of their own of which there are any, with how many. */
  kinds: query(Empty, z.strictObject({ items: z.array(z.strictObject({ kind: OtherKind, count: z.int() })).max(20) })),
  get: query(
    z.strictObject({ key: Key }),
    z.strictObject({
      asset: AssetRef,
      fields: z.array(FieldValue),
      upstream: z.array(AssetRef).max(200),
      downstream: z.array(AssetRef).max(200),
      /** All of them, where more than those listed. */
      upstreamTotal: z.int(),
      downstreamTotal: z.int(),
      /** What a check looks at, or an issue is about; column is null for the whole of it. */
      about: z.strictObject({ dataset: AssetRef, column: z.string().nullable() }).nullable(),
      extras: Json,
      hasSql: z.boolean(),
    }),
  ),
  /** The newest SQL a source gave for it, as written and as compiled. */
  sql: query(
    z.strictObject({ key: Key }),
    z.strictObject({ raw: z.string().nullable(), compiled: z.string().nullable(), language: z.string().nullable(), isCut: z.boolean() }),
  ),
  /** What runs did to it, newest first: each result of a check, each time a dataset was built. */
  results: query(z.strictObject({ key: Key, cursor: Cursor.optional(), limit: PageLimit }), page(RunResult)),
  /** The runs of a pipeline, newest first. */
  runs: query(z.strictObject({ key: Key, cursor: Cursor.optional(), limit: PageLimit }), page(RunOfPipeline)),
  /** What imports and decisions changed about it, newest first. */
  history: query(z.strictObject({ key: Key, cursor: Cursor.optional(), limit: PageLimit }), page(HistoryItem)),
  /** Makes a thing no source knows. The group is what decisions.undo takes back. */
  create: command(
    z.strictObject({
      kind: z.enum(['owner', 'domain', 'data_product', 'tag', 'term', 'issue', 'dashboard']),
      name: z.string().trim().min(1).max(400),
      fields: z.record(z.string(), Json).default({}),
      reason: Reason.default(''),
    }),
    z.strictObject({ key: Key, groupId: z.int() }),
  ),
  /** Takes back what was made by hand. The group is what decisions.undo takes back. */
  remove: command(z.strictObject({ key: Key, reason: Reason.default('') }), z.strictObject({ groupId: z.int().nullable() })),
  /** Says two keys are one thing (after a rename), or are not. The group is what decisions.undo takes back. */
  setSame: command(
    z.strictObject({ from: Key, to: Key, isSame: z.boolean(), reason: Reason.default('') }),
    z.strictObject({ groupId: z.int().nullable() }),
  ),
}
