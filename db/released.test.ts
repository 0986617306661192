import Database from 'better-sqlite3'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fullCheck } from './book-file/check.ts'
import { openBook } from './book-file/open.ts'
import type { ReadDb } from './connection.ts'
import { verifyJournal } from './journal.ts'
import { readMigrations, type Migration } from './migrate.ts'
import { memoryBook } from './testing/memory-book.ts'
import { listReleased, makeReleasedBook } from './testing/released-book.ts'
import { tempFolder } from './testing/temp-folder.ts'

const NOW = Date.UTC(2026, 10, 23)
/** Tables whose rows an upgrade or an opening may touch; the full-text index is written anew. */
const OWN = new Set(['book', 'journal', 'migration', 'lease', 'sqlite_sequence', 'sqlite_stat1'])

/** Tables of which later versions keep something elsewhere, as they were. */
const AS_BEFORE: Readonly<Record<string, string>> = {
  run_result: '(select r.*, s.sourceId, s.name from run_result r join run_subject s on s.id = r.subjectId)',
}

type Snapshot = {
  readonly tables: Record<string, { readonly columns: readonly string[]; readonly rows: readonly string[] }>
  readonly parts: readonly string[]
}

/** Rows by table, of the columns given or all there are; and the names of triggers, views and indexes. */
function snapshot(db: ReadDb, like?: Snapshot): Snapshot {
  const all = db.prepare(`select type, name from sqlite_schema where name not like 'sqlite\\_autoindex%' escape '\\'`).all() as {
    type: string
    name: string
  }[]
  const names =
    like === undefined
      ? all.filter(({ type, name }) => type === 'table' && !OWN.has(name) && !/^asset_(name_)?search/.test(name)).map(({ name }) => name)
      : Object.keys(like.tables)
  const tables = names.map((name) => {
    const columns =
      like?.tables[name]?.columns ?? (db.prepare('select name from pragma_table_info(?) order by cid').pluck().all(name) as string[])
    const from = like === undefined ? `"${name}"` : (AS_BEFORE[name] ?? `"${name}"`)
    const statement = db.prepare(`select ${columns.map((column) => `"${column}"`).join(', ')} from ${from}`).safeIntegers()
    const rows = (statement.raw().all() as unknown[][]).map((row) =>
      JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    )
    return [name, { columns, rows: rows.sort() }] as const
  })
  return {
    tables: Object.fromEntries(tables),
    parts: all
      .filter(({ type }) => type !== 'table')
      .map(({ type, name }) => `${type} ${name}`)
      .sort(),
  }
}

/** A rebuild, as drizzle-kit writes it, of the table that the files of imports hang on with ON DELETE CASCADE. */
function rebuildImports(path: string): Migration {
  const db = new Database(path, { readonly: true })
  const columns = db.prepare(`select name from pragma_table_info('import') order by cid`).pluck().all() as string[]
  const [create, ...indexes] = db
    .prepare(`select sql from sqlite_schema where tbl_name = 'import' and sql is not null order by rowid`)
    .pluck()
    .all() as string[]
  db.close()
  const list = columns.map((name) => `"${name}"`).join(', ')
  const sql = [
    'PRAGMA foreign_keys=OFF',
    (create ?? '').replace('`import`', '`__new_import`'),
    `INSERT INTO \`__new_import\`(${list}) SELECT ${list} FROM \`import\``,
    'DROP TABLE `import`',
    'ALTER TABLE `__new_import` RENAME TO `import`',
    'PRAGMA foreign_keys=ON',
    ...indexes,
  ].join(';--> statement-breakpoint\n')
  return { tag: '9000_rebuild_imports', sql, hash: 'rebuild' }
}

describe.each(listReleased())('a book left by the version with %s', (tag) => {
  it('is filled in every table it had', () => {
    const path = join(tempFolder(), 'old.stewardbook')
    makeReleasedBook(path, tag)
    const db = new Database(path, { readonly: true })
    const empty = Object.entries(snapshot(db).tables).filter(([name, { rows }]) => rows.length === 0 && !/^asset_(name_)?search/.test(name))
    db.close()
    expect(empty.map(([name]) => name)).toEqual([])
  })

  it.each(['to this version', 'and through a rebuild of its tables'])(
    'is upgraded %s without losing a row, a trigger, an index or a word',
    (how) => {
      const path = join(tempFolder(), 'old.stewardbook')
      makeReleasedBook(path, tag)
      const old = new Database(path, { readonly: true })
      const before = snapshot(old)
      old.close()
      const migrations = how === 'to this version' ? readMigrations() : [...readMigrations(), rebuildImports(path)]
      const book = openBook(path, { holder: 'cli', nowMs: NOW, author: 'Ada', migrations })
      const after = snapshot(book.read, before)
      expect(after.tables).toEqual(before.tables)
      expect(after.parts).toEqual(snapshot(memoryBook()).parts)
      expect(
        book.read.prepare(`select d.assetId from asset_search('email') s join search_doc d on d.rowid = s.rowid`).pluck().all(),
      ).toEqual([1])
      expect(verifyJournal(book.read)).toMatchObject({ ok: true, firstBroken: null })
      expect(fullCheck(book.read)).toEqual({ ok: true, problems: [] })
      expect(book.read.pragma('user_version', { simple: true })).toBe(migrations.length)
      expect(book.read.prepare(`select seq from sqlite_sequence where name = 'import'`).pluck().get()).toBe(7)
      book.close()
    },
  )
})
