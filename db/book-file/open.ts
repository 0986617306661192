import Database from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { AppError } from '#core/errors'
import { inTransaction, openReadConnection, openWriteConnection, readDataVersion, type ReadDb, type WriteDb } from '../connection.ts'
import { appliedMigrations, type Migration, ownMigrations, pendingMigrations } from '../migrate.ts'
import { damaged, mapSqliteError, named, readOnly } from './errors.ts'
import { readBook } from './info.ts'
import { assertInItsPlace, assertIsBook, connectAgain, identityOf, isWritablePlace, type OpenedFile } from './inspect.ts'
import { findPlaceWarning } from './place.ts'
import { enter, hasLeftBehind, leave, listUsers, nameWriter } from './presence.ts'
import { upgradeBook } from './upgrade.ts'

export type OpenOptions = {
  /** Which program this is, for others to read: app, cli, browser. */
  readonly holder: string
  readonly nowMs: number
  /** Signs the journal entry of an upgrade. */
  readonly author: string
  /** Told why the place isn't safe for a book, once: when the book is first to be written. */
  readonly onUnsafeWrite?: (placeWarning: string) => void
  /** The project's own unless a test gives others. */
  readonly migrations?: readonly Migration[]
}

export type OpenBook = OpenedFile & {
  readonly read: ReadDb
  /**
   * Null for a read-only file. The connection is made, and others can see that we have the book, when this is first asked for:
   * a program that only reads leaves the file as it was. Errors: book-locked, book-newer (upgraded meanwhile), book-read-only,
   * book-missing when the file is no longer in its place.
   */
  readonly write: WriteDb | null
  readonly isReadOnly: boolean
  /** Why this place isn't safe for a book, else null. */
  readonly placeWarning: string | null
  /** False after a crash: run the quick check. */
  readonly wasClosedCleanly: boolean
  /**
   * Runs `work` in one immediate transaction. Errors, with nothing written: book-read-only, book-locked with the name of who writes,
   * disk-full, book-missing when another file has taken the book's place, and whatever `work` throws.
   */
  commit<T>(work: (write: WriteDb) => T): T
  /** Makes an error of this book's connections one that a person can act on, and names who holds a lock. */
  explain(error: unknown): Error
  /** Leaves the single file whole, unless another program goes on using it. */
  close(): void
}

type OwnOptions = OpenOptions & { readonly migrations: readonly Migration[] }

type Writer = { readonly db: WriteDb; readonly presence: string }

/** Books open in this process, by identity: their files must not be opened and closed by other means (POSIX locks). */
const openHere = new Map<string, number>()

/**
 * Opens a book, upgrading it first where its tables are older. Nothing here grows with the book, apart from an upgrade.
 * Errors: book-missing, book-foreign, book-newer, book-damaged, book-locked, book-read-only (an upgrade or a repair is needed), disk-full.
 */
export function openBook(givenPath: string, options: OpenOptions): OpenBook {
  const path = resolve(givenPath)
  const migrations = options.migrations ?? ownMigrations()
  if (!existsSync(path) || !openHere.has(identityOf(path))) assertIsBook(path)
  const identity = identityOf(path)
  const isReadOnly = !isWritablePlace(path)
  const read = isReadOnly ? connectReadOnly(path, migrations) : connect(path, { ...options, migrations })
  const wasClosedCleanly = readCleanClose(path, read, options.nowMs)
  const placeWarning = findPlaceWarning(path)
  const file: OpenedFile = { path, identity: placeWarning === null ? identity : null }
  openHere.set(identity, (openHere.get(identity) ?? 0) + 1)

  let writer: Writer | null = null
  let isClosed = false
  const explain = (error: unknown): Error =>
    nameLock(mapSqliteError(error, path), { path, read }, { work: writer?.presence ?? null, nowMs: options.nowMs })

  const book: OpenBook = {
    ...file,
    read,
    isReadOnly,
    placeWarning,
    wasClosedCleanly,
    explain,
    get write() {
      if (isClosed) throw new Error('the book is closed')
      if (isReadOnly) return null
      if (writer !== null) return writer.db
      try {
        writer = openWriter(file, read, { ...options, migrations })
      } catch (error) {
        throw explain(error)
      }
      if (placeWarning !== null) options.onUnsafeWrite?.(placeWarning)
      return writer.db
    },
    commit(work) {
      const { write } = book
      if (write === null) throw readOnly(path)
      assertInItsPlace(file)
      try {
        return inTransaction(write, () => work(write))
      } catch (error) {
        throw explain(error)
      }
    },
    close() {
      if (isClosed) return
      isClosed = true
      read.close()
      if (writer !== null) closeWriter(writer, path)
      else if (!isReadOnly && existsSync(`${path}-wal`)) settleLeftLog(path)
      const others = (openHere.get(identity) ?? 1) - 1
      if (others === 0) openHere.delete(identity)
      else openHere.set(identity, others)
    },
  }
  return book
}

/** While other programs have the book open, the mark is off without anything being wrong; what a dead program left tells of a crash. */
function readCleanClose(path: string, read: ReadDb, nowMs: number): boolean {
  try {
    if (hasLeftBehind(read, nowMs)) return false
    return readBook(read).isClosedCleanly || listUsers(read, nowMs).length > 0
  } catch (error) {
    read.close()
    throw mapSqliteError(error, path)
  }
}

function connect(path: string, options: OwnOptions): ReadDb {
  // A connection that only reads can't take back what a kill left half done outside the write-ahead log.
  if (existsSync(`${path}-journal`)) explaining(path, () => withConnection(path, (db) => endKilledWrite(db, path)))
  const [read, pending] = connectAndCompare(path, options.migrations)
  if (pending === 0) return read
  read.close()
  upgradeBook(path, options)
  return openReadConnection(path)
}

/** Takes back what a kill left half done; of what was done when it came, takes away the file that SQLite leaves beside the book. */
function endKilledWrite(db: Database.Database, path: string): void {
  db.pragma('schema_version')
  if (!existsSync(`${path}-journal`)) return
  try {
    // While others have the book open, or on a full disk, it stays where it is: it says nothing any more. A write takes it away.
    settle(db)
    db.pragma(`user_version = ${String(db.pragma('user_version', { simple: true }))}`)
  } catch (error) {
    const mapped = mapSqliteError(error, path)
    if (!(mapped instanceof AppError) || mapped.code === 'book-damaged') throw mapped
  }
}

function connectReadOnly(path: string, migrations: readonly Migration[]): ReadDb {
  try {
    const [read, pending] = connectAndCompare(path, migrations)
    if (pending === 0) return read
    read.close()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'book-read-only') throw error
    const message = `${named(path)} was not closed properly, and can't be put in order because the file or its folder is read-only. Copy it, with the files named like it, to a folder of your own and open the copy.`
    throw new AppError('book-read-only', message, { path })
  }
  const message = `${named(path)} was made by an older version and must be upgraded, but the file or its folder is read-only. Copy it to a folder of your own and open the copy.`
  throw new AppError('book-read-only', message, { path })
}

function connectAndCompare(path: string, migrations: readonly Migration[]): [read: ReadDb, pending: number] {
  const read = explaining(path, () => openReadConnection(path))
  try {
    const applied = explaining(path, () => appliedMigrations(read))
    if (applied.length === 0) throw damaged(path, ['its tables are missing'])
    return [read, pendingMigrations(applied, migrations, path).length]
  } catch (error) {
    read.close()
    throw error
  }
}

function openWriter(file: OpenedFile, read: ReadDb, { migrations, holder, nowMs }: OwnOptions): Writer {
  const db = connectAgain(file, openWriteConnection)
  try {
    // Another program may have upgraded it since we looked.
    pendingMigrations(appliedMigrations(db), migrations, file.path)
    // Readers find the log by the file's name: one that has found it goes on reading where the file is moved away.
    readDataVersion(read)
    return { db, presence: enter(db, { holder, nowMs }) }
  } catch (error) {
    db.close()
    throw error
  }
}

function closeWriter({ db, presence }: Writer, path: string): void {
  try {
    leave(db, presence)
    settle(db)
  } catch (error) {
    // Another program writes, or the disk is full: the book is then not marked as closed cleanly, and is whole all the same.
    const mapped = mapSqliteError(error, path)
    if (!(mapped instanceof AppError)) throw mapped
  } finally {
    db.close()
  }
}

/** Another program's last connection could only read, so the log stayed. */
function settleLeftLog(path: string): void {
  try {
    withConnection(path, settle)
  } catch (error) {
    const mapped = mapSqliteError(error, path)
    if (!(mapped instanceof AppError)) throw mapped
  }
}

/**
 * Brings the log into the file. When nobody else is there, the book also leaves write-ahead mode, so that a closed book
 * can be read from a read-only folder, where SQLite couldn't make its shared memory.
 */
function settle(db: Database.Database): void {
  db.pragma('busy_timeout = 0')
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.pragma('journal_mode = DELETE')
}

function withConnection(path: string, work: (db: Database.Database) => unknown): void {
  const db = new Database(path, { fileMustExist: true })
  try {
    work(db)
  } finally {
    db.close()
  }
}

type Own = { readonly work: string | null; readonly nowMs: number }

/** Of a lock on this book alone: an error of another's may pass by. */
function nameLock(error: Error, { path, read }: Pick<OpenBook, 'path' | 'read'>, own: Own): Error {
  if (!(error instanceof AppError) || error.code !== 'book-locked' || 'holder' in error.details || error.details['path'] !== path)
    return error
  try {
    return nameWriter(read, own) ?? error
  } catch {
    // Locked against reading too: then nobody's name can be read.
    return error
  }
}

function explaining<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw mapSqliteError(error, path)
  }
}
