import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { fullCheck } from '../book-file/check.ts'
import { createBook } from '../book-file/create.ts'
import { openBook } from '../book-file/open.ts'
import { verifyJournal } from '../journal.ts'
import { readMigrations } from '../migrate.ts'
import { startBookProcess } from './book-process.ts'
import { HEAVY_ROWS, writeHeavyUpgrade } from './heavy-upgrade.ts'
import { logicalDump } from './logical-dump.ts'
import { tempFolder } from './temp-folder.ts'

export type KillOutcome = {
  readonly atMs: number
  readonly state: 'before' | 'complete'
  readonly phase: 'idle' | 'backup' | 'upgrade' | 'done'
}

const NOW = Date.UTC(2026, 10, 23)
const MAY_DIFFER = ['book', 'lease', 'migration', 'journal', 'heavy', 'sqlite_stat1']

/** Kills an upgrade `times` times, spread over its own duration, and checks each time that the book is as before or complete. */
export async function killUpgrades(times: number): Promise<readonly KillOutcome[]> {
  const folder = tempFolder()
  const original = join(folder, 'original.stewardbook')
  createBook(original, { name: 'Larkmoor', currency: 'EUR', nowMs: NOW, author: 'Ada' })
  const book = openBook(original, { holder: 'app', nowMs: NOW, author: 'Ada' })
  book.commit((write) => {
    for (let n = 0; n < 3000; n += 1) write.prepare('insert into setting values (?, ?)').run(`s${n}`, 'x'.repeat(300))
  })
  const before = logicalDump(book.read, MAY_DIFFER)
  book.close()
  const migrations = writeHeavyUpgrade(join(folder, 'migrations'))

  const durations = [await upgradeAndKill(original, join(folder, 'whole-1'), migrations, Number.POSITIVE_INFINITY)]
  // The first run also warms the disk's cache.
  durations.push(await upgradeAndKill(original, join(folder, 'whole-2'), migrations, Number.POSITIVE_INFINITY))
  let wholeMs = Math.min(...durations)
  const outcomes: KillOutcome[] = []
  for (let n = 0; n < times; n += 1) {
    const place = join(folder, String(n))
    // The golden ratio spreads evenly however many there are; the window follows how busy the machine is.
    const share = ((n + 1) * 0.618034) % 1
    const atMs = Math.round(wholeMs * share)
    await upgradeAndKill(original, place, migrations, atMs)
    const outcome = { atMs, ...inspect(place, migrations, before) }
    outcomes.push(outcome)
    if (outcome.state === 'complete') wholeMs *= 0.93
    else if (share > 0.85) wholeMs *= 1.2
  }
  return outcomes
}

async function upgradeAndKill(original: string, place: string, migrations: string, afterMs: number): Promise<number> {
  mkdirSync(place)
  const path = join(place, 'book.stewardbook')
  copyFileSync(original, path)
  const child = startBookProcess(['upgrade', path, migrations])
  expect(await child.nextLine()).toBe('ready')
  const started = performance.now()
  if (Number.isFinite(afterMs)) {
    await sleep(afterMs)
    await child.kill()
    return afterMs
  }
  expect(await child.nextLine()).toBe('done')
  return performance.now() - started
}

function inspect(place: string, folder: string, before: Record<string, readonly string[]>): Omit<KillOutcome, 'atMs'> {
  const path = join(place, 'book.stewardbook')
  const left = readdirSync(place)
  const hasBackup = left.some((name) => name.endsWith('.backup.stewardbook'))
  const phaseOfLeft = existsSync(`${path}-journal`)
    ? 'upgrade'
    : left.some((name) => name.endsWith('.part'))
      ? 'backup'
      : hasBackup
        ? 'upgrade'
        : 'idle'
  const reopened = openAs(path, folder)
  const { db, state } = reopened
  expect(fullCheck(db.read)).toEqual({ ok: true, problems: [] })
  expect(verifyJournal(db.read)).toMatchObject({ ok: true, entries: state === 'complete' ? 2 : 1 })
  expect(withoutNewColumn(logicalDump(db.read, MAY_DIFFER))).toEqual(before)
  const heavy = db.read.prepare(`select count(*) from sqlite_schema where name in ('heavy', 'heavy_text', '__new_setting')`).pluck().get()
  expect(heavy).toBe(state === 'complete' ? 2 : 0)
  if (state === 'complete') expect(db.read.prepare('select count(*) from heavy').pluck().get()).toBe(HEAVY_ROWS)
  db.close()
  // Whatever was left, the upgrade can be done now.
  const later = openBook(path, { holder: 'app', nowMs: NOW, author: 'Ada', migrations: readMigrations(folder) })
  expect(later.read.prepare('select count(*) from heavy').pluck().get()).toBe(HEAVY_ROWS)
  later.close()
  expect(readdirSync(place).filter((name) => !name.endsWith('.stewardbook') && !name.endsWith('.part'))).toEqual([])
  return { state, phase: state === 'complete' ? 'done' : phaseOfLeft }
}

/** Opens it as the older program would; where that refuses, the upgrade is complete. */
function openAs(path: string, folder: string): { readonly db: ReturnType<typeof openBook>; readonly state: KillOutcome['state'] } {
  const options = { holder: 'app', nowMs: NOW, author: 'Ada' }
  try {
    return { db: openBook(path, options), state: 'before' }
  } catch (error) {
    expect(error).toMatchObject({ code: 'book-newer' })
    return { db: openBook(path, { ...options, migrations: readMigrations(folder) }), state: 'complete' }
  }
}

function withoutNewColumn(dump: Record<string, readonly string[]>): Record<string, readonly string[]> {
  return { ...dump, setting: (dump['setting'] ?? []).map((row) => row.replace(',"isOld":1}', '}')) }
}
