import Database from 'better-sqlite3'
import { basename } from 'node:path'
import { AppError } from '#core/errors'
import type { WriteDb } from '../connection.ts'
import { appendJournal } from '../journal.ts'
import { describeHolder } from '../lease.ts'
import { migrate, type Migration } from '../migrate.ts'
import { backupBook } from './copy.ts'
import { mapSqliteError, named } from './errors.ts'
import { bumpSeq } from './info.ts'
import { listUsers } from './presence.ts'

export type Upgrade = { readonly migrations: readonly Migration[]; readonly nowMs: number; readonly author: string }

/**
 * Brings a book's tables up to date, with a backup beside it, while nobody else has it open.
 * Errors: book-locked says who has it; those of migrate and of the backup. The file is then as it was.
 */
export function upgradeBook(path: string, { migrations, nowMs, author }: Upgrade): void {
  const db = new Database(path, { fileMustExist: true }) as WriteDb
  try {
    takeForOurselves(db, path, nowMs)
    let backup: string | null = null
    migrate(db, {
      migrations,
      nowMs,
      backup: () => {
        backup = basename(backupBook({ path, read: db }, nowMs).path)
      },
      afterApply: (tags) => {
        appendJournal(db, { atMs: nowMs, author, kind: 'migrate', payload: { migrations: tags, backup } })
        bumpSeq(db)
      },
    })
  } finally {
    db.close()
  }
}

/** Leaving the write-ahead log works only when no other connection is open; after that the lock keeps everybody out. */
function takeForOurselves(db: WriteDb, path: string, nowMs: number): void {
  try {
    db.pragma('journal_mode = DELETE')
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('begin exclusive; commit')
  } catch (error) {
    const mapped = mapSqliteError(error, path)
    if (!(mapped instanceof AppError) || mapped.code !== 'book-locked') throw mapped
    const [user] = listUsers(db, nowMs)
    const who = user === undefined ? 'another program' : describeHolder(user)
    const message = `${named(path)} must be upgraded before this version can open it, and ${who} has it open. Close it there first.`
    throw new AppError('book-locked', message, {
      path,
      ...(user === undefined ? {} : { holder: user.holder, pid: user.pid, sinceMs: user.takenAtMs }),
    })
  }
}
