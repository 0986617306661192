import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { countArtifact } from '#core/importers/testing/independent-count'
import { sql } from '#db/connection'
import { verifyBook } from '../journal.ts'
import { expectFrom } from '../testing/count-catalog.ts'
import { derivedDump, logicalDump } from '../testing/logical-dump.ts'
import { hasRealData, listBrokenFiles, listRealSets, REAL_DATA, readArtifact, type RealSet } from '../testing/real-artifacts.ts'
import { countOrphans, rebuiltDump } from '../testing/rebuild.ts'
import { createTestBook, type TestBook } from '../testing/test-book.ts'
import type { PendingImport } from './run-import.ts'

if (!hasRealData) process.stderr.write(`No real dbt files under ${REAL_DATA}: tests on them are skipped.\n`)

let book: TestBook
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => {
  book.close()
})

/** One in so many of the sets goes into one book together with the others. */
const EVERY = 4
const sets = hasRealData ? listRealSets() : []
const totals = { sets: 0, datasets: 0, columns: 0, links: 0, checks: 0 }
afterAll(() => {
  if (hasRealData) process.stdout.write(`real artifacts held against their raw JSON: ${JSON.stringify(totals)}\n`)
})

describe.skipIf(!hasRealData)('real artifacts', () => {
  test('are all there', () => {
    expect(sets.length).toBeGreaterThanOrEqual(80)
    expect(sets.filter((set) => set.paths.length > 1).length).toBeGreaterThanOrEqual(30)
  })

  test.each(sets.map((set) => [set.name, set] as const))('%s', async (_name, set) => {
    const before = dumps()
    const pending = await book.importFolder(set.paths, { format: 'dbt' })
    expectReceipt(pending, set)
    expectCatalog(pending, set)
    expect(verifyBook(book.write)).toMatchObject({ ok: true })
    expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))

    const once = dumps()
    expect(await book.plan(set.paths, { format: 'dbt' })).toMatchObject({ isUnchanged: true, importId: pending.importId })
    const later = await book.importFolder(touchTimes(set), { format: 'dbt', sourceId: pending.sourceId })
    expect(later).toMatchObject({ isUnchanged: false, changes: { added: 0, changed: 0, removed: 0, conflicts: 0 } })
    expect(said()).toBe(once.said)

    book.undo(later.importId)
    expect(dumps()).toEqual(once)
    book.undo(pending.importId)
    expect(dumps()).toEqual(before)
  })

  test('many in one book, one after the other, are undone one after the other', async () => {
    const states = [dumps()]
    const ids: number[] = []
    for (const set of sets.filter((_, index) => index % EVERY === 0)) {
      const pending = await book.importFolder(set.paths, { format: 'dbt' })
      if (pending.isUnchanged) continue
      ids.push(pending.importId)
      states.push(dumps())
    }
    expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
    expect(verifyBook(book.write)).toMatchObject({ ok: true })
    for (const id of ids.reverse()) {
      expect(book.undo(id)).toEqual([id])
      states.pop()
      const now = dumps()
      expect(now.said).toBe(states.at(-1)?.said)
      expect(now.derived).toBe(states.at(-1)?.derived)
    }
    expect(countOrphans(book.write)).toBe(0)
  }, 240_000)

  test.each(listBrokenFiles().map((path) => [relative(REAL_DATA, path), path] as const))('%s is refused', async (name, path) => {
    await book.importFolder(sets[0]?.paths ?? [], { format: 'dbt' })
    const before = dumps()
    await expect(book.plan([path], { format: 'dbt' })).rejects.toMatchObject({ code: 'bad-file', details: { file: basename(name) } })
    expect(dumps()).toEqual(before)
    expect(sql(book.write, `select count(*) n from "import" where status = 'writing'`).get()).toEqual({ n: 0 })
    expect(sql(book.write, 'select count(*) n from source').get()).toEqual({ n: 1 })
  })
})

/** What sources and people say; where the files were may differ. */
function said(): string {
  const [before = '', rest = ''] = logicalDump(book.write).split('# sources')
  return before + (rest.split('# runs')[1] ?? '')
}

function dumps(): { readonly said: string; readonly derived: string } {
  return { said: said(), derived: derivedDump(book.write) }
}

/** What the receipt says each file holds is what a count of the raw JSON finds. */
function expectReceipt({ receipt }: PendingImport, set: RealSet): void {
  expect(receipt.files).toHaveLength(set.paths.length)
  for (const path of set.paths) {
    const file = receipt.files.find((found) => found.name === basename(path))
    expect(Object.fromEntries((file?.kinds ?? []).map(({ kind, inFile }) => [kind, inFile]))).toEqual(countArtifact(readArtifact(path)))
    for (const { inFile, taken, left } of file?.kinds ?? []) expect(taken + left).toBe(inFile)
  }
}

/** What the catalog shows is what the raw JSON, read without our code, asks for. */
function expectCatalog({ sourceId }: PendingImport, set: RealSet): void {
  const expected = expectFrom(set.paths.map((path) => JSON.parse(readArtifact(path)) as unknown))
  totals.sets += 1
  totals.datasets += expected.columns.size
  totals.columns += [...expected.columns.values()].reduce((sum, count) => sum + count, 0)
  totals.links += expected.links.size
  totals.checks += expected.checks
  const rows = sql<{ name: string; columnCount: number }>(
    book.write,
    `select k.name, a.columnCount from asset a join asset_key k on k.assetId = a.id and k.sourceId = ? where a.kind = 'dataset' and a.status = 'active'`,
  ).all(sourceId)
  expect(Object.fromEntries(rows.map((row) => [row.name, row.columnCount]))).toEqual(Object.fromEntries(expected.columns))
  expect(
    sql<{ n: number }>(
      book.write,
      `select count(*) n from asset_column c join asset a on a.id = c.assetId where a.kind = 'dataset' and a.status = 'active'`,
    ).get()?.n,
  ).toBe([...expected.columns.values()].reduce((sum, count) => sum + count, 0))
  const links = sql<{ up: string; down: string }>(
    book.write,
    'select u.name up, d.name down from edge e join asset_key u on u.assetId = e.upId join asset_key d on d.assetId = e.downId',
  ).all()
  expect(links.map(({ up, down }) => `${up} → ${down}`).sort()).toEqual([...expected.links].sort())
  expect(sql(book.write, `select count(*) n from asset where kind = 'check' and status = 'active'`).get()).toEqual({ n: expected.checks })
}

/** The same files, made at another time. */
function touchTimes(set: RealSet): string[] {
  const folder = join(book.folder, 'later')
  mkdirSync(folder, { recursive: true })
  return set.paths.map((path) => {
    const text = readArtifact(path)
    const touched = text.replace(/("generated_at"\s*:\s*)"[^"]*"/, '$1"2031-02-03T04:05:06.000000Z"')
    expect(touched).not.toBe(text)
    const target = join(folder, basename(path).replace(/\.gz$/, ''))
    writeFileSync(target, touched)
    return target
  })
}
