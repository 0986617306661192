import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildCatalogReport } from './catalog.ts'
import type { CatalogSnapshot, DatasetForReport } from './catalog-snapshot.ts'
import { type Cell, Report, type ReportTable } from './document.ts'
import { SHOP_SNAPSHOT } from './fixtures/shop-snapshot.ts'
import { limitRows } from './table.ts'

const tableOf = (report: Report, id: string): ReportTable => {
  const found = report.sections.flatMap((section) => section.blocks).find((block) => block.kind === 'table' && block.id === id)
  if (found?.kind !== 'table') throw new Error(`no table ${id}`)
  return found
}
const rowsOf = (report: Report, id: string): Cell[][] => tableOf(report, id).rows
const cell = (table: ReportTable, row: Cell[], name: string): Cell => row[table.columns.findIndex((column) => column.name === name)] ?? null

describe('the shop, counted by hand', () => {
  const report = buildCatalogReport(SHOP_SNAPSHOT)

  test('what exists: five active, one retired, counted once per place and once per source', () => {
    const [figures] = report.sections[0]!.blocks
    expect(figures).toMatchObject({ items: [{ value: 5 }, { value: 1 }, { value: 14 }, { value: 8 }, { value: 2 }] })
    expect(rowsOf(report, 'by-resource-type')).toEqual([
      ['model', 2, 1],
      ['source', 2, 0],
      ['(not said)', 1, 0],
    ])
    expect(rowsOf(report, 'by-schema')).toEqual([
      ['postgres', 'marts', 2, 1],
      ['postgres', 'raw', 2, 0],
      ['(not said)', '(no schema)', 1, 0],
    ])
    expect(rowsOf(report, 'by-source')).toEqual([
      ['by hand', 1, 0],
      ['shop', 4, 1],
      ['warehouse', 1, 0],
    ])
  })

  test('coverage of all', () => {
    expect(rowsOf(report, 'coverage-overall').map(([label, , ...counts]) => [label, ...counts])).toEqual([
      ['Owned', 3, 5, 0.6],
      ['Described', 2, 5, 0.4],
      ['Classified', 2, 5, 0.4],
      ['Tested', 3, 5, 0.6],
      ['Fresh: on time', 1, 5, 0.2],
      ['Fresh: late', 1, 5, 0.2],
      ['Fresh: cannot tell', 3, 5, 0.6],
      ['Columns described', 7, 14, 0.5],
    ])
  })

  test('coverage by domain and tier, shares and the counts behind them', () => {
    expect(rowsOf(report, 'coverage-by-domain')).toEqual([
      ['finance', 1, 1, 0, 0, 1, 1, 0, 0, 1 / 2],
      ['sales', 2, 1, 1, 1, 1, 0, 0, 1, 6 / 7],
      ['(no domain)', 2, 0, 0, 0, 0, 0, 1 / 2, 1 / 2, 0],
    ])
    expect(rowsOf(report, 'counts-by-domain')).toEqual([
      ['finance', 1, 1, 0, 0, 1, 1, 0, 0, 2, 1],
      ['sales', 2, 2, 2, 2, 2, 0, 0, 2, 7, 6],
      ['(no domain)', 2, 0, 0, 0, 0, 0, 1, 1, 5, 0],
    ])
    expect(rowsOf(report, 'coverage-by-tier')).toEqual([
      ['gold', 2, 1, 1, 1, 1, 0, 0, 1, 6 / 7],
      ['bronze', 2, 1 / 2, 0, 0, 1 / 2, 1 / 2, 1 / 2, 0, 1 / 7],
      ['(no tier)', 1, 0, 0, 0, 0, 0, 0, 1, null],
    ])
  })

  test('gaps name dataset, schema, owner and what is missing, by place', () => {
    expect(rowsOf(report, 'no-owner')).toEqual([
      ['=price|list <b>"2026"</b>', null, null, 'owner team'],
      ['orders', 'raw', null, 'owner team'],
    ])
    expect(tableOf(report, 'no-owner').keys).toEqual(['hand/dataset.price-list', 'dbt:shop/source.shop.raw.orders'])
    expect(rowsOf(report, 'late')).toEqual([['orders', 'raw', null, 'data newer than 2026-11-16T06:00:00.000Z']])
    expect(rowsOf(report, 'columns-not-described')).toEqual([
      ['orders', 'marts', 'Commerce', 'descriptions of 1 of 4 columns'],
      ['orders', 'raw', null, 'descriptions of 5 of 5 columns'],
      ['payments', 'raw', 'Platform', 'descriptions of 1 of 2 columns'],
    ])
    expect(rowsOf(report, 'freshness-unknown')).toHaveLength(3)
  })

  test('conflicts: one row per claim, a withheld value is said to be withheld', () => {
    expect(rowsOf(report, 'conflicts')).toEqual([
      ['customers', 'marts', 'e_mail', 'PII type', 'shop', 'email'],
      ['customers', 'marts', 'e_mail', 'PII type', 'warehouse', '@mail\nof a person'],
      ['orders', 'marts', null, 'Tags', 'shop', '["daily","a,b"]'],
      ['orders', 'marts', null, 'Tags', 'warehouse', '(withheld: it carries values of data)'],
    ])
  })

  test('the head says scope, population, sources and rule packs', () => {
    expect(report.head).toMatchObject({ scope: 'all datasets', population: 5, populationOf: 'active datasets', headHash: 'f'.repeat(64) })
    expect(report.head.sources.map((source) => source.name)).toEqual(['shop', 'warehouse'])
    expect(buildCatalogReport({ ...SHOP_SNAPSHOT, filterWords: ['domain is sales', 'tier is gold'] }).head.scope).toBe(
      'domain is sales; tier is gold',
    )
  })

  test('nothing in scope: no share can be told, none is zero', () => {
    const empty = buildCatalogReport({ ...SHOP_SNAPSHOT, datasets: [], conflicts: [] })
    expect(rowsOf(empty, 'coverage-overall').map((row) => row.at(-1))).toEqual(Array(8).fill(null))
    expect(Report.parse(empty)).toEqual(empty)
  })
})

const word = fc.constantFrom('a', 'b', 'Ä', '(no domain)', 'zz')
const dataset: fc.Arbitrary<Omit<DatasetForReport, 'key'>> = fc
  .record({
    name: word,
    schema: fc.option(word),
    platform: fc.option(word),
    resourceType: fc.option(word),
    sourceNames: fc.array(word, { maxLength: 3 }),
    isRetired: fc.boolean(),
    ownerTeam: fc.option(word),
    domain: fc.option(word),
    tier: fc.option(fc.constantFrom('gold', 'silver', 'bronze')),
    classification: fc.option(fc.constantFrom('public', 'internal')),
    isDescribed: fc.boolean(),
    columnCount: fc.nat(5),
    describedColumnCount: fc.nat(5),
    checkCount: fc.nat(2),
    freshness: fc.constantFrom('on_time', 'late', 'unknown'),
    maxLoadedAtMs: fc.option(fc.integer()),
  })
  .map((made) => ({ ...made, describedColumnCount: Math.min(made.columnCount, made.describedColumnCount) }))
const snapshot: fc.Arbitrary<CatalogSnapshot> = fc
  .array(dataset, { maxLength: 15 })
  .map((datasets) => ({ ...SHOP_SNAPSHOT, datasets: datasets.map((made, index) => ({ ...made, key: `k${index}` })) }))

describe('for any snapshot', () => {
  test('the order of its lists has no influence, and the document is of its schema', () => {
    fc.assert(
      fc.property(snapshot, (made) => {
        const report = buildCatalogReport(made)
        const reversed = {
          ...made,
          datasets: [...made.datasets].reverse(),
          sources: [...made.sources].reverse(),
          conflicts: [...made.conflicts].reverse(),
        }
        expect(buildCatalogReport(reversed)).toEqual(report)
        expect(Report.parse(report)).toEqual(report)
      }),
    )
  })

  test('counts tie: parts add up to the whole, a gap list has as many rows as its measure lacks', () => {
    fc.assert(
      fc.property(snapshot, (made) => {
        const report = buildCatalogReport(made)
        const population = made.datasets.filter((item) => !item.isRetired).length
        const overall = new Map(rowsOf(report, 'coverage-overall').map((row) => [row[0], Number(row[2])]))
        const have = (label: string): number => overall.get(label) ?? Number.NaN
        expect(have('Fresh: on time') + have('Fresh: late') + have('Fresh: cannot tell')).toBe(population)
        for (const id of ['counts-by-domain', 'counts-by-tier']) {
          const table = tableOf(report, id)
          const sum = (name: string): number => table.rows.reduce((total, row) => total + Number(cell(table, row, name)), 0)
          expect(sum('datasets')).toBe(population)
          expect([sum('owned'), sum('described'), sum('classified'), sum('tested')]).toEqual(
            ['Owned', 'Described', 'Classified', 'Tested'].map(have),
          )
          expect([sum('onTime'), sum('late'), sum('freshnessUnknown'), sum('columnsDescribed')]).toEqual(
            ['Fresh: on time', 'Fresh: late', 'Fresh: cannot tell', 'Columns described'].map(have),
          )
        }
        const gaps = { 'no-owner': 'Owned', 'not-described': 'Described', 'not-classified': 'Classified', 'no-tests': 'Tested' }
        for (const [id, label] of Object.entries(gaps)) expect(rowsOf(report, id)).toHaveLength(population - have(label))
        expect(rowsOf(report, 'late')).toHaveLength(have('Fresh: late'))
        expect(rowsOf(report, 'freshness-unknown')).toHaveLength(have('Fresh: cannot tell'))
        const places = rowsOf(report, 'by-schema')
        expect(places.reduce((total, row) => total + Number(row[2]) + Number(row[3]), 0)).toBe(made.datasets.length)
      }),
    )
  })
})

test('for the screen, long tables are cut and say how much is left out', () => {
  const cut = limitRows(buildCatalogReport(SHOP_SNAPSHOT), 1)
  expect(tableOf(cut, 'no-owner')).toMatchObject({
    rows: [['=price|list <b>"2026"</b>', null, null, 'owner team']],
    keys: ['hand/dataset.price-list'],
    hidden: 1,
  })
  expect(tableOf(cut, 'late').hidden).toBe(0)
  expect(tableOf(limitRows(cut, 1), 'no-owner').hidden).toBe(1)
})
