import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { AppError } from '#core/errors'
import { seededNumbers } from '#core/importers/testing/memory-file'
import { mutate } from '#core/importers/testing/mutate'
import { sql } from '#db/connection'
import { fullCheck } from '#db/book-file/check'
import type { PendingImport } from '../importing/run-import.ts'
import { verifyBook } from '../journal.ts'
import { derivedDump, logicalDump } from './logical-dump.ts'
import { countOrphans, rebuiltDump } from './rebuild.ts'
import { createTestBook, type TestBook } from './test-book.ts'

/** Artifacts of one project: file name and content. */
export type ArtifactSet = { readonly name: string; readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[] }
export type DamageOutcomes = {
  applied: number
  unchanged: number
  refused: number
  readonly problems: Record<string, number>
  slowestMs: number
}

/** What a person can do something about. */
const CODES: readonly string[] = ['bad-file', 'ambiguous', 'invalid-input']
/** A rebuild from nothing is compared for one in so many. */
const REBUILD_EVERY = 10

/**
 * Damages artifacts and imports them into a book, over what stands there of the same project for every other one.
 * Either the import is refused in words and the book is untouched, or it is applied and its undo is exact.
 */
export async function importDamaged(sets: readonly ArtifactSet[], seeds: Iterable<number>): Promise<DamageOutcomes> {
  const outcomes: DamageOutcomes = { applied: 0, unchanged: 0, refused: 0, problems: {}, slowestMs: 0 }
  const books = { empty: createTestBook(), full: createTestBook() }
  try {
    await fill(books.full, sets)
    for (const seed of seeds) {
      const book = seed % 2 === 0 ? books.empty : books.full
      const startedMs = performance.now()
      await importOne(book, sets, seed, outcomes)
      outcomes.slowestMs = Math.max(outcomes.slowestMs, Math.round(performance.now() - startedMs))
    }
    for (const book of Object.values(books)) {
      expect(fullCheck(book.write)).toEqual({ ok: true, problems: [] })
      expect(verifyBook(book.write)).toMatchObject({ ok: true })
    }
  } finally {
    for (const book of Object.values(books)) book.close()
  }
  return outcomes
}

async function fill(book: TestBook, sets: readonly ArtifactSet[]): Promise<void> {
  for (const [index, set] of sets.entries()) {
    const folder = join(book.folder, `set-${index}`)
    write(folder, set.files)
    await book.importFolder(folder, { format: 'dbt' })
  }
}

function write(folder: string, files: ArtifactSet['files']): void {
  mkdirSync(folder, { recursive: true })
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes)
}

async function importOne(book: TestBook, sets: readonly ArtifactSet[], seed: number, outcomes: DamageOutcomes): Promise<void> {
  const random = seededNumbers(seed)
  const set = sets[Math.floor(random() * sets.length)]
  if (set === undefined) throw new Error('no artifacts were given')
  // The manifest comes first and is hit most.
  const hit = Math.floor(random() * random() * set.files.length)
  const folder = join(book.folder, 'damaged')
  rmSync(folder, { recursive: true, force: true })
  write(
    folder,
    set.files
      .map((file, index) => (index === hit ? { ...file, bytes: mutate(file.bytes, random) } : file))
      .filter((_, index) => index === hit || random() < 0.7),
  )
  const label = `damage ${seed} to ${set.name}`
  const before = stateOf(book)
  const pending = await planOrRefuse(book, folder, label, outcomes)
  expect({ label, ...stateOf(book) }).toEqual({ label, ...before, writing: pending?.isUnchanged === false ? 1 : 0 })
  if (pending === undefined || pending.isUnchanged) {
    if (pending !== undefined) outcomes.unchanged += 1
    expect({ label, sources: countSources(book) }).toEqual({ label, sources: before.sources })
    return
  }
  await book.apply(pending)
  outcomes.applied += 1
  expect({ label, orphans: countOrphans(book.write) }).toEqual({ label, orphans: 0 })
  if (seed % REBUILD_EVERY < 2) expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
  expect(book.undo(pending.importId)).toEqual([pending.importId])
  const after = stateOf(book)
  expect({ label, ...after, sources: 0 }).toEqual({ label, ...before, sources: 0 })
}

type BookState = { readonly said: string; readonly derived: string; readonly writing: number; readonly sources: number }

function stateOf(book: TestBook): BookState {
  const writing = sql<{ n: number }>(book.write, `select count(*) n from "import" where status = 'writing'`).get()?.n ?? -1
  return { said: logicalDump(book.write), derived: derivedDump(book.write), writing, sources: countSources(book) }
}

/** Sources with an import that is done; the source of a preview goes with it. */
function countSources(book: TestBook): number {
  return (
    sql<{ n: number }>(
      book.write,
      `select count(*) n from source where not exists (select 1 from "import" i where i.sourceId = source.id and i.status = 'writing')
         or exists (select 1 from "import" i where i.sourceId = source.id and i.status <> 'writing')`,
    ).get()?.n ?? -1
  )
}

async function planOrRefuse(book: TestBook, folder: string, label: string, outcomes: DamageOutcomes): Promise<PendingImport | undefined> {
  try {
    return await book.plan(folder, { format: 'dbt' })
  } catch (error) {
    if (!(error instanceof AppError)) throw new Error(`${label} broke the import`, { cause: error })
    expect(CODES, `${label}: ${error.message}`).toContain(error.code)
    const problem = String(error.details['problem'] ?? error.code)
    outcomes.problems[problem] = (outcomes.problems[problem] ?? 0) + 1
    outcomes.refused += 1
    return undefined
  }
}
