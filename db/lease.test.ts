import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { createBook } from './book-file/create.ts'
import { openBook } from './book-file/open.ts'
import type { WriteDb } from './connection.ts'
import { describeHolder, heartbeat, isStale, type Lease, listLeases, releaseLease, takeLease, thisHost } from './lease.ts'
import { startBookProcess } from './testing/book-process.ts'
import { memoryBook } from './testing/memory-book.ts'
import { tempFolder } from './testing/temp-folder.ts'

const NOW = Date.UTC(2026, 10, 23, 1, 30)
const SECOND = 1000
/** Larger than any process number a system gives out. */
const NOBODY = 2 ** 30
let db: WriteDb

const take = (over: Partial<Parameters<typeof takeLease>[1]> = {}): Lease =>
  takeLease(db, { work: 'import', holder: 'app', pid: process.pid, host: thisHost(), nowMs: NOW, ...over })
function refusal(work: () => unknown): AppError | null {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

beforeEach(() => {
  db = memoryBook()
})

describe('takeLease', () => {
  it('gives each work to one holder, who is named to the next', () => {
    const lease = take()
    expect(lease).toEqual({ work: 'import', holder: 'app', pid: process.pid, host: thisHost(), takenAtMs: NOW, heartbeatMs: NOW })
    const error = refusal(() => take({ holder: 'cli', nowMs: NOW + SECOND }))
    expect(error).toMatchObject({ code: 'book-locked', details: { work: 'import', holder: 'app', pid: process.pid, sinceMs: NOW } })
    expect(error?.message).toBe(
      `The catalog file is being written by the app (process ${process.pid}, since 2026-11-23 01:30 UTC). Try again when that is finished.`,
    )
    expect(take({ work: 'other' }).work).toBe('other')
    releaseLease(db, lease)
    expect(take({ holder: 'cli' }).holder).toBe('cli')
  })

  it('takes over at once from a process of this machine that is gone', () => {
    take({ pid: NOBODY })
    expect(take({ holder: 'cli' }).holder).toBe('cli')
    expect(listLeases(db)).toHaveLength(1)
  })

  it('waits 30 s without a heartbeat for another machine', () => {
    const lease = take({ host: 'elsewhere/1234', pid: NOBODY })
    expect(refusal(() => take({ nowMs: NOW + 30 * SECOND }))?.message).toContain('the app on elsewhere (process')
    heartbeat(db, lease, NOW + 25 * SECOND)
    expect(refusal(() => take({ nowMs: NOW + 55 * SECOND }))?.code).toBe('book-locked')
    expect(take({ nowMs: NOW + 55 * SECOND + 1 }).pid).toBe(process.pid)
  })

  it('gives up after ten silent minutes on a process that runs, and not when clocks go back', () => {
    const lease = take()
    const at = (nowMs: number): boolean => isStale(lease, { host: thisHost(), nowMs })
    expect([at(NOW + 600 * SECOND), at(NOW + 600 * SECOND + 1), at(NOW - 86_400 * SECOND)]).toEqual([false, true, false])
  })

  it('joins the transaction it is called in', () => {
    expect(() =>
      db.transaction(() => {
        take()
        throw new Error('no')
      })(),
    ).toThrow('no')
    expect(listLeases(db)).toEqual([])
  })
})

describe('heartbeat', () => {
  it('fails, and with it the batch, once another program has taken over', () => {
    const lease = take({ pid: NOBODY })
    const taken = take({ holder: 'cli', nowMs: NOW + SECOND })
    const batch = db.transaction(() => {
      db.exec(`insert into setting values ('a', '1')`)
      heartbeat(db, lease, NOW + 2 * SECOND)
    })
    expect(refusal(batch)).toMatchObject({ code: 'book-locked', details: { holder: 'cli' } })
    expect(db.prepare('select count(*) from setting').pluck().get()).toBe(0)
    releaseLease(db, lease)
    expect(listLeases(db)).toEqual([taken])
  })

  it('fails when the lease is gone altogether', () => {
    const lease = take()
    releaseLease(db, lease)
    expect(refusal(() => heartbeat(db, lease, NOW))?.code).toBe('book-locked')
  })
})

describe('describeHolder', () => {
  it('leaves unknown programs their own name', () => {
    expect(describeHolder(take({ holder: 'nightly job' }))).toMatch(/^nightly job \(process /)
  })
})

describe('two programs', () => {
  it('see each other’s lease, and a killed one gives it up', async () => {
    const path = join(tempFolder(), 'a.stewardbook')
    createBook(path, { name: 'A', currency: 'EUR', nowMs: NOW, author: 'Ada' })
    const other = startBookProcess(['lease', path])
    expect(await other.nextLine()).toBe('ready')
    const book = openBook(path, { holder: 'app', nowMs: Date.now(), author: 'Ada' })
    const attempt = (): Lease =>
      book.commit((write) => takeLease(write, { work: 'import', holder: 'app', pid: process.pid, host: thisHost(), nowMs: Date.now() }))
    expect(refusal(attempt)).toMatchObject({ code: 'book-locked', details: { holder: 'cli', pid: other.pid } })
    await other.kill()
    expect(attempt().pid).toBe(process.pid)
    book.close()
  })

  it('hand it over when the first is done', async () => {
    const path = join(tempFolder(), 'a.stewardbook')
    createBook(path, { name: 'A', currency: 'EUR', nowMs: NOW, author: 'Ada' })
    const first = startBookProcess(['lease', path])
    await first.nextLine()
    await first.finish()
    const second = startBookProcess(['lease', path])
    expect(await second.nextLine()).toBe('ready')
    expect(await second.finish()).toEqual([])
  })
})
