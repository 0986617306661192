import { describe, expect, test } from 'vitest'
import { contract } from '#contract/index'
import { createClient, createDispatcher } from '#contract/kit'
import type { CatalogSnapshot } from '#core/reports/catalog-snapshot'
import { createPicks } from '#io/picks'
import { createTickets } from '#io/tickets'
import { withDatasetsAsOf } from './as-of.ts'
import { createAssetHandlers } from './assets.ts'
import { createDecisionHandlers } from './decisions.ts'
import { besideHere } from './testing/beside-here.ts'
import { createOwnerHandlers } from './owners.ts'
import { readCatalogSnapshot } from './report-snapshot.ts'
import { dataset as quotedDataset, entry, smallBook, type SmallBook, tell, thing } from './testing/small-book.ts'

const MOMENT = { asOfMs: 0, headHash: '' }
const HOUR = 3_600_000
const START = Date.UTC(2026, 2, 1)

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

/** Its relation as importers write it, without quotes, so that lists of the same table are recognised. */
const dataset = (name: string, { fields, ...told }: Parameters<typeof quotedDataset>[1] = {}) =>
  quotedDataset(name, { ...told, fields: { relation: `shop.main.${name}`, ...fields } })

const snapshotNow = ({ deps }: SmallBook, filter = {}): CatalogSnapshot =>
  readCatalogSnapshot(deps.read, deps.rules.current(deps.read), filter, MOMENT)
const snapshotAt = ({ deps }: SmallBook, asOfMs: number, filter = {}): CatalogSnapshot =>
  withDatasetsAsOf(deps.read, asOfMs, (db, rules) => readCatalogSnapshot(db, rules, filter, MOMENT))

/** Imports what a source says at an hour of the day; the book learns it then, or later. */
async function tellAt(
  book: SmallBook,
  hour: number,
  items: Parameters<typeof tell>[1],
  telling: Parameters<typeof tell>[2] = {},
): Promise<void> {
  book.clock.nowMs = START + hour * HOUR - 30_000 // a source is half a minute old when `tell` imports it
  await tell(book, items, telling)
}
const at = (hour: number): number => START + hour * HOUR
const short = (snapshot: CatalogSnapshot): string[] =>
  snapshot.datasets.map((found) => `${found.name} ${found.isRetired ? 'retired' : 'active'} ${found.ownerTeam ?? '-'}`).sort()

const LIST = (name: string) => ({ source: { format: 'datasets', name }, covers: [{ part: 'datasets', names: { kind: 'all' } }] }) as const
const listed = (
  name: string,
  fields: Record<string, string> = {},
  columns: { name: string; fields: Record<string, string> }[] | null = null,
) => entry({ name, part: 'datasets', fields: { name, relation: `shop.main.${name}`, ...fields }, columns })

describe('as of an instant', () => {
  test('datasets are as their sources told them then, and decided as people had by then', async () => {
    const book = smallBook()
    const client = connect(book)
    const team = (name: string, ownerTeam: string) => dataset(name, { fields: { ownerTeam } })
    await tellAt(book, 1, [team('a', 'One'), team('b', 'One')])
    await tellAt(book, 2, [team('a', 'Two'), team('c', 'One')])
    book.clock.nowMs = at(3)
    await client.decisions.set({ changes: [{ key: 'a', field: 'ownerTeam', value: 'Three' }] })
    book.clock.nowMs = at(4)
    await client.owners.merge({ from: 'One', into: 'Uno' })
    book.clock.nowMs = at(5)
    await client.decisions.set({ changes: [{ key: 'a', field: 'ownerTeam', value: null }] })

    expect(short(snapshotAt(book, at(0.5)))).toEqual([])
    expect(short(snapshotAt(book, at(1)))).toEqual(['a active One', 'b active One'])
    expect(short(snapshotAt(book, at(1.9)))).toEqual(['a active One', 'b active One'])
    expect(short(snapshotAt(book, at(2)))).toEqual(['a active Two', 'b retired One', 'c active One'])
    expect(short(snapshotAt(book, at(3)))).toEqual(['a active Three', 'b retired One', 'c active One'])
    expect(short(snapshotAt(book, at(4)))).toEqual(['a active Three', 'b retired Uno', 'c active Uno'])
    expect(short(snapshotAt(book, at(5)))).toEqual(['a active Two', 'b retired Uno', 'c active Uno'])
    expect(short(snapshotNow(book))).toEqual(short(snapshotAt(book, at(99))))
    // The filter looks at what was then.
    expect(short(snapshotAt(book, at(1), { ownerTeam: ['One'] }))).toEqual(['a active One', 'b active One'])
    expect(short(snapshotAt(book, at(2), { ownerTeam: ['One'], status: ['active'] }))).toEqual(['c active One'])
    expect(short(snapshotAt(book, at(1), { text: 'b' }))).toEqual(['b active One'])
  })

  test('a file that is older than what is known already tells of its own time only as far as nothing newer was learned', async () => {
    const book = smallBook()
    await tellAt(book, 1, [dataset('a', { fields: { ownerTeam: 'First' } })])
    await tellAt(book, 10, [dataset('a', { fields: { ownerTeam: 'Tenth' } })])
    // Learned last, from a file of five o'clock: the book believes it from then on.
    await tellAt(book, 5, [dataset('a', { fields: { ownerTeam: 'Fifth' } })])
    expect([1, 4, 5, 7, 12].map((hour) => short(snapshotAt(book, at(hour)))[0])).toEqual([
      'a active First',
      'a active First',
      'a active Fifth',
      'a active Fifth',
      'a active Fifth',
    ])
    expect(short(snapshotNow(book))).toEqual(['a active Fifth'])
  })

  test('each source stands with the import that counted then, and not before it told of anything', async () => {
    const book = smallBook()
    await tellAt(book, 1, [dataset('a')])
    await tellAt(book, 2, [listed('a')], LIST('wiki'))
    await tellAt(book, 3, [dataset('a', { fields: { description: 'Now told.' } })])
    const sources = (hour: number): string[] => snapshotAt(book, at(hour)).sources.map((source) => `${source.name} ${source.importId}`)
    expect([0, 1, 2, 3].map(sources)).toEqual([[], ['shop 1'], ['shop 1', 'wiki 2'], ['shop 3', 'wiki 2']])
    expect(snapshotAt(book, at(1)).datasets[0]).toMatchObject({ sourceNames: ['shop'], isDescribed: false })
    expect(snapshotAt(book, at(3)).datasets[0]).toMatchObject({ isDescribed: true })
  })

  test('what was said to be one thing later is two things before', async () => {
    const book = smallBook()
    const client = connect(book)
    await tellAt(book, 1, [dataset('a')])
    await tellAt(book, 2, [listed('other')], LIST('wiki'))
    book.clock.nowMs = at(3)
    await client.assets.setSame({ from: 'datasets:wiki/other', to: 'dbt:shop/model.shop.a', isSame: true })
    book.clock.nowMs = at(4)
    await client.assets.setSame({ from: 'datasets:wiki/other', to: 'dbt:shop/model.shop.a', isSame: false })
    expect([2, 3, 4].map((hour) => snapshotAt(book, at(hour)).datasets.length)).toEqual([2, 1, 2])
  })

  test('now, it is the book as it stands', async () => {
    const book = smallBook()
    const client = connect(book)
    const columns = [
      { name: 'id', fields: { description: 'Its number.', dataType: 'int' } },
      { name: 'mail', fields: {} },
    ]
    await tellAt(book, 1, [
      dataset('a', { columns }),
      dataset('b', { fields: { freshnessStatus: 'warn', maxLoadedAtMs: at(0) as unknown as string, tier: 'gold' } }),
      dataset('gone', { fields: { ownerTeam: 'Old' } }),
      thing('check', 'c1', { check: { datasetName: 'model.shop.a' } }),
      thing('check', 'c2', { check: { datasetName: 'model.shop.a', columnName: 'id' } }),
      thing('check', 'c3', { check: { datasetName: 'model.shop.b' } }),
      thing('check', 'lost', { check: { datasetName: 'model.shop.nothing' } }),
      thing('exposure', 'board', { upstream: ['model.shop.a'] }),
    ])
    await tellAt(book, 2, [listed('a', { description: 'One.' }), listed('x', { description: 'One.' })], LIST('wiki'))
    await tellAt(book, 3, [listed('a', { description: 'Two.' }), listed('x', { description: 'Two.' })], LIST('list'))
    await tellAt(book, 4, [
      dataset('a', { columns }),
      dataset('b', { fields: { freshnessStatus: 'error', maxLoadedAtMs: at(0) as unknown as string, tier: 'gold' } }),
      thing('check', 'c1', { check: { datasetName: 'model.shop.a' } }),
      thing('check', 'c3', { check: { datasetName: 'model.shop.b' } }),
    ])
    book.clock.nowMs = at(5)
    await client.assets.setSame({ from: 'datasets:wiki/x', to: 'datasets:list/x', isSame: false })
    await client.decisions.set({ changes: [{ key: 'b', field: 'classification', value: 'internal' }] })
    const now = snapshotNow(book)
    expect(now.datasets.map((found) => [found.name, found.checkCount, found.freshness, found.maxLoadedAtMs])).toContainEqual([
      'b',
      1,
      'late',
      at(0),
    ])
    expect(now.conflicts.length).toBeGreaterThan(0)
    for (const filter of [{}, { tier: ['gold'] }, { gap: ['no_tests' as const] }, { source: ['wiki'] }, { text: 'gone' }]) {
      const [one, other] = [snapshotNow(book, filter), snapshotAt(book, at(99), filter)].map((found) => ({
        ...found,
        datasets: [...found.datasets].sort((a, b) => (a.key < b.key ? -1 : 1)),
        conflicts: [...found.conflicts].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
      }))
      expect(other).toEqual(one)
    }
  })
})

describe('conflicts', () => {
  test('are listed with every claim that counts the same, of datasets and of their columns, until somebody decides', async () => {
    const book = smallBook()
    const client = connect(book)
    const column = (piiType: string) => [{ name: 'mail', fields: { piiType, meta: piiType } }]
    await tell(book, [listed('people', { description: 'Staff.' }, column('email'))], LIST('wiki'))
    await tell(book, [listed('people', { description: 'People.' }, column('name'))], LIST('list'))
    await tell(
      book,
      [entry({ name: 'people', part: 'schema', fields: { relation: 'shop.main.people', description: 'From the warehouse.' } })],
      {
        source: { format: 'schema', name: 'warehouse' },
      },
    )
    const claims = (first: string, second: string) => [
      { sourceName: 'wiki', value: first },
      { sourceName: 'list', value: second },
    ]
    const { conflicts } = snapshotNow(book)
    expect(conflicts.map(({ column, field, claims: said }) => ({ column, field, claims: said }))).toEqual([
      { column: null, field: 'description', claims: claims('Staff.', 'People.') },
      { column: 'mail', field: 'piiType', claims: claims('email', 'name') },
    ])
    expect(conflicts[0]).toMatchObject({ key: 'datasets:wiki/people', datasetName: 'people' })
    await client.decisions.set({
      changes: [
        { key: 'people', field: 'description', value: 'Everybody.' },
        { key: 'people', column: 'mail', field: 'piiType', value: 'email' },
      ],
    })
    expect(snapshotNow(book).conflicts).toEqual([])
  })

  test('of two names that people said are one are none', async () => {
    const book = smallBook()
    await tell(book, [listed('a', { ownerTeam: 'Fin' })], LIST('wiki'))
    await tell(book, [listed('a', { ownerTeam: 'Finance' })], LIST('list'))
    expect(snapshotNow(book).conflicts.map((conflict) => conflict.field)).toEqual(['ownerTeam'])
    await connect(book).owners.merge({ from: 'Fin', into: 'Finance' })
    expect(snapshotNow(book).conflicts).toEqual([])
  })

  test('tell two parts of one source apart, and withhold values of data', async () => {
    const book = smallBook()
    await tell(book, [
      dataset('a', { fields: { description: 'One.' } }),
      { ...dataset('a', { fields: { description: 'Like Ada, born 1815.' } }), part: 'groups', carriesValues: ['fields.description'] },
    ])
    expect(snapshotNow(book).conflicts[0]?.claims).toEqual([
      { sourceName: 'shop, groups', value: null },
      { sourceName: 'shop, manifest', value: 'One.' },
    ])
    expect(snapshotAt(book, book.clock.nowMs).conflicts).toEqual(snapshotNow(book).conflicts)
  })

  test('between sources of one name are told apart', async () => {
    const book = smallBook()
    await tell(book, [listed('a', { description: 'One.' })], LIST('wiki'))
    await tell(book, [listed('a', { description: 'Two.' })], LIST('list'))
    book.write.exec(`update source set name = 'lists', target = iif(identity = 'datasets:wiki', 'eu', null)`)
    const snapshot = snapshotNow(book)
    expect(snapshot.conflicts[0]?.claims.map((claim) => claim.sourceName)).toEqual(['lists (eu)', 'lists (datasets:list)'])
    expect(snapshot.sources.map((source) => source.name)).toEqual(['lists (eu)', 'lists (datasets:list)'])
  })

  test('of retired datasets are not for anybody to settle', async () => {
    const book = smallBook()
    await tell(book, [listed('a', { description: 'One.' })], LIST('wiki'))
    await tell(book, [listed('a', { description: 'Two.' })], LIST('list'))
    await tell(book, [], LIST('wiki'))
    await tell(book, [], LIST('list'))
    expect(snapshotNow(book)).toMatchObject({ conflicts: [], datasets: [{ isRetired: true }] })
  })
})
