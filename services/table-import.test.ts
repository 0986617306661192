import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JsonObject } from '#core/json'
import { createTickets } from '#io/tickets'
import { createAssetHandlers } from './assets.ts'
import { createDomainHandlers } from './domains.ts'
import { verifyBook } from './journal.ts'
import { createProductHandlers } from './products.ts'
import { besideHere } from './testing/beside-here.ts'
import { derivedDump, logicalDump } from './testing/logical-dump.ts'
import { rebuiltDump } from './testing/rebuild.ts'
import { createTestBook, type TestBook } from './testing/test-book.ts'

// Tables of domains and data products go through the engine that dbt's artifacts go through.

let book: TestBook
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => {
  book.close()
})

const tickets = createTickets({ now: () => 0, randomId: () => 'ticket' })
const assets = (of = book) => createAssetHandlers(() => of.deps, besideHere(of.deps).beside)
const domains = (of = book) => createDomainHandlers(() => of.deps, { ...besideHere(of.deps), tickets }, besideHere(of.deps).beside)
const products = (of = book) => createProductHandlers(() => of.deps, { ...besideHere(of.deps), tickets })
const make = async (kind: 'domain' | 'data_product', name: string, fields: JsonObject = {}, of = book) =>
  (await assets(of).create({ kind, name, fields: fields as Record<string, never>, reason: '' })).key

function file(name: string, text: string, of = book): string {
  const path = join(of.folder, name)
  writeFileSync(path, text)
  return path
}

async function exported(noun: 'domains' | 'products', of = book): Promise<{ text: string; count: number; fileName: string }> {
  const { ticket, count, fileName } = await (noun === 'domains' ? domains(of) : products(of)).export({})
  const pieces: Uint8Array[] = []
  for await (const piece of tickets.redeem(ticket).open()) pieces.push(piece)
  return { text: Buffer.concat(pieces).toString('utf8'), count, fileName }
}

const bring = (noun: 'domains' | 'products', text: string, sourceName = 'list', of = book) =>
  of.importFolder(file(`${noun}.csv`, text, of), { format: noun, sourceName })

const domainRows = async (of = book) =>
  (await domains(of).list({ limit: 200 })).items.map(({ name, key, description, ownerTeam }) => [name, key, description, ownerTeam])
const DATASETS = `key,name,database,schema,domain
main.orders,orders,shop,main,Sales
raw.orders,orders,shop,raw,
main.returns,returns,shop,main,Sales
`
const bringDatasets = (of = book) => of.importFolder(file('datasets.csv', DATASETS, of), { sourceName: 'shop' })

test('domains are imported, join what was made by hand, are refreshed, and are taken back exactly', async () => {
  const key = await make('domain', 'Sales', { description: 'Set by hand.' })
  const before = [logicalDump(book.write), derivedDump(book.write)]
  const first = await bring('domains', 'domain,description,owner\nSales,From the file.,Shop desk\nSupply,Goods.,Depot\n')
  expect(first).toMatchObject({ format: 'domains', isNewSource: true, changes: { added: 2 } })
  // What was decided stands; what the file adds is there too.
  expect(await domainRows()).toEqual([
    ['Sales', key, 'Set by hand.', 'Shop desk'],
    ['Supply', 'domains:list/Supply', 'Goods.', 'Depot'],
  ])
  expect((await domains().get({ name: 'Sales' })).sourceNames).toEqual(['list'])
  expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
  book.undo(first.importId)
  expect([logicalDump(book.write), derivedDump(book.write)]).toEqual(before)

  await bring('domains', 'domain,owner\nSales,Shop desk\nSupply,Depot\n')
  await bring('domains', 'domain,owner\nSales,Front desk\n')
  expect((await domainRows()).map(([name, , , owner]) => [name, owner])).toEqual([
    ['Sales', 'Front desk'],
    ['Supply', 'Depot'],
  ])
  await book.importFolder(file('domains.csv', 'domain,owner\nSales,Shop\n'), {
    format: 'domains',
    sourceName: 'list',
    options: { complete: true },
  })
  expect((await domainRows()).map(([name, , , owner]) => [name, owner])).toEqual([['Sales', 'Shop']])
  expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
  expect(verifyBook(book.write)).toMatchObject({ ok: true })
})

test('a name that was merged or renamed, even twice, is the domain it reads; “its own” stays its own', async () => {
  const key = await make('domain', 'Sales')
  for (const [name, to] of [
    ['Sales', 'Commerce'],
    ['Commerce', 'Trade'],
  ] as const)
    await domains().rename({ name, to, reason: '' })
  await bring('domains', 'domain,description\nSales,Old word.\n', 'old')
  expect((await assets().get({ key })).fields.find(({ field }) => field === 'description')?.value).toBe('Old word.')
  expect((await assets().list({ kind: 'domain', limit: 10 })).total).toBe(1)

  // A person takes the two apart: another file with the same name does not bring them together again.
  await assets().setSame({ from: 'domains:old/Sales', to: key, isSame: false, reason: '' })
  await bring('domains', 'domain,description\nSales,A third.\n', 'new')
  expect((await assets().list({ kind: 'domain', limit: 10 })).total).toBe(2)
  expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
})

test('a product names its datasets by key or as people do; what is no single dataset stays as written and is said', async () => {
  await bringDatasets()
  const table = [
    'name,purpose,owner,domain,SLA,datasets',
    'Daily sales,For the board.,Shop,Sales,by 7:00,"datasets:shop/main.orders;returns;main.returns"',
    'Mixed,,,,,"orders;main.orders;nowhere;MAIN.RETURNS"',
  ]
  const pending = await bring('products', table.join('\n'))
  expect(pending.receipt).toMatchObject({
    kinds: [{ kind: 'data_product', inFile: 2, taken: 2, left: 0 }],
    notUnderstood: [
      { path: 'row 3/datasets', reason: '“orders” fits 2 datasets; write the key of the one that is meant. It is kept as it is written' },
      { path: 'row 3/datasets', reason: '“nowhere” is no dataset of this catalog file. It is kept as it is written' },
    ],
  })
  const { items } = await products().list({ limit: 200 })
  expect(items.map(({ name, ownerTeam, domain, sla, datasets }) => [name, ownerTeam, domain, sla, datasets])).toEqual([
    ['Daily sales', 'Shop', 'Sales', 'by 7:00', 2],
    ['Mixed', null, null, null, 2],
  ])
  const mixed = await products().get({ key: 'products:list/Mixed' })
  expect(mixed).toMatchObject({ missing: ['nowhere', 'orders'], sourceNames: ['list'] })
  expect(mixed.fields.find(({ field }) => field === 'datasets')?.value).toEqual([
    'orders',
    'datasets:shop/main.orders',
    'nowhere',
    'datasets:shop/main.returns',
  ])
  expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
  // The same words again change nothing, in another order of other columns neither.
  const again = await bring('products', table.map((line) => `${line},`).join('\n'))
  expect(again.changes).toMatchObject({ added: 0, changed: 0, removed: 0 })
  expect(verifyBook(book.write)).toMatchObject({ ok: true })
})

test('what the lists show goes out: domains that are only named too, merged names not; the journal knows', async () => {
  await bringDatasets()
  await make('domain', 'supply', { ownerTeam: 'Depot' })
  await make('domain', 'Old')
  await domains().merge({ from: 'Old', into: 'supply', reason: '' })
  expect(await exported('domains')).toEqual({
    text: 'domain,description,ownerTeam\r\nSales,,\r\nsupply,,Depot\r\n',
    count: 2,
    fileName: 'domains.csv',
  })
  await make('data_product', 'Daily', { sla: 'by 7:00' })
  expect(await exported('products')).toEqual({
    text: 'name,description,purpose,ownerTeam,domain,sla,datasets\r\nDaily,,,,,by 7:00,\r\n',
    count: 1,
    fileName: 'data-products.csv',
  })
  const payloads = book.write.prepare(`select payload from journal where kind = 'export' order by seq`).pluck().all() as string[]
  expect(payloads.map((text) => JSON.parse(text) as unknown)).toEqual([
    { what: 'domains', count: 2, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    { what: 'products', count: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ])
})

const word = fc
  .string({ unit: fc.constantFrom(...`abAB;",'=é\n1 `), minLength: 1, maxLength: 6 })
  .map((text) => text.trim())
  .filter((text) => /[a-z1]/i.test(text))
const domain = fc.record({ description: fc.option(word), ownerTeam: fc.option(word), 'custom.own': fc.option(word) })
const product = fc.record({
  purpose: fc.option(word),
  ownerTeam: fc.option(word),
  domain: fc.option(word),
  sla: fc.option(word),
  datasets: fc.uniqueArray(fc.oneof(word, fc.constantFrom('datasets:shop/main.orders', 'datasets:shop/main.returns')), { maxLength: 3 }),
})
const named = <T>(of: fc.Arbitrary<T>) => fc.uniqueArray(fc.tuple(word, of), { selector: ([name]) => name, minLength: 1, maxLength: 4 })

test('what goes out comes back as the same things with the same fields, and from an empty catalog file goes out the same', async () => {
  await fc.assert(
    fc.asyncProperty(named(domain), named(product), async (someDomains, someProducts) => {
      const [one, other] = [createTestBook(), createTestBook()]
      try {
        await bringDatasets(one)
        for (const [name, fields] of someDomains) await make('domain', name, fields, one)
        for (const [name, fields] of someProducts) await make('data_product', name, fields, one)
        const before = await everyField(one)
        const out = [(await exported('domains', one)).text, (await exported('products', one)).text] as const
        for (const of of [one, other]) {
          await bring('domains', out[0], 'list', of)
          await bring('products', out[1], 'list', of)
          expect([(await exported('domains', of)).text, (await exported('products', of)).text]).toEqual(out)
          expect(rebuiltDump(of.write)).toBe(derivedDump(of.write))
        }
        expect(await everyField(one)).toEqual(before)
      } finally {
        one.close()
        other.close()
      }
    }),
    { numRuns: 4 },
  )
})

/** Names and values of all there is, of what goes out. */
async function everyField(of: TestBook): Promise<unknown> {
  const [named, made] = [(await domains(of).list({ limit: 200 })).items, (await products(of).list({ limit: 200 })).items]
  const all = []
  for (const { name } of named) all.push(await domains(of).get({ name }))
  for (const { key } of made) all.push(await products(of).get({ key }))
  return all.map(({ row, fields }) => [
    row.name,
    row.datasets,
    fields.flatMap(({ field, value }) => (value === null || field === 'name' ? [] : [[field, value]])),
  ])
}
