import { expect, test } from 'vitest'
import { contract } from '#contract/index'
import { createClient, createDispatcher } from '#contract/kit'
import { createPicks } from '#io/picks'
import { createTickets } from '#io/tickets'
import { createAssetHandlers } from './assets.ts'
import { createDecisionHandlers } from './decisions.ts'
import { createDomainHandlers } from './domains.ts'
import { verifyBook } from './journal.ts'
import { derivedDump } from './testing/logical-dump.ts'
import { rebuiltDump } from './testing/rebuild.ts'
import { besideHere } from './testing/beside-here.ts'
import { dataset, smallBook, type SmallBook, tell } from './testing/small-book.ts'

function connect(book: SmallBook) {
  const parts = { assets: contract.assets, decisions: contract.decisions, domains: contract.domains }
  const now = (): number => 0
  const picks = createPicks({ root: null, tempRoot: '/nowhere', now, randomId: () => 'id' })
  const handlers = {
    assets: createAssetHandlers(book.get, besideHere(book.deps).beside),
    decisions: createDecisionHandlers(book.get, picks, createTickets({ now, randomId: () => 'id' }), besideHere(book.deps)),
    domains: createDomainHandlers(book.get, besideHere(book.deps), besideHere(book.deps).beside),
  }
  const dispatch = createDispatcher(parts, handlers, (error) => {
    throw error
  })
  return createClient(parts, dispatch)
}

const FILE = [
  dataset('orders', { fields: { domain: 'Sales', ownerTeam: 'Shop', description: 'All orders', classification: 'internal' } }),
  dataset('returns', { fields: { domain: 'Sales', ownerTeam: 'Shop' } }),
  dataset('stock', { fields: { domain: 'sales' } }),
  dataset('loose'),
]

test('domains are the names datasets give and those that are described, with their coverage', async () => {
  const book = smallBook()
  await tell(book, FILE)
  const client = connect(book)
  await client.assets.create({ kind: 'domain', name: 'Sales', fields: { description: 'What is sold.', ownerTeam: 'Shop' } })
  await client.assets.create({ kind: 'domain', name: 'People' })
  const { items, total, withoutDomain } = await client.domains.list({})
  expect([total, withoutDomain]).toEqual([3, 1])
  expect(items).toEqual([
    {
      name: 'Sales',
      key: 'hand/domain.Sales',
      description: 'What is sold.',
      ownerTeam: 'Shop',
      mergedInto: null,
      datasets: 2,
      owned: 2,
      described: 1,
      classified: 1,
      tested: 0,
    },
    {
      name: 'sales',
      key: null,
      description: null,
      ownerTeam: null,
      mergedInto: null,
      datasets: 1,
      owned: 0,
      described: 0,
      classified: 0,
      tested: 0,
    },
    {
      name: 'People',
      key: 'hand/domain.People',
      description: null,
      ownerTeam: null,
      mergedInto: null,
      datasets: 0,
      owned: 0,
      described: 0,
      classified: 0,
      tested: 0,
    },
  ])
  await client.decisions.set({ changes: [{ key: 'dbt:shop/model.shop.returns', field: 'description', value: 'Sent back' }] })
  expect((await client.domains.get({ name: 'Sales' })).row).toMatchObject({ datasets: 2, described: 2 })
  expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
})

test('a domain is renamed and merged without touching a dataset, and each is taken back', async () => {
  const book = smallBook()
  await tell(book, FILE)
  const client = connect(book)
  await client.assets.create({ kind: 'domain', name: 'Sales' })
  const counts = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await client.domains.list({})).items.filter(({ mergedInto }) => mergedInto === null).map((row) => [row.name, row.datasets]),
    )
  const merged = await client.domains.merge({ from: 'sales', into: 'Sales' })
  expect(await counts()).toEqual({ Sales: 3 })
  await expect(client.domains.merge({ from: 'Sales', into: 'sales' })).rejects.toMatchObject({ code: 'conflict' })
  const { groupId } = await client.domains.rename({ name: 'Sales', to: 'Commerce' })
  await tell(book, [...FILE, dataset('baskets', { fields: { domain: 'Sales' } })])
  expect(await counts()).toEqual({ Commerce: 4 })
  const { row, alsoReads } = await client.domains.get({ name: 'Commerce' })
  expect([row.key, alsoReads.sort()]).toEqual(['hand/domain.Sales', ['Sales', 'sales']])
  await client.decisions.undo({ groupId })
  await client.decisions.undo({ groupId: merged.groupId })
  expect(await counts()).toEqual({ Sales: 3, sales: 1 })
  await expect(client.domains.rename({ name: 'Sales', to: 'sales' })).rejects.toMatchObject({ code: 'conflict' })
  await expect(client.domains.get({ name: 'Nothing' })).rejects.toMatchObject({ code: 'not-found' })
  await expect(client.domains.split({ name: 'Sales' })).rejects.toMatchObject({ code: 'conflict' })
  expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
  expect(verifyBook(book.write)).toMatchObject({ ok: true })
})

test('a domain made by hand is taken away and back; datasets keep its name', async () => {
  const book = smallBook()
  await tell(book, FILE)
  const client = connect(book)
  const { key } = await client.assets.create({ kind: 'domain', name: 'Sales', fields: { description: 'x' } })
  const { groupId } = await client.assets.remove({ key })
  expect((await client.domains.get({ name: 'Sales' })).row).toMatchObject({ key: null, description: null, datasets: 2 })
  await client.decisions.undo({ groupId: groupId ?? 0 })
  expect((await client.domains.get({ name: 'Sales' })).row).toMatchObject({ key, description: 'x' })
})

test.each([[true], [false]])('a former name set up anew and undone reads the new one again; it was described: %s', async (isDescribed) => {
  const book = smallBook()
  await tell(book, FILE)
  const client = connect(book)
  if (isDescribed) await client.assets.create({ kind: 'domain', name: 'Sales', fields: { description: 'x' } })
  await client.domains.rename({ name: 'Sales', to: 'Commerce' })
  const before = await client.domains.list({})
  const { key, groupId } = await client.assets.create({ kind: 'domain', name: 'Sales', fields: { description: 'y' } })
  const made = await client.domains.list({})
  expect(made.items.map(({ name, datasets, description }) => [name, datasets, description])).toContainEqual(['Sales', 2, 'y'])
  if (isDescribed) expect(made.items).toContainEqual(expect.objectContaining({ name: 'Commerce', description: 'x' }))
  expect((await client.domains.get({ name: 'Sales' })).row.key).toBe(key)
  await client.decisions.undo({ groupId })
  expect(await client.domains.list({})).toEqual(before)
  expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
})

test('however many domains there are, each is on one page and on one alone, the biggest first', async () => {
  const book = smallBook()
  const names = Array.from({ length: 450 }, (_, index) => `Domain ${index % 7}.${index}`)
  // The first has three datasets, so that pages do not end between names alone.
  const all = [...names, names[0], names[0], names[300], undefined]
  await tell(
    book,
    all.map((domain, index) => dataset(`t${index}`, domain === undefined ? {} : { fields: { domain } })),
  )
  const client = connect(book)
  const pagesOf = async (input: { text?: string; limit?: number }): Promise<string[][]> => {
    const pages: string[][] = []
    let cursor: string | undefined
    do {
      const page = await client.domains.list({ ...input, ...(cursor === undefined ? {} : { cursor }) })
      expect([page.total, page.withoutDomain]).toEqual([input.text === undefined ? 450 : 64, 1])
      pages.push(page.items.map(({ name }) => name))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return pages
  }
  const rest = names.filter((name) => name !== names[0] && name !== names[300]).sort()
  const pages = await pagesOf({ limit: 200 })
  expect(pages.map((page) => page.length)).toEqual([200, 200, 50])
  expect(pages.flat()).toEqual([names[0], names[300], ...rest])
  // What is narrowed is paged as well; neither capitals nor order count.
  const narrowed = await pagesOf({ text: '3. dOMAIN', limit: 60 })
  expect(narrowed.map((page) => page.length)).toEqual([60, 4])
  expect(narrowed.flat()).toEqual(names.filter((name) => name.startsWith('Domain 3.')).sort())
  const { nextCursor } = await client.domains.list({ limit: 1 })
  await expect(client.domains.list({ cursor: `${nextCursor ?? ''}x` })).rejects.toMatchObject({ code: 'invalid-input' })
})
