import { expect, test } from 'vitest'
import { contract } from '#contract/index'
import { createClient, createDispatcher } from '#contract/kit'
import { createPicks } from '#io/picks'
import { createTickets } from '#io/tickets'
import { createAssetHandlers } from './assets.ts'
import { createDatasetHandlers } from './datasets.ts'
import { createDecisionHandlers } from './decisions.ts'
import { createProductHandlers } from './products.ts'
import { derivedDump } from './testing/logical-dump.ts'
import { rebuiltDump } from './testing/rebuild.ts'
import { besideHere } from './testing/beside-here.ts'
import { dataset, smallBook, type SmallBook, tell, thing } from './testing/small-book.ts'

function connect(book: SmallBook) {
  const parts = { assets: contract.assets, datasets: contract.datasets, decisions: contract.decisions, products: contract.products }
  const now = (): number => 0
  const picks = createPicks({ root: null, tempRoot: '/nowhere', now, randomId: () => 'id' })
  const handlers = {
    assets: createAssetHandlers(book.get, besideHere(book.deps).beside),
    datasets: createDatasetHandlers(book.get, besideHere(book.deps)),
    decisions: createDecisionHandlers(book.get, picks, createTickets({ now, randomId: () => 'id' }), besideHere(book.deps)),
    products: createProductHandlers(book.get, besideHere(book.deps)),
  }
  const dispatch = createDispatcher(parts, handlers, (error) => {
    throw error
  })
  return createClient(parts, dispatch)
}

const key = (name: string): string => `dbt:shop/model.shop.${name}`
const FILE = [
  dataset('orders', { fields: { freshnessStatus: 'pass', domain: 'Sales' } }),
  dataset('returns', { fields: { freshnessStatus: 'error', domain: 'Sales' } }),
  dataset('stock'),
]

test('a data product is a named set of datasets, put together and taken apart as decisions', async () => {
  const book = smallBook()
  await tell(book, FILE)
  const client = connect(book)
  const made = await client.assets.create({
    kind: 'data_product',
    name: 'Daily sales',
    fields: { purpose: 'For the board.', ownerTeam: 'Shop', domain: 'Sales', sla: 'by 7:00' },
  })
  const product = made.key
  expect(product).toBe('hand/data_product.daily-sales')
  const added = await client.products.setDatasets({ key: product, selection: { filter: { domain: ['Sales'] } }, how: 'add' })
  expect(added.count).toBe(2)
  expect(await client.products.setDatasets({ key: product, selection: { keys: [key('orders')] }, how: 'add' })).toEqual({
    groupId: null,
    count: 0,
  })
  expect((await client.products.list({})).items).toEqual([
    {
      key: product,
      name: 'Daily sales',
      description: null,
      ownerTeam: 'Shop',
      domain: 'Sales',
      sla: 'by 7:00',
      datasets: 2,
      onTime: 1,
      late: 1,
      cannotTell: 0,
    },
  ])
  const names = async (): Promise<string[]> =>
    (await client.datasets.list({ filter: { product: [product] } })).items.map(({ name }) => name)
  expect(await names()).toEqual(['orders', 'returns'])
  expect((await client.products.ofDataset({ key: key('orders') })).items).toEqual([{ key: product, name: 'Daily sales' }])
  expect((await client.products.ofDataset({ key: key('stock') })).items).toEqual([])

  const removed = await client.products.setDatasets({ key: product, selection: { keys: [key('orders')] }, how: 'remove' })
  expect(await names()).toEqual(['returns'])
  await client.decisions.undo({ groupId: removed.groupId ?? 0 })
  expect(await names()).toEqual(['orders', 'returns'])

  await tell(
    book,
    FILE.filter(({ name }) => !name.endsWith('returns')),
  )
  expect(await names()).toEqual(['orders'])
  const { row, missing } = await client.products.get({ key: 'Daily sales' })
  expect([row.datasets, missing]).toEqual([1, [key('returns')]])
  expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))

  const { groupId } = await client.assets.remove({ key: product })
  expect((await client.products.list({})).total).toBe(0)
  expect((await client.products.ofDataset({ key: key('orders') })).items).toEqual([])
  await client.decisions.undo({ groupId: groupId ?? 0 })
  expect(await names()).toEqual(['orders'])
})

test('however many products there are, each is on one page and on one alone, by name', async () => {
  const book = smallBook()
  await tell(
    book,
    Array.from({ length: 450 }, (_, index) => thing('data_product', `P ${index % 7}.${index}`, { fields: { ownerTeam: 'Shop' } })),
  )
  const client = connect(book)
  const pages: string[][] = []
  let cursor: string | undefined
  do {
    const page = await client.products.list({ limit: 200, ...(cursor === undefined ? {} : { cursor }) })
    expect(page.total).toBe(450)
    pages.push(page.items.map(({ name }) => name))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(pages.map((page) => page.length)).toEqual([200, 200, 50])
  expect(pages.flat()).toEqual(Array.from({ length: 450 }, (_, index) => `P ${index % 7}.${index}`).sort())
  expect(await client.products.list({ text: 'shop 3.12' })).toMatchObject({ items: [{ name: 'P 3.122' }, { name: 'P 3.129' }], total: 2 })
  expect(await client.products.list({ text: 'SHOP', limit: 1 })).toMatchObject({ total: 450 })
  expect(await client.products.list({ text: 'nobody' })).toMatchObject({ items: [], total: 0, nextCursor: null })
})

test('more datasets than a product is made of are refused before they are listed, and all of a filter are taken out of the few there are', async () => {
  const book = smallBook()
  await tell(
    book,
    Array.from({ length: 5003 }, (_, index) => dataset(`table_${index}`)),
  )
  const client = connect(book)
  const { key: product } = await client.assets.create({ kind: 'data_product', name: 'Everything', fields: {} })
  const change = (selection: object, how: 'add' | 'remove') =>
    client.products.setDatasets({ key: product, selection: selection as never, how })
  const listed: string[] = []
  const prepare = book.write.prepare.bind(book.write)
  book.write.prepare = ((text: string) => {
    listed.push(text)
    return prepare(text)
  }) as typeof book.write.prepare
  await expect(change({ filter: {} }, 'add')).rejects.toMatchObject({ code: 'invalid-input' })
  expect(listed).toEqual([])
  const first = { keys: [0, 1, 2, 3].map((index) => key(`table_${index}`)) }
  expect(await change(first, 'add')).toMatchObject({ count: 4 })
  await expect(change({ filter: {}, except: [key('table_5'), key('table_6')] }, 'add')).rejects.toMatchObject({ code: 'invalid-input' })
  expect(await change({ filter: { text: 'table_1' } }, 'remove')).toMatchObject({ count: 1 })
  expect(await change({ filter: {}, except: [key('table_0')] }, 'remove')).toMatchObject({ count: 2 })
  expect((await client.products.list({})).items).toMatchObject([{ datasets: 1, cannotTell: 1 }])
  expect(await change({ filter: {}, except: ['table_7', 'table_8', 'table_9'].map((name) => key(name)) }, 'add')).toMatchObject({
    count: 4999,
  })
  expect((await client.products.get({ key: product })).row).toMatchObject({ datasets: 5000, onTime: 0, late: 0, cannotTell: 5000 })
}, 60_000)
