import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** A list as somebody wants to see it again: what narrows it and how it is sorted. */
export const savedView = sqliteTable(
  'saved_view',
  {
    /** Never used twice: an address may name a view that is gone. */
    id: integer().primaryKey({ autoIncrement: true }),
    name: text().notNull(),
    /** JSON with a schemaVersion; every older one stays readable. */
    content: text().notNull(),
    author: text().notNull(),
    savedAtMs: integer().notNull(),
  },
  (table) => [uniqueIndex('saved_view_name').on(table.name)],
)
