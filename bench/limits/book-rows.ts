import Database from 'better-sqlite3'

type Row = readonly unknown[]
type Table = { readonly name: string; readonly rows: readonly Row[]; readonly columns: readonly string[] }
/** Every row of a finished book, in memory, and its empty tables. */
export type BookRows = { readonly ddl: readonly string[]; readonly tables: readonly Table[]; readonly words: readonly Row[] }

const WORDS = `select a.id, a.name, (select group_concat(name, ' ') from asset_column c where c.assetId = a.id),
    coalesce(a.description, '') || ' ' || coalesce((select group_concat(description, ' ') from asset_column c where c.assetId = a.id), ''), '', coalesce(a.ownerTeam, ''),
    coalesce(a.relation, '')
  from asset a where a.kind not in ('check', 'operation')`

/** The search index gets its words by itself; files' originals, runs and costs are no part of the import that is measured. */
const OTHERS = /^(asset_search|asset_name_search|original|run.*|cost_.*)$/

export function readRows(book: string): BookRows {
  const from = new Database(book, { readonly: true })
  const schema = from
    .prepare(
      `select name, type, sql from sqlite_schema where sql is not null and name not like 'asset_search_%' and name not like 'asset_name_search_%'`,
    )
    .all()
  const ddl = (schema as { name: string; type: string; sql: string }[]).filter(({ name }) => !name.startsWith('sqlite_'))
  const names = ddl.filter(({ name, type }) => type === 'table' && !OTHERS.test(name)).map(({ name }) => name)
  const tables = names.map((name): Table => {
    const columns = (from.pragma(`table_info("${name}")`) as { name: string }[]).map((column) => column.name)
    return { name, columns, rows: from.prepare(`select * from "${name}"`).raw().all() as Row[] }
  })
  const words = from.prepare(WORDS).raw().all() as Row[]
  from.close()
  return { ddl: ddl.map((item) => item.sql), tables, words }
}

/** Inserts them into the same empty tables: one prepared statement a table, one transaction. Only that is measured. */
export function insertRows(path: string, { ddl, tables, words }: BookRows): { readonly insertMs: number; readonly rows: number } {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.pragma('foreign_keys = OFF')
  db.pragma('cache_size = -65536')
  for (const text of ddl) db.exec(text)
  const inserts = tables.map(({ name, columns, rows }) => ({
    rows,
    insert: db.prepare(`insert into "${name}" values (${columns.map(() => '?').join(', ')})`),
  }))
  const insertWords = db.prepare(
    'insert into asset_search (rowid, name, columns, description, tags, owner, relation) values (?, ?, ?, ?, ?, ?, ?)',
  )
  const insertName = db.prepare('insert into asset_name_search (rowid, name) values (?, ?)')
  let count = 0
  const startedAt = performance.now()
  db.transaction(() => {
    for (const { rows, insert } of inserts) for (const row of rows) insert.run(row)
    for (const row of words) {
      insertWords.run(row)
      insertName.run(row[0], row[1])
    }
  })()
  const insertMs = performance.now() - startedAt
  for (const { rows } of tables) count += rows.length
  db.close()
  return { insertMs, rows: count + words.length }
}
