import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { thisHost, takeLease } from '../lease.ts'
import { logicalDump } from '../testing/logical-dump.ts'
import { startBookProcess } from '../testing/book-process.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { fullCheck } from './check.ts'
import { backupBook, saveCopy } from './copy.ts'
import { createBook } from './create.ts'
import { openBook, type OpenBook } from './open.ts'

const NOW = Date.UTC(2026, 10, 23, 1, 30, 59)
let folder: string
let book: OpenBook
const open = (path: string): OpenBook => openBook(path, { holder: 'app', nowMs: NOW, author: 'Ada' })

beforeEach(() => {
  folder = tempFolder()
  const path = join(folder, 'larkmoor.stewardbook')
  createBook(path, { name: 'Larkmoor', currency: 'EUR', nowMs: NOW, author: 'Ada' })
  book = open(path)
  book.commit((write) => {
    for (let n = 0; n < 500; n += 1) write.prepare('insert into setting values (?, ?)').run(`s${n}`, 'x'.repeat(200))
    write.exec(
      `insert into asset_search (rowid, name, columns, description, tags, owner, relation) values (1, 'orders', '', '', '', '', '')`,
    )
    takeLease(write, { work: 'import', holder: 'app', pid: process.pid, host: thisHost(), nowMs: NOW })
  })
  book.commit((write) => write.exec("delete from setting where name like 's4%'"))
  return () => book.close()
})

describe('saveCopy', () => {
  it('makes a whole, compact book of its own while the book is open and written', () => {
    const target = join(folder, 'copy.stewardbook')
    expect(saveCopy(book, target)).toEqual({ path: target, sizeBytes: statSync(target).size })
    const copy = open(target)
    expect(copy.wasClosedCleanly).toBe(true)
    expect(copy.read.prepare('select count(*) from lease').pluck().get()).toBe(0)
    expect(fullCheck(copy.read)).toEqual({ ok: true, problems: [] })
    expect(logicalDump(copy.read, ['book', 'lease'])).toEqual(logicalDump(book.read, ['book', 'lease']))
    expect(copy.read.pragma('freelist_count', { simple: true })).toBe(0)
    expect(copy.read.prepare(`select rowid from asset_search('orders')`).pluck().all()).toEqual([1])
    copy.close()
    expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual(['copy.stewardbook'])
  })

  it('never overwrites, not even the book itself', () => {
    const target = join(folder, 'copy.stewardbook')
    writeFileSync(target, 'mine')
    expect(() => saveCopy(book, target)).toThrow(expect.objectContaining({ code: 'conflict' }))
    expect(() => saveCopy(book, book.path)).toThrow(expect.objectContaining({ code: 'conflict' }))
    expect(readFileSync(target, 'utf8')).toBe('mine')
    expect(() => saveCopy(book, join(folder, 'none', 'copy.stewardbook'))).toThrow(expect.objectContaining({ code: 'not-found' }))
  })

  it('leaves no half copy, and takes away those of programs that were killed', async () => {
    const gone = startBookProcess(['read', book.path])
    await gone.finish()
    const left = `.copy.stewardbook.${gone.pid}-0123abcd.part`
    writeFileSync(join(folder, left), 'half')
    writeFileSync(join(folder, `.other.stewardbook.${process.pid}-0123abcd.part`), 'still being made')
    saveCopy(book, join(folder, 'copy.stewardbook'))
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([`.other.stewardbook.${process.pid}-0123abcd.part`])
  })

  it('works from a connection that can only read', () => {
    const target = join(folder, 'copy.stewardbook')
    expect(book.read.readonly).toBe(true)
    saveCopy({ read: book.read }, target)
    expect(statSync(target).size).toBeGreaterThan(4096)
  })
})

describe('backupBook', () => {
  it('names the minute (UTC) and counts on when that is taken', () => {
    const names = [NOW, NOW, NOW + 60_000].map((nowMs) => backupBook(book, nowMs).path)
    expect(names).toEqual(['T0130', 'T0130-2', 'T0131'].map((time) => join(folder, `larkmoor.2026-11-23${time}.backup.stewardbook`)))
    expect(names.map((path) => readFileSync(path).toString('latin1', 68, 72))).toEqual(['STBW', 'STBW', 'STBW'])
  })

  it('does not take a folder of that name for free', () => {
    mkdirSync(join(folder, 'larkmoor.2026-11-23T0130.backup.stewardbook'))
    expect(backupBook(book, NOW).path).toContain('T0130-2')
  })
})
