import { describe, expect, test } from 'vitest'
import { contract } from '#contract/index'
import { createClient, createDispatcher } from '#contract/kit'
import { findAssetRow } from '#db/current'
import { findKeyByUrn } from '#db/keys'
import { createPicks } from '#io/picks'
import { createTickets } from '#io/tickets'
import { createAssetHandlers } from './assets.ts'
import { createDecisionHandlers } from './decisions.ts'
import { besideHere } from './testing/beside-here.ts'
import { verifyBook } from './journal.ts'
import { createOwnerHandlers } from './owners.ts'
import { derivedDump } from './testing/logical-dump.ts'
import { dataset, entry, smallBook, type SmallBook, tell, thing } from './testing/small-book.ts'

function connect(book: SmallBook) {
  const parts = { assets: contract.assets, decisions: contract.decisions, owners: contract.owners }
  const now = (): number => 0
  const picks = createPicks({ root: null, tempRoot: '/nowhere', now, randomId: () => 'id' })
  const handlers = {
    assets: createAssetHandlers(book.get, besideHere(book.deps).beside),
    decisions: createDecisionHandlers(book.get, picks, createTickets({ now, randomId: () => 'id' }), besideHere(book.deps)),
    owners: createOwnerHandlers(book.get, besideHere(book.deps)),
  }
  const dispatch = createDispatcher(parts, handlers, (error) => {
    throw error
  })
  return createClient(parts, dispatch)
}

const owned = (name: string, ownerTeam: string, more: Record<string, string> = {}) => dataset(name, { fields: { ownerTeam, ...more } })
const ownerOf = (book: SmallBook, name: string): string | null | undefined => {
  const key = findKeyByUrn(book.deps.read, `dbt:shop/model.shop.${name}`)
  return key === undefined ? undefined : findAssetRow(book.deps.read, key.assetId)?.ownerTeam
}
const owners = async (book: SmallBook): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await connect(book).owners.list({})).items.map((row) => [
      row.name,
      `${row.datasetsOwned}/${row.datasetsStewarded}${row.mergedInto === null ? '' : ` -> ${row.mergedInto}`}`,
    ]),
  )

describe('owners', () => {
  test('are the names active datasets give, with what is known of each, the biggest first', async () => {
    const book = smallBook()
    await tell(book, [
      owned('a', 'Commerce', { steward: 'Ines' }),
      owned('b', 'Commerce', { steward: 'Bo' }),
      owned('c', 'Finance', { steward: 'Ines' }),
      owned('d', 'Gone'),
      dataset('e'),
      thing('owner', 'Commerce', { fields: { ownerType: 'team', email: 'commerce@shop.example' } }),
      thing('owner', 'Idle', { fields: { ownerType: 'team' } }),
    ])
    await tell(book, [
      owned('a', 'Commerce', { steward: 'Ines' }),
      owned('b', 'Commerce', { steward: 'Bo' }),
      owned('c', 'Finance', { steward: 'Ines' }),
      dataset('e'),
      thing('owner', 'Commerce', { fields: { ownerType: 'team', email: 'commerce@shop.example' } }),
      thing('owner', 'Idle', { fields: { ownerType: 'team' } }),
    ])
    const client = connect(book)
    await client.assets.create({ kind: 'owner', name: 'Ines', fields: { ownerType: 'person', hasLeft: true } })
    const { items, total } = await client.owners.list({})
    expect(total).toBe(5)
    expect(items.map((row) => row.name)).toEqual(['Commerce', 'Ines', 'Bo', 'Finance', 'Idle'])
    expect(items[0]).toEqual({
      name: 'Commerce',
      key: 'dbt:shop/owner.shop.Commerce',
      ownerType: 'team',
      email: 'commerce@shop.example',
      hasLeft: false,
      mergedInto: null,
      datasetsOwned: 2,
      datasetsStewarded: 0,
      others: [],
    })
    expect(items[1]).toMatchObject({ key: 'hand/owner.Ines', ownerType: 'person', hasLeft: true, datasetsOwned: 0, datasetsStewarded: 2 })
    expect(items[2]).toMatchObject({ key: null, ownerType: null, email: null })
    expect(await client.owners.list({ text: 'ANCE fin' })).toMatchObject({ items: [{ name: 'Finance' }], total: 1 })
  })

  test('of one name are one line, whoever tells of them', async () => {
    const book = smallBook()
    await tell(book, [owned('a', 'Commerce'), thing('owner', 'Commerce', { fields: { email: 'c@shop.example' } })])
    await tell(book, [entry({ name: 'owner.1', assetKind: 'owner', part: 'datasets', fields: { name: 'Commerce', ownerType: 'team' } })], {
      source: { format: 'datasets', name: 'wiki' },
    })
    const { items } = await connect(book).owners.list({})
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ name: 'Commerce', ownerType: 'team', email: 'c@shop.example', datasetsOwned: 1 })
  })
})

describe('giving over what somebody holds', () => {
  test('is one group of decisions on active datasets, in that role only, undone in one', async () => {
    const book = smallBook()
    await tell(book, [
      owned('a', 'Old', { steward: 'Old' }),
      owned('b', 'Old'),
      owned('c', 'Other', { steward: 'Old' }),
      owned('gone', 'Old'),
    ])
    await tell(book, [owned('a', 'Old', { steward: 'Old' }), owned('b', 'Old'), owned('c', 'Other', { steward: 'Old' })])
    const client = connect(book)
    const before = derivedDump(book.deps.read)
    const done = await client.owners.reassign({ from: 'Old', to: ' New ', role: 'ownerTeam', reason: 'Old has left' })
    expect(done.count).toBe(2)
    expect(await owners(book)).toEqual({ New: '2/0', Other: '1/0', Old: '0/2' })
    expect(ownerOf(book, 'gone')).toBe('Old')
    const { items } = await client.decisions.list({})
    expect(new Set(items.map((item) => `${item.groupId} ${item.field} ${item.reason}`))).toEqual(
      new Set([`${done.groupId} ownerTeam Old has left`]),
    )
    // A re-import that still says Old changes nothing.
    await tell(book, [
      owned('a', 'Old', { steward: 'Old' }),
      owned('b', 'Old', { description: 'Now told.' }),
      owned('c', 'Other', { steward: 'Old' }),
    ])
    expect(ownerOf(book, 'b')).toBe('New')
    await tell(book, [owned('a', 'Old', { steward: 'Old' }), owned('b', 'Old'), owned('c', 'Other', { steward: 'Old' })])
    await client.decisions.undo({ groupId: done.groupId! })
    expect(derivedDump(book.deps.read)).toBe(before)
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
  })

  test('in a role nothing is held in changes nothing; by nobody, or to oneself, it is refused', async () => {
    const book = smallBook()
    await tell(book, [owned('a', 'Team')])
    const client = connect(book)
    expect(await client.owners.reassign({ from: 'Team', to: 'Other', role: 'steward' })).toEqual({ groupId: null, count: 0 })
    await expect(client.owners.reassign({ from: 'Nobody', to: 'Team', role: 'ownerTeam' })).rejects.toMatchObject({ code: 'not-found' })
    await expect(client.owners.reassign({ from: 'Team', to: 'Team', role: 'ownerTeam' })).rejects.toMatchObject({ code: 'conflict' })
    await client.owners.merge({ from: 'Team', into: 'Team Ltd' })
    // Given to the old name, they would read the new one again.
    await expect(client.owners.reassign({ from: 'Team Ltd', to: 'Team', role: 'ownerTeam' })).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a merge of two names', () => {
  test('holds for what is there and for what later imports and decisions name', async () => {
    const book = smallBook()
    await tell(book, [owned('a', 'Fin'), owned('b', 'Finance'), owned('c', 'Ops', { steward: 'Fin' })])
    const client = connect(book)
    const merged = await client.owners.merge({ from: 'Fin', into: 'Finance', reason: 'one team' })
    expect(merged).toMatchObject({ count: 2 })
    expect(await owners(book)).toEqual({ Finance: '2/1', Ops: '1/0', Fin: '0/0 -> Finance' })
    const ofA = await client.assets.get({ key: 'a' })
    expect(ofA.fields.find((field) => field.field === 'ownerTeam')).toMatchObject({
      value: 'Finance',
      provenance: { kind: 'fact', sourceName: 'shop' },
    })

    // Again imported: a dataset that is new, one that changed, one that names it for the first time.
    await tell(book, [
      owned('a', 'Fin', { description: 'Changed.' }),
      owned('b', 'Fin'),
      owned('c', 'Ops', { steward: 'Fin' }),
      owned('d', 'Fin'),
    ])
    expect(await owners(book)).toEqual({ Finance: '3/1', Ops: '1/0', Fin: '0/0 -> Finance' })
    // And from another source.
    await tell(book, [entry({ name: 'x', part: 'datasets', fields: { name: 'x', ownerTeam: 'Fin' } })], {
      source: { format: 'datasets', name: 'wiki' },
    })
    await client.decisions.set({ changes: [{ key: 'c', field: 'ownerTeam', value: 'Fin' }] })
    expect(await owners(book)).toEqual({ Finance: '5/1', Fin: '0/0 -> Finance' })

    await client.decisions.undo({ groupId: merged.groupId! })
    expect(await owners(book)).toEqual({ Fin: '5/1' })
    await client.decisions.set({ changes: [{ key: 'c', field: 'ownerTeam', value: null }] })
    await tell(book, [], { source: { format: 'datasets', name: 'wiki' }, covers: [{ part: 'datasets', names: { kind: 'all' } }] })
    await tell(book, [owned('a', 'Fin'), owned('b', 'Finance'), owned('c', 'Ops', { steward: 'Fin' })])
    expect(await owners(book)).toEqual({ Fin: '1/1', Finance: '1/0', Ops: '1/0' })
  })

  test('goes on to where the other name was merged; taking a link of the chain back lets go what hung on it', async () => {
    const book = smallBook()
    await tell(book, [owned('a', 'A'), owned('b', 'B'), owned('c', 'C')])
    const client = connect(book)
    const first = await client.owners.merge({ from: 'A', into: 'B' })
    const second = await client.owners.merge({ from: 'B', into: 'C' })
    expect([ownerOf(book, 'a'), ownerOf(book, 'b')]).toEqual(['C', 'C'])
    await client.decisions.undo({ groupId: first.groupId! })
    expect([ownerOf(book, 'a'), ownerOf(book, 'b')]).toEqual(['A', 'C'])
    await client.owners.merge({ from: 'A', into: 'B' })
    expect(ownerOf(book, 'a')).toBe('C')
    await client.decisions.undo({ groupId: second.groupId! })
    expect([ownerOf(book, 'a'), ownerOf(book, 'b'), ownerOf(book, 'c')]).toEqual(['B', 'B', 'C'])
  })

  test('into itself, in a ring, twice, or of a name nobody goes by is refused', async () => {
    const book = smallBook()
    await tell(book, [owned('a', 'A'), owned('b', 'B'), owned('c', 'C')])
    const client = connect(book)
    await expect(client.owners.merge({ from: 'A', into: ' A ' })).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(client.owners.merge({ from: 'Z', into: 'A' })).rejects.toMatchObject({ code: 'not-found' })
    await client.owners.merge({ from: 'A', into: 'B' })
    await client.owners.merge({ from: 'B', into: 'C' })
    await expect(client.owners.merge({ from: 'A', into: 'B' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(client.owners.merge({ from: 'C', into: 'A' })).rejects.toMatchObject({ code: 'conflict' })
    expect(await owners(book)).toMatchObject({ C: '3/0', A: '0/0 -> B', B: '0/0 -> C' })
  })

  test('into a name that is new is how a team is renamed', async () => {
    const book = smallBook()
    await tell(book, [owned('a', 'Fin; drop "table"')])
    await connect(book).owners.merge({ from: 'Fin; drop "table"', into: 'Finance & Controlling' })
    expect(ownerOf(book, 'a')).toBe('Finance & Controlling')
  })

  test('is taken back by name, and only by its own commands', async () => {
    const book = smallBook()
    await tell(book, [owned('a', 'Fin'), owned('b', 'Finance')])
    const client = connect(book)
    const before = await owners(book)
    await expect(client.owners.split({ name: 'Fin' })).rejects.toMatchObject({ code: 'conflict' })
    await client.assets.create({ kind: 'owner', name: 'Fin' })
    await expect(client.decisions.set({ changes: [{ key: 'hand/owner.Fin', field: 'mergedInto', value: 'Fin' }] })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    await client.owners.merge({ from: 'Fin', into: 'Finance' })
    expect(await client.owners.split({ name: 'Fin', reason: 'two teams after all' })).toMatchObject({ count: 1 })
    expect(await owners(book)).toEqual(before)
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
  })
})
