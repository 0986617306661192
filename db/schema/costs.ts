import { isNotNull } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { importTable, source } from './sources.ts'

/** What a source charges for, in one currency. Where the source does not say a name or component, it is empty. */
export const costLine = sqliteTable(
  'cost_line',
  {
    id: integer().primaryKey(),
    sourceId: integer()
      .notNull()
      .references(() => source.id),
    firstImportId: integer()
      .notNull()
      .references(() => importTable.id),
    pipelineName: text().notNull(),
    datasetName: text().notNull(),
    /** compute, storage, egress, other. */
    component: text().notNull(),
    currency: text().notNull(),
  },
  (table) => [
    uniqueIndex('cost_line_of_source').on(table.sourceId, table.pipelineName, table.datasetName, table.component, table.currency),
    index('cost_line_dataset').on(table.datasetName),
  ],
)

/** One row of a bill, as one import told it: it stands from that import to the one that told of its time without it. */
export const costEntry = sqliteTable(
  'cost_entry',
  {
    id: integer().primaryKey(),
    lineId: integer()
      .notNull()
      .references(() => costLine.id),
    fromImport: integer().notNull(),
    toImport: integer(),
    /** The newest import that told it, seen by readers or not: how an import knows what it did not tell. */
    toldByImport: integer().notNull(),
    /** Inclusive, and exclusive. */
    chargePeriodStartMs: integer().notNull(),
    chargePeriodEndMs: integer().notNull(),
    /** Millionths, and millionths of those, both with the amount's sign: core/money. */
    amountMicros: integer().notNull(),
    amountRest: integer().notNull(),
    amountText: text().notNull(),
    description: text(),
    /** JSON; null where the row says nothing else. */
    extras: text(),
    /** Which of the import's files told it first, from 0, and where. */
    fileIndex: integer().notNull(),
    rowNumber: integer().notNull(),
  },
  (table) => [
    index('cost_entry_line').on(table.lineId, table.chargePeriodStartMs, table.amountMicros),
    index('cost_entry_from').on(table.fromImport),
    index('cost_entry_to').on(table.toImport).where(isNotNull(table.toImport)),
  ],
)

/** Derived: what readers see, added up by month (`2026-01`, UTC) of the charge period's start. */
export const costMonth = sqliteTable(
  'cost_month',
  {
    month: text().notNull(),
    lineId: integer()
      .notNull()
      .references(() => costLine.id),
    amountMicros: integer().notNull(),
    amountRest: integer().notNull(),
    entryCount: integer().notNull(),
    /** End of the last charge period in it. */
    chargedToMs: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.month, table.lineId] })],
)
