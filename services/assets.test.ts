import { describe, expect, test } from 'vitest'
import { contract } from '#contract/index'
import { createClient, createDispatcher } from '#contract/kit'
import { sql } from '#db/connection'
import { findAssetRow } from '#db/current'
import { findKeyByUrn } from '#db/keys'
import { createPicks } from '#io/picks'
import { createTickets } from '#io/tickets'
import { createAssetHandlers } from './assets.ts'
import { decide } from './decide.ts'
import { createDecisionHandlers } from './decisions.ts'
import { commit } from './deps.ts'
import { besideHere } from './testing/beside-here.ts'
import { rebuildAssets } from './rebuild.ts'
import { undoImport } from './importing/undo-import.ts'
import { verifyBook } from './journal.ts'
import { loadCurrentRules } from './rules.ts'
import { derivedDump } from './testing/logical-dump.ts'
import { dataset, entry, smallBook, type SmallBook, tell, thing } from './testing/small-book.ts'

function connect(book: SmallBook) {
  const parts = { assets: contract.assets, decisions: contract.decisions }
  const now = (): number => 0
  const picks = createPicks({ root: null, tempRoot: '/nowhere', now, randomId: () => 'id' })
  const handlers = {
    assets: createAssetHandlers(book.get, besideHere(book.deps).beside),
    decisions: createDecisionHandlers(book.get, picks, createTickets({ now, randomId: () => 'id' }), besideHere(book.deps)),
  }
  const dispatch = createDispatcher(parts, handlers, (error) => {
    throw error
  })
  return createClient(parts, dispatch)
}

const valueOf = (asset: { fields: readonly { field: string; value: unknown }[] }, name: string): unknown =>
  asset.fields.find((field) => field.field === name)?.value
const assetOf = (book: SmallBook, urn: string): number | undefined => findKeyByUrn(book.deps.read, urn)?.assetId
const rowOf = (book: SmallBook, urn: string): ReturnType<typeof findAssetRow> => {
  const id = assetOf(book, urn)
  return id === undefined ? undefined : findAssetRow(book.deps.read, id)
}

/** The oracle: what is derived, made again from nothing. */
function expectDerivedAsFromNothing(book: SmallBook): void {
  const before = derivedDump(book.deps.read)
  const fresh = book.write
  const ids = fresh.prepare('select distinct assetId id from asset_key').all() as { id: number }[]
  fresh.exec('begin')
  for (const table of [
    'asset',
    'asset_column',
    'edge',
    'asset_tag',
    'asset_term',
    'asset_search',
    'asset_name_search',
    'search_doc',
    'facet_count',
  ])
    fresh.exec(`delete from ${table}`)
  rebuildAssets(
    fresh,
    loadCurrentRules(fresh),
    ids.map(({ id }) => id),
  )
  // A link needs both ends, so what came first is looked at again.
  rebuildAssets(
    fresh,
    loadCurrentRules(fresh),
    ids.map(({ id }) => id),
  )
  const after = derivedDump(fresh)
  fresh.exec('rollback')
  expect(before).toBe(after)
}

describe('assets by kind', () => {
  test('are listed page by page, found by a piece of their name, and read with their neighbours', async () => {
    const book = smallBook()
    await tell(book, [
      dataset('orders'),
      ...['weekly board', 'daily board', 'monthly sums'].map((name) => thing('exposure', name, { upstream: ['model.shop.orders'] })),
      thing('metric', 'revenue', { upstream: ['model.shop.orders'], extras: { agg: 'sum' } }),
    ])
    const client = connect(book)
    const first = await client.assets.list({ kind: 'exposure', limit: 2 })
    expect([first.total, first.items.map((item) => item.name)]).toEqual([3, ['daily board', 'monthly sums']])
    const second = await client.assets.list({ kind: 'exposure', limit: 2, cursor: first.nextCursor! })
    expect([second.nextCursor, second.items.map((item) => item.name)]).toEqual([null, ['weekly board']])
    const found = await client.assets.list({ kind: 'exposure', text: 'BOARD y' })
    expect([found.total, found.items.map((item) => item.name)]).toEqual([2, ['daily board', 'weekly board']])
    await expect(client.assets.list({ kind: 'metric', cursor: first.nextCursor! })).rejects.toMatchObject({ code: 'invalid-input' })

    expect(first.items[0]).toMatchObject({ description: null, ownerTeam: null })
    expect(await client.assets.kinds({})).toEqual({
      items: [
        { kind: 'exposure', count: 3 },
        { kind: 'metric', count: 1 },
      ],
    })

    const metric = await client.assets.get({ key: 'revenue' })
    expect(metric.asset).toMatchObject({ key: 'dbt:shop/metric.shop.revenue', kind: 'metric', status: 'active' })
    expect(metric.upstream.map((ref) => ref.key)).toEqual(['dbt:shop/model.shop.orders'])
    expect(metric.extras).toEqual({ shop: { manifest: { agg: 'sum' } } })
    expect(metric.fields.find((field) => field.field === 'name')?.provenance).toMatchObject({ kind: 'fact', sourceName: 'shop' })
    const orders = await client.assets.get({ key: 'orders' })
    expect(orders.downstream).toHaveLength(4)
  })
})

describe('what an asset is about', () => {
  test('is the dataset a check looks at, or the one an issue names', async () => {
    const book = smallBook()
    await tell(book, [
      dataset('orders'),
      thing('check', 'not_null_id', { check: { datasetName: 'model.shop.orders', columnName: 'id' } }),
      thing('check', 'adds_up', { check: { datasetName: 'model.shop.orders' } }),
      thing('check', 'lost', { check: { datasetName: 'model.shop.nothing' } }),
    ])
    const client = connect(book)
    const about = async (key: string) => {
      const found = (await client.assets.get({ key })).about
      return found === null ? null : [found.dataset.key, found.column]
    }
    expect(await about('not_null_id')).toEqual(['dbt:shop/model.shop.orders', 'id'])
    expect(await about('adds_up')).toEqual(['dbt:shop/model.shop.orders', null])
    expect(await about('lost')).toBeNull()
    const issue = async (name: string): Promise<string> =>
      (await client.assets.create({ kind: 'issue', name: `of ${name}`, fields: { dataset: name } })).key
    expect(await about(await issue('orders'))).toEqual(['dbt:shop/model.shop.orders', null])
    expect(await about(await issue('nowhere'))).toBeNull()
    expect(await about('orders')).toBeNull()
  })
})

describe('an asset made by hand', () => {
  test('exists by decision, with checked fields, and can be removed and made again', async () => {
    const book = smallBook()
    const client = connect(book)
    const { key } = await client.assets.create({
      kind: 'term',
      name: 'Net Revenue',
      fields: { description: ' After returns. ', synonyms: ['NR', 'NR'] },
      reason: 'agreed',
    })
    expect(key).toBe('hand/term.net-revenue')
    const term = await client.assets.get({ key })
    expect(term.asset).toMatchObject({ name: 'Net Revenue', kind: 'term' })
    expect([valueOf(term, 'description'), valueOf(term, 'synonyms')]).toEqual(['After returns.', ['NR']])
    expect(term.fields[0]?.provenance).toMatchObject({ kind: 'decision', author: 'Tester', reason: 'agreed' })
    expect((await client.assets.list({ kind: 'term' })).total).toBe(1)

    await client.assets.remove({ key, reason: 'not used' })
    expect((await client.assets.list({ kind: 'term' })).total).toBe(0)
    await expect(client.assets.get({ key })).rejects.toMatchObject({ code: 'not-found' })
    // Made again, it wakes with what was decided on it.
    expect(await client.assets.create({ kind: 'term', name: 'Net Revenue' })).toMatchObject({ key })
    expect(valueOf(await client.assets.get({ key }), 'description')).toBe('After returns.')
    expectDerivedAsFromNothing(book)
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
  })

  test('one undo takes the whole of it back', async () => {
    const book = smallBook()
    const client = connect(book)
    await client.assets.create({ kind: 'domain', name: 'Größe & Co.', fields: { ownerTeam: 'Ops' } })
    expect(rowOf(book, 'hand/domain.Größe & Co.')).toMatchObject({ name: 'Größe & Co.', ownerTeam: 'Ops' })
    const { items } = await client.decisions.list({})
    await client.decisions.undo({ groupId: items[0]!.groupId })
    expect((await client.assets.list({ kind: 'domain' })).total).toBe(0)
    expect(await client.assets.create({ kind: 'domain', name: 'Größe & Co.' })).toMatchObject({ key: 'hand/domain.Größe & Co.' })
  })

  test('owners and domains keep their exact name in the key; other names that make one key get a number', async () => {
    const client = connect(smallBook())
    expect(await client.assets.create({ kind: 'owner', name: 'Data Team/EU' })).toMatchObject({ key: 'hand/owner.Data Team/EU' })
    expect(await client.assets.create({ kind: 'term', name: 'Gross margin' })).toMatchObject({ key: 'hand/term.gross-margin' })
    expect(await client.assets.create({ kind: 'term', name: 'Gross-Margin' })).toMatchObject({ key: 'hand/term.gross-margin-2' })
    expect(await client.assets.create({ kind: 'issue', name: 'Late again' })).toMatchObject({ key: 'hand/issue.late-again' })
    expect(await client.assets.create({ kind: 'issue', name: 'Late again' })).toMatchObject({ key: 'hand/issue.late-again-2' })
    await expect(client.assets.create({ kind: 'owner', name: 'Data Team/EU' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(client.assets.create({ kind: 'tag', name: '!!!' })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  test.each([
    [{ kind: 'term', fields: { termStatus: 'maybe' } }, 'termStatus'],
    [{ kind: 'owner', fields: { mergedInto: 'Other' } }, 'mergedInto'],
    [{ kind: 'tag', fields: { noSuchField: 'x' } }, 'noSuchField'],
  ] as const)('%j is refused, and nothing is made', async (made, field) => {
    const book = smallBook()
    const client = connect(book)
    await expect(client.assets.create({ ...made, name: 'Any' })).rejects.toMatchObject({ code: 'invalid-input', details: { field } })
    expect((await client.assets.list({ kind: made.kind })).total).toBe(0)
    expect((await client.decisions.list({})).total).toBe(0)
  })

  test('what a source tells of is not removed', async () => {
    const book = smallBook()
    await tell(book, [thing('exposure', 'board'), dataset('orders')])
    const client = connect(book)
    await expect(client.assets.remove({ key: 'board' })).rejects.toMatchObject({ code: 'conflict', details: { sources: ['shop'] } })
    await tell(book, [dataset('orders')])
    await expect(client.assets.remove({ key: 'board' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('history'),
    })
  })
})

const WIKI = { source: { format: 'datasets', name: 'wiki' }, covers: [{ part: 'datasets', names: { kind: 'all' } }] } as const
const listed = (name: string, fields: Record<string, string> = {}) => entry({ name, part: 'datasets', fields: { name, ...fields } })
const ORDERS = 'dbt:shop/model.shop.orders'
const PAGE = 'datasets:wiki/Orders'

/** orders (with a check and a dataset below it) in dbt, the same thing under another name in a list. */
async function twoSources(): Promise<SmallBook> {
  const book = smallBook()
  await tell(book, [
    dataset('orders'),
    dataset('sums', { upstream: ['model.shop.orders'] }),
    thing('check', 'not_null_orders', { check: { datasetName: 'model.shop.orders' } }),
  ])
  await tell(book, [listed('Orders', { description: 'From the wiki.' })], WIKI)
  return book
}

describe('two keys that are one thing', () => {
  test('are one asset with the links, checks and words of both, and two again after undo', async () => {
    const book = await twoSources()
    const client = connect(book)
    const before = derivedDump(book.deps.read)
    const { groupId } = await client.assets.setSame({ from: ORDERS, to: PAGE, isSame: true, reason: 'same table' })
    expect(assetOf(book, ORDERS)).toBe(assetOf(book, PAGE))
    expect(rowOf(book, PAGE)).toMatchObject({
      urn: ORDERS,
      description: 'From the wiki.',
      downstreamCount: 1,
      checkCount: 1,
      sourceNames: '["shop","wiki"]',
    })
    expect((await client.assets.list({ kind: 'dataset' })).total).toBe(2)
    expectDerivedAsFromNothing(book)
    const { items } = await client.decisions.list({})
    expect(items[0]).toMatchObject({ key: ORDERS, field: 'sameAs', value: PAGE, reason: 'same table' })
    expect(items[0]?.groupId).toBe(groupId)
    await client.decisions.undo({ groupId: groupId! })
    expect(derivedDump(book.deps.read)).toBe(before)
    expectDerivedAsFromNothing(book)
  })

  test('are two again by another word, whichever of them is named first', async () => {
    const book = await twoSources()
    const client = connect(book)
    const before = derivedDump(book.deps.read)
    for (const [from, to] of [
      [ORDERS, PAGE],
      [PAGE, ORDERS],
    ] as const) {
      await client.assets.setSame({ from: PAGE, to: ORDERS, isSame: true })
      expect(assetOf(book, ORDERS)).toBe(assetOf(book, PAGE))
      await client.assets.setSame({ from, to, isSame: false })
      expect(derivedDump(book.deps.read)).toBe(before)
      await expect(client.assets.setSame({ from, to, isSame: false })).rejects.toMatchObject({ code: 'conflict' })
    }
  })

  test('stay one when either source is undone and imported again', async () => {
    for (const undone of ['dbt', 'wiki'] as const) {
      const book = smallBook()
      const tellShop = () => tell(book, [dataset('orders'), dataset('sums', { upstream: ['model.shop.orders'] })])
      const tellWiki = () => tell(book, [listed('Orders')], WIKI)
      const imports = { dbt: await tellShop(), wiki: await tellWiki() }
      await connect(book).assets.setSame({ from: PAGE, to: ORDERS, isSame: true })
      undoImport(book.write, loadCurrentRules(book.write), { importId: imports[undone], newer: 'refuse', author: 'Tester', atMs: 0 })
      await (undone === 'dbt' ? tellShop() : tellWiki())
      expect(assetOf(book, ORDERS)).toBe(assetOf(book, PAGE))
      expect(rowOf(book, ORDERS)).toMatchObject({ downstreamCount: 1, status: 'active' })
      expectDerivedAsFromNothing(book)
    }
  })

  test('found by their relation are parted by a word and together again when it is taken back', async () => {
    const book = smallBook()
    await tell(book, [dataset('orders'), dataset('sums', { upstream: ['model.shop.orders'] })])
    await tell(book, [listed('Orders', { relation: '"SHOP"."main"."orders"' })], WIKI)
    const client = connect(book)
    expect(assetOf(book, PAGE)).toBe(assetOf(book, ORDERS))
    const together = derivedDump(book.deps.read)
    await client.assets.setSame({ from: ORDERS, to: PAGE, isSame: false })
    expect(assetOf(book, PAGE)).not.toBe(assetOf(book, ORDERS))
    expect((await client.assets.list({ kind: 'dataset' })).total).toBe(3)
    expectDerivedAsFromNothing(book)
    await client.decisions.undo({ groupId: (await client.decisions.list({})).items[0]!.groupId })
    expect(derivedDump(book.deps.read)).toBe(together)
  })

  test('taken back, many at once, each finds what its own relation says', async () => {
    const book = smallBook()
    const names = ['orders', 'sums', 'other']
    await tell(book, [...names.map((name) => dataset(name)), dataset('late', { fields: { relation: 'shop.elsewhere' } })])
    await tell(
      book,
      names.map((name) => listed(name, { relation: `"shop"."MAIN"."${name}"` })),
      WIKI,
    )
    const together = derivedDump(book.deps.read)
    const pages = sql<{ urn: string }>(book.deps.read, `select urn from asset_key where urn like '%wiki%' order by id`).all()
    const say = (value: string | null) =>
      commit(book.deps, [], (write) =>
        decide(
          book.deps,
          write,
          pages.map(({ urn }) => ({ subject: urn, column: '', field: 'sameAs', value })),
          '',
        ),
      )
    say('')
    expect(new Set(pages.map(({ urn }) => assetOf(book, urn))).size).toBe(3)
    expectDerivedAsFromNothing(book)
    say(null)
    expect(derivedDump(book.deps.read)).toBe(together)
    expectDerivedAsFromNothing(book)
  })

  test('parted by a word stay parted when the source of the other is undone and imported again', async () => {
    const book = smallBook()
    const tellShop = () => tell(book, [dataset('orders')])
    const shopImport = await tellShop()
    await tell(book, [listed('Orders', { relation: '"shop"."main"."orders"' })], WIKI)
    await connect(book).assets.setSame({ from: ORDERS, to: PAGE, isSame: false })
    undoImport(book.write, loadCurrentRules(book.write), { importId: shopImport, newer: 'refuse', author: 'Tester', atMs: 0 })
    await tellShop()
    expect(assetOf(book, PAGE)).not.toBe(assetOf(book, ORDERS))
    expectDerivedAsFromNothing(book)
  })

  test('take along what was one with them, and one undo gives it back', async () => {
    const book = smallBook()
    await tell(book, [dataset('orders')])
    await tell(book, [listed('Orders', { relation: '"shop"."main"."orders"' }), listed('Verkäufe')], WIKI)
    const client = connect(book)
    const before = derivedDump(book.deps.read)
    await client.assets.setSame({ from: ORDERS, to: 'datasets:wiki/Verkäufe', isSame: true })
    expect(new Set([ORDERS, PAGE, 'datasets:wiki/Verkäufe'].map((urn) => assetOf(book, urn))).size).toBe(1)
    expectDerivedAsFromNothing(book)
    await client.decisions.undo({ groupId: (await client.decisions.list({})).items[0]!.groupId })
    expect(derivedDump(book.deps.read)).toBe(before)
  })

  test('the first of three may leave; the other two stay together', async () => {
    const book = smallBook()
    await tell(book, [dataset('a'), dataset('b'), dataset('c')])
    const client = connect(book)
    const [a, b, c] = ['a', 'b', 'c'].map((name) => `dbt:shop/model.shop.${name}`) as [string, string, string]
    const before = derivedDump(book.deps.read)
    await client.assets.setSame({ from: b, to: a, isSame: true })
    await client.assets.setSame({ from: c, to: a, isSame: true })
    await client.decisions.set({ changes: [{ key: a, field: 'description', value: 'Of the first.' }] })
    // The decision on the first key is said of the first key only.
    await client.assets.setSame({ from: b, to: c, isSame: false })
    await client.assets.setSame({ from: c, to: a, isSame: false })
    expect(new Set([a, b, c].map((urn) => assetOf(book, urn))).size).toBe(3)
    expect([rowOf(book, a)?.description, rowOf(book, c)?.description]).toEqual(['Of the first.', null])
    await client.decisions.set({ changes: [{ key: a, field: 'description', value: null }] })
    expect(derivedDump(book.deps.read)).toBe(before)
    expectDerivedAsFromNothing(book)
  })

  test('must be two of one kind, and not one already', async () => {
    const book = smallBook()
    await tell(book, [dataset('orders'), dataset('sums'), thing('metric', 'revenue')])
    const client = connect(book)
    const sums = 'dbt:shop/model.shop.sums'
    await expect(client.assets.setSame({ from: ORDERS, to: 'orders', isSame: true })).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(client.assets.setSame({ from: ORDERS, to: 'revenue', isSame: true })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('metric'),
    })
    await expect(client.assets.setSame({ from: ORDERS, to: 'nothing', isSame: true })).rejects.toMatchObject({ code: 'not-found' })
    await client.assets.setSame({ from: ORDERS, to: sums, isSame: true })
    await expect(client.assets.setSame({ from: sums, to: ORDERS, isSame: true })).rejects.toMatchObject({ code: 'conflict' })
  })
})
