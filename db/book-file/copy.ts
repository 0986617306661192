import Database from 'better-sqlite3'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, openSync, readdirSync, renameSync, rmSync, statSync, unlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError } from '#core/errors'
import type { ReadDb } from '../connection.ts'
import { isRunning } from '../lease.ts'
import { nextCopyBeside } from './copies-beside.ts'
import { errorCode, mapMakingError, mapSqliteError } from './errors.ts'

export type Copied = { readonly path: string; readonly sizeBytes: number }

/** What file systems without links answer. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

/**
 * A whole, compact copy at `target`, consistent while others write. Never overwrites.
 * Errors: conflict when something is there; disk-full; book-read-only when the folder can't be written; book-damaged.
 */
export function saveCopy(book: { readonly read: ReadDb }, target: string): Copied {
  return makeFile(target, (part) => copyInto(book.read, part))
}

/** A copy beside the book, named after the minute (UTC). */
export function backupBook(book: { readonly path: string; readonly read: ReadDb }, nowMs: number): Copied {
  return saveCopy(book, nextCopyBeside(book.path, 'backup', nowMs))
}

/**
 * Makes a file under a passing name in the same folder and gives it its own name only when it is whole,
 * so that a kill leaves either nothing or all of it. Never overwrites.
 */
export function makeFile(target: string, fill: (part: string) => void): Copied {
  assertFree(target)
  const part = join(dirname(target), `.${basename(target)}.${process.pid}-${randomBytes(4).toString('hex')}.part`)
  try {
    removeLeftParts(dirname(target))
    fill(part)
    publish(part, target)
  } catch (error) {
    throw mapMakingError(error, target)
  } finally {
    for (const left of [part, `${part}-journal`]) rmSync(left, { force: true })
  }
  return { path: target, sizeBytes: statSync(target).size }
}

/** Half copies of programs that were killed: they may be as large as a book. */
function removeLeftParts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^\..+\.(\d+)-[0-9a-f]{8}\.part(-journal)?$/.exec(name)?.[1]
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(folder, name), { force: true })
  }
}

function copyInto(read: ReadDb, part: string): void {
  try {
    read.prepare('vacuum into ?').run(part)
  } catch (error) {
    const aboutTheBook = mapSqliteError(error, read.name)
    if (aboutTheBook instanceof AppError && aboutTheBook.code === 'book-damaged') throw aboutTheBook
    throw error
  }
  const copy = new Database(part, { fileMustExist: true })
  try {
    // Whoever has the book open doesn't have the copy open.
    copy.exec('delete from lease; update book set isClosedCleanly = 1')
  } finally {
    copy.close()
  }
}

/**
 * Errors: not-found when there is no such folder, conflict when something is there. SQLite would replay a log left beside a file of
 * this name into the new file.
 */
export function assertFree(target: string): void {
  if (!existsSync(dirname(target))) throw new AppError('not-found', `There is no folder ${dirname(target)}.`, { path: target })
  for (const path of [target, `${target}-wal`, `${target}-journal`]) {
    if (existsSync(path)) throw alreadyThere(path)
  }
}

function publish(part: string, target: string): void {
  try {
    // A link, unlike a rename, fails when the name is taken.
    linkSync(part, target)
    unlinkSync(part)
  } catch (error) {
    if (existsSync(target)) throw alreadyThere(target)
    if (!NO_LINKS.has(String(errorCode(error)))) throw error
    renameSync(part, target)
  }
  syncFolder(dirname(target))
}

/** Makes the new name safe against power loss where the file system can do that; where it can't, the file is there all the same. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } catch (error) {
    if (errorCode(error) !== 'EINVAL') throw error
  } finally {
    closeSync(handle)
  }
}

function alreadyThere(path: string): AppError {
  return new AppError('conflict', `“${path}” already exists. Choose another name or move it away.`, { path })
}
