import { z } from 'zod'
import { DATASET_COLUMNS } from '#core/assets/dataset-table'
import { Severity } from '#core/assets/kinds'
import { FieldValue } from '#core/assets/provenance'
import { command, query } from './kit.ts'
import {
  AssetRef,
  ColumnRow,
  Cursor,
  DatasetFilter,
  DatasetRow,
  DatasetSort,
  ExportedFile,
  Instant,
  Json,
  Key,
  Month,
  page,
  PageLimit,
  Reason,
  Skip,
} from './shapes.ts'

export const CheckRow = z.strictObject({
  key: Key,
  name: z.string(),
  checkType: z.string(),
  style: z.enum(['generic', 'singular', 'unit']),
  columnName: z.string().nullable(),
  severity: z.enum(['error', 'warn']).nullable(),
  arguments: Json,
  carriesValues: z.boolean(),
  lastOutcome: z.string().nullable(),
  lastRunMs: Instant.nullable(),
  failures: z.int().nullable(),
  message: z.string().nullable(),
})
export type CheckRow = z.infer<typeof CheckRow>

export const HistoryItem = z.strictObject({
  atMs: Instant,
  kind: z.enum(['import', 'decision', 'undo', 'retired', 'returned']),
  /** A person's or a source's name. */
  who: z.string(),
  importId: z.int().nullable(),
  /** The group of decisions it is, with what was decided of other things at once. */
  groupId: z.int().nullable(),
  /**
   * offered: some of it still stands here. done: undone since. in-part: so are some of its values, the others were decided
   * anew before. none: all was decided anew since, or an import, which has a page.
   */
  undo: z.enum(['offered', 'done', 'in-part', 'none']),
  reason: z.string().nullable(),
  changes: z
    .array(z.strictObject({ column: z.string().nullable(), field: z.string(), before: Json.nullable(), after: Json.nullable() }))
    .max(100),
  /** Changes of this step beyond the hundred listed. */
  hidden: z.int(),
})
export type HistoryItem = z.infer<typeof HistoryItem>

/** Which datasets are meant: these, or all that a filter finds but for some. */
export const DatasetSelection = z.union([
  z.strictObject({ keys: z.array(Key).min(1).max(5000) }),
  z.strictObject({ filter: DatasetFilter, except: z.array(Key).max(5000).default([]) }),
])
export type DatasetSelection = z.infer<typeof DatasetSelection>

/** One field set on many datasets. `add` and `remove` keep the rest of a list; `empty` leaves alone what has a value. */
export const BulkChange = z.strictObject({
  field: z.string().min(1).max(80),
  value: Json,
  how: z.enum(['set', 'add', 'remove']).default('set'),
  where: z.enum(['all', 'empty']).default('all'),
})
export type BulkChange = z.infer<typeof BulkChange>

/** One value that a bulk edit changes. */
export const PlannedEdit = z.strictObject({
  key: Key,
  name: z.string(),
  schema: z.string().nullable(),
  field: z.string(),
  before: Json.nullable(),
  after: Json,
  /** fill: nobody had said. replace: a source said otherwise. overrule: a person had decided otherwise. */
  kind: z.enum(['fill', 'replace', 'overrule']),
  decidedBy: z.strictObject({ author: z.string(), atMs: Instant }).nullable(),
})
export type PlannedEdit = z.infer<typeof PlannedEdit>

const BulkEdit = z.strictObject({ selection: DatasetSelection, changes: z.array(BulkChange).min(1).max(20) })

export const DatasetColumn = z.enum(DATASET_COLUMNS)
export type DatasetColumn = z.infer<typeof DatasetColumn>

/** What a file of datasets holds, in which order. `columns`: beside key, name, database, schema and relation, which are always there. */
export const DatasetFile = z.strictObject({
  selection: DatasetSelection.default({ filter: {}, except: [] }),
  sort: DatasetSort.default({ by: 'name', direction: 'asc' }),
  columns: z
    .array(DatasetColumn)
    .max(DATASET_COLUMNS.length)
    .default([...DATASET_COLUMNS]),
  format: z.enum(['csv', 'json']),
})
export type DatasetFile = z.infer<typeof DatasetFile>

const FacetValue = z.strictObject({ value: z.string(), label: z.string(), count: z.int() })

export const datasets = {
  list: query(
    z.strictObject({
      filter: DatasetFilter.default({}),
      sort: DatasetSort.default({ by: 'name', direction: 'asc' }),
      cursor: Cursor.optional(),
      skip: Skip.optional(),
      limit: PageLimit,
    }),
    page(DatasetRow),
  ),
  /** The list, or what is ticked in it, as a file: a table (CSV) that can be imported again, or JSON. */
  export: command(DatasetFile, ExportedFile),
  /** Counts per facet value; a facet's own choice does not narrow its own counts. At most 50 values each, biggest first. */
  facets: query(
    z.strictObject({ filter: DatasetFilter.default({}) }),
    z.strictObject({
      total: z.int(),
      facets: z.array(z.strictObject({ facet: z.string(), values: z.array(FacetValue).max(50), hidden: z.int() })),
    }),
  ),
  /** A dataset by key, dbt unique id, relation name or unambiguous name. */
  get: query(
    z.strictObject({ key: Key }),
    z.strictObject({
      row: DatasetRow,
      fields: z.array(FieldValue),
      keys: z.array(z.strictObject({ key: Key, sourceId: z.int(), sourceName: z.string(), format: z.string() })),
      upstream: z.array(AssetRef).max(200),
      downstream: z.array(AssetRef).max(200),
      /** Names its sources link to that are in no import. */
      missingUpstream: z.array(z.string()).max(200),
      missingUpstreamTotal: z.int(),
      /** Open issues that name it, worst first. */
      issues: z.array(z.strictObject({ key: Key, name: z.string(), severity: Severity.nullable() })).max(200),
      /** What its computed cost a month was added up from; null where none was. The names are those of the bill. */
      costEntries: z.strictObject({ month: Month, currency: z.string(), names: z.array(z.string()).max(200) }).nullable(),
      extras: Json,
      firstSeenMs: Instant,
      lastChangedMs: Instant,
      hasSql: z.boolean(),
    }),
  ),
  columns: query(z.strictObject({ key: Key, cursor: Cursor.optional(), limit: PageLimit }), page(ColumnRow)),
  checks: query(z.strictObject({ key: Key, cursor: Cursor.optional(), limit: PageLimit }), page(CheckRow)),
  history: query(z.strictObject({ key: Key, cursor: Cursor.optional(), limit: PageLimit }), page(HistoryItem)),
  /** What a bulk edit would change, value by value; those that overrule a person come first. `total` counts the values. */
  previewEdit: query(
    BulkEdit.extend({ cursor: Cursor.optional(), skip: Skip.optional(), limit: PageLimit }),
    page(PlannedEdit).extend({
      datasets: z.int(),
      unchanged: z.int(),
      fills: z.int(),
      replaces: z.int(),
      overrules: z.int(),
      /** Names exactly these values; to be given back when they are set. */
      planId: z.string(),
    }),
  ),
  /** Sets what was previewed, all or none, as one group of decisions. Refused when the values would be others by now. */
  edit: command(
    BulkEdit.extend({ planId: z.string().max(100), reason: Reason.default('') }),
    z.strictObject({ groupId: z.int(), count: z.int() }),
  ),
  /** A dataset no source knows, set up by hand. The group is what decisions.undo takes back. */
  create: command(
    z.strictObject({
      name: z.string().trim().min(1).max(400),
      schema: z.string().trim().max(400).optional(),
      fields: z.record(z.string(), Json).default({}),
      reason: Reason.default(''),
    }),
    z.strictObject({ key: Key, groupId: z.int() }),
  ),
  /** Takes back a dataset made by hand. The group is what decisions.undo takes back. */
  remove: command(z.strictObject({ key: Key, reason: Reason.default('') }), z.strictObject({ groupId: z.int().nullable() })),
}
