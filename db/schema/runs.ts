import { index, integer, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { importTable, source } from './sources.ts'

/** One execution of a pipeline. Belongs to the import that first told it. */
export const run = sqliteTable(
  'run',
  {
    id: integer().primaryKey(),
    sourceId: integer()
      .notNull()
      .references(() => source.id),
    importId: integer()
      .notNull()
      .references(() => importTable.id),
    externalId: text().notNull(),
    pipelineName: text().notNull(),
    command: text(),
    startedAtMs: integer(),
    endedAtMs: integer(),
    status: text().notNull(),
    extras: text().notNull(),
  },
  (table) => [uniqueIndex('run_external').on(table.sourceId, table.externalId), index('run_import').on(table.importId)],
)

/** What runs of a source do something to, by its name there: results are many, and each names one of few. */
export const runSubject = sqliteTable(
  'run_subject',
  {
    id: integer().primaryKey(),
    sourceId: integer()
      .notNull()
      .references(() => source.id),
    firstImportId: integer()
      .notNull()
      .references(() => importTable.id),
    name: text().notNull(),
  },
  (table) => [uniqueIndex('run_subject_of_source').on(table.sourceId, table.name)],
)

/** What a run did to one thing. */
export const runResult = sqliteTable(
  'run_result',
  {
    id: integer().primaryKey(),
    runId: integer()
      .notNull()
      .references(() => run.id),
    importId: integer()
      .notNull()
      .references(() => importTable.id),
    subjectId: integer()
      .notNull()
      .references(() => runSubject.id),
    sourceStatus: text().notNull(),
    outcome: text().notNull(),
    startedAtMs: integer(),
    endedAtMs: integer(),
    durationSeconds: real(),
    failures: integer(),
    message: text(),
    rowsAffected: real(),
    bytesProcessed: real(),
    adapterResponse: text().notNull(),
    /** JSON of what the source says beyond that; null: nothing. */
    extras: text(),
  },
  (table) => [
    uniqueIndex('run_result_of_run').on(table.runId, table.subjectId),
    index('run_result_of_subject').on(table.subjectId, table.endedAtMs),
    index('run_result_import').on(table.importId),
  ],
)
