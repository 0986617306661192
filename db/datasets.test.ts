import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WriteDb } from './connection.ts'
import { type AssetRow } from './current.ts'
import { rebuildFacetCounts } from './facet-counts.ts'
import { type Facet, FACETS } from './dataset-filter.ts'
import { countFacets } from './dataset-facets.ts'
import { countDatasets, type DatasetPage, type DatasetPosition, datasetPageQuery, type DatasetSort, listDatasets } from './datasets.ts'
import { type GivenRow, putAsset } from './testing/asset-rows.ts'
import { memoryBook } from './testing/memory-book.ts'

const maybe = <T>(values: readonly T[]) => fc.constantFrom<T | null>(...values, null)
const anyRow = fc.record({
  name: fc.constantFrom('orders', 'Orders', 'customers', 'raw_orders', 'ümsatz', 'a%b', 'x'),
  schema: maybe(['main', 'raw']),
  ownerTeam: maybe(['Core', 'core', 'Data']),
  steward: maybe(['Ada', 'Core']),
  domain: maybe(['sales', 'ops']),
  tier: maybe(['gold', 'silver', 'bronze', 'odd']),
  classification: maybe(['public', 'internal', 'confidential', 'restricted']),
  freshness: fc.constantFrom('on_time', 'late', 'unknown'),
  resourceType: maybe(['model', 'source']),
  status: fc.constantFrom('active' as const, 'active' as const, 'retired' as const),
  tags: fc.constantFrom('[]', '["pii"]', '["daily","pii"]'),
  sourceNames: fc.constantFrom('[]', '["shop"]', '["shop","dwh"]'),
  description: maybe(['what it is']),
  columnCount: fc.integer({ min: 0, max: 3 }),
  checkCount: fc.integer({ min: 0, max: 1 }),
  failingCheckCount: fc.integer({ min: 0, max: 2 }),
  hasConflict: fc.constantFrom(0, 1),
  lastSuccessfulRunMs: maybe([0, 5, 7]),
  rowCount: maybe([0, 1.5, 1e12]),
  kind: fc.constantFrom('dataset', 'dataset', 'dataset', 'exposure'),
})
const anyRows = fc.array(anyRow, { maxLength: 30 })

function choice(values: readonly string[]) {
  return fc.option(fc.subarray([...values]), { nil: undefined })
}
const anyFilter = fc.record({
  text: fc.option(fc.constantFrom('ord', 'ORDERS', 'main.or', 'raw ord', '%', 'zz', 'pii', '"', 'umsatz', 'what it', 'gol', 'cor sal'), {
    nil: undefined,
  }),
  domain: choice(['sales', 'ops', '']),
  tier: choice(['gold', '']),
  classification: choice(['public', 'restricted', '']),
  ownerTeam: choice(['Core', 'Data', '']),
  source: choice(['shop', 'dwh']),
  schema: choice(['main', '']),
  tag: choice(['pii', 'daily', '']),
  freshness: choice(['on_time', 'late']),
  resourceType: choice(['model', '']),
  status: choice(['active', 'retired']),
  gap: choice(['no_owner', 'not_described', 'not_classified', 'no_tests']),
  problem: choice(['failing_checks', 'conflict']),
  heldBy: choice(['Ada', 'Core']),
})
type Filter = Readonly<Record<Facet | 'heldBy', string[] | undefined>> & { readonly text: string | undefined }

/** The same rules said again in plain loops over the rows. */
const VALUES: Record<Facet, (row: AssetRow) => string[]> = {
  domain: (row) => [row.domain ?? ''],
  tier: (row) => [row.tier ?? ''],
  classification: (row) => [row.classification ?? ''],
  ownerTeam: (row) => [row.ownerTeam ?? ''],
  schema: (row) => [row.schema ?? ''],
  resourceType: (row) => [row.resourceType ?? ''],
  freshness: (row) => [row.freshness],
  status: (row) => [row.status],
  tag: (row) => JSON.parse(row.tags) as string[],
  source: (row) => JSON.parse(row.sourceNames) as string[],
  gap: (row) => [
    ...(row.ownerTeam === null ? ['no_owner'] : []),
    ...(row.description === null ? ['not_described'] : []),
    ...(row.classification === null ? ['not_classified'] : []),
    ...(row.checkCount === 0 ? ['no_tests'] : []),
  ],
  problem: (row) => [...(row.failingCheckCount > 0 ? ['failing_checks'] : []), ...(row.hasConflict === 1 ? ['conflict'] : [])],
}
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

function fits(row: AssetRow, filter: Filter, leaveOut?: Facet): boolean {
  if (row.kind !== 'dataset') return false
  if (leaveOut !== 'status' && (filter.status ?? []).length === 0 && row.status !== 'active') return false
  const holders = filter.heldBy ?? []
  if (holders.length > 0 && !holders.some((name) => row.ownerTeam === name || row.steward === name)) return false
  for (const facet of FACETS) {
    const wanted = facet === leaveOut ? [] : (filter[facet] ?? [])
    const has = VALUES[facet](row)
    const isNone = facet === 'tag' && has.length === 0 && wanted.includes('')
    if (wanted.length > 0 && !isNone && !wanted.some((value) => has.includes(value))) return false
  }
  const text = filter.text ?? ''
  if (text === '') return true
  if (
    text
      .toLowerCase()
      .split(' ')
      .every((piece) => row.sortName.includes(piece))
  )
    return true
  const words = (text.match(/[\p{L}\p{N}]+/gu) ?? []).map(plain)
  const told = [row.name, row.schema, row.description, row.domain, row.tier, row.ownerTeam, row.steward, row.relation]
  const own = [...told, ...(JSON.parse(row.tags) as string[])].flatMap((value) => plain(value ?? '').split(/[^\p{L}\p{N}]+/u))
  return words.length > 0 && words.every((word) => own.some((token) => token.startsWith(word)))
}

function fill(rows: readonly Omit<GivenRow, 'id'>[]): { db: WriteDb; all: AssetRow[] } {
  const db = memoryBook()
  const all = rows.map((row, index) => putAsset(db, { ...row, id: index + 1 } as GivenRow))
  rebuildFacetCounts(db)
  return { db, all }
}

const RANKS: Record<string, number> = { gold: 1, silver: 2, bronze: 3, public: 1, internal: 2, confidential: 3, restricted: 4 }
function sortValue(row: AssetRow, by: DatasetSort['by']): string | number | null {
  if (by === 'tier' || by === 'classification') return RANKS[row[by] ?? ''] ?? null
  if (by === 'ownerTeam' || by === 'domain') return row[by]?.toLowerCase() ?? null
  return by === 'name' ? row.sortName : row[by]
}
const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
const compare = (a: string | number, b: string | number): number =>
  typeof a === 'string' && typeof b === 'string' ? bytes(a, b) : Number(a) - Number(b)

function sorted(rows: readonly AssetRow[], { by, direction }: DatasetSort): AssetRow[] {
  const sign = direction === 'asc' ? 1 : -1
  return [...rows].sort((a, b) => {
    const [left, right] = [sortValue(a, by), sortValue(b, by)]
    if (by === 'name') return sign * (bytes(a.sortName, b.sortName) || a.id - b.id)
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1
    } else if (compare(left, right) !== 0) return sign * compare(left, right)
    return bytes(a.sortName, b.sortName) || a.id - b.id
  })
}

const SORTS: DatasetSort['by'][] = [
  'name',
  'ownerTeam',
  'domain',
  'tier',
  'classification',
  'columnCount',
  'lastSuccessfulRunMs',
  'rowCount',
]

describe('listDatasets', () => {
  it('gives, page after page, what a plain filter and sort give', () => {
    fc.assert(
      fc.property(
        anyRows,
        anyFilter,
        fc.constantFrom(...SORTS),
        fc.constantFrom('asc' as const, 'desc' as const),
        fc.integer({ min: 1, max: 5 }),
        (rows, filter, by, direction, limit) => {
          const { db, all } = fill(rows)
          const expected = sorted(
            all.filter((row) => fits(row, filter)),
            { by, direction },
          )
          const found: number[] = []
          let after: DatasetPosition | null = null
          for (;;) {
            const page = listDatasets(db, { filter, sort: { by, direction }, after, limit })
            found.push(...page.map((row) => row.id))
            const last = page.at(-1)
            if (last === undefined || page.length < limit) break
            after = { value: last.sortValue, name: last.sortName, id: last.id }
          }
          expect(found).toEqual(expected.map((row) => row.id))
          const middle = listDatasets(db, { filter, sort: { by, direction }, after: null, skip: limit, limit })
          expect(middle.map((row) => row.id)).toEqual(found.slice(limit, 2 * limit))
          expect(countDatasets(db, filter)).toBe(expected.length)
          db.close()
        },
      ),
      { numRuns: 150 },
    )
  })

  it('finds text wherever a search finds it, and takes signs for signs', () => {
    const { db } = fill([])
    const told = { description: 'One row per purchase', ownerTeam: 'Commerce', steward: 'Ada', domain: 'Sales', tier: 'gold' }
    putAsset(db, { id: 1, name: 'orders', schema: 'main', relation: '"shop"."main"."orders"', ...told }, ['customer_email', 'amount'])
    putAsset(db, { id: 2, name: 'x_100%_y' })
    const find = (text: string): number[] =>
      listDatasets(db, { filter: { text }, sort: { by: 'name', direction: 'asc' }, after: null, limit: 10 }).map((row) => row.id)
    expect(find('email')).toEqual([1])
    expect(find('shop')).toEqual([1])
    expect(find('purch')).toEqual([1])
    expect(find('commerce ada')).toEqual([1])
    expect(find('sales gold ema')).toEqual([1])
    expect(find('orders ema')).toEqual([1])
    expect(find('rder')).toEqual([1])
    expect(find('main.orders')).toEqual([1])
    expect(find('100%')).toEqual([2])
    expect(find('%')).toEqual([2])
    expect(find('orders AND email')).toEqual([])
    expect(find("' or 1=1 --")).toEqual([])
  })

  const plan = (db: WriteDb, page: DatasetPage): string => {
    const { text, params } = datasetPageQuery(page)
    return (db.prepare(`explain query plan ${text}`).all(params) as { detail: string }[]).map((row) => row.detail).join('\n')
  }
  const after = { value: null, name: 'main.x', id: 3 }

  it.each([
    ['first page', 'asc' as const, null],
    ['first page backwards', 'desc' as const, null],
    ['next page', 'asc' as const, after],
    ['next page backwards', 'desc' as const, after],
  ])('walks the index for the default list: %s', (_, direction, place) => {
    const { db } = fill([])
    const found = plan(db, { filter: {}, sort: { by: 'name', direction }, after: place, limit: 100 })
    expect(found).toContain('SEARCH asset USING INDEX asset_list')
    expect(found).not.toContain('TEMP B-TREE')
    if (place !== null) expect(found).toContain(direction === 'asc' ? 'sortName>?' : 'sortName<?')
  })

  it('counts past the rows before a far page in the index of the list', () => {
    const { db } = fill([])
    const found = plan(db, { filter: {}, sort: { by: 'name', direction: 'asc' }, after: null, skip: 90_000, limit: 100 })
    expect(found).toMatch(/COVERING INDEX asset_list/)
    expect(found).toMatch(/INTEGER PRIMARY KEY \(rowid=\?\)/)
  })

  it('walks the index with a filter as well', () => {
    const { db } = fill([])
    const found = plan(db, { filter: { text: 'ord', domain: ['sales'] }, sort: { by: 'name', direction: 'asc' }, after: null, limit: 100 })
    expect(found).toContain('SEARCH asset USING INDEX asset_list')
    expect(found).not.toContain('USE TEMP B-TREE FOR ORDER BY')
  })
})

describe('countFacets', () => {
  it('counts as a plain loop does; a choice does not narrow its own counts', () => {
    fc.assert(
      fc.property(anyRows, anyFilter, (rows, filter) => {
        const { db, all } = fill(rows)
        const found = countFacets(db, filter)
        for (const facet of FACETS) {
          const expected = new Map<string, number>()
          const isOwn = facet === 'status' || (filter[facet] ?? []).length > 0
          for (const row of all.filter((one) => fits(one, filter, isOwn ? facet : undefined))) {
            for (const value of VALUES[facet](row)) expected.set(value, (expected.get(value) ?? 0) + 1)
          }
          expect([facet, Object.fromEntries(found.get(facet) ?? [])]).toEqual([facet, Object.fromEntries(expected)])
        }
        db.close()
      }),
      { numRuns: 150 },
    )
  })

  it('reads the counters where nothing is filtered', () => {
    const { db } = fill([{ name: 'a', domain: 'sales' }])
    db.exec(`update facet_count set count = 7 where facet = 'domain'; update facet_count set count = 9 where facet = 'status'`)
    expect(countFacets(db, {}).get('domain')).toEqual(new Map([['sales', 7]]))
    expect(countDatasets(db, { text: '  ', domain: [] })).toBe(9)
  })
})
