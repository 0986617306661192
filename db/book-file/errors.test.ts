import Database from 'better-sqlite3'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { tempFolder } from '../testing/temp-folder.ts'
import { damaged, mapMakingError, mapSqliteError } from './errors.ts'

const sqlite = (code: string): Error => new Database.SqliteError('something', code)

describe('mapSqliteError', () => {
  it.each([
    ['SQLITE_BUSY', 'book-locked'],
    ['SQLITE_BUSY_SNAPSHOT', 'book-locked'],
    ['SQLITE_LOCKED_SHAREDCACHE', 'book-locked'],
    ['SQLITE_FULL', 'disk-full'],
    ['SQLITE_READONLY', 'book-read-only'],
    ['SQLITE_READONLY_DBMOVED', 'book-missing'],
    ['SQLITE_CANTOPEN', 'book-read-only'],
    ['SQLITE_CORRUPT_INDEX', 'book-damaged'],
    ['SQLITE_NOTADB', 'book-damaged'],
    ['SQLITE_IOERR_READ', 'book-damaged'],
  ])('makes of %s the error %s', (code, expected) => {
    const path = join(tempFolder(), 'a.stewardbook')
    writeFileSync(path, '')
    const error = mapSqliteError(sqlite(code), path)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: expected, details: { path } })
    expect(error.message).toMatch(/^The .*[.]$/)
  })

  it.each(['SQLITE_CANTOPEN', 'SQLITE_IOERR_READ'])('knows after %s that the file is gone', (code) => {
    expect(mapSqliteError(sqlite(code), join(tempFolder(), 'gone'))).toMatchObject({ code: 'book-missing' })
  })

  it.each([
    ['ENOSPC', 'disk-full'],
    ['EROFS', 'book-read-only'],
  ])('knows the system’s %s', (code, expected) => {
    expect(mapSqliteError(Object.assign(new Error('x'), { code }), '/a')).toMatchObject({ code: expected })
  })

  it('lets through what a person can already act on, and what is our own mistake', () => {
    const own = new AppError('conflict', 'x')
    const constraint = sqlite('SQLITE_CONSTRAINT_UNIQUE')
    const bug = new TypeError('x')
    for (const error of [own, constraint, bug]) expect(mapSqliteError(error, '/a')).toBe(error)
    expect(mapSqliteError('odd', '/a')).toEqual(new Error('odd'))
  })

  it.each([
    ['SQLITE_FULL', 'The disk that holds the catalog file “a.stewardbook” is full.'],
    ['SQLITE_IOERR_READ', 'The disk answered with an error while the catalog file “a.stewardbook” was used (SQLITE_IOERR_READ).'],
  ])('says %s in a sentence', (code, sentence) => {
    const path = join(tempFolder(), 'a.stewardbook')
    writeFileSync(path, '')
    expect(mapSqliteError(sqlite(code), path).message).toContain(sentence)
  })
})

describe('mapMakingError', () => {
  it.each(['SQLITE_CANTOPEN', 'SQLITE_READONLY_DIRECTORY', 'EACCES', 'EROFS'])('says after %s that the folder can’t be written', (code) => {
    const folder = tempFolder()
    const error = code.startsWith('SQLITE') ? sqlite(code) : Object.assign(new Error('x'), { code })
    const path = join(folder, 'new.stewardbook')
    expect(mapMakingError(error, path)).toMatchObject({
      code: 'book-read-only',
      message: `“new.stewardbook” can't be made: the folder “${folder}” can't be written. Choose another folder.`,
    })
  })

  it('leaves the rest to mapSqliteError', () => {
    const path = join(tempFolder(), 'gone', 'new.stewardbook')
    expect(mapMakingError(sqlite('SQLITE_CANTOPEN'), path)).toMatchObject({ code: 'book-missing' })
    expect(mapMakingError(sqlite('SQLITE_FULL'), path)).toMatchObject({ code: 'disk-full' })
  })
})

describe('damaged', () => {
  it.each<[string, string, string[]]>([
    ['a copy made before an import', 'shop.2026-11-20T0000.before-import.stewardbook', ['shop.2026-11-01T0000.backup.stewardbook']],
    ['a backup', 'shop.2026-11-20T0000.backup.stewardbook', ['shop.2026-11-01T0000.before-import.stewardbook']],
    ['none of another book', 'shop.2026-11-01T0000.backup.stewardbook', ['shop.eu.2026-11-20T0000.backup.stewardbook']],
    [
      'the last of one minute',
      'shop.2026-11-20T0000-10.backup.stewardbook',
      ['', '-2', '-9'].map((n) => `shop.2026-11-20T0000${n}.backup.stewardbook`),
    ],
    [
      'the last of one minute, of whichever kind',
      'shop.2026-11-20T0000-2.backup.stewardbook',
      ['shop.2026-11-20T0000.before-import.stewardbook'],
    ],
  ])('names as the newest backup %s', (_what, newest, others) => {
    const folder = tempFolder()
    for (const name of [newest, ...others]) writeFileSync(join(folder, name), '')
    const error = damaged(join(folder, 'shop.stewardbook'), [])
    expect(error.details).toMatchObject({ backup: newest })
    expect(error.message).toContain(`Open its newest backup, “${newest}”, and keep this file aside.`)
  })
})
