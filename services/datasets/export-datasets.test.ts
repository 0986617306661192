import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { z } from 'zod'
import { DATASET_COLUMNS } from '#core/assets/dataset-table'
import { DatasetFile } from '#contract/datasets'
import type { AppError } from '#core/errors'
import { csvCell } from '#core/csv-cell'
import { verifyBook } from '../journal.ts'
import { createDatasetHandlers } from '../datasets.ts'
import { besideHere } from '../testing/beside-here.ts'
import { derivedDump } from '../testing/logical-dump.ts'
import { rebuiltDump } from '../testing/rebuild.ts'
import { createTestBook, type TestBook } from '../testing/test-book.ts'

let book: TestBook
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => {
  book.close()
})

const LIST = `key,name,database,schema,description,owner,steward,domain,tier,classification,tags,rowCount,platform
main.orders,orders,shop,main,"All orders,
one row each",Order desk,Ada,Sales,gold,internal,core;"a;b",1200,duckdb
main.returns,returns,shop,main,=1+1,'@desk,,Sales,silver,,"EU, US;",,duckdb
raw.orders,orders,,raw,,,,,,confidential,,,
`

const open = (of = book) => {
  const here = besideHere(of.deps)
  return { handlers: createDatasetHandlers(() => of.deps, here), tickets: here.tickets }
}

async function exported(input: z.input<typeof DatasetFile>, of = book): Promise<{ text: string; count: number; fileName: string }> {
  const { handlers, tickets } = open(of)
  const { ticket, count, fileName } = await handlers.export(DatasetFile.parse(input))
  const pieces: Uint8Array[] = []
  for await (const piece of tickets.redeem(ticket).open()) pieces.push(piece)
  return { text: Buffer.concat(pieces).toString('utf8'), count, fileName }
}

function bring(text: string, sourceName = 'list', of = book) {
  const path = join(of.folder, `${sourceName}.csv`)
  writeFileSync(path, text)
  return of.importFolder(path, { sourceName })
}

const rows = async (of = book) => (await open(of).handlers.list({ filter: {}, sort: { by: 'name', direction: 'asc' }, limit: 200 })).items
const golden = (name: string): string => join(import.meta.dirname, 'golden', name)

test('all of the list goes out, as a table made harmless for spreadsheets and as JSON', async () => {
  await bring(LIST)
  const table = await exported({ format: 'csv' })
  expect(table).toMatchObject({ count: 3, fileName: 'datasets.csv' })
  await expect(table.text).toMatchFileSnapshot(golden('datasets.csv'))
  const document = await exported({ format: 'json' })
  await expect(document.text).toMatchFileSnapshot(golden('datasets.json'))
  const { datasets, count, ...head } = JSON.parse(document.text) as { datasets: unknown[]; count: number }
  expect([datasets, count]).toEqual([await rows(), 3])
  expect(head).toEqual({ schemaVersion: 1, selection: { filter: {}, except: [] }, sort: { by: 'name', direction: 'asc' } })
})

test('what narrows and sorts the list, its columns and what is ticked make the file; the journal knows', async () => {
  await bring(LIST)
  const of = async (input: Omit<z.input<typeof DatasetFile>, 'format'>) =>
    (await exported({ format: 'csv', columns: ['ownerTeam'], ...input })).text.split('\r\n').map((line) => line.split(',')[0])
  const sort = { by: 'tier', direction: 'desc' } as const
  const filter = { domain: ['Sales'] }
  expect(await of({ selection: { filter }, sort })).toEqual(['key', 'datasets:list/main.returns', 'datasets:list/main.orders', ''])
  const keys = ['datasets:list/raw.orders', 'datasets:list/main.orders']
  expect(await of({ selection: { keys } })).toEqual(['key', 'datasets:list/main.orders', 'datasets:list/raw.orders', ''])
  expect(await of({ selection: { filter, except: [keys[1] ?? ''] } })).toEqual(['key', 'datasets:list/main.returns', ''])
  expect(await of({ selection: { filter: { domain: ['Nobody'] } } })).toEqual(['key', ''])
  const { text } = await exported({ format: 'csv', columns: ['tier', 'key'], selection: { keys: ['datasets:list/main.orders'] } })
  expect(text).toBe('key,name,database,schema,relation,tier\r\ndatasets:list/main.orders,orders,shop,main,shop.main.orders,gold\r\n')
  const payloads = book.write.prepare(`select payload from journal where kind = 'export' order by seq`).pluck().all() as string[]
  const told = payloads.map((payload) => JSON.parse(payload) as object)
  expect(told[0]).toMatchObject({ what: 'datasets', format: 'csv', filter, left: 0, sort, columns: ['ownerTeam'], count: 2 })
  expect(told[1]).toMatchObject({ what: 'datasets', ticked: 2, count: 2 })
  expect(verifyBook(book.write)).toMatchObject({ ok: true })
})

test('a ticked dataset that is none any more is named, and nothing goes out', async () => {
  await bring(LIST)
  const refused = exported({ format: 'csv', selection: { keys: ['datasets:list/main.orders', 'datasets:list/gone'] } })
  await expect(refused).rejects.toMatchObject({ code: 'not-found', details: { key: 'datasets:list/gone' } } as Partial<AppError>)
  expect(book.write.prepare(`select count(*) from journal where kind = 'export'`).pluck().get()).toBe(0)
})

test('a table that comes back to its catalog, changed, tells of the same datasets', async () => {
  await bring(LIST)
  const before = await rows()
  const { text } = await exported({ format: 'csv' })
  const edited = text.replace('raw,,,,,,,,', 'raw,,,,,,Depot,,')
  expect(edited).not.toBe(text)
  // Into its own source, and into another that names the same keys.
  for (const [sourceName, names] of [
    ['list', ['list']],
    ['edited', ['list', 'edited']],
  ] as const) {
    await bring(edited, sourceName)
    const after = await rows()
    expect(after).toEqual(before.map((row) => ({ ...row, ownerTeam: row.schema === 'raw' ? 'Depot' : row.ownerTeam, sourceNames: names })))
    expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
  }
})

test('a list with the keys of another source comes back to one that tells the same datasets under names of its own', async () => {
  const table = (keys: readonly string[]): string =>
    `key,name,database,schema\n${keys.map((key) => `${key},${key.slice(-6)},shop,main`).join('\n')}\n`
  await bring(table(['a.orders', 'a.prices']), 'first')
  await bring(table(['b.orders', 'b.goods1']), 'second')
  const before = await rows()
  expect(before.map(({ key, sourceNames }) => [key, sourceNames])).toEqual([
    ['datasets:second/b.goods1', ['second']],
    ['datasets:first/a.orders', ['first', 'second']],
    ['datasets:first/a.prices', ['first']],
  ])
  await bring((await exported({ format: 'csv' })).text, 'second')
  expect((await rows()).map(({ key, sourceNames }) => [key, sourceNames])).toEqual([
    ['datasets:second/b.goods1', ['second']],
    ['datasets:first/a.orders', ['first', 'second']],
    ['datasets:first/a.prices', ['first', 'second']],
  ])
  expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
  expect(verifyBook(book.write)).toMatchObject({ ok: true })
})

const word = fc
  .string({ unit: fc.constantFrom(...`abAB;",'=-@é\n1 `), minLength: 1, maxLength: 6 })
  .map((text) => text.trim())
  .filter((text) => /[a-z1]/i.test(text))
const said = fc.record({
  name: word,
  schema: fc.option(word),
  description: fc.option(word),
  ownerTeam: fc.option(word),
  domain: fc.option(word),
  tier: fc.option(fc.constantFrom('gold', 'silver')),
  tags: fc.uniqueArray(word, { maxLength: 3 }),
  rowCount: fc.option(fc.nat()),
})

test('what goes out comes back as the same datasets, and from an empty catalog goes out the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 5 }), async (lines) => {
      const [one, other] = [createTestBook(), createTestBook()]
      try {
        const items = lines.map((line, index) => ({ key: `k${index}`, ...line }))
        const path = join(one.folder, 'list.json')
        writeFileSync(path, JSON.stringify(items))
        await one.importFolder(path, { format: 'datasets', sourceName: 'first' })
        const { text, count } = await exported({ format: 'csv' }, one)
        expect(count).toBe(lines.length)
        await bring(text, 'list', other)
        const comparable = async (of: TestBook) =>
          (await rows(of)).map((row) => ({ ...row, key: row.key.replace('datasets:list/datasets', 'datasets'), sourceNames: [] }))
        expect(await comparable(other)).toEqual(await comparable(one))
        const tagsOf = (of: readonly { tags: readonly string[] }[]): string[] => of.map(({ tags }) => JSON.stringify(tags)).sort()
        expect(tagsOf(await rows(one))).toEqual(tagsOf(lines))
        // The same but for its keys: they begin with the source's name.
        const columns = DATASET_COLUMNS.filter((column) => column !== 'sourceNames')
        const again = (await exported({ format: 'csv', columns }, other)).text.replaceAll('datasets:list/datasets:first', 'datasets:first')
        expect(again).toBe((await exported({ format: 'csv', columns }, one)).text)
      } finally {
        one.close()
        other.close()
      }
    }),
    { numRuns: 8 },
  )
})

test('every cell is as harmless as one of the other tables', async () => {
  await bring(LIST)
  const { text } = await exported({ format: 'csv' })
  expect(text).toContain(`,${csvCell('=1+1')},${csvCell('@desk')},`)
})
