import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '#core/errors'
import { damaged, mapSqliteError, named } from './book-file/errors.ts'
import { type ReadDb, sql, type WriteDb } from './connection.ts'
import { assertSchemaHolds, putBack, setAside } from './rebuild-guard.ts'

/** One reviewed change of the tables, in the order the project made them. */
export type Migration = { readonly tag: string; readonly sql: string; readonly hash: string }
export type AppliedMigration = { readonly position: number; readonly tag: string; readonly hash: string }

export type MigrateOptions = {
  readonly migrations: readonly Migration[]
  readonly nowMs: number
  /** Called before anything happens to a book that already has tables. When it throws, nothing happens. */
  readonly backup: (firstPending: Migration) => void
  /** Called inside the transaction once all are applied: the journal entry goes here. */
  readonly afterApply?: (tags: readonly string[]) => void
}

const JOURNAL = join('meta', '_journal.json')

/** The migrations folder of this package, found from the sources and from a bundle (out/node/x.js) alike. */
export function defaultMigrationsFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'db', 'migrations')
    if (existsSync(join(candidate, JOURNAL))) return candidate
    if (dirname(folder) === folder) throw new Error(`no db/migrations folder above ${import.meta.dirname}`)
  }
}

/** Reads the project's migrations in order. Line ends don't count, so that a checkout on Windows has the same hashes. */
export function readMigrations(folder: string = defaultMigrationsFolder()): readonly Migration[] {
  const journal = JSON.parse(readFileSync(join(folder, JOURNAL), 'utf8')) as { readonly entries: readonly { readonly tag: string }[] }
  return journal.entries.map(({ tag }) => {
    const text = readFileSync(join(folder, `${tag}.sql`), 'utf8').replaceAll('\r\n', '\n')
    return { tag, sql: text, hash: createHash('sha256').update(text).digest('hex') }
  })
}

let own: readonly Migration[] | undefined
/** The migrations of this program, read once. */
export function ownMigrations(): readonly Migration[] {
  own ??= readMigrations()
  return own
}

/** What a book says was applied to it, in order; nothing for a file without tables. */
export function appliedMigrations(db: ReadDb): readonly AppliedMigration[] {
  const table = sql(db, `select 1 from sqlite_schema where type = 'table' and name = 'migration'`).get()
  if (table === undefined) return []
  return sql<AppliedMigration>(db, 'select position, tag, hash from migration order by position').all()
}

/**
 * What is still to be applied. The applied list must be a prefix of ours, by tag and hash.
 * Errors: book-newer names the migration we don't know; book-foreign, a history that is not ours.
 */
export function pendingMigrations(
  applied: readonly AppliedMigration[],
  migrations: readonly Migration[],
  path: string,
): readonly Migration[] {
  for (const [position, done] of applied.entries()) {
    const ours = migrations[position]
    if (ours === undefined) {
      const message = `${named(path)} was written by a newer version of Stewardbook: its change “${done.tag}” is not known here. Update Stewardbook to open it.`
      throw new AppError('book-newer', message, { path, migration: done.tag })
    }
    if (done.position !== position || done.tag !== ours.tag || done.hash !== ours.hash) {
      const message = `${named(path)} was written by a different build of Stewardbook: its change “${done.tag}” is not this version's “${ours.tag}”. Open it with the build that made it.`
      throw new AppError('book-foreign', message, { path, migration: done.tag, expected: ours.tag })
    }
  }
  return migrations.slice(applied.length)
}

/**
 * Brings the tables up to date in one transaction, or leaves the file as it was. Returns the tags applied.
 * The connection must not be inside a transaction: SQLite ignores a change of foreign_keys there, and dropping
 * a parent table would then delete its children (drizzle-orm #5782).
 */
export function migrate(db: WriteDb, options: MigrateOptions): readonly string[] {
  if (db.inTransaction) throw new Error('migrate was called inside a transaction')
  const path = db.name
  try {
    const applied = appliedMigrations(db)
    const [first] = pendingMigrations(applied, options.migrations, path)
    if (first === undefined) return []
    if (applied.length > 0) options.backup(first)
    return withoutForeignKeys(db, () => applyPending(db, options))
  } catch (error) {
    throw mapSqliteError(error, path)
  }
}

function withoutForeignKeys<T>(db: WriteDb, work: () => T): T {
  db.pragma('foreign_keys = OFF')
  try {
    return db.transaction(work).exclusive()
  } finally {
    db.pragma('foreign_keys = ON')
  }
}

function applyPending(db: WriteDb, { migrations, nowMs, afterApply }: MigrateOptions): readonly string[] {
  db.exec(
    'create table if not exists migration (position integer primary key, tag text not null, hash text not null, appliedAtMs integer not null)',
  )
  // Read again: another program may have been here between the first look and the lock.
  const applied = appliedMigrations(db)
  const pending = pendingMigrations(applied, migrations, db.name)
  for (const [index, migration] of pending.entries()) {
    applyOne(db, migration)
    const { tag, hash } = migration
    db.prepare('insert into migration (position, tag, hash, appliedAtMs) values (?, ?, ?, ?)').run(applied.length + index, tag, hash, nowMs)
  }
  const broken = db.pragma('foreign_key_check') as readonly { readonly table: string; readonly parent: string }[]
  const [orphan] = broken
  if (orphan !== undefined)
    throw damaged(db.name, [`upgrade refused: rows of “${orphan.table}” refer to missing rows of “${orphan.parent}”`])
  assertSchemaHolds(db)
  db.pragma(`user_version = ${migrations.length}`)
  const tags = pending.map(({ tag }) => tag)
  afterApply?.(tags)
  return tags
}

function applyOne(db: WriteDb, migration: Migration): void {
  const kept = setAside(db, migration.sql)
  try {
    db.exec(migration.sql)
    putBack(db, kept)
  } catch (error) {
    const mapped = mapSqliteError(error, db.name)
    if (mapped instanceof AppError) throw mapped
    throw new Error(`Migration ${migration.tag} failed and nothing was changed: ${mapped.message}`, { cause: error })
  }
  if (!db.inTransaction) throw new Error(`migration ${migration.tag} ends the transaction it runs in`)
}
