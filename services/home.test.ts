import { expect, it } from 'vitest'
import type { HomeList } from '#contract/home'
import { home as shapes } from '#contract/home'
import { createClient, createDispatcher } from '#contract/kit'
import { bumpSeq } from '#db/book-file/info'
import { contract } from '#contract/index'
import type { IntakeItem } from '#core/importers/intake'
import type { Visit } from '#core/home/visit'
import { createDatasetHandlers } from './datasets.ts'
import { createDecisionHandlers } from './decisions.ts'
import { createHomeHandlers, type Looked, type Visits } from './home.ts'
import { type FailingBeside, readNewlyFailing } from './home/since.ts'
import { createOwnerHandlers } from './owners.ts'
import { createAssetHandlers } from './assets.ts'
import { createSettingsHandlers } from './settings.ts'
import { createSourceHandlers } from './sources.ts'
import { besideHere } from './testing/beside-here.ts'
import { dataset, type SmallBook, smallBook, tell, thing } from './testing/small-book.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** `askedBeside`: imports since which failing checks are looked for beside the thread that answers. */
function open(book: SmallBook, askedBeside: number[] = []) {
  const kept = new Map<string, Visit>()
  const visits: Visits = { read: (path) => kept.get(path), remember: (path, visit) => void kept.set(path, visit) }
  const keys = new Map<string, readonly string[]>()
  const looked: Looked = { read: (path) => keys.get(path) ?? [], remember: (path, all) => void keys.set(path, all) }
  const unused = (): never => {
    throw new Error('not used here')
  }
  const failingBeside: FailingBeside = (sinceImport) => {
    askedBeside.push(sinceImport)
    return Promise.resolve(structuredClone(readNewlyFailing(book.deps.read, sinceImport)))
  }
  const here = besideHere(book.deps)
  const { beside } = here
  const handlers = {
    home: createHomeHandlers(book.get, visits, looked, failingBeside),
    datasets: createDatasetHandlers(book.get, here),
    owners: createOwnerHandlers(book.get, here),
    assets: createAssetHandlers(book.get, beside),
    settings: createSettingsHandlers(book.get, unused),
    sources: createSourceHandlers({ book: book.get, jobs: unused, afterChange: unused, beside }),
    decisions: createDecisionHandlers(book.get, {} as never, {} as never, here),
  }
  const { home, datasets, owners, assets, settings, sources, decisions } = contract
  const part = { home, datasets, owners, assets, settings, sources, decisions }
  return createClient(
    part,
    createDispatcher(part, handlers, (error) => expect.fail(String(error))),
  )
}
type Client = ReturnType<typeof open>

/** What the list says when it is asked. */
async function rowsOf(client: Client, list: HomeList): Promise<number> {
  switch (list.kind) {
    case 'datasets': {
      const { items, total } = await client.datasets.list({ filter: list.filter, limit: 200 })
      expect(items).toHaveLength(total)
      return total
    }
    case 'sources':
      return (await client.sources.list({ only: 'stale' })).items.length
    case 'owners':
      return (await client.owners.list({ only: 'left' })).items.length
  }
}

async function expectSameAsLists(client: Client, scope: 'all' | 'mine'): Promise<void> {
  const today = await client.home.today({ scope })
  for (const { id, count, list } of today.tiles) {
    if (count !== null && list !== null) expect([id, count]).toEqual([id, await rowsOf(client, list)])
  }
  for (const { id, gaps, have, of } of today.coverage) {
    for (const { count, filter } of gaps) expect([id, count]).toEqual([id, await rowsOf(client, { kind: 'datasets', filter })])
    if (have !== null) expect([id, have + gaps.reduce((sum, { count }) => sum + count, 0)]).toEqual([id, of])
  }
}

const owned = (ownerTeam: string, more: object = {}) => ({ fields: { ownerTeam, ...more } })

/** Ten datasets, three of them Tester's, in every state there is. */
async function shop(): Promise<SmallBook> {
  const book = smallBook()
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
  await tell(book, [
    ...names.map((name, index) =>
      dataset(name, index < 3 ? owned('Tester', { description: 'd' }) : index < 6 ? owned('Sales', { classification: 'internal' }) : {}),
    ),
    thing('check', 'not_null_a', { check: { datasetName: 'model.shop.a' } }),
  ])
  return book
}

it('counts each thing that waits as its list does, for all and for one person', async () => {
  const book = await shop()
  const client = open(book)
  await client.assets.create({ kind: 'owner', name: 'Sales', fields: { hasLeft: true } })
  await client.assets.create({ kind: 'owner', name: 'Nobody', fields: { hasLeft: true } })
  await client.decisions.set({ changes: [{ key: 'dbt:shop/model.shop.j', field: 'steward', value: 'Tester' }] })
  book.clock.nowMs += 31 * DAY
  await expectSameAsLists(client, 'all')
  await expectSameAsLists(client, 'mine')

  const all = await client.home.today({})
  expect(all).toMatchObject({ scope: 'all', datasets: 10, mine: { name: 'Tester', datasets: 4 } })
  expect(Object.fromEntries(all.tiles.map(({ id, count }) => [id, count]))).toEqual({
    failing_checks: null,
    late: null,
    conflict: 0,
    stale_sources: 1,
    left_owners: 1,
    no_owner: 4,
    not_classified: 7,
    not_described: 7,
  })
  const mine = await client.home.today({ scope: 'mine' })
  expect(mine).toMatchObject({ scope: 'mine', datasets: 4 })
  expect(Object.fromEntries(mine.tiles.map(({ id, count }) => [id, count]))).toEqual({
    failing_checks: null,
    late: null,
    conflict: 0,
    no_owner: 1,
    not_classified: 4,
    not_described: 1,
  })
})

it('measures coverage against targets, and says where it cannot be told', async () => {
  const client = open(await shop())
  await client.settings.set({ coverageTargets: { owned: 60, described: 31, classified: 100, tested: 0, fresh: 50 } })
  const { coverage } = await client.home.today({})
  expect(coverage.map(({ id, have, of, share, target, isMet }) => [id, have, of, share, target, isMet])).toEqual([
    ['owned', 6, 10, 0.6, 0.6, true],
    ['described', 3, 10, 0.3, 0.31, false],
    ['classified', 3, 10, 0.3, 1, false],
    ['tested', 1, 10, 0.1, 0, true],
    ['fresh', null, 10, null, 0.5, null],
  ])
})

it('knows no “mine” where nothing in the catalog names the author', async () => {
  const book = smallBook()
  await tell(book, [dataset('a', owned('Sales'))])
  expect(await open(book).home.today({ scope: 'mine' })).toMatchObject({ scope: 'all', mine: null, datasets: 1 })
})

it('keeps all in one reply of an empty book, where no share can be told', async () => {
  const { tiles, coverage, sources } = await open(smallBook()).home.today({})
  expect(tiles.every(({ count }) => count === 0 || count === null)).toBe(true)
  expect(coverage.map(({ have, share, isMet }) => [have, share, isMet])).toEqual(Array(5).fill([null, null, null]))
  expect(sources).toEqual({ items: [], total: 0 })
})

it('tells what others and imports did since the last visit, through reloads and short breaks', async () => {
  const book = smallBook()
  const client = open(book)
  await tell(book, [dataset('a'), dataset('b')])
  await client.home.visit({})
  expect(await client.home.since({})).toEqual({ sinceMs: null, items: [], failing: { items: [], total: 0 }, hidden: 0 })
  const leftAtMs = book.clock.nowMs

  const as = (name: string): Client => open({ ...book, get: () => ({ ...book.deps, author: () => name }) })
  const set = (who: Client, key: string, value: string) =>
    who.decisions.set({ changes: [{ key: `dbt:shop/model.shop.${key}`, field: 'ownerTeam', value }] })
  await set(client, 'a', 'Mine')
  book.clock.nowMs += 5 * HOUR
  await set(as('Ada'), 'a', 'Sales')
  const { groupId } = await set(as('Ada'), 'b', 'Sales')
  await tell(book, [dataset('a')])
  await as('Bo').decisions.undo({ groupId })
  // Not here yet: it is still the visit before, of which no earlier one is known.
  expect((await client.home.since({})).sinceMs).toBe(null)

  await client.home.visit({})
  const since = await client.home.since({})
  expect(since.sinceMs).toBe(leftAtMs)
  expect(since.items.map((line) => [line.kind, line.author, 'count' in line ? line.count : 0])).toEqual([
    ['undo-decision', 'Bo', 1],
    ['import', 'Tester', 0],
    ['decide', 'Ada', 2],
  ])
  expect(since.hidden).toBe(0)
  expect(shapes.since.output.safeParse(since).success).toBe(true)
  const decided = since.items[2]
  const { items, total } = await client.decisions.list({
    groupIds: decided !== undefined && 'groupIds' in decided ? decided.groupIds : [0],
  })
  expect([total, items.map(({ assetName, value }) => [assetName, value])]).toEqual([
    2,
    [
      ['b', 'Sales'],
      ['a', 'Sales'],
    ],
  ])

  book.clock.nowMs += 3 * HOUR
  await client.home.visit({})
  expect(await client.home.since({})).toEqual(since)
  book.clock.nowMs += 4 * HOUR + 1
  await client.home.visit({})
  expect(await client.home.since({})).toEqual({
    sinceMs: book.clock.nowMs - 4 * HOUR - 1,
    items: [],
    failing: { items: [], total: 0 },
    hidden: 0,
  })
})

it('tells whose meta keys and which settings others changed, where numbers depend on it', async () => {
  const book = smallBook()
  const client = open(book)
  const ada = open({ ...book, get: () => ({ ...book.deps, author: () => 'Ada' }) })
  await tell(book, [dataset('a', { fields: { meta: { team: 'Core' } } })])
  await client.home.visit({})
  book.clock.nowMs += 5 * HOUR

  const mapping = [{ metaKey: 'team', scope: 'dataset' as const, field: 'ownerTeam' }]
  const asWas = (await client.settings.get({})).settings
  await client.sources.setMetaMapping({ sourceId: 1, mapping: [] })
  await ada.sources.setMetaMapping({ sourceId: 1, mapping })
  await ada.sources.setOptions({ sourceId: 1, name: 'shop', staleAfterDays: 3 })
  await ada.sources.setOptions({ sourceId: 1, staleAfterDays: 3, options: { complete: true } })
  await ada.sources.setOptions({ sourceId: 1, name: 'the shop' })
  await client.settings.set({ currency: 'USD' })
  await ada.settings.set({ ...asWas, currency: 'CHF', staleAfterDays: 14 })
  await ada.settings.set({ coverageTargets: { ...asWas.coverageTargets, owned: 50 } })
  await ada.settings.set({ bookName: 'Other', keepOriginalUpToMb: 5 })
  const entries = (): unknown => book.write.prepare('select count(*) from journal').pluck().get()
  const before = entries()
  await ada.settings.set({ bookName: 'Other' })
  await ada.sources.setOptions({ sourceId: 1, staleAfterDays: 3, options: { complete: true } })
  expect(entries()).toBe(before)

  await client.home.visit({})
  const { items, hidden } = await client.home.since({})
  const source = { sourceId: 1, name: 'the shop' }
  const by = { kind: 'settings', author: 'Ada', atMs: book.clock.nowMs }
  expect(items).toEqual([
    { ...by, source: null, changes: [{ name: 'coverageTargets', value: null }] },
    {
      ...by,
      source: null,
      changes: [
        { name: 'currency', value: 'CHF' },
        { name: 'staleAfterDays', value: 14 },
      ],
    },
    { ...by, source, changes: [{ name: 'importOptions', value: null }] },
    { ...by, source, changes: [{ name: 'staleAfterDays', value: 3 }] },
    { ...by, kind: 'mapping', source, mapped: 1 },
  ])
  expect(hidden).toBe(0)
  expect(shapes.since.output.safeParse(await client.home.since({})).success).toBe(true)
})

it('names the checks that fail now and did not at the last visit', async () => {
  const book = smallBook()
  const askedBeside: number[] = []
  const client = open(book, askedBeside)
  const shown = ['late', 'was', 'new', 'skipped']
  const things = [dataset('a'), ...shown.map((name) => thing('check', name, { check: { datasetName: 'model.shop.a' } }))]
  const run = (id: string, ...outcomes: string[]): IntakeItem[] => [
    { kind: 'run', externalId: id, pipelineName: 'dbt', command: null, startedAtMs: 1, endedAtMs: 2, status: 'success', extras: {} },
    ...shown.map(
      (name, index): IntakeItem => ({
        kind: 'run-result',
        runExternalId: id,
        name: `check.shop.${name}`,
        sourceStatus: outcomes[index] ?? '',
        outcome: (outcomes[index] ?? '') as 'pass',
        startedAtMs: Number(id),
        endedAtMs: Number(id),
        durationSeconds: 0,
        failures: null,
        message: null,
        rowsAffected: null,
        bytesProcessed: null,
        adapterResponse: {},
        extras: {},
        fileIndex: 0,
        position: id,
      }),
    ),
  ]
  await tell(book, [...things, ...run('1', 'pass', 'fail', 'pass', 'fail')])
  await client.home.visit({})
  book.clock.nowMs += 5 * HOUR
  await tell(book, [...things, ...run('2', 'pass', 'fail', 'error', 'skipped')])
  await client.home.visit({})
  expect((await client.home.since({})).failing).toEqual({
    items: [{ key: 'dbt:shop/check.shop.new', name: 'new', datasetKey: 'dbt:shop/model.shop.a', datasetName: 'a', schema: 'main' }],
    total: 1,
  })
  expect((await client.home.today({})).tiles[0]).toMatchObject({ id: 'failing_checks', count: 1 })
  await expectSameAsLists(client, 'all')
  book.write.exec(
    `insert into asset (kind, urn, status, name, sortName, tags, sourceNames, columnCount, piiColumnCount, describedColumnCount, checkCount,
       failingCheckCount, upstreamCount, downstreamCount, freshness, hasConflict, lastOutcome)
     with recursive n (n) as (select 1 union all select n + 1 from n where n < 2000)
     select 'check', n, 'active', n, n, '[]', '[]', 0, 0, 0, 0, 0, 0, 0, 'unknown', 0, 'fail' from n`,
  )
  bumpSeq(book.write)
  for (let again = 0; again < 2; again += 1)
    expect((await client.home.since({})).failing).toMatchObject({ items: [{ name: 'new' }], total: 1 })
  expect(askedBeside).toEqual([1])
})

it('says nothing of a file whose journal does not hold the mark', async () => {
  const book = smallBook()
  const visit: Visit = {
    since: { seq: 1, hash: 'of another file', importId: 0, atMs: 5 },
    seen: { seq: 2, hash: 'x', importId: 0, atMs: 9 },
  }
  const home = createHomeHandlers(
    book.get,
    { read: () => visit, remember: () => undefined },
    { read: () => [], remember: () => undefined },
    () => expect.unreachable(),
  )
  expect(await home.since({})).toEqual({ sinceMs: null, items: [], failing: { items: [], total: 0 }, hidden: 0 })
})

it('lists what was looked at last, as it is called now, each once and no more than eight', async () => {
  const book = smallBook()
  const client = open(book)
  const names = async (): Promise<string[]> => (await client.home.lookedAt({})).items.map(({ name }) => name)
  expect(await names()).toEqual([])
  await tell(
    book,
    ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name) => dataset(name)),
  )
  const lookAt = (name: string) => client.home.lookAt({ key: `dbt:shop/model.shop.${name}` })
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'c']) await lookAt(name)
  expect(await names()).toEqual(['c', 'i', 'h', 'g', 'f', 'e', 'd', 'b'])
  await client.decisions.set({ changes: [{ key: 'dbt:shop/model.shop.c', field: 'name', value: 'see' }] })
  await client.home.lookAt({ key: 'gone' })
  expect(await names()).toEqual(['see', 'i', 'h', 'g', 'f', 'e', 'd'])
})
