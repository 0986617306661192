import { type ReadDb, sql, type WriteDb } from './connection.ts'

/**
 * SQLite can't change most things about a table, so drizzle-kit rebuilds it: new table, copy, drop, rename.
 * The drop takes the table's triggers with it, and the rename fails while a view or another table's trigger names it.
 * So these are put aside before a migration that rebuilds, and put back after it.
 */
type Kept = { readonly type: 'view' | 'trigger'; readonly name: string; readonly table: string; readonly sql: string }

const REBUILT = /alter\s+table\s+[`"]?__new_\w+[`"]?\s+rename\s+to\s+[`"]?(\w+)/gi

/** Takes away what a rebuild in `migration` would lose or trip over. What the migration drops by name is left to it. */
export function setAside(db: WriteDb, migration: string): readonly Kept[] {
  const rebuilt = new Set([...migration.matchAll(REBUILT)].map((match) => match[1] ?? ''))
  if (rebuilt.size === 0) return []
  const all = listViewsAndTriggers(db).filter(
    ({ type, name }) => !new RegExp(`drop\\s+${type}\\s+(if\\s+exists\\s+)?${quoted(name)}`, 'i').test(migration),
  )
  // Views may stand on views; taking all of them is simpler than knowing which.
  const views = new Set(all.filter(({ type }) => type === 'view').map(({ name }) => name))
  const kept = all.filter(
    (item) => item.type === 'view' || views.has(item.table) || [...rebuilt].some((table) => new RegExp(quoted(table), 'i').test(item.sql)),
  )
  const triggersFirst = [...kept].sort((a, b) => a.type.localeCompare(b.type))
  for (const { type, name } of triggersFirst) db.exec(`drop ${type} ${asName(name)}`)
  return kept
}

/** Makes again what was put aside, unless the migration made its own or dropped the table it stood on. */
export function putBack(db: WriteDb, kept: readonly Kept[]): void {
  for (const item of kept) {
    if (exists(db, item.name)) continue
    if (item.type === 'trigger' && !exists(db, item.table)) continue
    db.exec(item.sql)
  }
}

/** Throws when a view or trigger no longer fits the tables: SQLite reads the whole schema again when a table is renamed. */
export function assertSchemaHolds(db: WriteDb): void {
  db.exec('create table "__before" (a); alter table "__before" rename to "__after"; drop table "__after"')
}

function listViewsAndTriggers(db: ReadDb): Kept[] {
  return db
    .prepare(`select type, name, tbl_name as "table", sql from sqlite_schema where type in ('view', 'trigger') order by type desc, rowid`)
    .all() as Kept[]
}

function exists(db: ReadDb, name: string): boolean {
  return sql(db, 'select 1 from sqlite_schema where name = ?').get(name) !== undefined
}

const quoted = (name: string): string => `[\`"\\[]?\\b${name.replaceAll(/[^\w]/g, '\\$&')}\\b`
const asName = (name: string): string => `"${name.replaceAll('"', '""')}"`
