import Database from 'better-sqlite3'
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { listJournal, verifyJournal } from '../journal.ts'
import { thisHost } from '../lease.ts'
import { readMigrations } from '../migrate.ts'
import { startBookProcess } from '../testing/book-process.ts'
import { writeMigrations } from '../testing/shop-migrations.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { assertUndamaged, fullCheck, needsQuickCheck, quickCheck, recordQuickCheck } from './check.ts'
import { createBook } from './create.ts'
import { bumpSeq, readBook, readSchemaVersion, readSeq, readSizeBytes, renameBook, setCurrency } from './info.ts'
import { openBook, type OpenBook } from './open.ts'

const NOW = Date.UTC(2026, 10, 23, 1, 30)
let folder: string
let path: string

const open = (): OpenBook => openBook(path, { holder: 'app', nowMs: NOW, author: 'Ada' })
const names = (): string[] => readdirSync(folder).sort()
const fill = (book: OpenBook, rows: number): void =>
  book.commit((write) => {
    for (let n = 0; n < rows; n += 1) write.prepare('insert or replace into setting values (?, ?)').run(`s${n}`, 'x'.repeat(300))
  })
function failure(work: () => unknown): AppError {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('it did not fail')
}

beforeEach(() => {
  folder = tempFolder()
  path = join(folder, 'larkmoor.stewardbook')
  createBook(path, { name: 'Larkmoor', currency: 'EUR', nowMs: NOW, author: 'Ada' })
})

describe('createBook', () => {
  it('makes one whole file with the header, tables and first journal entry of a book', () => {
    expect(names()).toEqual(['larkmoor.stewardbook'])
    expect(readFileSync(path).toString('latin1', 68, 72)).toBe('STBW')
    const book = open()
    expect(readBook(book.read)).toEqual({
      name: 'Larkmoor',
      currency: 'EUR',
      createdAtMs: NOW,
      seq: 1,
      visibleImportId: 0,
      isClosedCleanly: true,
      lastQuickCheckMs: null,
    })
    expect(readSchemaVersion(book.read)).toBe(readMigrations().length)
    expect(book.read.pragma('page_size', { simple: true })).toBe(4096)
    expect(readSizeBytes(book.read)).toBe(statSync(path).size)
    expect(listJournal(book.read, { limit: 9 }).items).toMatchObject([
      {
        seq: 1,
        kind: 'create',
        author: 'Ada',
        atMs: NOW,
        payload: { name: 'Larkmoor', currency: 'EUR', fileName: 'larkmoor.stewardbook' },
      },
    ])
    book.close()
  })

  it('never overwrites a file, and refuses a name whose old log is still there', () => {
    const before = readFileSync(path)
    const again = (): void => createBook(path, { name: 'Other', currency: 'EUR', nowMs: NOW, author: 'Ada' })
    expect(failure(again)).toMatchObject({ code: 'conflict', details: { path } })
    expect(readFileSync(path)).toEqual(before)
    rmSync(path)
    writeFileSync(`${path}-wal`, 'left')
    expect(failure(again).message).toContain('larkmoor.stewardbook-wal')
    expect(names()).toEqual(['larkmoor.stewardbook-wal'])
  })

  it.each(['create', 'backup'])('says in %s that the folder can’t be written', async (what) => {
    chmodSync(path, 0o644)
    chmodSync(folder, 0o555)
    const child = startBookProcess([what, what === 'create' ? join(folder, 'new.stewardbook') : path], 'nobody')
    if (what === 'create') expect(await child.nextLine()).toBe('ready')
    const said = JSON.parse(await child.nextLine()) as unknown
    expect(said).toMatchObject({
      code: 'book-read-only',
      message: expect.stringContaining(`the folder “${folder}” can't be written`) as string,
    })
    chmodSync(folder, 0o755)
  })

  it('says when the folder is missing', () => {
    const elsewhere = join(folder, 'none', 'a.stewardbook')
    expect(failure(() => createBook(elsewhere, { name: 'A', currency: 'EUR', nowMs: NOW, author: 'Ada' })).code).toBe('not-found')
  })
})

describe('openBook', () => {
  it('leaves the file as it was when nothing is written', () => {
    const before = readFileSync(path)
    const book = open()
    expect(book).toMatchObject({ path, isReadOnly: false, wasClosedCleanly: true, placeWarning: null })
    expect(readBook(book.read).name).toBe('Larkmoor')
    book.close()
    expect(readFileSync(path)).toEqual(before)
    expect(names()).toEqual(['larkmoor.stewardbook'])
  })

  it('writes, and leaves one whole file after the last close', () => {
    const book = open()
    const seq = book.commit((write) => {
      renameBook(write, 'Larkmoor & Sons')
      setCurrency(write, 'USD')
      return bumpSeq(write)
    })
    expect([seq, readSeq(book.read)]).toEqual([2, 2])
    expect(readBook(book.read)).toMatchObject({ isClosedCleanly: false, name: 'Larkmoor & Sons', currency: 'USD' })
    expect(names()).toContain('larkmoor.stewardbook-wal')
    book.close()
    book.close()
    expect(names()).toEqual(['larkmoor.stewardbook'])
    const again = open()
    expect(again.wasClosedCleanly).toBe(true)
    expect(readBook(again.read).name).toBe('Larkmoor & Sons')
    again.close()
    expect(() => again.write).toThrow('closed')
  })

  it('tells why the place is not safe for it, once, and only when it is written', () => {
    const synced = join(folder, 'Dropbox', 'a.stewardbook')
    mkdirSync(join(folder, 'Dropbox'))
    createBook(synced, { name: 'A', currency: 'EUR', nowMs: NOW, author: 'Ada' })
    const told: string[] = []
    const onUnsafeWrite = (placeWarning: string): void => void told.push(placeWarning)
    const book = openBook(synced, { holder: 'cli', nowMs: NOW, author: 'Ada', onUnsafeWrite })
    readBook(book.read)
    expect(told).toEqual([])
    fill(book, 1)
    fill(book, 1)
    expect(told).toEqual([book.placeWarning])
    expect(book.placeWarning).toContain('Dropbox')
    book.close()
    const safe = openBook(path, { holder: 'cli', nowMs: NOW, author: 'Ada', onUnsafeWrite })
    fill(safe, 1)
    safe.close()
    expect(told).toHaveLength(1)
  })

  it('serves the same book twice in one process and marks it clean only after the last close', () => {
    const one = open()
    fill(one, 1)
    const two = open()
    fill(two, 2)
    expect(two.wasClosedCleanly).toBe(true)
    one.close()
    expect(readBook(two.read).isClosedCleanly).toBe(false)
    fill(two, 3)
    two.close()
    expect(names()).toEqual(['larkmoor.stewardbook'])
    const three = open()
    expect([three.wasClosedCleanly, quickCheck(three.read).ok]).toEqual([true, true])
    three.close()
  })

  it('takes back a failed commit whole', () => {
    const book = open()
    expect(() =>
      book.commit((write) => {
        bumpSeq(write)
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(readSeq(book.read)).toBe(1)
    book.close()
  })

  it('refuses a missing file, a folder, an empty file, text, and databases of others', () => {
    const other = join(folder, 'other')
    const opening = (): AppError => failure(() => openBook(other, { holder: 'app', nowMs: NOW, author: 'Ada' }))
    expect(opening()).toMatchObject({ code: 'book-missing', details: { path: other } })
    mkdirSync(other)
    expect(opening()).toMatchObject({ code: 'book-foreign', message: expect.stringContaining('is a folder') as string })
    rmSync(other, { recursive: true })
    writeFileSync(other, '')
    expect(opening()).toMatchObject({ code: 'book-foreign', message: expect.stringContaining('is empty') as string })
    for (const text of ['hello', 'x'.repeat(5000)]) {
      writeFileSync(other, text)
      expect(opening()).toMatchObject({
        code: 'book-foreign',
        message: `“${other}” is not a Stewardbook catalog file.`,
      })
    }
    rmSync(other)
    const foreign = new Database(other)
    foreign.pragma('journal_mode = WAL')
    foreign.exec('create table a (b)')
    foreign.close()
    const before = readdirSync(folder)
    expect(opening()).toMatchObject({ code: 'book-foreign', message: expect.stringContaining('database of another program') as string })
    expect(readdirSync(folder)).toEqual(before)
  })

  it('refuses a newer book and names its change', () => {
    const newer = {
      name: 'N',
      currency: 'EUR',
      nowMs: NOW,
      author: 'Ada',
      migrations: [...readMigrations(), { tag: '9999_later', sql: 'create table later (a)', hash: 'x' }],
    }
    createBook(join(folder, 'newer.stewardbook'), newer)
    const error = failure(() => openBook(join(folder, 'newer.stewardbook'), { holder: 'app', nowMs: NOW, author: 'Ada' }))
    expect(error).toMatchObject({ code: 'book-newer', details: { migration: '9999_later' } })
    expect(error.message).toContain('“newer.stewardbook”')
  })

  it('names the program that writes', async () => {
    const book = open()
    fill(book, 1)
    const other = startBookProcess(['hold-lock', path])
    expect(await other.nextLine()).toBe('ready')
    book.write?.pragma('busy_timeout = 50')
    const error = failure(() => fill(book, 2))
    expect(error).toMatchObject({ code: 'book-locked', details: { holder: 'cli', pid: other.pid } })
    expect(error.message).toContain(`being written by the command line (process ${other.pid}, since `)
    await other.finish()
    fill(book, 2)
    book.close()
    expect(names()).toEqual(['larkmoor.stewardbook'])
  })

  it('tolerates a second program that stays', async () => {
    const other = startBookProcess(['hold-open', path])
    expect(await other.nextLine()).toBe('ready')
    const book = open()
    expect(book.wasClosedCleanly).toBe(true)
    fill(book, 5)
    book.close()
    await other.finish()
    expect(names()).toEqual(['larkmoor.stewardbook'])
    const again = open()
    expect(again.wasClosedCleanly).toBe(true)
    expect(again.read.prepare('select count(*) from setting').pluck().get()).toBe(5)
    again.close()
  })

  it('notices after a kill that it was not closed, and keeps what was committed', async () => {
    const other = startBookProcess(['write', path])
    for (let n = 1; n <= 5; n += 1) expect(await other.nextLine()).toBe(String(n))
    await other.kill()
    const book = open()
    expect(book.wasClosedCleanly).toBe(false)
    expect(needsQuickCheck(book, NOW)).toBe(true)
    expect(Number(book.read.prepare('select count(*) from setting').pluck().get())).toBeGreaterThanOrEqual(100)
    expect(verifyJournal(book.read).ok).toBe(true)
    book.commit(() => undefined)
    book.close()
    const again = open()
    expect(again.wasClosedCleanly).toBe(true)
    again.close()
  })

  it('notices what a killed import left, also when the book itself was closed', async () => {
    const other = startBookProcess(['lease', path])
    await other.nextLine()
    await other.kill()
    const book = open()
    expect(book.wasClosedCleanly).toBe(false)
    book.write?.exec('update book set isClosedCleanly = 1')
    book.close()
    const again = open()
    expect(again.wasClosedCleanly).toBe(true)
    again.write?.exec(`insert into lease values ('import', 'cli', ${2 ** 30}, '${thisHost()}', ${NOW}, ${NOW})`)
    again.close()
    const third = open()
    expect([third.wasClosedCleanly, readBook(third.read).isClosedCleanly]).toEqual([false, true])
    third.close()
  })

  it('takes away what a kill left of an upgrade that was done', () => {
    const upgrading = new Database(path)
    upgrading.pragma('journal_mode = DELETE')
    upgrading.pragma('locking_mode = EXCLUSIVE')
    upgrading.prepare(`insert into setting values ('s', '8')`).run()
    // As a kill leaves it: done, and the book not let go of yet.
    const killed = tempFolder()
    for (const name of names()) writeFileSync(join(killed, name), readFileSync(join(folder, name)))
    upgrading.close()
    expect(readdirSync(killed).sort()).toEqual(['larkmoor.stewardbook', 'larkmoor.stewardbook-journal'])
    const book = openBook(join(killed, 'larkmoor.stewardbook'), { holder: 'app', nowMs: NOW, author: 'Ada' })
    expect(book.read.prepare(`select value from setting where name = 's'`).pluck().get()).toBe('8')
    expect(fullCheck(book.read)).toEqual({ ok: true, problems: [] })
    book.close()
    expect(readdirSync(killed)).toEqual(['larkmoor.stewardbook'])
  })

  it('writes nothing into a file that was moved away or replaced', () => {
    const book = open()
    fill(book, 1)
    renameSync(path, join(folder, 'moved.stewardbook'))
    expect(failure(() => fill(book, 2))).toMatchObject({
      code: 'book-missing',
      message: expect.stringContaining('nothing was written') as string,
    })
    writeFileSync(path, 'another file')
    expect(failure(() => fill(book, 2)).code).toBe('book-missing')
    book.close()
  })

  it('makes no connection that writes to the file that replaced it', () => {
    const book = open()
    const other = join(folder, 'other.stewardbook')
    createBook(other, { name: 'Other', currency: 'EUR', nowMs: NOW, author: 'Ada' })
    renameSync(other, path)
    const before = readFileSync(path)
    expect(failure(() => fill(book, 1)).message).toContain('was moved, deleted or replaced')
    expect(failure(() => book.write).code).toBe('book-missing')
    expect(readFileSync(path)).toEqual(before)
    book.close()
    expect(names()).toEqual(['larkmoor.stewardbook'])
  })

  it('says when the disk is full, and loses nothing that was committed', () => {
    const book = open()
    fill(book, 10)
    book.write?.pragma(`max_page_count = ${Number(book.read.pragma('page_count', { simple: true })) + 3}`)
    expect(failure(() => fill(book, 2000))).toMatchObject({ code: 'disk-full', details: { path } })
    expect(book.read.prepare('select count(*) from setting').pluck().get()).toBe(10)
    fill(book, 10)
    book.close()
    const again = open()
    expect(fullCheck(again.read)).toEqual({ ok: true, problems: [] })
    expect(again.read.prepare('select count(*) from setting').pluck().get()).toBe(10)
    again.close()
  })
})

describe('a read-only book', () => {
  const roundTrip = async (): Promise<unknown> => {
    const [line] = await startBookProcess(['read', path], 'nobody').finish()
    return JSON.parse(line ?? '')
  }
  beforeEach(() => chmodSync(folder, 0o755))

  it('opens for reading from a read-only folder', async () => {
    chmodSync(path, 0o444)
    chmodSync(folder, 0o555)
    expect(await roundTrip()).toEqual({ name: 'Larkmoor', isReadOnly: true, canWrite: false })
    chmodSync(folder, 0o755)
    expect(names()).toEqual(['larkmoor.stewardbook'])
  })

  it('opens for reading when only the file is read-only', () => {
    chmodSync(path, 0o444)
    const book = open()
    expect([book.isReadOnly, book.write]).toEqual([true, null])
    expect(failure(() => book.commit(() => undefined))).toMatchObject({ code: 'book-read-only', details: { path } })
    expect(readBook(book.read).name).toBe('Larkmoor')
    book.close()
  })

  it('opens for reading what another user is writing', async () => {
    const book = open()
    fill(book, 3)
    chmodSync(folder, 0o755)
    expect(await roundTrip()).toEqual({ name: 'Larkmoor', isReadOnly: true, canWrite: false })
    book.close()
  })

  it('says what to do when a kill left it unfinished there', async () => {
    const other = startBookProcess(['write', path])
    await other.nextLine()
    await other.kill()
    rmSync(`${path}-shm`)
    chmodSync(folder, 0o555)
    expect(await roundTrip()).toMatchObject({
      code: 'book-read-only',
      message: expect.stringContaining('was not closed properly') as string,
    })
    chmodSync(folder, 0o755)
  })

  it('is not upgraded there', () => {
    const migrations = [...readMigrations(), { tag: '9999_later', sql: 'create table later (a)', hash: 'x' }]
    chmodSync(path, 0o444)
    expect(failure(() => openBook(path, { holder: 'app', nowMs: NOW, author: 'Ada', migrations }))).toMatchObject({
      code: 'book-read-only',
      message: expect.stringContaining('must be upgraded') as string,
    })
  })
})

describe('a damaged book', () => {
  const overwrite = (at: number, bytes: number): void => {
    const whole = readFileSync(path)
    for (let n = at; n < Math.min(whole.length, at + bytes); n += 1) whole[n] = (whole[n] ?? 0) ^ 0x5a
    writeFileSync(path, whole)
  }

  it.each([
    ['its first bytes', 0, 16],
    ['its page size', 16, 2],
    ['its list of tables', 100, 3000],
  ])('is refused at once when %s are overwritten, with what to do', (_name, at, bytes) => {
    overwrite(at, bytes)
    const error = failure(open)
    expect(error).toMatchObject({ code: 'book-damaged', details: { path, backup: null } })
    expect(error.message).toContain('Open a backup or a copy of it, and keep this file aside.')
  })

  it('is refused when it is cut off, also inside the header', () => {
    const { size } = statSync(path)
    truncateSync(path, size - 4096)
    expect(failure(open).code).toBe('book-damaged')
    truncateSync(path, 60)
    expect(failure(open)).toMatchObject({ code: 'book-damaged', message: expect.stringContaining('cut off') as string })
  })

  it('is found out by the quick check when the middle is overwritten, and names the newest backup', () => {
    const book = open()
    fill(book, 3000)
    book.close()
    writeFileSync(join(folder, 'larkmoor.2026-11-01T0000.backup.stewardbook'), '')
    writeFileSync(join(folder, 'larkmoor.2026-11-20T0000.backup.stewardbook'), '')
    overwrite(Math.floor(statSync(path).size / 8192) * 4096, 4096)
    const damagedBook = open()
    const result = quickCheck(damagedBook.read)
    expect(result.ok).toBe(false)
    expect(result.problems.length).toBeGreaterThan(0)
    const error = failure(() => assertUndamaged(result, path))
    expect(error).toMatchObject({ code: 'book-damaged', details: { backup: 'larkmoor.2026-11-20T0000.backup.stewardbook' } })
    expect(fullCheck(damagedBook.read).ok).toBe(false)
    damagedBook.close()
  })

  it('is whole again for the checks when it never was damaged; a quick check is due weekly', () => {
    const book = open()
    expect([quickCheck(book.read), fullCheck(book.read)]).toEqual([
      { ok: true, problems: [] },
      { ok: true, problems: [] },
    ])
    const day = 24 * 60 * 60_000
    expect([needsQuickCheck(book, NOW + 6 * day), needsQuickCheck(book, NOW + 8 * day)]).toEqual([false, true])
    book.commit((write) => recordQuickCheck(write, NOW + 8 * day))
    expect(needsQuickCheck(book, NOW + 9 * day)).toBe(false)
    book.close()
  })

  it('has rows without their parents in the full check', () => {
    const book = open()
    book.write?.pragma('foreign_keys = OFF')
    book.commit((write) => write.exec(`insert into import_file (importId, name, artifact, sizeBytes, sha256) values (7, 'a', 'b', 1, 'c')`))
    expect(fullCheck(book.read).problems).toEqual(['1 rows of “import_file” refer to missing rows of “import”'])
    book.close()
  })
})

describe('an upgrade at opening', () => {
  const later = (): ReturnType<typeof readMigrations> => {
    const texts = Object.fromEntries(readMigrations().map(({ tag, sql }) => [tag, sql]))
    return readMigrations(writeMigrations(join(folder, 'migrations'), { ...texts, '9000_later': 'create table later (a)' }))
  }
  const openLater = (): OpenBook => openBook(path, { holder: 'app', nowMs: NOW, author: 'Ada', migrations: later() })

  it('backs the book up, applies, and writes a journal entry', () => {
    const book = openLater()
    expect(readSchemaVersion(book.read)).toBe(later().length)
    const backup = 'larkmoor.2026-11-23T0130.backup.stewardbook'
    expect(listJournal(book.read, { limit: 1 }).items).toMatchObject([
      { kind: 'migrate', author: 'Ada', payload: { migrations: ['9000_later'], backup } },
    ])
    expect(readSeq(book.read)).toBe(2)
    book.close()
    expect(names()).toEqual([backup, 'larkmoor.stewardbook', 'migrations'])
    // The backup is a book of the version before.
    const before = openBook(join(folder, backup), { holder: 'app', nowMs: NOW, author: 'Ada' })
    expect([readSchemaVersion(before.read), before.wasClosedCleanly]).toEqual([readMigrations().length, true])
    before.close()
    expect(failure(open).code).toBe('book-newer')
  })

  it('says who has the book open, and changes nothing', async () => {
    const other = startBookProcess(['hold-open', path])
    await other.nextLine()
    const error = failure(openLater)
    expect(error).toMatchObject({ code: 'book-locked', details: { holder: 'cli', pid: other.pid } })
    expect(error.message).toContain('must be upgraded before this version can open it, and the command line')
    await other.finish()
    expect(names()).toEqual(['larkmoor.stewardbook', 'migrations'])
    openLater().close()
  })

  it('is refused to the older program that opens or goes on writing', () => {
    const old = open()
    openLater().close()
    expect(failure(() => old.write).code).toBe('book-newer')
    old.close()
    expect(basename(path)).toBe('larkmoor.stewardbook')
  })
})
