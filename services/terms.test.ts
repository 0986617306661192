import { describe, expect, it } from 'vitest'
import { contract } from '#contract/index'
import { createClient, createDispatcher } from '#contract/kit'
import { createPicks } from '#io/picks'
import { createTickets } from '#io/tickets'
import { createAssetHandlers } from './assets.ts'
import { createDecisionHandlers } from './decisions.ts'
import { verifyBook } from './journal.ts'
import { createTermHandlers } from './terms.ts'
import { derivedDump } from './testing/logical-dump.ts'
import { rebuiltDump } from './testing/rebuild.ts'
import { besideHere } from './testing/beside-here.ts'
import { dataset, smallBook, type SmallBook, tell } from './testing/small-book.ts'

function connect(book: SmallBook) {
  const parts = { assets: contract.assets, decisions: contract.decisions, terms: contract.terms }
  const now = (): number => 0
  const picks = createPicks({ root: null, tempRoot: '/nowhere', now, randomId: () => 'id' })
  const tickets = createTickets({ now, randomId: () => 'id' })
  const handlers = {
    assets: createAssetHandlers(book.get, besideHere(book.deps).beside),
    decisions: createDecisionHandlers(book.get, picks, tickets, besideHere(book.deps)),
    terms: createTermHandlers(book.get, besideHere(book.deps), besideHere(book.deps).beside),
  }
  const dispatch = createDispatcher(parts, handlers, (error) => {
    throw error
  })
  return createClient(parts, dispatch)
}

const ORDERS = 'dbt:shop/model.shop.orders'
const carrying = (name: string, glossaryTerms: string[], columns: Record<string, string[]> = {}) =>
  dataset(name, {
    fields: { glossaryTerms },
    columns: Object.entries(columns).map(([column, terms]) => ({
      name: column,
      fields: terms.length === 0 ? {} : { glossaryTerms: terms },
    })),
  })

/** Three datasets: two say Turnover, one of them in a column; one column says Basket. */
async function filled(): Promise<{ book: SmallBook; client: ReturnType<typeof connect> }> {
  const book = smallBook()
  await tell(book, FILE)
  return { book, client: connect(book) }
}
const FILE = [
  carrying('orders', ['Turnover'], { amount: ['Turnover', 'VAT'], id: [] }),
  carrying('days', ['Turnover']),
  carrying('visits', [], { basket_id: ['Basket'] }),
]

async function linksOf(client: ReturnType<typeof connect>, name: string): Promise<string[]> {
  const { items, total } = await client.terms.links({ name })
  expect(total).toBe(items.length)
  return items.map((link) => (link.column === null ? link.name : `${link.name}.${link.column}`))
}

describe('the glossary', () => {
  it('lists terms with what carries them, narrowed by text, status, owner and use', async () => {
    const { client } = await filled()
    await client.assets.create({
      kind: 'term',
      name: 'Turnover',
      fields: { description: 'Price of goods with VAT.', synonyms: ['sales', 'Revenue'], ownerTeam: 'Finance', termStatus: 'approved' },
    })
    await client.assets.create({ kind: 'term', name: 'Basket', fields: { termStatus: 'draft' } })
    await client.assets.create({ kind: 'term', name: 'Return rate' })
    const { items, total } = await client.terms.list({})
    expect(total).toBe(3)
    expect(items.map(({ name, status, datasets, columns }) => [name, status, datasets, columns])).toEqual([
      ['Basket', 'draft', 0, 1],
      ['Return rate', null, 0, 0],
      ['Turnover', 'approved', 2, 1],
    ])
    expect(items[2]).toMatchObject({
      key: 'hand/term.turnover',
      definition: 'Price of goods with VAT.',
      synonyms: ['sales', 'Revenue'],
      ownerTeam: 'Finance',
    })
    const names = async (filter: object): Promise<string[]> => (await client.terms.list({ filter })).items.map(({ name }) => name)
    expect(await names({ text: 'REVENUE' })).toEqual(['Turnover'])
    expect(await names({ text: 'vat goods' })).toEqual(['Turnover'])
    expect(await names({ status: ['draft', ''] })).toEqual(['Basket', 'Return rate'])
    expect(await names({ ownerTeam: [''] })).toEqual(['Basket', 'Return rate'])
    expect(await names({ use: ['unlinked'] })).toEqual(['Return rate'])
    const facets = await client.terms.facets({ filter: { status: ['draft'] } })
    expect(facets).toEqual({
      total: 1,
      facets: [
        {
          facet: 'status',
          values: [
            { value: '', count: 1 },
            { value: 'approved', count: 1 },
            { value: 'draft', count: 1 },
          ],
        },
        { facet: 'ownerTeam', values: [{ value: '', count: 1 }] },
        { facet: 'use', values: [{ value: 'linked', count: 1 }] },
      ],
      undefinedNames: 1,
    })
  })

  it('goes on where a page ends', async () => {
    const { client } = await filled()
    for (const name of ['b', 'a', 'c']) await client.assets.create({ kind: 'term', name })
    const first = await client.terms.list({ limit: 2 })
    const second = await client.terms.list({ limit: 2, cursor: first.nextCursor ?? '' })
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect(second.nextCursor).toBeNull()
    expect(await client.terms.list({ limit: 2, skip: 2 })).toEqual(second)
    const one = await client.terms.links({ name: 'Turnover', limit: 2 })
    const rest = await client.terms.links({ name: 'Turnover', limit: 2, cursor: one.nextCursor ?? '' })
    expect([...one.items, ...rest.items].map(({ name, column }) => [name, column])).toEqual([
      ['days', null],
      ['orders', null],
      ['orders', 'amount'],
    ])
  })

  it('lists names that are used and not defined, with the terms they may mean', async () => {
    const { client } = await filled()
    expect((await client.terms.listUndefined({})).items).toEqual([
      { name: 'Basket', datasets: 0, columns: 1, near: [] },
      { name: 'Turnover', datasets: 2, columns: 1, near: [] },
      { name: 'VAT', datasets: 0, columns: 1, near: [] },
    ])
    await client.assets.create({ kind: 'term', name: 'Revenue', fields: { synonyms: ['Turnover'] } })
    await client.assets.create({ kind: 'term', name: 'vat' })
    const { items, total } = await client.terms.listUndefined({})
    expect([items.map(({ near }) => near.map(({ name }) => name)), total]).toEqual([[[], ['Revenue'], ['vat']], 3])
    const page = await client.terms.listUndefined({ limit: 1, cursor: (await client.terms.listUndefined({ limit: 2 })).nextCursor ?? '' })
    expect(page.items.map(({ name }) => name)).toEqual(['VAT'])
  })

  it('takes every letter alike in both cases, not only those of English', async () => {
    const book = smallBook()
    await tell(book, [carrying('hours', ['Überzeit', 'ÜBERSTUNDEN'])])
    const client = connect(book)
    await client.assets.create({
      kind: 'term',
      name: 'Overtime',
      fields: { description: 'Stunden ÜBER dem Plan.', synonyms: ['Überlänge'] },
    })
    await client.assets.create({ kind: 'term', name: 'Überstunden', fields: {} })
    const found = async (text: string): Promise<string[]> => (await client.terms.list({ filter: { text } })).items.map(({ name }) => name)
    expect(await found('über dem')).toEqual(['Overtime'])
    expect(await found('ÜBERLÄNGE')).toEqual(['Overtime'])
    expect(await found('überstunden')).toEqual(['Überstunden'])
    const suggested = async (text: string): Promise<string[]> => (await client.terms.suggest({ text })).items.map(({ name }) => name)
    expect(await suggested('überl')).toEqual(['Overtime'])
    expect(await suggested('überz')).toEqual(['Überzeit'])
    const near = (await client.terms.listUndefined({})).items.map(({ name, near: terms }) => [name, terms.map((term) => term.name)])
    expect(near).toEqual([
      ['ÜBERSTUNDEN', ['Überstunden']],
      ['Überzeit', []],
    ])
  })

  it('suggests terms by name and synonym, then names that are only used', async () => {
    const { client } = await filled()
    await client.assets.create({ kind: 'term', name: 'Net revenue', fields: { synonyms: ['net turnover'] } })
    const { items } = await client.terms.suggest({ text: 'TURN' })
    expect(items).toEqual([
      { name: 'Net revenue', key: 'hand/term.net-revenue', synonyms: ['net turnover'] },
      { name: 'Turnover', key: null, synonyms: [] },
    ])
  })
})

describe('links', () => {
  it('are added and taken off in one group, and what was there stays', async () => {
    const { book, client } = await filled()
    const { groupId, count } = await client.terms.setLinks({
      name: 'Basket',
      targets: [{ key: ORDERS }, { key: ORDERS, column: 'amount' }, { key: ORDERS, column: 'id' }],
      how: 'add',
    })
    expect(count).toBe(3)
    expect(await linksOf(client, 'Basket')).toEqual(['orders', 'orders.amount', 'orders.id', 'visits.basket_id'])
    expect(await linksOf(client, 'VAT')).toEqual(['orders.amount'])
    await client.terms.setLinks({ name: 'Turnover', targets: [{ key: ORDERS }], how: 'remove' })
    expect(await linksOf(client, 'Turnover')).toEqual(['days', 'orders.amount'])
    expect(await client.terms.setLinks({ name: 'VAT', targets: [{ key: ORDERS, column: 'amount' }], how: 'add' })).toEqual({
      groupId: null,
      count: 0,
    })
    await expect(client.terms.setLinks({ name: 'VAT', targets: [{ key: ORDERS, column: 'zebra' }], how: 'add' })).rejects.toMatchObject({
      code: 'not-found',
    })
    await client.decisions.undo({ groupId: groupId ?? 0 })
    // The dataset's own list was changed again since: that stays.
    expect(await linksOf(client, 'Basket')).toEqual(['orders', 'visits.basket_id'])
    expect(verifyBook(book.deps.read).ok).toBe(true)
  })

  it('of a name that stands for a term are links of that term', async () => {
    const { client } = await filled()
    const { key } = await client.assets.create({ kind: 'term', name: 'Turnover' })
    await client.terms.merge({ from: 'Sales', key })
    const nothing = { groupId: null, count: 0 }
    expect(await client.terms.setLinks({ name: 'Sales', targets: [{ key: ORDERS }], how: 'add' })).toEqual(nothing)
    const column = { key: ORDERS, column: 'id' }
    expect((await client.terms.setLinks({ name: 'Sales', targets: [column], how: 'add' })).count).toBe(1)
    expect(await linksOf(client, 'Turnover')).toEqual(['days', 'orders', 'orders.amount', 'orders.id'])
    expect((await client.terms.setLinks({ name: 'Sales', targets: [column], how: 'remove' })).count).toBe(1)
    expect(await linksOf(client, 'Turnover')).toEqual(['days', 'orders', 'orders.amount'])
  })
})

describe('renaming a term', () => {
  it('takes its links along without a decision on any of them, also those a later import brings', async () => {
    const { book, client } = await filled()
    const { key } = await client.assets.create({ kind: 'term', name: 'Turnover' })
    const before = (await client.decisions.list({})).total
    const { groupId } = await client.terms.rename({ key, name: 'Gross revenue' })
    expect((await client.decisions.list({})).total).toBe(before + 2)
    expect(await linksOf(client, 'Gross revenue')).toEqual(['days', 'orders', 'orders.amount'])
    expect((await client.terms.get({ key })).alsoReads).toEqual(['Turnover'])
    await tell(book, [...FILE, carrying('weeks', ['Turnover', 'Gross revenue'])])
    expect(await linksOf(client, 'Gross revenue')).toEqual(['days', 'orders', 'orders.amount', 'weeks'])
    expect((await client.terms.listUndefined({})).items.map(({ name }) => name)).toEqual(['Basket', 'VAT'])
    expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))

    await client.decisions.undo({ groupId })
    expect((await client.terms.get({ key })).row).toMatchObject({ name: 'Turnover', datasets: 3, columns: 1 })
    expect(await linksOf(client, 'Gross revenue')).toEqual(['weeks'])
  })

  it('goes there and back, and through a chain', async () => {
    const { client } = await filled()
    const { key } = await client.assets.create({ kind: 'term', name: 'Turnover' })
    for (const name of ['Revenue', 'Income', 'Turnover', 'Sales']) await client.terms.rename({ key, name })
    expect(await linksOf(client, 'Sales')).toEqual(['days', 'orders', 'orders.amount'])
    expect((await client.terms.get({ key })).alsoReads.sort()).toEqual(['Income', 'Revenue', 'Turnover'])
    await client.assets.create({ kind: 'term', name: 'Turnover' })
    expect(await linksOf(client, 'Turnover')).toEqual(['days', 'orders', 'orders.amount'])
  })

  it('refuses a name that is a term, or stands for one', async () => {
    const { client } = await filled()
    const { key } = await client.assets.create({ kind: 'term', name: 'Turnover' })
    const other = await client.assets.create({ kind: 'term', name: 'Basket' })
    await expect(client.terms.rename({ key, name: 'Basket' })).rejects.toMatchObject({ code: 'conflict' })
    await client.terms.merge({ from: 'VAT', key: other.key })
    await expect(client.terms.rename({ key, name: 'VAT' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(client.terms.merge({ from: 'Turnover', key: other.key })).rejects.toMatchObject({ code: 'conflict' })
    await client.terms.split({ name: 'VAT' })
    expect(await linksOf(client, 'VAT')).toEqual(['orders.amount'])
    await expect(client.terms.split({ name: 'VAT' })).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('deleting a term', () => {
  it('takes its name off all that carries it, or leaves it there as used and not defined; one undo brings all back', async () => {
    const { book, client } = await filled()
    const { key } = await client.assets.create({ kind: 'term', name: 'Turnover', fields: { description: 'With VAT.' } })
    const { groupId, unlinked } = await client.terms.remove({ key, links: 'unlink' })
    expect(unlinked).toBe(3)
    expect(await linksOf(client, 'Turnover')).toEqual([])
    expect((await client.terms.list({})).total).toBe(0)
    await client.decisions.undo({ groupId })
    expect((await client.terms.get({ key })).row).toMatchObject({ definition: 'With VAT.', datasets: 2, columns: 1 })
    await client.terms.remove({ key, links: 'keep' })
    expect((await client.terms.listUndefined({})).items.map(({ name }) => name)).toContain('Turnover')
    expect(verifyBook(book.deps.read).ok).toBe(true)
  })

  it('leaves the name with a term that is there again: by an undo, or made anew', async () => {
    const { client } = await filled()
    const made = await client.assets.create({ kind: 'term', name: 'Margin', fields: { description: 'What is left.' } })
    const removed = await client.terms.remove({ key: made.key, links: 'keep' })
    await client.decisions.undo({ groupId: removed.groupId })
    const plan = await client.decisions.undoPlan({ groupId: made.groupId })
    expect(plan).toMatchObject({ values: 1, kept: 2 })
    expect(plan.items.map(({ field, before, after, decidedSince }) => [field, before, after, decidedSince !== null])).toEqual([
      ['description', 'What is left.', null, false],
      ['name', 'Margin', 'Margin', true],
      ['exists', true, true, true],
    ])
    await client.decisions.undo({ groupId: made.groupId })
    expect((await client.terms.get({ key: made.key })).row).toMatchObject({ name: 'Margin', definition: null })

    await client.terms.remove({ key: made.key, links: 'keep' })
    const again = await client.assets.create({ kind: 'term', name: 'Margin' })
    expect(again.key).toBe(made.key)
    await expect(client.decisions.undo({ groupId: made.groupId })).rejects.toMatchObject({ code: 'conflict' })
    await client.decisions.undo({ groupId: again.groupId })
    expect((await client.terms.list({})).total).toBe(0)
  })
})

it('has a history of its own', async () => {
  const { client } = await filled()
  const { key } = await client.assets.create({ kind: 'term', name: 'Turnover', reason: 'agreed' })
  await client.decisions.set({ changes: [{ key, field: 'termStatus', value: 'approved' }] })
  const { items } = await client.assets.history({ key })
  expect(items.map((item) => [item.kind, item.who, item.reason])).toEqual([
    ['decision', 'Tester', ''],
    ['decision', 'Tester', 'agreed'],
  ])
})
