import { type ReadDb, sql, type WriteDb } from './connection.ts'

/**
 * SQLite can't change most things about a table, so drizzle-kit rebuilds it: new table, copy, drop, rename.
 * The drop takes the table's triggers with it, and the rename fails while a view or another table's trigger names it.
 * So these are put aside before a migration that rebuilds, and put back after it. The copy also forgets which numbers an
 * AUTOINCREMENT table has already given out.
 */
export type SetAside = { readonly parts: readonly Kept[]; readonly sequences: readonly Sequence[] }
type Sequence = { readonly name: string; readonly seq: number }
type Kept = { readonly type: 'view' | 'trigger'; readonly name: string; readonly table: string; readonly sql: string }

const REBUILT = /alter\s+table\s+[`"]?__new_\w+[`"]?\s+rename\s+to\s+[`"]?(\w+)/gi

/** Takes away what a rebuild in `migration` would lose or trip over. What the migration drops by name is left to it. */
export function setAside(db: WriteDb, migration: string): SetAside {
  const rebuilt = new Set([...migration.matchAll(REBUILT)].map((match) => match[1] ?? ''))
  if (rebuilt.size === 0) return { parts: [], sequences: [] }
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
  return { parts: kept, sequences: listSequences(db).filter(({ name }) => rebuilt.has(name)) }
}

/** Makes again what was put aside, unless the migration made its own or dropped the table it stood on. Given-out numbers stay given out. */
export function putBack(db: WriteDb, { parts, sequences }: SetAside): void {
  for (const item of parts) {
    if (exists(db, item.name)) continue
    if (item.type === 'trigger' && !exists(db, item.table)) continue
    db.exec(item.sql)
  }
  for (const { name, seq } of sequences) {
    // An empty copy has no row here yet.
    const isKnown = listSequences(db).some((sequence) => sequence.name === name)
    const text = isKnown
      ? 'update sqlite_sequence set seq = max(seq, ?) where name = ?'
      : 'insert into sqlite_sequence (seq, name) values (?, ?)'
    db.prepare(text).run(seq, name)
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

function listSequences(db: ReadDb): Sequence[] {
  if (!exists(db, 'sqlite_sequence')) return []
  return db.prepare('select name, seq from sqlite_sequence').all() as Sequence[]
}

function exists(db: ReadDb, name: string): boolean {
  return sql(db, 'select 1 from sqlite_schema where name = ?').get(name) !== undefined
}

const quoted = (name: string): string => `[\`"\\[]?\\b${name.replaceAll(/[^\w]/g, '\\$&')}\\b`
const asName = (name: string): string => `"${name.replaceAll('"', '""')}"`
