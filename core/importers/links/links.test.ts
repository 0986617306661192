import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AppError } from '#core/errors'
import type { JsonObject } from '#core/json'
import { toEntryFacts } from '#core/reconcile/entry-facts'
import { parseColumnLinks, parseUpstream } from '#core/reconcile/sections'
import { detectFormat } from '../index.ts'
import { faultsOfItems } from '../testing/check-items.ts'
import { errorOf, memoryFile } from '../testing/memory-file.ts'
import { entriesOf, faultsOfReceipt, readAll } from '../testing/read-all.ts'
import { linksImporter } from './index.ts'

const readFiles = async (contents: readonly string[], options: JsonObject = {}) => {
  const files = contents.map((content, index) => memoryFile(`links${index}.csv`, content, [13]))
  const inspection = await linksImporter.inspect(files, options)
  const { items, summary } = await readAll(linksImporter, files, options)
  expect([...faultsOfReceipt(summary), ...faultsOfItems(items)]).toEqual([])
  return { inspection, items, entries: entriesOf(items), summary }
}
const read = (content: string, options: JsonObject = {}) => readFiles([content], options)

const FIXTURE = readFileSync(join(import.meta.dirname, 'fixtures/links.csv'), 'utf8')

describe('lists of links', () => {
  it('gathers the rows of each dataset, wherever they stand, and ties out', async () => {
    const { inspection, entries, summary } = await read(FIXTURE)
    expect(inspection.remarks).toEqual(['A link has no field for these columns; what stands in them is left: run by.'])
    expect([...entries.keys()]).toEqual([
      'links marts.refunds',
      'links marts.revenue',
      'links raw.orders',
      'links raw.payments',
      'links staging.orders',
    ])
    expect(entries.get('links marts.revenue')).toMatchObject({
      assetKind: 'dataset',
      fields: { name: 'revenue', schema: 'marts' },
      upstream: ['raw.payments', 'staging.orders'],
      columnLinks: [
        { upstream: 'raw.payments', upstreamColumn: 'amount', downstreamColumn: 'total' },
        { upstream: 'staging.orders', upstreamColumn: 'order_id', downstreamColumn: 'order_id' },
        { upstream: 'marts.revenue', upstreamColumn: 'total', downstreamColumn: 'share' },
      ],
      linksAre: 'more',
      position: 'row 2',
    })
    expect(entries.get('links staging.orders')?.columnLinks).toHaveLength(2)
    expect(entries.get('links marts.refunds')).toMatchObject({ upstream: ['raw.payments'] })
    expect(entries.get('links marts.refunds')).not.toHaveProperty('columnLinks')
    expect(entries.get('links raw.orders')).toMatchObject({ upstream: null })
    expect(summary).toEqual({
      covers: [{ part: 'links', names: { kind: 'none' } }],
      files: [
        {
          name: 'links0.csv',
          artifact: 'links',
          version: null,
          generatedAtMs: null,
          kinds: [
            {
              kind: 'link',
              inFile: 10,
              taken: 7,
              left: 3,
              byDesign: 0,
              reasons: [
                { path: 'row 9', reason: 'the row names no dataset upstream' },
                { path: 'row 10', reason: 'the row names no dataset downstream' },
                { path: 'row 7', reason: 'the link is told twice, first in row 3' },
              ],
            },
          ],
          notUnderstood: [
            { path: 'column run by', reason: 'a link has no such field' },
            { path: 'row 8', reason: 'names a column at one end only; it is taken as a link between the datasets' },
          ],
        },
      ],
    })
  })

  it('speaks for all links where it is said to: what has none is told to have none', async () => {
    const { entries, summary } = await read('upstream,downstream\na,b\n', { complete: true })
    expect(summary.covers).toEqual([{ part: 'links', names: { kind: 'all' } }])
    expect(entries.get('links a')).toMatchObject({ upstream: [], columnLinks: [], linksAre: 'all' })
  })

  it.each([
    ['our own names', 'upstream,downstream,upstreamColumn,downstreamColumn'],
    ['from and to', 'From;To;From column;To column'],
    ['tables and fields', 'upstream_table\tdownstream_table\tupstream_field\tdownstream_field'],
    ['sources and targets', 'source,target,source_column,target_column'],
    ['parents and children', 'parent_key,child_key,parent_column,child_column'],
    ['a lineage table of Unity Catalog', 'source_table_full_name,target_table_full_name,source_column_name,target_column_name'],
  ])('knows the ends by %s', async (_, header) => {
    const delimiter = /[,;\t]/.exec(header)?.[0] ?? ','
    const content = `${header}\n${['shop.raw.a', 'shop.main.b', 'x', 'y'].join(delimiter)}\n`
    expect(await detectFormat([memoryFile('l.csv', content)])).toBe('links')
    const { entries } = await read(content)
    expect(entries.get('links shop.main.b')).toMatchObject({
      fields: { name: 'b', schema: 'main', database: 'shop', relation: 'shop.main.b' },
      columnLinks: [{ upstream: 'shop.raw.a', upstreamColumn: 'x', downstreamColumn: 'y' }],
    })
  })

  it('takes the whole name where a list has its parts too, and leaves rows that name no table', async () => {
    const content = [
      'source_table_catalog,source_table_name,source_table_full_name,source_column_name,target_table_name,target_table_full_name,target_column_name',
      'shop,a,shop.raw.a,x,b,shop.main.b,y',
      ',,,x,b,shop.main.b,y',
    ].join('\n')
    const { entries, summary } = await read(content)
    expect([...entries.keys()]).toEqual(['links shop.main.b', 'links shop.raw.a'])
    expect(summary.files[0]?.kinds).toMatchObject([{ inFile: 2, taken: 1, left: 1 }])
  })

  it('reads JSON lists and lines, and several files as one list', async () => {
    const row = '{"upstream":"a","downstream":"b","upstreamColumn":"x","downstreamColumn":"y"}'
    for (const content of [`[${row}]`, `${row}\n`]) expect((await read(content)).entries.get('links b')?.columnLinks).toHaveLength(1)
    const { entries, summary } = await readFiles(['upstream,downstream\na,b\nc,b\n', 'upstream,downstream\na,b\nd,b\n'])
    expect(entries.get('links b')?.upstream).toEqual(['a', 'c', 'd'])
    expect(summary.files.map(({ kinds }) => kinds[0])).toMatchObject([
      { inFile: 2, taken: 2, left: 0 },
      { inFile: 2, taken: 1, left: 1, byDesign: 0, reasons: [{ path: 'row 2', reason: 'the link is told twice, first in a file before' }] },
    ])
  })

  it('leaves rows of a JSON list that name no end, wherever they stand', async () => {
    const row = (more: object): string => JSON.stringify({ source_table_full_name: 'a', ...more })
    const rows = [...Array.from({ length: 2000 }, () => row({ target_table_full_name: null })), row({ target_table_full_name: 'b' })]
    const { entries, summary } = await read(`[${rows.join(',')}]`)
    expect(entries.get('links b')?.upstream).toEqual(['a'])
    expect(summary.files[0]?.kinds).toMatchObject([{ inFile: 2001, taken: 1, left: 2000 }])
  })

  it('does not take a unique id of dbt for a relation', async () => {
    const { entries } = await read('upstream,downstream\nmodel.shop.a,source.shop.raw.b\n')
    expect([...entries.values()].map(({ fields }) => fields)).toEqual([{ name: 'model.shop.a' }, { name: 'source.shop.raw.b' }])
  })

  it('refuses a list that names one end only', async () => {
    expect(((await errorOf(() => read('upstream,owner\na,b'))) as AppError).details).toMatchObject({ problem: 'missing-column' })
    expect(await detectFormat([memoryFile('l.csv', 'name,source,target\na,b,c')])).toBe('datasets')
  })

  it('tells the same facts whatever order the rows come in', async () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd')
    const column = fc.constantFrom('', 'x', 'y', 'z')
    const rows = fc.array(fc.tuple(name, name, column, column), { minLength: 1, maxLength: 25 })
    const shuffled = rows.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })))
    await fc.assert(
      fc.asyncProperty(shuffled, async ([before, after]) => {
        const [one, other] = await Promise.all([before, after].map((list) => factsOf(list)))
        expect(other).toEqual(one)
        expect(one).toEqual(naively(before))
      }),
      { numRuns: 60 },
    )
  })
})

type Row = readonly [up: string, down: string, upColumn: string, downColumn: string]

async function factsOf(rows: readonly Row[]): Promise<unknown> {
  const { items } = await read(`upstream,downstream,upstreamColumn,downstreamColumn\n${rows.map((row) => row.join(',')).join('\n')}\n`)
  return items.map((item) => {
    if (item.kind !== 'entry') throw new Error('a list of links tells entries')
    const { name, sections } = toEntryFacts(item)
    return [
      name,
      parseUpstream(sections.get('upstream') ?? '[]'),
      parseColumnLinks(sections.get('columnLinks') ?? '[]').map((link) => [link.upstream, link.upstreamColumn, link.downstreamColumn]),
    ]
  })
}

/** The same by looking through all rows for each name. */
function naively(rows: readonly Row[]): unknown {
  const isBetweenColumns = ([, , upColumn, downColumn]: Row): boolean => upColumn !== '' && downColumn !== ''
  const good = rows.filter((row) => row[0] !== row[1] || (isBetweenColumns(row) && row[2] !== row[3]))
  const sorted = (texts: readonly string[]): string[] => [...new Set(texts)].sort()
  return sorted(good.flatMap(([up, down]) => [up, down])).map((name) => {
    const into = good.filter(([, down]) => down === name)
    const links = into.filter(isBetweenColumns)
    return [
      name,
      sorted(into.map(([up]) => up).filter((up) => up !== name)),
      sorted(links.map(([up, , upColumn, downColumn]) => `${up} ${upColumn} ${downColumn}`)).map((text) => text.split(' ')),
    ]
  })
}
