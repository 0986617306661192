import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { makeManifest, SHOP } from '../testing/dbt-project.ts'
import { makeFreshness, makeRunResults } from '../testing/dbt-results.ts'
import { createTestBook, type TestBook } from '../testing/test-book.ts'
import type { PendingImport } from './run-import.ts'

let book: TestBook
beforeEach(() => {
  const made = createTestBook()
  onTestFinished(() => made.close())
  book = made
})

type Files = Readonly<Record<string, unknown>>
type More = Parameters<TestBook['importFolder']>[1]

async function bring(files: Files, more: More = {}): Promise<PendingImport> {
  const paths = Object.entries(files).map(([name, content]) => {
    const path = join(book.folder, name)
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
    return path
  })
  return book.importFolder(paths, more)
}
const linesOf = ({ receipt }: PendingImport, kind: string) => receipt.kinds.find((line) => line.kind === kind)
const facts = (): unknown => book.write.prepare('select count(*) from fact').pluck().get()

const freshness = (...ids: string[]) => makeFreshness('2026-01-03T00:00:00Z', Object.fromEntries(ids.map((id) => [id, 'pass' as const])))
const [ORDERS, UNKNOWN] = ['source.shop.raw.orders_raw', 'source.shop.raw.of_another_project'] as const

describe('a receipt says what became of what the files hold', () => {
  test.each([
    ['here', {}],
    ['beside', { readBesideFromBytes: 0 }],
  ])('freshness of tables that no file defines is left; files read %s', async (_where, more) => {
    const pending = await bring({ 'sources.json': freshness(ORDERS, UNKNOWN) }, { format: 'dbt', sourceName: 'shop', ...more })
    expect(facts()).toBe(0)
    const kinds = [
      {
        ...{ kind: 'source_freshness', inFile: 2, taken: 0, left: 2, byDesign: 0 },
        reasons: [
          { path: 'results/0', reason: `adds to “${ORDERS}”, which no file defines` },
          { path: 'results/1', reason: `adds to “${UNKNOWN}”, which no file defines` },
        ],
      },
    ]
    expect(pending.receipt).toMatchObject({ kinds, files: [{ name: 'sources.json', kinds }], notUnderstoodTotal: 0 })
    expect(pending.changes.added).toBe(0)
  })

  test('freshness alone is taken for the tables that an earlier import defines', async () => {
    await bring({ 'manifest.json': makeManifest(SHOP) })
    const pending = await bring({ 'sources.json': freshness(UNKNOWN, ORDERS) })
    expect(linesOf(pending, 'source_freshness')).toMatchObject({ inFile: 2, taken: 1, left: 1, reasons: [{ path: 'results/0' }] })
  })

  test('a dataset that a list tells by its key and by its name is left the second time, in the file that does', async () => {
    const list = { format: 'datasets', sourceName: 'list' } as const
    await bring({ 'first.csv': 'name\norders\n' }, list)
    const files = { 'a.csv': 'name\norders\nrefunds\n', 'b.csv': 'key,name,upstream\ndatasets:list/orders,orders,refunds\n' }
    const { receipt } = await bring(files, list)
    const told = { path: 'row 2', reason: '“orders” is told twice; the first was taken' }
    expect(receipt.files.map(({ name, kinds }) => [name, kinds])).toEqual([
      ['a.csv', [{ kind: 'row', inFile: 2, taken: 2, left: 0, byDesign: 0, reasons: [] }]],
      ['b.csv', [{ kind: 'row', inFile: 1, taken: 0, left: 1, byDesign: 0, reasons: [told] }]],
    ])
    expect(receipt.kinds).toMatchObject([{ inFile: 3, taken: 2, left: 1 }])
  })
})

describe('results that an earlier import told of the same run', () => {
  const MODEL = 'model.shop.stg_orders'
  const run = (status: 'success' | 'error', sql: string | null) => {
    const made = makeRunResults({ project: 'shop', id: 'run 1', startedAtMs: Date.UTC(2026, 0, 2), statuses: { [MODEL]: status } })
    const [result] = made['results'] as object[]
    return { ...made, elapsed_time: 2, results: [{ ...result, ...(sql === null ? {} : { compiled_code: sql }) }] }
  }
  const manifest = { 'manifest.json': makeManifest(SHOP) }

  test('are taken where they are the same', async () => {
    await bring({ ...manifest, 'run_results.json': run('success', 'select 2') })
    const pending = await bring({ ...manifest, 'run_results.json': { ...run('success', 'select 2'), elapsed_time: 3 } })
    expect(linesOf(pending, 'run_result')).toMatchObject({ inFile: 1, taken: 1, left: 0 })
    expect(linesOf(pending, 'compiled_code')).toMatchObject({ inFile: 1, taken: 1, left: 0 })
  })

  test('leave what they say otherwise', async () => {
    await bring({ ...manifest, 'run_results.json': run('success', null) })
    const pending = await bring({ ...manifest, 'run_results.json': run('error', 'select 2') })
    const reason = 'an earlier import told otherwise of the same run, and that is kept'
    expect(linesOf(pending, 'run_result')).toMatchObject({ inFile: 1, taken: 0, left: 1, reasons: [{ path: 'results/0', reason }] })
    expect(linesOf(pending, 'compiled_code')).toMatchObject({ inFile: 1, taken: 0, left: 1 })
  })

  test('leave SQL that was not kept then, when no manifest came with them', async () => {
    await bring({ 'run_results.json': run('success', 'select 2') }, { sourceName: 'shop' })
    const pending = await bring({ ...manifest, 'run_results.json': run('success', 'select 2') }, { sourceName: 'shop' })
    expect(linesOf(pending, 'run_result')).toMatchObject({ taken: 1, left: 0 })
    const reasons = [{ path: 'results/0/compiled_code', reason: 'an earlier import told this result without it' }]
    expect(linesOf(pending, 'compiled_code')).toMatchObject({ inFile: 1, taken: 0, left: 1, reasons })
  })
})
