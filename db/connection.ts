import './node-version.ts'
import Database from 'better-sqlite3'

declare const canWrite: unique symbol

/** A connection that reads the book. Functions that only read take this one. */
export type ReadDb = Database.Database
/** A connection that may write. A function that takes a WriteDb expects to run inside its caller's transaction unless it says otherwise. */
export type WriteDb = Database.Database & { readonly [canWrite]: true }

const CACHE_KIB = 64 * 1024
const BUSY_TIMEOUT_MS = 5000
/**
 * Pages in the log before a commit has to bring them into the file, which waits for the disk twice: 256 MB. Housekeeping does so long
 * before, when all is quiet.
 */
const LOG_PAGES_AT_MOST = 65_536
/** From 4 MB on a log is worth bringing in. */
const LONG_LOG_PAGES = 1000

/** Opens a connection that can't change the file. */
export function openReadConnection(path: string): ReadDb {
  const db = new Database(path, { readonly: true, timeout: BUSY_TIMEOUT_MS })
  db.pragma(`cache_size = -${CACHE_KIB}`)
  return db
}

/** Opens a connection that may write, waiting as long as any statement for who writes: WAL, foreign keys on, decisions safe against power loss (synchronous FULL). */
export function openWriteConnection(path: string): WriteDb {
  const db = new Database(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS }) as WriteDb
  try {
    enterWriteAhead(db)
  } catch (error) {
    db.close()
    throw error
  }
  db.pragma('foreign_keys = ON')
  db.pragma('synchronous = FULL')
  db.pragma(`cache_size = -${CACHE_KIB}`)
  db.pragma(`wal_autocheckpoint = ${LOG_PAGES_AT_MOST}`)
  return db
}

/**
 * SQLite refuses this change at once where another program writes, without the wait that every other statement gets.
 * So the waiting is left to a statement that has it, and is as long.
 */
function enterWriteAhead(db: Database.Database): void {
  const untilMs = performance.now() + BUSY_TIMEOUT_MS
  for (;;) {
    try {
      db.pragma('journal_mode = WAL')
      return
    } catch (error) {
      const leftMs = Math.floor(untilMs - performance.now())
      if (!isBusy(error) || leftMs <= 0) throw error
      db.pragma(`busy_timeout = ${leftMs}`)
      db.exec('begin exclusive; rollback')
      db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
    }
  }
}

const isBusy = (error: unknown): boolean => error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')

/** Opens a connection for an import: what a power cut takes of it, the next open removes, so commits don't wait for the disk. */
export function openBulkConnection(path: string): WriteDb {
  const db = openWriteConnection(path)
  db.pragma('synchronous = NORMAL')
  return db
}

/** Whether much of what was committed is still in the log alone: as safe, but looked for there by every reader. */
export function isLogLong(db: ReadDb): boolean {
  const [found] = db.pragma('wal_checkpoint(NOOP)') as readonly { readonly log: number; readonly checkpointed: number }[]
  return found !== undefined && found.log - found.checkpointed >= LONG_LOG_PAGES
}

/** Brings the log into the file as far as readers allow. */
export function bringLogIn(db: WriteDb): void {
  db.pragma('wal_checkpoint(PASSIVE)')
}

type Statement = Database.Statement<unknown[], unknown>
const prepared = new WeakMap<Database.Database, Map<string, Statement>>()

/**
 * A prepared statement, made once per connection and text. Beside SQLite's own functions it may use `small_letters(text)`: its
 * lower() leaves letters other than A to Z as they are, and sort names and texts looked for are in JavaScript's. The row type is the caller's claim about its own SQL:
 * keep the select list and the type side by side.
 */
export function sql<Row = unknown, Params extends unknown[] = unknown[]>(db: ReadDb, text: string): Database.Statement<Params, Row> {
  let statements = prepared.get(db)
  if (statements === undefined) {
    statements = new Map()
    prepared.set(db, statements)
    db.function('small_letters', { deterministic: true }, (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value))
  }
  let statement = statements.get(text)
  if (statement === undefined) {
    statement = db.prepare(text)
    statements.set(text, statement)
  }
  return statement as unknown as Database.Statement<Params, Row>
}

/** Words of our own as a list in a statement. Never for what came from outside. */
export const sqlList = (words: readonly string[]): string => `(${words.map((word) => `'${word}'`).join(', ')})`

/** Another number than before means that another connection committed something. */
export function readDataVersion(db: ReadDb): number {
  return sql<{ data_version: number }>(db, 'pragma data_version').get()?.data_version ?? 0
}

/** Runs `work` in one immediate transaction: all or nothing. */
export function inTransaction<T>(db: WriteDb, work: () => T): T {
  return db.transaction(work).immediate()
}
