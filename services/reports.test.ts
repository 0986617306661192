import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { DatasetFilter } from '#contract/shapes'
import { contract } from '#contract/index'
import { createClient, createDispatcher } from '#contract/kit'
import type { Report, ReportTable } from '#core/reports/document'
import { openBook } from '#db/book-file/open'
import { headHash, listJournal } from '#db/journal'
import { createTickets } from '#io/tickets'
import { decide } from './decide.ts'
import { type BookDeps, commit } from './deps.ts'
import { verifyBook } from './journal.ts'
import { createReportHandlers } from './reports.ts'
import { createRulesCache } from './rules.ts'
import { SHOP, writeProject } from './testing/dbt-project.ts'
import { makeFreshness } from './testing/dbt-results.ts'
import { reportsOf } from './testing/reports-here.ts'
import { createTestBook, type TestBook } from './testing/test-book.ts'

const REPORT_PROCESS = fileURLToPath(new URL('./testing/report-process.ts', import.meta.url))

function connect(deps: BookDeps) {
  let count = 0
  const tickets = createTickets({ now: () => 0, randomId: () => `ticket-${++count}` })
  const parts = { reports: contract.reports }
  const dispatch = createDispatcher(parts, { reports: createReportHandlers(() => deps, tickets, reportsOf(deps.read)) }, (error) => {
    throw error
  })
  const { reports } = createClient(parts, dispatch)
  const fetch = async (
    format: 'html' | 'md' | 'csv' | 'json',
    scope = {},
  ): Promise<{ text: string; fileName: string; mediaType: string }> => {
    const { ticket, fileName, sizeBytes } = await reports.export({ name: 'catalog', format, scope })
    const content = tickets.redeem(ticket)
    const pieces: Uint8Array[] = []
    for await (const piece of content.open()) pieces.push(piece)
    const bytes = Buffer.concat(pieces)
    expect(sizeBytes).toBe(bytes.length)
    return { text: bytes.toString('utf8'), fileName, mediaType: content.mediaType }
  }
  return { reports, fetch }
}

async function shopBook(): Promise<TestBook> {
  const book = createTestBook()
  onTestFinished(() => book.close())
  await book.importFolder(writeProject(join(book.folder, 'shop'), SHOP, { catalog: 'with' }))
  return book
}

const setByHand = (book: TestBook, name: string, field: string, value: string): void => {
  commit(book.deps, ['decisions'], (write) =>
    decide(book.deps, write, [{ subject: `dbt:shop/model.shop.${name}`, column: '', field, value }], ''),
  )
}

const tablesOf = (report: Report): ReportTable[] =>
  report.sections.flatMap((section) => section.blocks).filter((block) => block.kind === 'table')
const table = (report: Report, id: string): ReportTable['rows'] => tablesOf(report).find((found) => found.id === id)?.rows ?? []
const figure = (report: Report, id: string): number | null | undefined =>
  report.sections
    .flatMap((section) => section.blocks)
    .flatMap((block) => (block.kind === 'figures' ? block.items : []))
    .find((item) => item.id === id)?.value

describe('the catalog report', () => {
  test('says what exists and what it stands on', async () => {
    const book = await shopBook()
    const { reports } = connect(book.deps)
    const report = await reports.run({ name: 'catalog' })
    // Counted by hand in SHOP: 5 datasets, 2+1+2+1+3 columns, 3 checks, 2 descriptions; 1 column is described.
    expect(['active', 'retired', 'columns', 'checks', 'sources'].map((id) => figure(report, id))).toEqual([5, 0, 9, 3, 1])
    const coverage = Object.fromEntries(table(report, 'coverage-overall').map(([label, , have, of]) => [label, `${have}/${of}`]))
    expect(coverage).toMatchObject({ Owned: '0/5', Described: '2/5', Tested: '2/5', 'Columns described': '1/9' })
    expect(table(report, 'not-described').map(([name]) => name)).toEqual(['stg_customers', 'customers_raw', 'orders_raw'])
    const newest = listJournal(book.deps.read, { limit: 1 }).items[0]!
    const sha256 = (name: string): string =>
      createHash('sha256')
        .update(readFileSync(join(book.folder, 'shop', name)))
        .digest('hex')
    expect(report.head).toMatchObject({
      bookName: 'Test',
      asOfMs: newest.atMs,
      headHash: headHash(book.deps.read),
      scope: 'all datasets',
      population: 5,
      sources: [{ name: 'shop', format: 'dbt', importId: 1, generatedAtMs: Date.parse('2026-01-02T03:05:00Z') }],
    })
    expect(report.head.sources[0]!.files).toMatchObject([
      { name: 'manifest.json', importId: 1, sha256: sha256('manifest.json') },
      { name: 'catalog.json', importId: 1, sha256: sha256('catalog.json') },
    ])
    expect(report.head.rulePacks.map((pack) => pack.id)).toEqual(['meta-keys', 'precedence'])
  })

  test('is cut to some rows on the screen, with the rest counted', async () => {
    const { reports } = connect((await shopBook()).deps)
    const report = await reports.run({ name: 'catalog', rowLimit: 2 })
    const gaps = tablesOf(report).find((found) => found.id === 'no-owner')!
    expect([gaps.rows.length, gaps.keys.length, gaps.hidden]).toEqual([2, 2, 3])
  })

  test('speaks of the datasets that meet a filter, retired ones included, and says so', async () => {
    const book = await shopBook()
    setByHand(book, 'fct_orders', 'domain', 'finance')
    setByHand(book, 'stg_orders', 'domain', 'sales')
    const left = { ...SHOP, generatedAt: '2026-02-01T00:00:00Z', models: SHOP.models.filter((model) => model.name !== 'stg_orders') }
    await book.importFolder(writeProject(join(book.folder, 'shop'), left, { catalog: 'with' }))
    const { reports } = connect(book.deps)
    const ask = (filter: DatasetFilter): Promise<Report> => reports.run({ name: 'catalog', scope: { filter } })
    const some = await ask({ domain: ['sales', 'finance', 'sales'] })
    expect(some.head).toMatchObject({ scope: 'domain is finance or sales', population: 1 })
    expect([figure(some, 'active'), figure(some, 'retired')]).toEqual([1, 1])
    expect((await ask({ domain: ['', 'finance'], status: ['active'] })).head).toMatchObject({
      scope: 'domain is finance or not set; status is active',
      population: 4,
    })
    expect((await ask({ text: ' stg ', gap: ['no_tests', 'no_owner'] })).head).toMatchObject({
      scope: 'name, columns, description, tags, terms, owner or relation hold “stg”; what is missing is owner team or tests',
      population: 1,
    })
    expect((await ask({ source: ['nothing'] })).head).toMatchObject({ population: 0, sources: [] })
    await expect(reports.run({ name: 'toString' })).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('an export', () => {
  test('gives the same bytes again, in another process, time zone and language too', async () => {
    const book = await shopBook()
    const freshness = join(book.folder, 'sources.json')
    writeFileSync(freshness, JSON.stringify(makeFreshness('2026-01-08T00:00:00Z', { 'source.shop.raw.orders_raw': 'pass' })))
    await book.importFolder(freshness)
    setByHand(book, 'fct_orders', 'domain', 'Größe, 50 %')
    const { fetch } = connect(book.deps)
    for (const format of ['html', 'md', 'csv', 'json'] as const) {
      const first = await fetch(format)
      expect(first.fileName).toBe(`catalog-2026-01-10.${format}`)
      expect(first.text).toContain('Größe, 50 %')
      // Each with its own fingerprint, whichever import it came with.
      for (const file of [join(book.folder, 'shop', 'manifest.json'), join(book.folder, 'shop', 'catalog.json'), freshness])
        expect(first.text).toContain(createHash('sha256').update(readFileSync(file)).digest('hex'))
      expect((await fetch(format)).text).toBe(first.text)
      const env = { ...process.env, TZ: 'Pacific/Chatham', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' }
      const child = await promisify(execFile)(process.execPath, [REPORT_PROCESS, book.path, format], { env })
      expect(child.stdout).toBe(first.text)
    }
    const asOfMs = Date.parse('2026-01-09T00:00:00Z')
    const scope = { filter: { schema: ['main'] }, asOfMs }
    const then = await fetch('md', scope)
    const child = await promisify(execFile)(process.execPath, [REPORT_PROCESS, book.path, 'md', JSON.stringify(scope)], {
      env: { ...process.env, TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8' },
    })
    expect(child.stdout).toBe(then.text)
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
  })

  test('what is not known of an earlier time is refused, not answered with nothing', async () => {
    const book = await shopBook()
    const { reports } = connect(book.deps)
    const asOfMs = Date.parse('2026-01-09T00:00:00Z')
    for (const filter of [{ problem: ['failing_checks' as const] }, { product: ['hand/data_product.orders'] }]) {
      await expect(reports.run({ name: 'catalog', scope: { filter, asOfMs } })).rejects.toMatchObject({ code: 'invalid-input' })
      await expect(reports.run({ name: 'catalog', scope: { filter } })).resolves.toMatchObject({ name: 'catalog' })
    }
    await expect(reports.run({ name: 'catalog', scope: { filter: { problem: ['conflict'] }, asOfMs } })).resolves.toBeDefined()
  })

  test('is an entry of the journal with the hash of its bytes, and no other change', async () => {
    const book = await shopBook()
    const before = listJournal(book.deps.read, { limit: 1 }).items[0]!
    const { fetch, reports } = connect(book.deps)
    const { text } = await fetch('json', { filter: { tier: ['gold'] } })
    const entry = listJournal(book.deps.read, { limit: 1 }).items[0]!
    expect(entry).toMatchObject({ seq: before.seq + 1, kind: 'export', author: 'Ines Duarte' })
    expect(entry.payload).toEqual({
      what: 'report',
      name: 'catalog',
      format: 'json',
      scope: { filter: { tier: ['gold'] }, asOfMs: null },
      sha256: createHash('sha256').update(text).digest('hex'),
    })
    expect(book.events.at(-1)).toMatchObject({ kind: 'changed', nouns: ['journal', 'home', 'book'] })
    const after = await reports.run({ name: 'catalog' })
    expect(after.head).toMatchObject({ asOfMs: before.atMs, headHash: before.hash })
    // A change does move it on.
    setByHand(book, 'fct_orders', 'tier', 'gold')
    const changed = await reports.run({ name: 'catalog' })
    expect(changed.head.headHash).toBe(headHash(book.deps.read))
    expect(changed.head.asOfMs).toBeGreaterThan(before.atMs)
  })

  test('of a read-only book is made all the same, without the entry', async () => {
    const book = await shopBook()
    const { text } = await connect(book.deps).fetch('md')
    book.write.close()
    book.deps.file.close()
    chmodSync(book.path, 0o444)
    const file = openBook(book.path, { holder: 'cli', nowMs: 0, author: 'Reader' })
    onTestFinished(() => file.close())
    expect(file.isReadOnly).toBe(true)
    const deps: BookDeps = {
      file,
      read: file.read,
      now: () => 0,
      author: () => 'Reader',
      rules: createRulesCache(),
      announce: () => undefined,
    }
    const entries = listJournal(file.read, { limit: 1 }).total
    expect((await connect(deps).fetch('md')).text).toBe(text)
    expect(listJournal(file.read, { limit: 1 }).total).toBe(entries)
  })

  test.each([
    ['html', 'text/html; charset=utf-8'],
    ['md', 'text/markdown; charset=utf-8'],
    ['csv', 'text/csv; charset=utf-8'],
    ['json', 'application/json; charset=utf-8'],
  ] as const)('as %s says what it is', async (format, mediaType) => {
    expect((await connect((await shopBook()).deps).fetch(format)).mediaType).toBe(mediaType)
  })

  test('a new book has a report too', async () => {
    const book = createTestBook()
    onTestFinished(() => book.close())
    const report = await connect(book.deps).reports.run({ name: 'catalog' })
    expect(report.head).toMatchObject({ population: 0, sources: [], scope: 'all datasets' })
    const { items, total } = await connect(book.deps).reports.list({})
    expect([total, items.map((item) => item.name)]).toEqual([1, ['catalog']])
  })
})
