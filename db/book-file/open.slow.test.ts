import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { verifyJournal } from '../journal.ts'
import { startBookProcess } from '../testing/book-process.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { fullCheck } from './check.ts'
import { backupBook } from './copy.ts'
import { createBook } from './create.ts'
import { openBook, type OpenBook } from './open.ts'

const NOW = Date.UTC(2026, 10, 23, 1, 30)
let folder: string
let path: string
const create = (at: string): void => createBook(at, { name: 'Larkmoor', currency: 'EUR', nowMs: NOW, author: 'Ada' })
const open = (at = path): OpenBook => openBook(at, { holder: 'app', nowMs: Date.now(), author: 'Ada' })

beforeEach(() => {
  folder = tempFolder()
  path = join(folder, 'larkmoor.stewardbook')
})

describe('several programs on one book', () => {
  it('open, write and close it in turns without losing an entry or a clean close', async () => {
    create(path)
    const programs = [1, 2, 3, 4].map(() => startBookProcess(['reopen', path]))
    const said = await Promise.all(programs.map((program) => program.finish()))
    expect(said).toEqual([[], [], [], []])
    const book = open()
    expect(book.wasClosedCleanly).toBe(true)
    expect(verifyJournal(book.read)).toMatchObject({ ok: true, entries: 161 })
    expect(fullCheck(book.read).ok).toBe(true)
    book.close()
    expect(readdirSync(folder)).toEqual(['larkmoor.stewardbook'])
  })

  it('are told who writes after five seconds, and can read meanwhile', async () => {
    create(path)
    const writer = startBookProcess(['hold-lock', path])
    expect(await writer.nextLine()).toBe('ready')
    const book = open()
    const startedMs = Date.now()
    expect(() => book.write).toThrow(
      expect.objectContaining({ code: 'book-locked', details: expect.objectContaining({ pid: writer.pid }) as object }),
    )
    expect(Date.now() - startedMs).toBeGreaterThan(4500)
    expect(book.read.prepare('select name from book').pluck().get()).toBe('Larkmoor')
    await writer.finish()
    expect(book.write).not.toBeNull()
    book.close()
  })
})

describe('a kill while a book is made', () => {
  it('leaves no half book', async () => {
    for (let afterMs = 0; afterMs < 12; afterMs += 1) {
      const child = startBookProcess(['create', path])
      expect(await child.nextLine()).toBe('ready')
      await sleep(afterMs)
      await child.kill()
      if (readdirSync(folder).includes('larkmoor.stewardbook')) {
        const book = open()
        expect(verifyJournal(book.read)).toMatchObject({ ok: true, entries: 1 })
        book.close()
        rmSync(path)
      } else {
        create(path)
        rmSync(path)
      }
      expect(readdirSync(folder)).toEqual([])
    }
  })
})

/** A disk of two megabytes, where this user may mount one. */
function smallDisk(): string | null {
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  if (process.platform !== 'linux' || spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status !== 0) return null
  onTestFinished(() => void spawnSync('/bin/umount', ['-l', disk]))
  return disk
}

describe('a disk that is really full', () => {
  it('is said, and nothing that was committed is lost', ({ skip }) => {
    const disk = smallDisk()
    if (disk === null) return skip('a small disk can only be mounted by root on Linux')
    const at = join(disk, 'larkmoor.stewardbook')
    create(at)
    const book = open(at)
    const insert = (name: string, rows: number): void =>
      book.commit((write) => {
        for (let n = 0; n < rows; n += 1) write.prepare('insert into setting values (?, ?)').run(`${name}${n}`, 'x'.repeat(1000))
      })
    insert('a', 100)
    const ballast = join(disk, 'ballast')
    writeFileSync(ballast, Buffer.alloc(900_000))
    expect(() => insert('b', 2000)).toThrow(expect.objectContaining({ code: 'disk-full', details: { path: at } }))
    expect(book.read.prepare('select count(*) from setting').pluck().get()).toBe(100)
    expect(() => backupBook(book, NOW)).toThrow(expect.objectContaining({ code: 'disk-full' }))
    expect(() => create(join(disk, 'second.stewardbook'))).toThrow(expect.objectContaining({ code: 'disk-full' }))
    expect(readdirSync(disk).filter((name) => name !== 'ballast' && !name.startsWith('larkmoor.stewardbook'))).toEqual([])
    rmSync(ballast)
    insert('c', 50)
    book.close()
    const again = open(at)
    expect(again.wasClosedCleanly).toBe(true)
    expect(again.read.prepare('select count(*) from setting').pluck().get()).toBe(150)
    expect(fullCheck(again.read)).toEqual({ ok: true, problems: [] })
    again.close()
  })

  it('does not keep a book from being closed and opened again', ({ skip }) => {
    const disk = smallDisk()
    if (disk === null) return skip('a small disk can only be mounted by root on Linux')
    const at = join(disk, 'larkmoor.stewardbook')
    create(at)
    const book = open(at)
    book.commit((write) => write.exec(`insert into setting values ('a', '1')`))
    expect(() => writeFileSync(join(disk, 'ballast'), Buffer.alloc(4_000_000))).toThrow('ENOSPC')
    book.close()
    const full = open(at)
    expect(full.read.prepare('select value from setting').pluck().get()).toBe('1')
    full.close()
    rmSync(join(disk, 'ballast'))
    const again = open(at)
    again.commit((write) => write.exec(`insert into setting values ('b', '2')`))
    again.close()
  })
})
