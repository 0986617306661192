import { z } from 'zod'
import { command, query } from './kit.ts'
import {
  ChangeCounts,
  ChangeItem,
  Cursor,
  Empty,
  ExportedFile,
  FileReceiptShape,
  Instant,
  Json,
  Key,
  NotUnderstoodShape,
  page,
  PageLimit,
  ReceiptKindShape,
} from './shapes.ts'

export const ImportFormat = z.enum(['dbt', 'schema', 'datasets', 'glossary', 'domains', 'products', 'costs', 'links'])

export const ImportRow = z.strictObject({
  importId: z.int(),
  sourceId: z.int(),
  sourceName: z.string(),
  format: ImportFormat,
  status: z.enum(['visible', 'undone']),
  startedAtMs: Instant,
  /** When it was undone; null: it stands. */
  undoneAtMs: Instant.nullable(),
  /** When files were last looked at and found to be those of this import; null: never since it. */
  checkedAtMs: Instant.nullable(),
  /** When the source says its files were made. */
  generatedAtMs: Instant.nullable(),
  author: z.string(),
  fileNames: z.array(z.string()).max(200),
  changes: ChangeCounts,
  /** The newest import of its source that still stands: the one undo takes first. */
  isNewest: z.boolean(),
})
export type ImportRow = z.infer<typeof ImportRow>

export const Receipt = z.strictObject({
  files: z.array(FileReceiptShape).max(200),
  /** Sums over the files. */
  kinds: z.array(ReceiptKindShape).max(100),
  notUnderstood: z.array(NotUnderstoodShape).max(1000),
  notUnderstoodTotal: z.int(),
})
export type Receipt = z.infer<typeof Receipt>

/** A thing that went and a thing that came and look like one. */
const RenameOffer = z.strictObject({
  from: Key,
  fromName: z.string(),
  to: Key,
  toName: z.string(),
  sameColumns: z.int(),
  allColumns: z.int(),
})

/** What seems renamed by an import and nobody has said of yet whether it is one thing: the first of them, and how many there are. */
export const OpenRenames = z.strictObject({
  items: z.array(RenameOffer).max(500),
  total: z.int(),
  /** Why none is offered, where more came and went than is compared. */
  remark: z.string().nullable(),
})
export type OpenRenames = z.infer<typeof OpenRenames>

export const ImportPlan = z.strictObject({
  planId: z.string(),
  sourceId: z.int().nullable(),
  sourceName: z.string(),
  format: ImportFormat,
  isNewSource: z.boolean(),
  /** These very files are already imported: applying changes nothing, and notes that they were looked at. */
  isUnchanged: z.boolean(),
  remarks: z.array(z.string()).max(100),
  changes: ChangeCounts,
  /** All there are: never more (core/reconcile/renames). */
  renames: z.array(RenameOffer).max(500),
  receipt: Receipt,
})
export type ImportPlan = z.infer<typeof ImportPlan>

const ChangeFilter = z.strictObject({
  change: z.enum(['added', 'changed', 'removed', 'conflict']).optional(),
  text: z.string().max(200).optional(),
})

export const imports = {
  /** Reads picked files (or a source's remembered ones) and compares them with the book. Writes nothing a reader sees. */
  preview: command(
    z.strictObject({
      pickId: z.string().optional(),
      sourceId: z.int().optional(),
      format: ImportFormat.optional(),
      sourceName: z.string().trim().min(1).max(200).optional(),
      options: z.record(z.string(), Json).default({}),
    }),
    z.strictObject({ jobId: z.string(), planId: z.string() }),
  ),
  plan: query(z.strictObject({ planId: z.string() }), ImportPlan),
  planChanges: query(
    z.strictObject({ planId: z.string(), filter: ChangeFilter.default({}), cursor: Cursor.optional(), limit: PageLimit }),
    page(ChangeItem),
  ),
  /** Makes a plan true. `sameAs` names the rename offers to take. */
  apply: command(
    z.strictObject({
      planId: z.string(),
      sameAs: z
        .array(z.strictObject({ from: Key, to: Key }))
        .max(1000)
        .default([]),
    }),
    z.strictObject({ jobId: z.string() }),
  ),
  discard: command(z.strictObject({ planId: z.string() }), Empty),
  list: query(z.strictObject({ sourceId: z.int().optional(), cursor: Cursor.optional(), limit: PageLimit }), page(ImportRow)),
  show: query(z.strictObject({ importId: z.int() }), z.strictObject({ row: ImportRow, receipt: Receipt })),
  /** What seems renamed by an import that was made and is still open: assets.setSame says that it is. None for an import that was undone. */
  renames: query(z.strictObject({ importId: z.int() }), OpenRenames),
  /** The original of one of an import's files (unpacked, where it was packed), fetched once by its ticket. Recorded in the journal. */
  original: command(
    z.strictObject({ importId: z.int(), file: z.string().min(1).max(4000) }),
    z.strictObject({ ticket: z.string(), fileName: z.string(), sizeBytes: z.number() }),
  ),
  changes: query(
    z.strictObject({ importId: z.int(), filter: ChangeFilter.default({}), cursor: Cursor.optional(), limit: PageLimit }),
    page(ChangeItem),
  ),
  /** The changes as a table (CSV), every value whole. @throws conflict for an import that was undone */
  exportChanges: command(z.strictObject({ importId: z.int(), filter: ChangeFilter.default({}) }), ExportedFile),
  /** What undoing takes along: newer imports of the same source go first. */
  undoPlan: query(
    z.strictObject({ importId: z.int() }),
    z.strictObject({ imports: z.array(ImportRow).max(200), changes: ChangeCounts, sleepingDecisions: z.int() }),
  ),
  undo: command(
    z.strictObject({ importId: z.int(), withNewer: z.boolean().default(false) }),
    z.strictObject({ undone: z.array(z.int()).max(200) }),
  ),
}
