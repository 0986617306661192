import { z } from 'zod'
import { command, query } from './kit.ts'
import { ChangeCounts, Empty, Instant, Json } from './shapes.ts'
import { ImportFormat, ImportRow, OpenRenames } from './imports.ts'

export const SourceRow = z.strictObject({
  sourceId: z.int(),
  name: z.string(),
  format: z.enum([...ImportFormat.options, 'hand']),
  target: z.string().nullable(),
  /** Where its files are, for people. null: they were uploaded, so a refresh asks for them again. */
  place: z.string().nullable(),
  canRefresh: z.boolean(),
  /** How the files on disk differ from the last import: newer, gone, or those of an import that was undone since; null where it can't be told. */
  fileState: z.enum(['same', 'newer', 'undone', 'missing']).nullable(),
  /** The import that was undone last and that nothing has come after: a refresh leaves its files alone. */
  undone: z.strictObject({ importId: z.int(), undoneAtMs: Instant.nullable() }).nullable(),
  /** When its files were last looked at and found to be those of its last import; null: not since. */
  checkedAtMs: Instant.nullable(),
  /** Neither imported nor looked at and found the same for longer than `staleAfterDays`. */
  isStale: z.boolean(),
  staleAfterDays: z.int(),
  /** What its importer is told, by name: see `core/importers/format-options`. */
  options: z.record(z.string(), Json),
  assetCount: z.int(),
  importCount: z.int(),
  lastImport: ImportRow.nullable(),
})
export type SourceRow = z.infer<typeof SourceRow>

/** Which meta key fills which field. */
export const MetaMapping = z
  .array(z.strictObject({ metaKey: z.string().min(1).max(200), scope: z.enum(['dataset', 'column']), field: z.string().min(1).max(80) }))
  .max(200)
export type MetaMapping = z.infer<typeof MetaMapping>

const MetaKey = z.strictObject({
  metaKey: z.string(),
  scope: z.enum(['dataset', 'column']),
  /** Datasets or columns that carry it; 0: mapped, and in no file now. */
  count: z.int(),
  /** A few of its values, shortest first. */
  examples: z.array(z.string()).max(5),
  mappedTo: z.string().nullable(),
  /** What its name suggests. */
  suggestedField: z.string().nullable(),
  /** Its values that the field it is mapped to can't take and that are left out: how many, and a few of them. */
  notUnderstood: z.strictObject({
    count: z.int(),
    examples: z.array(z.strictObject({ value: z.string(), reason: z.string() })).max(3),
  }),
  /** Where a key mapped before it fills the same field with something else, which counts: how often, and a few of those keys. */
  overruled: z.strictObject({ count: z.int(), by: z.array(z.string()).max(3) }),
})

export const RefreshSummary = z.strictObject({
  items: z
    .array(
      z.strictObject({
        sourceId: z.int(),
        name: z.string(),
        /** undone: the files are those of `importId`, which was undone, and were left alone for that. */
        outcome: z.enum(['imported', 'unchanged', 'undone', 'failed', 'skipped']),
        importId: z.int().nullable(),
        changes: ChangeCounts.nullable(),
        /** Renames nobody was asked about and that are still open, the first 20; imports.renames has all. null where nothing was imported. */
        renames: OpenRenames.nullable(),
        undoneAtMs: Instant.nullable(),
        error: z.string().nullable(),
      }),
    )
    .max(200),
})
export type RefreshSummary = z.infer<typeof RefreshSummary>

export const sources = {
  /** `stale`: only those neither imported nor found the same for too long. */
  list: query(
    z.strictObject({ only: z.enum(['stale']).optional() }),
    z.strictObject({ items: z.array(SourceRow).max(200), total: z.int() }),
  ),
  setOptions: command(
    z.strictObject({
      sourceId: z.int(),
      name: z.string().trim().min(1).max(200).optional(),
      staleAfterDays: z.int().min(1).max(3650).optional(),
      options: z.record(z.string(), Json).optional(),
    }),
    Empty,
  ),
  /** The meta keys of a source: mapped ones first, in the order in which they count. `mapping` is all that is remembered. */
  metaKeys: query(
    z.strictObject({ sourceId: z.int() }),
    z.strictObject({ items: z.array(MetaKey).max(200), hidden: z.int(), mapping: MetaMapping }),
  ),
  /** Remembers the mapping, in place of the one before, and applies it to what is already imported. */
  setMetaMapping: command(z.strictObject({ sourceId: z.int(), mapping: MetaMapping }), z.strictObject({ touched: z.int() })),
  /** Imports the remembered files again: one source, or all that can be. Without a preview; made for cron. Files that were undone last are left alone. */
  refresh: command(z.strictObject({ sourceId: z.int().optional() }), z.strictObject({ jobId: z.string() })),
  refreshResult: query(z.strictObject({ jobId: z.string() }), RefreshSummary),
}
