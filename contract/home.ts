import { z } from 'zod'
import { COVERAGE_IDS } from '#core/home/targets'
import { TILE_IDS } from '#core/home/tiles'
import { ImportRow } from './imports.ts'
import { command, query } from './kit.ts'
import { AssetRef, DatasetFilter, Empty, Instant, Key } from './shapes.ts'

/** The list a number opens to: datasets that a filter finds, stale sources, or owners who left and still hold something. */
const HomeList = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('datasets'), filter: DatasetFilter }),
  z.strictObject({ kind: z.literal('sources') }),
  z.strictObject({ kind: z.literal('owners') }),
])
export type HomeList = z.infer<typeof HomeList>

const HomeTile = z.strictObject({
  id: z.enum(TILE_IDS),
  label: z.string(),
  /** Rows of its list. 0: nothing waits. null: it cannot be told, and the sentence says what is missing. */
  count: z.int().nullable(),
  unit: z.enum(['dataset', 'source', 'owner']),
  sentence: z.string(),
  list: HomeList.nullable(),
})
export type HomeTile = z.infer<typeof HomeTile>

const HomeCoverage = z.strictObject({
  id: z.enum(COVERAGE_IDS),
  label: z.string(),
  counted: z.string(),
  /** null: it cannot be told. */
  have: z.int().nullable(),
  of: z.int(),
  share: z.number().nullable(),
  /** A share, set by a person or our default. */
  target: z.number(),
  /** Datasets of which it cannot be told. */
  unknown: z.int(),
  /** null: it cannot be told, as those would decide it. */
  isMet: z.boolean().nullable(),
  /** The datasets that lack it; each count is the number of rows its filter finds. */
  gaps: z.array(z.strictObject({ label: z.string(), count: z.int(), filter: DatasetFilter })).max(5),
})
export type HomeCoverage = z.infer<typeof HomeCoverage>

const HomeSource = z.strictObject({
  sourceId: z.int(),
  name: z.string(),
  isStale: z.boolean(),
  staleAfterDays: z.int(),
  /** Its files are remembered, so it can be imported again without being asked for them. */
  canRefresh: z.boolean(),
  lastImport: z.strictObject({ importId: z.int(), startedAtMs: Instant }).nullable(),
})
export type HomeSource = z.infer<typeof HomeSource>

/** Settings on which numbers depend. */
const NUMBER_SETTINGS = ['currency', 'staleAfterDays', 'coverageTargets', 'importOptions'] as const

const SourceName = z.strictObject({ sourceId: z.int(), name: z.string() })

/** What happened since the last visit, one line each. */
const SinceLine = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('import'),
    atMs: Instant,
    author: z.string(),
    importId: z.int(),
    sourceName: z.string(),
    changes: ImportRow.shape.changes,
    /** It was taken back since. */
    isUndone: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('undo-import'),
    atMs: Instant,
    author: z.string(),
    sourceName: z.string(),
    importIds: z.array(z.int()).max(200),
  }),
  /** What another person set, or took back, in one go or in several right after each other. */
  z.strictObject({
    kind: z.enum(['decide', 'undo-decision']),
    atMs: Instant,
    author: z.string(),
    /** Values set. */
    count: z.int(),
    groupIds: z.array(z.int()).max(200),
  }),
  /** Another person said which meta keys of a source fill which fields. */
  z.strictObject({
    kind: z.literal('mapping'),
    atMs: Instant,
    author: z.string(),
    source: SourceName,
    /** Keys that fill a field from then on. */
    mapped: z.int(),
  }),
  /** Another person changed what numbers depend on: of a source, or of the catalog file. */
  z.strictObject({
    kind: z.literal('settings'),
    atMs: Instant,
    author: z.string(),
    source: SourceName.nullable(),
    /** value: null where it is no single one. */
    changes: z
      .array(z.strictObject({ name: z.enum(NUMBER_SETTINGS), value: z.union([z.string(), z.int()]).nullable() }))
      .min(1)
      .max(NUMBER_SETTINGS.length),
  }),
])
export type SinceLine = z.infer<typeof SinceLine>

const FailingCheck = z.strictObject({
  key: Key,
  name: z.string(),
  datasetKey: Key,
  datasetName: z.string(),
  schema: z.string().nullable(),
})

/** What needs a person today. Every count is that of the list it opens to. */
export const home = {
  /**
   * What waits, how well the catalog is covered against its targets, and where it comes from. `mine` narrows to the datasets
   * whose owner team or steward has the author's name; where there are none, all are meant and `scope` says so.
   */
  today: query(
    z.strictObject({ scope: z.enum(['all', 'mine']).default('all') }),
    z.strictObject({
      scope: z.enum(['all', 'mine']),
      /** Active datasets in scope. */
      datasets: z.int(),
      /** What the author holds; null: nothing in the catalog names them. */
      mine: z.strictObject({ name: z.string(), datasets: z.int() }).nullable(),
      tiles: z.array(HomeTile).max(20),
      coverage: z.array(HomeCoverage).max(10),
      sources: z.strictObject({ items: z.array(HomeSource).max(50), total: z.int() }),
    }),
  ),
  /** What changed since the author's last visit ended, newest first; what they set or mapped themselves is left out. */
  since: query(
    Empty,
    z.strictObject({
      /** When that was; null: no earlier visit is known. */
      sinceMs: Instant.nullable(),
      items: z.array(SinceLine).max(200),
      /** Checks that fail and did not by what was imported before then, by dataset. */
      failing: z.strictObject({ items: z.array(FailingCheck).max(200), total: z.int() }),
      /** Journal entries since then beyond those that were looked at. */
      hidden: z.int(),
    }),
  ),
  /** Notes, outside the catalog file, that the person is here. Away for more than four hours, and a new visit begins. */
  visit: command(Empty, Empty),
  /** Notes, outside the catalog file, that the page of something was looked at. */
  lookAt: command(z.strictObject({ key: Key }), Empty),
  /** What was looked at last, newest first, as it is called now; what is gone is left out. */
  lookedAt: query(Empty, z.strictObject({ items: z.array(AssetRef).max(8) })),
}
