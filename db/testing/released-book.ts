import Database from 'better-sqlite3'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { APPLICATION_ID } from '../book-file/inspect.ts'
import type { WriteDb } from '../connection.ts'
import { migrate, readMigrations } from '../migrate.ts'

const FIXTURES = join(import.meta.dirname, '..', 'fixtures')
const NAME = /^book-after-(.+)\.sql$/

/** The last migration of every released version: each has its rows in db/fixtures. */
export function listReleased(): readonly string[] {
  return readdirSync(FIXTURES).flatMap((name) => NAME.exec(name)?.[1] ?? [])
}

/** Makes a populated book as the version with `lastTag` left it: its migrations, then its rows. */
export function makeReleasedBook(path: string, lastTag: string): void {
  const all = readMigrations()
  const count = all.findIndex(({ tag }) => tag === lastTag) + 1
  if (count === 0) throw new Error(`a released migration is gone: ${lastTag}`)
  const db = new Database(path) as WriteDb
  db.pragma(`application_id = ${APPLICATION_ID}`)
  migrate(db, { migrations: all.slice(0, count), nowMs: 0, backup: () => undefined })
  db.exec(readFileSync(join(FIXTURES, `book-after-${lastTag}.sql`), 'utf8'))
  db.close()
}
