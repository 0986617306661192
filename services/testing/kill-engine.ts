import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { AppError } from '#core/errors'
import { fullCheck } from '#db/book-file/check'
import { openBook } from '#db/book-file/open'
import { openWriteConnection, type ReadDb, sql, type WriteDb } from '#db/connection'
import { listUnfinishedImports } from '#db/imports'
import { readMigrations } from '#db/migrate'
import { tempFolder } from '#db/testing/temp-folder'
import { verifyBook } from '../journal.ts'
import { startChild } from './child-task.ts'
import { type KillWork, makeKillWorks } from './kill-bases.ts'
import { derivedDump, logicalDump } from './logical-dump.ts'
import { countOrphans, rebuiltDump } from './rebuild.ts'
import { importInto } from './test-book.ts'

/** Where in its write window a program was killed (0 to 1, of its usual length) and what the book was then. */
export type Kill = {
  readonly work: KillWork['name']
  readonly at: number
  readonly windowMs: number
  /** It had not said that it was done. */
  readonly landed: boolean
  readonly found: 'before' | 'between' | 'after'
}

type State = { readonly logical: string; readonly derived: string; readonly decisions: readonly string[] }
type Plan = { readonly work: KillWork; readonly before: State; readonly after: State; windowMs: number }

const NOW = Date.UTC(2026, 2, 2)

/**
 * Kills programs that import, decide, undo and upgrade, `times` in all in the shares given, at moments spread evenly over
 * the time each of them writes, and holds each time that the book is as before or complete, and goes on working.
 */
export async function killEngine(times: Readonly<Partial<Record<KillWork['name'], number>>>): Promise<readonly Kill[]> {
  const folder = tempFolder()
  const kills: Kill[] = []
  for (const work of await makeKillWorks(folder)) {
    const count = times[work.name] ?? 0
    if (count === 0) continue
    const plan = await measure(work, folder)
    for (let n = 0; n < count; n += 1) {
      // The golden ratio spreads evenly however many there are.
      const share = ((n + 1) * 0.618034) % 1
      kills.push(await killOnce(plan, join(folder, `${work.name} ${n}`), share))
    }
  }
  return kills
}

/** Lets the work end by itself twice: how long does it write, and what is the book then? */
async function measure(work: KillWork, folder: string): Promise<Plan> {
  const windows: number[] = []
  let after: State | undefined
  for (let n = 0; n < 2; n += 1) {
    const path = copyBase(work, join(folder, `${work.name} whole ${n}`))
    const child = startChild(work.task(path))
    expect(await child.nextLine()).toBe('open')
    const opened = performance.now()
    expect(await child.nextLine()).toBe('done')
    windows.push(performance.now() - opened)
    await child.finish()
    after ??= withBook(path, work.migrations, readState)
  }
  if (after === undefined) throw new Error('nothing was measured')
  return { work, before: withBook(work.base, null, readState), after, windowMs: Math.min(...windows) }
}

function copyBase(work: KillWork, place: string): string {
  mkdirSync(place)
  const path = join(place, 'book.stewardbook')
  copyFileSync(work.base, path)
  return path
}

async function killOnce(plan: Plan, place: string, share: number): Promise<Kill> {
  const { work, windowMs } = plan
  const path = copyBase(work, place)
  if (work.after === 'a kill') await killHalfway(plan, path)
  const child = startChild(work.task(path))
  expect(await child.nextLine()).toBe('open')
  const opened = performance.now()
  let isDone = false
  const ended = child.nextLine().then((line) => {
    isDone = line === 'done'
    return line
  })
  await sleep(windowMs * share)
  const at = (performance.now() - opened) / windowMs
  await child.kill()
  await ended
  const found = await inspect(plan, path)
  // Follows how busy the machine is.
  if (isDone) plan.windowMs *= 0.9
  else if (share > 0.85 && found !== 'after') plan.windowMs *= 1.15
  return { work: work.name, at, windowMs, landed: !isDone, found }
}

/** Leaves a half-written import, for the next one to remove before it is killed itself. */
async function killHalfway({ work, windowMs }: Plan, path: string): Promise<void> {
  for (let share = 0.5; ; share /= 2) {
    const child = startChild(work.task(path))
    expect(await child.nextLine()).toBe('open')
    const last = child.nextLine()
    await sleep(windowMs * share)
    await child.kill()
    if ((await last) !== 'done') return
    // It was quicker than usual. Once more, and sooner.
    copyFileSync(work.base, path)
    for (const left of ['-wal', '-shm']) rmSync(path + left, { force: true })
  }
}

/** Opens what the kill left as a person's next start would, and holds that it is whole and works. */
async function inspect({ work, before, after }: Plan, path: string): Promise<Kill['found']> {
  const migrations = isOld(path) ? null : work.migrations
  const found = withBook(path, migrations, (read) => {
    expect(fullCheck(read)).toEqual({ ok: true, problems: [] })
    expect(verifyBook(read)).toMatchObject({ ok: true, firstBroken: null })
    return compare(readState(read), { work, before, after })
  })
  await withWriter(path, migrations, async (write) => {
    expect(rebuiltDump(write)).toBe(derivedDump(write))
    // The next import works, and removes what the kill left.
    await importInto(write, work.folder)
    expect(listUnfinishedImports(write)).toEqual([])
    expect(countOrphans(write)).toBe(0)
    expect(sql(write, 'select sha256 from original where sha256 not in (select sha256 from import_file)').all()).toEqual([])
    expect(sql(write, `select work from lease where work = 'import' and pid <> ${process.pid}`).all()).toEqual([])
    expect(verifyBook(write)).toMatchObject({ ok: true, firstBroken: null })
    if (work.name.includes('import')) expect(logicalDump(write)).toBe(after.logical)
  })
  expect(withBook(path, migrations, fullCheck)).toEqual({ ok: true, problems: [] })
  expect(readdirSync(join(path, '..')).filter((name) => !/\.stewardbook$|\.part(-journal)?$/.test(name))).toEqual([])
  return found
}

function compare(state: State, { work, before, after }: Omit<Plan, 'windowMs'>): Kill['found'] {
  const { decisions } = state
  if (decisions.length > before.decisions.length && decisions.length < after.decisions.length) {
    // Groups of decisions are committed one after the other: a beginning of the list, in whole groups of ten datasets.
    expect(decisions).toEqual(after.decisions.slice(0, decisions.length))
    expect(decisions.length % 40).toBe(0)
    return 'between'
  }
  const found = state.logical === before.logical && state.decisions.length === before.decisions.length ? 'before' : 'after'
  const expected = found === 'before' ? before : after
  expect(findDifference(state.logical, expected.logical)).toBeNull()
  // What an import that was killed before had numbered is not numbered so again; a rebuild from nothing is compared anyway.
  if (found === 'before' || work.after === undefined) expect(findDifference(state.derived, expected.derived)).toBeNull()
  return found
}

/** The first line that is not the same: whole dumps are too long to read. */
function findDifference(found: string, expected: string): string | null {
  if (found === expected) return null
  const lines = expected.split('\n')
  const index = found.split('\n').findIndex((line, n) => line !== lines[n])
  return `line ${index}: found ${found.split('\n')[index]}, expected ${lines[index]}`
}

function readState(read: ReadDb): State {
  const decisions = sql(read, 'select subject, "column", field, value, groupId from decision order by id').all()
  return { logical: logicalDump(read), derived: derivedDump(read), decisions: decisions.map((row) => JSON.stringify(row)) }
}

/** True where the older program still opens it: an upgrade had not happened. */
function isOld(path: string): boolean {
  try {
    withBook(path, null, () => undefined)
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'book-newer') return false
    throw error
  }
}

function withBook<T>(path: string, migrations: string | null, look: (read: ReadDb) => T): T {
  const book = openBook(path, {
    holder: 'app',
    nowMs: NOW,
    author: 'Ada',
    ...(migrations === null ? {} : { migrations: readMigrations(migrations) }),
  })
  try {
    return look(book.read)
  } finally {
    book.close()
  }
}

async function withWriter(path: string, migrations: string | null, work: (write: WriteDb) => Promise<void>): Promise<void> {
  const book = openBook(path, {
    holder: 'app',
    nowMs: NOW,
    author: 'Ada',
    ...(migrations === null ? {} : { migrations: readMigrations(migrations) }),
  })
  const write = book.write ?? openWriteConnection(path)
  try {
    await work(write)
  } finally {
    book.close()
  }
  expect(existsSync(`${path}-wal`)).toBe(false)
}

/** How many kills fell into each tenth of the window, and after it. */
export function histogram(kills: readonly Kill[]): string {
  const tenths = Array.from({ length: 10 }, () => 0)
  let after = 0
  for (const { at, landed } of kills) {
    if (!landed) after += 1
    else {
      const tenth = Math.min(9, Math.floor(at * 10))
      tenths[tenth] = (tenths[tenth] ?? 0) + 1
    }
  }
  const works = [...new Set(kills.map((kill) => kill.work))].map((work) => {
    const own = kills.filter((kill) => kill.work === work)
    const states = (['before', 'between', 'after'] as const).map((state) => `${state} ${own.filter((kill) => kill.found === state).length}`)
    const windowMs = Math.round(own.reduce((sum, kill) => sum + kill.windowMs, 0) / own.length)
    return `  ${work}: ${own.length} kills, ${own.filter((kill) => kill.landed).length} in the window of ${windowMs} ms; book found ${states.join(', ')}`
  })
  return [`kills by tenth of the write window: ${tenths.join(' ')}; after it: ${after}`, ...works].join('\n')
}
