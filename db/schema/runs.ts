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
    /** Name of the thing inside its source. */
    sourceId: integer().notNull(),
    name: text().notNull(),
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
  },
  (table) => [
    uniqueIndex('run_result_thing').on(table.runId, table.name),
    index('run_result_by_thing').on(table.sourceId, table.name, table.endedAtMs),
    index('run_result_import').on(table.importId),
  ],
)
