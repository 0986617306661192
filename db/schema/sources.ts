import { index, integer, sqliteTable, text, blob, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** Where imports come from: format, project name and target, chosen at the first import and remembered. */
export const source = sqliteTable('source', {
  id: integer().primaryKey(),
  /** First part of its assets' keys, e.g. `dbt:jaffle_shop`. Never changes. */
  identity: text().notNull().unique(),
  format: text().notNull(),
  name: text().notNull(),
  target: text(),
  /** JSON: where its files are and with which options they are read. */
  place: text(),
  options: text().notNull(),
  /** JSON: which meta key fills which field. */
  metaMapping: text().notNull(),
  staleAfterDays: integer(),
  createdAtMs: integer().notNull(),
})

export const importTable = sqliteTable(
  'import',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    sourceId: integer()
      .notNull()
      .references(() => source.id),
    /** writing, visible, undone. */
    status: text().notNull(),
    startedAtMs: integer().notNull(),
    finishedAtMs: integer(),
    /** When the source says its files were made; else when they were imported. */
    generatedAtMs: integer(),
    seenAtMs: integer().notNull(),
    author: text().notNull(),
    /** sha256 over its files' names and hashes and the options: equal = nothing new. */
    contentHash: text().notNull(),
    /** JSON of contract Receipt and ChangeCounts. */
    receipt: text().notNull(),
    changes: text().notNull(),
    /** sha256 over the facts it wrote, in the order of their ids. */
    factDigest: text(),
    /** The source's place and options before this import, to put back on undo. */
    sourceBefore: text(),
    /** When files were last looked at and found to be those of this import; null: never since. */
    checkedAtMs: integer(),
    /** JSON of where those files were; null: they were uploaded. */
    checkedPlace: text(),
    /** When it was taken back; null: it stands. */
    undoneAtMs: integer(),
  },
  (table) => [index('import_by_source').on(table.sourceId, table.id)],
)

/** An import file's original, kept once by content hash. */
export const original = sqliteTable('original', {
  sha256: text().primaryKey(),
  sizeBytes: integer().notNull(),
  encoding: text().notNull(),
  bytes: blob({ mode: 'buffer' }).notNull(),
})

export const importFile = sqliteTable(
  'import_file',
  {
    id: integer().primaryKey(),
    importId: integer()
      .notNull()
      .references(() => importTable.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    artifact: text().notNull(),
    sizeBytes: integer().notNull(),
    sha256: text().notNull(),
  },
  (table) => [uniqueIndex('import_file_name').on(table.importId, table.name)],
)
