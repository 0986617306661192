import Database from 'better-sqlite3'
import { basename } from 'node:path'
import { inTransaction, sql, type WriteDb } from '../connection.ts'
import { appendJournal } from '../journal.ts'
import { migrate, type Migration, ownMigrations } from '../migrate.ts'
import { makeFile } from './copy.ts'
import { APPLICATION_ID } from './inspect.ts'

export type NewBook = {
  readonly name: string
  /** ISO 4217. */
  readonly currency: string
  readonly nowMs: number
  readonly author: string
  /** The project's own unless a test gives others. */
  readonly migrations?: readonly Migration[]
}

/**
 * Makes an empty book at `path`. Its first journal entry says who made it.
 * Errors: conflict when a file is there; not-found when the folder isn't; book-read-only; disk-full.
 */
export function createBook(path: string, book: NewBook): void {
  makeFile(path, (part) => {
    const db = new Database(part) as WriteDb
    try {
      db.pragma('page_size = 4096')
      db.pragma(`application_id = ${APPLICATION_ID}`)
      migrate(db, { migrations: book.migrations ?? ownMigrations(), nowMs: book.nowMs, backup: () => undefined })
      inTransaction(db, () => insertFirstRows(db, basename(path), book))
    } finally {
      db.close()
    }
  })
}

function insertFirstRows(db: WriteDb, fileName: string, { name, currency, nowMs, author }: NewBook): void {
  sql(db, `insert into book (id, name, currency, createdAtMs, seq, visibleImportId, isClosedCleanly) values (1, ?, ?, ?, 1, 0, 1)`).run(
    name,
    currency,
    nowMs,
  )
  appendJournal(db, { atMs: nowMs, author, kind: 'create', payload: { name, currency, fileName } })
}
