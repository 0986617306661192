import { describe, expect, it } from 'vitest'
import type { DatasetSelection } from '#contract/datasets'
import type { BulkChange } from '#core/assets/bulk-edit'
import { createDatasetHandlers } from '../datasets.ts'
import { CHANGED_BY_DECISIONS, decide, readsAs } from '../decide.ts'
import { createDecisionHandlers } from '../decisions.ts'
import { commit } from '../deps.ts'
import { besideHere } from '../testing/beside-here.ts'
import { derivedDump } from '../testing/logical-dump.ts'
import { rebuiltDump } from '../testing/rebuild.ts'
import { dataset, type SmallBook, smallBook, tell } from '../testing/small-book.ts'

const NEVER = {} as never
const change = (field: string, value: BulkChange['value'], rest: Partial<BulkChange> = {}): BulkChange => ({
  field,
  value,
  how: 'set',
  where: 'all',
  ...rest,
})
const ALL: DatasetSelection = { filter: {}, except: [] }
const key = (name: string): string => `dbt:shop/model.shop.${name}`

async function shop(): Promise<SmallBook> {
  const book = smallBook()
  await tell(book, [
    dataset('orders', { fields: { ownerTeam: 'Commerce', tags: ['core'] } }),
    dataset('parcels', { fields: { ownerTeam: 'Logistics' } }),
    dataset('customers', {}),
  ])
  return book
}

const datasets = (book: SmallBook) => createDatasetHandlers(book.get, besideHere(book.deps))
const preview = (book: SmallBook, selection: DatasetSelection, changes: BulkChange[], limit = 200, cursor?: string) =>
  Promise.resolve(datasets(book).previewEdit({ selection, changes, limit, ...(cursor === undefined ? {} : { cursor }) }))
const edit = async (book: SmallBook, selection: DatasetSelection, changes: BulkChange[], planId: string) =>
  datasets(book).edit({ selection, changes, planId, reason: 'spring clean' })
const decisions = (book: SmallBook) => createDecisionHandlers(book.get, NEVER, NEVER, besideHere(book.deps))
const decideOn = async (book: SmallBook, name: string, field: string, value: string) =>
  decisions(book).set({ changes: [{ key: key(name), column: null, field, value }], reason: '' })
const owners = async (book: SmallBook) => {
  const { items } = await datasets(book).list({ filter: {}, sort: { by: 'name', direction: 'asc' }, limit: 200 })
  return items.map((row) => [row.name, row.ownerTeam])
}

describe('a preview', () => {
  it('tells value by value what is filled, replaced and overruled, what overrules a person first', async () => {
    const book = await shop()
    await decideOn(book, 'parcels', 'ownerTeam', 'Depot')
    const plan = await preview(book, ALL, [change('ownerTeam', 'Data')])
    expect(plan.items.map(({ name, before, after, kind, decidedBy }) => [name, before, after, kind, decidedBy?.author ?? null])).toEqual([
      ['parcels', 'Depot', 'Data', 'overrule', 'Tester'],
      ['orders', 'Commerce', 'Data', 'replace', null],
      ['customers', null, 'Data', 'fill', null],
    ])
    expect(plan).toMatchObject({ datasets: 3, total: 3, unchanged: 0, fills: 1, replaces: 1, overrules: 1 })
  })

  it('leaves alone what has a value or reads so already, and reads fields that no list shows', async () => {
    const book = await shop()
    const plan = await preview(book, ALL, [
      change('ownerTeam', 'Commerce', { where: 'empty' }),
      change('slaHours', 4),
      change('tags', ['core'], { how: 'add' }),
    ])
    expect(plan.items.map(({ name, field, before, after }) => [name, field, before, after])).toEqual([
      ['customers', 'ownerTeam', null, 'Commerce'],
      ['customers', 'slaHours', null, 4],
      ['customers', 'tags', [], ['core']],
      ['orders', 'slaHours', null, 4],
      ['parcels', 'slaHours', null, 4],
      ['parcels', 'tags', [], ['core']],
    ])
    expect(plan.unchanged).toBe(3)
  })

  it('tells the name that will be read where the one given was merged into it', async () => {
    const book = smallBook()
    const fields = { ownerTeam: 'Finance', glossaryTerms: ['Revenue'] }
    await tell(book, [dataset('orders', { fields }), dataset('parcels', { fields: { ownerTeam: 'Logistics' } })])
    const merges = [readsAs('owner', 'Fin', 'Finance'), readsAs('term', 'Turnover', 'Revenue')]
    commit(book.deps, CHANGED_BY_DECISIONS, (write) => decide(book.deps, write, merges, ''))
    const changes = [change('ownerTeam', 'Fin'), change('glossaryTerms', ['Turnover'], { how: 'add' })]
    const plan = await preview(book, ALL, changes)
    expect(plan.items.map(({ name, field, before, after }) => [name, field, before, after])).toEqual([
      ['parcels', 'ownerTeam', 'Logistics', 'Finance'],
      ['parcels', 'glossaryTerms', null, ['Revenue']],
    ])
    expect(plan.unchanged).toBe(2)
    const removing = [change('glossaryTerms', ['Turnover'], { how: 'remove' })]
    expect((await preview(book, ALL, removing)).items.map(({ name, after }) => [name, after])).toEqual([['orders', []]])
    await edit(book, ALL, changes, plan.planId)
    expect(await owners(book)).toEqual([
      ['orders', 'Finance'],
      ['parcels', 'Finance'],
    ])
    expect((await preview(book, ALL, changes)).total).toBe(0)
  })

  it('is of the datasets that were chosen, a page at a time', async () => {
    const book = await shop()
    const some = await preview(book, { keys: [key('orders'), key('orders'), key('customers')] }, [change('domain', 'Sales')])
    expect(some.items.map((item) => item.name)).toEqual(['customers', 'orders'])
    const rest: DatasetSelection = { filter: { gap: ['no_owner'] }, except: [] }
    expect((await preview(book, rest, [change('domain', 'Sales')])).items.map((item) => item.name)).toEqual(['customers'])
    const except: DatasetSelection = { filter: {}, except: [key('orders')] }
    const first = await preview(book, except, [change('domain', 'Sales')], 1)
    const second = await preview(book, except, [change('domain', 'Sales')], 1, first.nextCursor ?? '')
    expect([first, second].flatMap(({ items, nextCursor }) => [items[0]?.name, nextCursor === null])).toEqual([
      'customers',
      false,
      'parcels',
      true,
    ])
  })

  it.each<[string, DatasetSelection, BulkChange[], string]>([
    ['a key that is gone', { keys: [key('gone')] }, [change('domain', 'Sales')], 'not-found'],
    ['a value the field does not take', ALL, [change('tier', 'best')], 'invalid-input'],
    ['a field set twice', ALL, [change('domain', 'A'), change('domain', 'B')], 'invalid-input'],
  ])('refuses %s', async (_, selection, changes, code) => {
    const book = await shop()
    await expect(async () => preview(book, selection, changes)).rejects.toMatchObject({ code })
  })
})

describe('a bulk edit', () => {
  it('sets what was shown as one group, which one undo takes back', async () => {
    const book = await shop()
    const before = await owners(book)
    const changes = [change('ownerTeam', 'Data')]
    const { planId } = await preview(book, ALL, changes)
    const { groupId, count } = await edit(book, ALL, changes, planId)
    expect(count).toBe(3)
    expect((await owners(book)).map(([, owner]) => owner)).toEqual(['Data', 'Data', 'Data'])
    const { items } = await decisions(book).list({ limit: 200 })
    expect(items.map((item) => [item.reason, item.groupId])).toEqual(Array.from({ length: 3 }, () => ['spring clean', groupId]))
    await decisions(book).undo({ groupId, reason: '' })
    expect(await owners(book)).toEqual(before)
  })

  it('is refused when other values would be set by now, and sets nothing', async () => {
    const book = await shop()
    const changes = [change('ownerTeam', 'Data', { where: 'empty' })]
    const { planId } = await preview(book, ALL, changes)
    await decideOn(book, 'customers', 'ownerTeam', 'CRM')
    const before = await owners(book)
    await expect(edit(book, ALL, changes, planId)).rejects.toMatchObject({ code: 'conflict' })
    expect(await owners(book)).toEqual(before)
  })

  it('is refused when somebody has decided the value that is to be replaced, though it reads as it did', async () => {
    const book = await shop()
    const changes = [change('ownerTeam', 'Data')]
    const plan = await preview(book, ALL, changes)
    expect(plan.overrules).toBe(0)
    await decideOn(book, 'orders', 'ownerTeam', 'Commerce')
    await expect(edit(book, ALL, changes, plan.planId)).rejects.toMatchObject({ code: 'conflict' })
    expect(await preview(book, ALL, changes)).toMatchObject({ total: 3, overrules: 1 })
  })

  it('is not disturbed by a change elsewhere', async () => {
    const book = await shop()
    const changes = [change('ownerTeam', 'Data', { where: 'empty' })]
    const { planId } = await preview(book, ALL, changes)
    await decideOn(book, 'orders', 'tier', 'gold')
    expect((await edit(book, ALL, changes, planId)).count).toBe(1)
  })
})

describe('an edit of very many values', () => {
  it('is a job of its own, as is taking it back, and ends as a small one does', async () => {
    const book = smallBook()
    const names = Array.from({ length: 1001 }, (_, index) => `table_${index}`)
    await tell(book, [...names.map((name) => dataset(name)), dataset('orders', { fields: { ownerTeam: 'Commerce' } })])
    const before = derivedDump(book.write)
    const here = besideHere(book.deps)
    const handlers = createDatasetHandlers(book.get, here)
    const changes = [change('ownerTeam', 'Data', { where: 'empty' })]
    const { total, planId } = await handlers.previewEdit({ selection: ALL, changes, limit: 5 })
    expect(total).toBe(1001)
    const { groupId, count } = await handlers.edit({ selection: ALL, changes, planId, reason: '' })
    expect(count).toBe(1001)
    expect((await handlers.list({ filter: { ownerTeam: ['Data'] }, sort: { by: 'name', direction: 'asc' }, limit: 1 })).total).toBe(1001)
    expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
    const decided = createDecisionHandlers(book.get, NEVER, NEVER, here)
    const plan = await decided.undoPlan({ groupId, limit: 2 })
    expect([plan.total, plan.values, plan.datasets, plan.kept, plan.items.length]).toEqual([1001, 1001, 1001, 0, 2])
    await decided.undo({ groupId, reason: '', values: plan.values })
    expect(here.titles).toEqual(['Setting 1,001 values', 'Undoing 1,001 values'])
    expect(derivedDump(book.write)).toBe(before)
    // Whoever looked at it, or looked at something else since: how much it is only the selection tells.
    expect((await createDatasetHandlers(book.get, here).edit({ selection: ALL, changes, planId, reason: '' })).count).toBe(1001)
    expect(here.titles.slice(2)).toEqual(['Changing 1,002 datasets'])
  })

  it('of more datasets than are looked through here is worked out beside, and is the same page by page', async () => {
    const book = smallBook()
    await tell(
      book,
      Array.from({ length: 2001 }, (_, index) => dataset(`table_${index}`, index % 2 === 0 ? {} : { fields: { ownerTeam: 'Commerce' } })),
    )
    const here = besideHere(book.deps)
    let asked = 0
    const planBeside: typeof here.planBeside = (question) => {
      asked += 1
      return here.planBeside(question)
    }
    const handlers = createDatasetHandlers(book.get, { ...here, planBeside })
    const changes = [change('ownerTeam', 'Data')]
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await handlers.previewEdit({ selection: ALL, changes, limit: 150, ...(cursor === undefined ? {} : { cursor }) })
      expect(page).toMatchObject({ total: 2001, fills: 1001, replaces: 1000, overrules: 0 })
      seen.push(...page.items.map((item) => `${item.kind} ${item.key}`))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(seen).toHaveLength(2001)
    const far = await handlers.previewEdit({ selection: ALL, changes, skip: 1990, limit: 5 })
    expect(far.items.map((item) => `${item.kind} ${item.key}`)).toEqual(seen.slice(1990, 1995))
    expect(new Set(seen).size).toBe(2001)
    expect(seen.filter((text) => text.startsWith('replace'))).toEqual(seen.slice(0, 1000))
    expect(asked).toBe(1)

    await expect(handlers.previewEdit({ selection: ALL, changes: [change('noSuchField', 'x')], limit: 1 })).rejects.toThrow('noSuchField')
    await handlers.previewEdit({ selection: { keys: [key('table_1')] }, changes, limit: 1 })
    expect(asked).toBe(2)
    const odd = {
      selection: ALL,
      changes: [change('ownerTeam', 'Data', { where: 'empty' }), change('tags', ['odd'], { how: 'remove' as const })],
    }
    const rest = { ...odd, selection: { filter: {}, except: seen.slice(1).map((text) => text.split(' ')[1] ?? '') } }
    const { planId, total } = await handlers.previewEdit({ ...rest, limit: 1 })
    expect(total).toBe(0)
    await expect(handlers.edit({ ...rest, planId, reason: '' })).rejects.toThrow(/stand already/)
    expect(here.titles).toEqual(['Setting 0 values'])
  })
})
