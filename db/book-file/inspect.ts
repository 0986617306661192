import { accessSync, closeSync, constants, existsSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '#core/errors'
import type { ReadDb } from '../connection.ts'
import { damaged, errorCode, missing, moved, named } from './errors.ts'

/** 'STBW', in the SQLite header of every book. */
export const APPLICATION_ID = 0x53544257

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1')
const HEADER_BYTES = 100
const APPLICATION_ID_AT = 68

/** Which file on the disk this is, to notice when another takes its place. */
export function identityOf(path: string): string {
  const { dev, ino } = statOrFail(path)
  return `${dev}:${ino}`
}

/** The file that a book was opened from. */
export type OpenedFile = {
  readonly path: string
  /** Which file it was; null in a place with a warning, as a network may number its files anew: there only that one is there can be told. */
  readonly identity: string | null
}

/** False once the file was moved away, deleted or replaced by another one. */
export function isInItsPlace({ path, identity }: OpenedFile): boolean {
  return existsSync(path) && (identity === null || identityOf(path) === identity)
}

/** Errors: book-missing once the file was moved away, deleted or replaced. */
export function assertInItsPlace(file: OpenedFile): void {
  if (!isInItsPlace(file)) throw moved(file.path)
}

/** One more connection to the file that was opened, and to no other. Errors: book-missing, and those of `connect`. */
export function connectAgain<Db extends ReadDb>(file: OpenedFile, connect: (path: string) => Db): Db {
  // Asked before too: to connect alone may change another file, or read into it the log that this one left.
  assertInItsPlace(file)
  const db = connect(file.path)
  try {
    assertInItsPlace(file)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * Errors: book-missing; book-foreign for a folder, an empty file, another database or another kind of file;
 * book-damaged when the header was a book's. Reads the first 100 bytes only.
 * Not for a file this process has open: on POSIX, closing it here would drop SQLite's locks on it.
 */
export function assertIsBook(path: string): void {
  const stats = statOrFail(path)
  if (!stats.isFile()) throw foreign(path, stats.isDirectory() ? 'is a folder, not a catalog file' : 'is not a file')
  if (stats.size === 0) throw foreign(path, 'is empty, so it is no catalog file')
  const header = readHeader(path)
  const isSqlite = header.subarray(0, MAGIC.length).equals(MAGIC)
  if (header.length < HEADER_BYTES) {
    throw isSqlite ? damaged(path, [`it is cut off after ${header.length} bytes`]) : foreign(path, 'is not a Stewardbook catalog file')
  }
  const isOurs = header.readUInt32BE(APPLICATION_ID_AT) === APPLICATION_ID
  if (isSqlite && isOurs) return
  if (isOurs) throw damaged(path, ['its first bytes were overwritten'])
  throw foreign(path, isSqlite ? 'is a SQLite database of another program, not a catalog file' : 'is not a Stewardbook catalog file')
}

/** True when both the file and its folder may be written; SQLite needs the folder for its log. A file marked read-only counts, also for root. */
export function isWritablePlace(path: string): boolean {
  return [path, dirname(path)].every((place) => {
    try {
      accessSync(place, constants.W_OK)
      return (statSync(place).mode & 0o222) !== 0
    } catch {
      return false
    }
  })
}

function statOrFail(path: string): Stats {
  try {
    return statSync(path)
  } catch (error) {
    throw isPermission(error) ? unreadable(path) : missing(path)
  }
}

function readHeader(path: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  try {
    const file = openSync(path, 'r')
    try {
      return header.subarray(0, readSync(file, header))
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if (isPermission(error)) throw unreadable(path)
    throw error
  }
}

function isPermission(error: unknown): boolean {
  return ['EACCES', 'EPERM'].includes(errorCode(error) ?? '')
}

function unreadable(path: string): AppError {
  return new AppError('book-missing', `${named(path)} can't be read: your user has no permission for it.`, { path })
}

function foreign(path: string, what: string): AppError {
  return new AppError('book-foreign', `“${path}” ${what}.`, { path })
}
