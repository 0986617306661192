import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** Derived: the row of `asset_search` that holds an asset's words. Row numbers are ranks with gaps: see core/search/place. */
export const searchDoc = sqliteTable('search_doc', { rowid: integer().primaryKey(), assetId: integer().notNull() }, (table) => [
  uniqueIndex('search_doc_asset').on(table.assetId),
])

/** Derived: names columns have or had, or links give them, in lower case. A name in here may have no column. */
export const columnName = sqliteTable('column_name', { id: integer().primaryKey(), name: text().notNull().unique() })
