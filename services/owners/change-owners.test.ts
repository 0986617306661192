import { describe, expect, test } from 'vitest'
import { contract } from '#contract/index'
import { createClient, createDispatcher } from '#contract/kit'
import { createAssetHandlers } from '../assets.ts'
import { createDatasetHandlers } from '../datasets.ts'
import { createDecisionHandlers } from '../decisions.ts'
import { createHomeHandlers } from '../home.ts'
import { verifyBook } from '../journal.ts'
import { createOwnerHandlers } from '../owners.ts'
import { besideHere } from '../testing/beside-here.ts'
import { derivedDump } from '../testing/logical-dump.ts'
import { dataset, smallBook, type SmallBook, tell, thing } from '../testing/small-book.ts'

function connect(book: SmallBook) {
  const here = besideHere(book.deps)
  const planned: string[] = []
  const planOwner: typeof here.planOwner = (change) => {
    planned.push(change.kind)
    return here.planOwner(change)
  }
  const { assets, datasets, decisions, home, owners } = contract
  const parts = { assets, datasets, decisions, home, owners }
  const handlers = {
    assets: createAssetHandlers(book.get, besideHere(book.deps).beside),
    datasets: createDatasetHandlers(book.get, here),
    decisions: createDecisionHandlers(book.get, {} as never, {} as never, here),
    home: createHomeHandlers(
      book.get,
      { read: () => undefined, remember: () => undefined },
      { read: () => [], remember: () => undefined },
      () => expect.unreachable(),
    ),
    owners: createOwnerHandlers(book.get, { ...here, planOwner }),
  }
  const client = createClient(
    parts,
    createDispatcher(parts, handlers, (error) => expect.fail(String(error))),
  )
  return { ...client, planned }
}
type Client = ReturnType<typeof connect>
type Change = Parameters<Client['owners']['preview']>[0]['change']

const owned = (name: string, ownerTeam: string, more: Record<string, string> = {}) => dataset(name, { fields: { ownerTeam, ...more } })
const leftOnHome = async (client: Client): Promise<number | null | undefined> =>
  (await client.home.today({})).tiles.find(({ id }) => id === 'left_owners')?.count
const shown = async (client: Client, change: Change): Promise<string[]> =>
  (await client.owners.preview({ change })).items.map(
    ({ kind, name, field, before, after }) => `${kind} ${name} ${field} ${before} -> ${after}`,
  )
const rowOf = async (client: Client, name: string) => (await client.owners.list({ text: name })).items.find((row) => row.name === name)

/** Anna owns a dataset, looks after it and another, and owns one thing of each kind people set up, and an exposure. */
async function annas(): Promise<{ book: SmallBook; client: Client }> {
  const book = smallBook()
  await tell(book, [
    owned('orders', 'Anna', { steward: 'Anna' }),
    owned('parcels', 'Ops', { steward: 'Anna' }),
    owned('stock', 'Ops'),
    thing('exposure', 'board', { fields: { ownerTeam: 'Anna' } }),
  ])
  const client = connect(book)
  const fields = { ownerTeam: 'Anna' }
  await client.assets.create({ kind: 'term', name: 'Margin', fields })
  await client.assets.create({ kind: 'domain', name: 'Sales', fields })
  await client.assets.create({ kind: 'data_product', name: 'Daily sales', fields })
  return { book, client }
}

const ALL_OF_ANNA = [
  'data_product Daily sales ownerTeam',
  'dataset orders ownerTeam',
  'dataset orders steward',
  'dataset parcels steward',
  'domain Sales ownerTeam',
  'exposure board ownerTeam',
  'term Margin ownerTeam',
]

describe('an owner who left', () => {
  test('may be known by name alone; one undo takes away what was set up for it', async () => {
    const { book, client } = await annas()
    expect(await rowOf(client, 'Anna')).toMatchObject({ key: null, hasLeft: false })
    expect(await leftOnHome(client)).toBe(0)
    const before = derivedDump(book.deps.read)
    const { groupId } = await client.owners.setLeft({ name: 'Anna', hasLeft: true, reason: 'in March' })
    expect(await rowOf(client, 'Anna')).toMatchObject({ key: 'hand/owner.Anna', hasLeft: true })
    expect(await leftOnHome(client)).toBe(1)
    await client.decisions.undo({ groupId })
    expect(derivedDump(book.deps.read)).toBe(before)
    expect(await rowOf(client, 'Anna')).toMatchObject({ key: null, hasLeft: false })
    await client.owners.setLeft({ name: 'Anna', hasLeft: true })
    await client.owners.setLeft({ name: 'Anna', hasLeft: false })
    expect(await rowOf(client, 'Anna')).toMatchObject({ hasLeft: false })
    expect(await leftOnHome(client)).toBe(0)
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
  })

  test('that a source tells of stays the one it is', async () => {
    const book = smallBook()
    await tell(book, [owned('a', 'Core'), thing('owner', 'Core', { fields: { ownerType: 'team' } })])
    const client = connect(book)
    await client.owners.setLeft({ name: 'Core', hasLeft: true })
    expect(await rowOf(client, 'Core')).toMatchObject({ key: 'dbt:shop/owner.shop.Core', ownerType: 'team', hasLeft: true })
    expect((await client.assets.list({ kind: 'owner' })).total).toBe(1)
    await client.owners.setLeft({ name: 'Core', hasLeft: false })
    expect(await leftOnHome(client)).toBe(0)
  })

  test('is refused where it stands already, of a name nobody goes by, and of a merged name', async () => {
    const { client } = await annas()
    await expect(client.owners.setLeft({ name: 'Nobody', hasLeft: true })).rejects.toMatchObject({ code: 'not-found' })
    await expect(client.owners.setLeft({ name: 'Anna', hasLeft: false })).rejects.toMatchObject({ code: 'conflict' })
    await client.owners.setLeft({ name: 'Anna', hasLeft: true })
    await expect(client.owners.setLeft({ name: 'Anna', hasLeft: true })).rejects.toMatchObject({ code: 'conflict' })
    await client.owners.merge({ from: 'Ops', into: 'Operations' })
    await expect(client.owners.setLeft({ name: 'Ops', hasLeft: true })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('waits on Home until nothing of any kind is theirs', async () => {
    const { client } = await annas()
    await client.owners.setLeft({ name: 'Anna', hasLeft: true })
    const { items } = await client.owners.list({ only: 'left' })
    expect(items.map(({ name, datasetsOwned, datasetsStewarded, others }) => ({ name, datasetsOwned, datasetsStewarded, others }))).toEqual(
      [
        {
          name: 'Anna',
          datasetsOwned: 1,
          datasetsStewarded: 2,
          others: ['data_product', 'domain', 'exposure', 'term'].map((kind) => ({ kind, count: 1 })),
        },
      ],
    )
    await client.owners.reassign({ from: 'Anna', to: 'Bo', role: 'steward' })
    await client.owners.reassign({ from: 'Anna', to: 'Bo', except: [(await client.assets.list({ kind: 'term' })).items[0]?.key ?? ''] })
    expect(await leftOnHome(client)).toBe(1)
    expect(await rowOf(client, 'Anna')).toMatchObject({ datasetsOwned: 0, datasetsStewarded: 0, others: [{ kind: 'term', count: 1 }] })
    await client.owners.reassign({ from: 'Anna', to: 'Bo' })
    expect(await leftOnHome(client)).toBe(0)
  })
})

describe('giving over everything', () => {
  test('changes exactly what was shown, as one group that one undo takes back', async () => {
    const { book, client } = await annas()
    const change = { kind: 'reassign', from: 'Anna', to: ' Bo ' } as const
    const before = derivedDump(book.deps.read)
    const plan = await client.owners.preview({ change })
    expect((await shown(client, change)).map((line) => line.replace(' Anna -> Bo', '')).sort()).toEqual(ALL_OF_ANNA)
    expect(plan).toMatchObject({ total: 7, things: 6, overrules: 3, nextCursor: null })
    // The three set up here were decided to be Anna's.
    expect(plan.items.map(({ overrules }) => overrules?.author ?? null)).toEqual(['Tester', 'Tester', 'Tester', null, null, null, null])
    const done = await client.owners.reassign({ from: 'Anna', to: 'Bo', planId: plan.planId, reason: 'Anna has left' })
    expect(done.count).toBe(7)
    const decided = (await client.decisions.list({ groupIds: [done.groupId ?? 0] })).items
    expect(decided.map(({ key, field, value }) => `${key} ${field} ${JSON.stringify(value)}`).sort()).toEqual(
      plan.items.map(({ key, field }) => `${key} ${field} "Bo"`).sort(),
    )
    expect(await rowOf(client, 'Anna')).toBeUndefined()
    expect(await rowOf(client, 'Bo')).toMatchObject({ datasetsOwned: 1, datasetsStewarded: 2 })
    await client.decisions.undo({ groupId: done.groupId ?? 0 })
    expect(derivedDump(book.deps.read)).toBe(before)
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
  })

  test('is shown a page at a time, narrowed to one role, and without what is left out', async () => {
    const { client } = await annas()
    const change = { kind: 'reassign', from: 'Anna', to: 'Bo' } as const
    const whole = await client.owners.preview({ change })
    const first = await client.owners.preview({ change, limit: 4 })
    const second = await client.owners.preview({ change, limit: 4, cursor: first.nextCursor ?? '' })
    expect([...first.items, ...second.items]).toEqual(whole.items)
    expect(second.nextCursor).toBeNull()
    expect(await shown(client, { ...change, role: 'steward' })).toEqual([
      'dataset orders steward Anna -> Bo',
      'dataset parcels steward Anna -> Bo',
    ])
    const rest = await client.owners.preview({ change: { ...change, except: ['dbt:shop/model.shop.orders'] } })
    expect([rest.total, rest.things]).toEqual([5, 5])
  })

  test('is refused when something else would change by now, and changes nothing', async () => {
    const { book, client } = await annas()
    const { planId } = await client.owners.preview({ change: { kind: 'reassign', from: 'Anna', to: 'Bo' } })
    await client.decisions.set({ changes: [{ key: 'stock', field: 'ownerTeam', value: 'Anna' }] })
    const before = derivedDump(book.deps.read)
    await expect(client.owners.reassign({ from: 'Anna', to: 'Bo', planId })).rejects.toMatchObject({ code: 'conflict' })
    expect(derivedDump(book.deps.read)).toBe(before)
    const again = await client.owners.preview({ change: { kind: 'reassign', from: 'Anna', to: 'Bo' } })
    // A change elsewhere does not disturb.
    await client.decisions.set({ changes: [{ key: 'stock', field: 'tier', value: 'gold' }] })
    expect((await client.owners.reassign({ from: 'Anna', to: 'Bo', planId: again.planId })).count).toBe(8)
  })

  test('is refused when somebody has decided since what it would replace', async () => {
    const { client } = await annas()
    const change = { from: 'Anna', to: 'Bo' }
    const plan = await client.owners.preview({ change: { kind: 'reassign', ...change } })
    await client.decisions.set({ changes: [{ key: 'orders', field: 'ownerTeam', value: 'Anna' }] })
    await expect(client.owners.reassign({ ...change, planId: plan.planId })).rejects.toMatchObject({ code: 'conflict' })
    const again = await client.owners.preview({ change: { kind: 'reassign', ...change } })
    expect([again.total, again.overrules]).toEqual([plan.total, plan.overrules + 1])
  })

  test('to the same, and to a name that reads the same, can’t be shown either', async () => {
    const { client } = await annas()
    await client.owners.merge({ from: 'Ops', into: 'Anna' })
    const preview = (to: string) => client.owners.preview({ change: { kind: 'reassign', from: 'Anna', to } })
    await expect(preview('Anna')).rejects.toMatchObject({ code: 'conflict' })
    await expect(preview('Ops')).rejects.toMatchObject({ code: 'conflict' })
    await expect(preview(' ')).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

describe('names merged and taken apart', () => {
  test('show every kind of thing that reads otherwise, and only those', async () => {
    const { book, client } = await annas()
    const before = derivedDump(book.deps.read)
    const merge = await client.owners.preview({ change: { kind: 'merge', from: 'Anna', into: 'Ops' } })
    expect(merge).toMatchObject({ total: 7, things: 6, overrules: 0 })
    const merged = await client.owners.merge({ from: 'Anna', into: 'Ops', planId: merge.planId })
    expect(merged.count).toBe(6)
    expect(await rowOf(client, 'Ops')).toMatchObject({ datasetsOwned: 3, datasetsStewarded: 2 })
    // What named Ops all along is not among them.
    const lines = await shown(client, { kind: 'split', name: 'Anna' })
    expect(lines.map((line) => line.replace(' Ops -> Anna', '')).sort()).toEqual(ALL_OF_ANNA)
    const { planId } = await client.owners.preview({ change: { kind: 'split', name: 'Anna' } })
    expect((await client.owners.split({ name: 'Anna', planId })).count).toBe(6)
    expect(await rowOf(client, 'Anna')).toMatchObject({ mergedInto: null, datasetsOwned: 1 })
    expect(derivedDump(book.deps.read)).toBe(before)
  })

  test('of a name that was merged elsewhere take along what still says it', async () => {
    const { client } = await annas()
    await client.owners.merge({ from: 'Anna', into: 'Ops' })
    const lines = await shown(client, { kind: 'merge', from: 'Anna', into: 'Bo' })
    expect(lines.map((line) => line.replace(' Ops -> Bo', '')).sort()).toEqual(ALL_OF_ANNA)
    expect((await client.owners.merge({ from: 'Anna', into: 'Bo' })).count).toBe(6)
    expect(await rowOf(client, 'Ops')).toMatchObject({ datasetsOwned: 2, datasetsStewarded: 0 })
  })

  test('are refused when something else would change by now, and as they are when nothing was shown', async () => {
    const { client } = await annas()
    const { planId } = await client.owners.preview({ change: { kind: 'merge', from: 'Anna', into: 'Ops' } })
    await client.decisions.set({ changes: [{ key: 'stock', field: 'steward', value: 'Anna' }] })
    await expect(client.owners.merge({ from: 'Anna', into: 'Ops', planId })).rejects.toMatchObject({ code: 'conflict' })
    await expect(client.owners.preview({ change: { kind: 'split', name: 'Anna' } })).rejects.toMatchObject({ code: 'conflict' })
    await expect(client.owners.preview({ change: { kind: 'merge', from: 'Nobody', into: 'Ops' } })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(client.owners.preview({ change: { kind: 'merge', from: 'Ops', into: 'Ops' } })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })
})

describe('very many', () => {
  test('owners are listed a page at a time and narrowed by name', async () => {
    const book = smallBook()
    const names = Array.from({ length: 230 }, (_, index) => `Team ${String(index).padStart(3, '0')}`)
    await tell(book, [...names.map((name, index) => owned(`t${index}`, name)), owned('more', 'Team 117')])
    const client = connect(book)
    const first = await client.owners.list({ limit: 200 })
    const second = await client.owners.list({ limit: 200, cursor: first.nextCursor ?? '' })
    expect([first.total, second.total, second.nextCursor]).toEqual([230, 230, null])
    const listed = [...first.items, ...second.items].map(({ name }) => name)
    expect(listed).toEqual(['Team 117', ...names.filter((name) => name !== 'Team 117')])
    const found = await client.owners.list({ text: '11 TEAM' })
    expect(found.items.map(({ name }) => name)).toEqual(
      names.filter((name) => name.includes('11')).sort((a, b) => (a === 'Team 117' ? -1 : b === 'Team 117' ? 1 : 0)),
    )
    expect(found.total).toBe(found.items.length)
    expect((await client.owners.suggest({ text: 'team 2' })).items).toHaveLength(20)
    expect((await client.owners.suggest({ text: '229' })).items).toEqual(['Team 229'])
    await client.owners.setLeft({ name: 'Team 229', hasLeft: true })
    await client.owners.merge({ from: 'Team 228', into: 'Team 227' })
    expect((await client.owners.suggest({ text: 'team 22' })).items).toEqual([
      ...[7, 0, 1, 2, 3, 4, 5, 6].map((digit) => `Team 22${digit}`),
      'Team 022',
      'Team 122',
    ])
    expect((await client.owners.suggest({ text: '117' })).items).toEqual(['Team 117'])
  })

  test('things are looked through beside, and are the same page by page', async () => {
    const book = smallBook()
    await tell(
      book,
      Array.from({ length: 2001 }, (_, index) => owned(`t${index}`, 'Anna')),
    )
    const client = connect(book)
    const change = { kind: 'reassign', from: 'Anna', to: 'Bo' } as const
    const seen = new Set<string>()
    let cursor: string | undefined
    do {
      const page = await client.owners.preview({ change, limit: 150, ...(cursor === undefined ? {} : { cursor }) })
      expect([page.total, page.things]).toEqual([2001, 2001])
      for (const { key } of page.items) seen.add(key)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(seen.size).toBe(2001)
    expect(client.planned).toEqual(['reassign'])
  })
})
