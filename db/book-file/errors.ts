import Database from 'better-sqlite3'
import { existsSync, statfsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError } from '#core/errors'
import { listCopiesBeside } from './copies-beside.ts'

const FULL_BELOW_BYTES = 1024 * 1024

/**
 * Turns what SQLite or the system says about the file at `path` into an error a person can act on.
 * AppErrors pass; anything that is our own mistake (constraints, bad SQL) comes back as it was.
 */
export function mapSqliteError(error: unknown, path: string): Error {
  if (!(error instanceof Database.SqliteError)) return mapSystemError(error, path)
  const family = /^SQLITE_[A-Z]+/.exec(error.code)?.[0]
  switch (family) {
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
    case 'SQLITE_PROTOCOL':
      return new AppError('book-locked', `${named(path)} is being written by another program. Try again when that is finished.`, { path })
    case 'SQLITE_FULL':
      return diskFull(path)
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return damaged(path, [error.message])
    case 'SQLITE_READONLY':
      return error.code === 'SQLITE_READONLY_DBMOVED' ? moved(path) : readOnly(path)
    case 'SQLITE_PERM':
    case 'SQLITE_AUTH':
      return readOnly(path)
    case 'SQLITE_CANTOPEN':
      if (!existsSync(path)) return missing(path)
      return isDiskFull(path) ? diskFull(path) : readOnly(path)
    case 'SQLITE_IOERR':
      return mapDiskError(error, path)
    default:
      return error
  }
}

/** The same about a file that is being made at `path`: that it is not there yet says nothing, its folder does. */
export function mapMakingError(error: unknown, path: string): Error {
  const folder = dirname(path)
  const isRefused = /^(SQLITE_(CANTOPEN|READONLY|PERM).*|EACCES|EPERM|EROFS)$/.test(errorCode(error) ?? '')
  if (!isRefused || !existsSync(folder) || isDiskFull(path)) return mapSqliteError(error, path)
  const message = `“${basename(path)}” can't be made: the folder “${folder}” can't be written. Choose another folder.`
  return new AppError('book-read-only', message, { path, folder })
}

function mapSystemError(error: unknown, path: string): Error {
  switch (error instanceof AppError ? undefined : errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(path)
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return readOnly(path)
    default:
      return error instanceof Error ? error : new Error(String(error))
  }
}

/** The word by which the system or SQLite names the error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

function mapDiskError(error: Error & { readonly code: string }, path: string): AppError {
  if (!existsSync(path)) return missing(path)
  if (isDiskFull(path)) return diskFull(path)
  const message = `The disk answered with an error while the catalog file “${basename(path)}” was used (${error.code}). What was being written was not saved; check the disk or its connection.`
  return new AppError('book-damaged', message, { path, sqlite: error.code })
}

export function missing(path: string): AppError {
  return new AppError('book-missing', `There is no catalog file at ${path}.`, { path })
}

export function moved(path: string): AppError {
  const message = `${named(path)} was moved, deleted or replaced while it was open, so nothing was written. Save a copy of what is open, or open the file again.`
  return new AppError('book-missing', message, { path })
}

export function readOnly(path: string): AppError {
  const message = `${named(path)} can't be written: the file or its folder is read-only. To change it, copy it to a folder of your own and open the copy.`
  return new AppError('book-read-only', message, { path })
}

function diskFull(path: string): AppError {
  const message = `The disk that holds the catalog file “${basename(path)}” is full. What was being written was not saved, everything before it was. Make room and try again.`
  return new AppError('disk-full', message, { path })
}

/** What to do about a damaged book: the newest backup beside it, where there is one. */
export function damaged(path: string, problems: readonly string[]): AppError {
  const backup = newestBackup(path)
  const advice = backup === null ? 'Open a backup or a copy of it' : `Open its newest backup, “${backup}”`
  const message = `${named(path)} is damaged (${problems[0] ?? 'its contents do not fit together'}). ${advice}, and keep this file aside.`
  return new AppError('book-damaged', message, { path, backup, problems: problems.slice(0, 100) })
}

export function named(path: string): string {
  return `The catalog file “${basename(path)}”`
}

function newestBackup(path: string): string | null {
  try {
    return listCopiesBeside(path).at(-1)?.name ?? null
  } catch {
    return null
  }
}

function isDiskFull(path: string): boolean {
  try {
    const disk = statfsSync(dirname(join(path)))
    return disk.bavail * disk.bsize < FULL_BELOW_BYTES
  } catch {
    return false
  }
}
