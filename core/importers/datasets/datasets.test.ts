import { describe, expect, it } from 'vitest'
import type { AppError } from '#core/errors'
import { faultsOfItems } from '../testing/check-items.ts'
import { errorOf, memoryFile } from '../testing/memory-file.ts'
import { entriesOf, faultsOfReceipt, readAll } from '../testing/read-all.ts'
import { datasetsImporter } from './index.ts'

const read = async (content: string, options = {}) => {
  const files = [memoryFile('datasets.csv', content, [13])]
  const inspection = await datasetsImporter.inspect(files, options)
  const { items, summary } = await readAll(datasetsImporter, files, options)
  expect([...faultsOfReceipt(summary), ...faultsOfItems(items)]).toEqual([])
  return { inspection, entries: entriesOf(items), summary }
}

const LIST = `name,owner_team,Description,tier,tags,refresh.sla_hours,Legal hold,pii_columns,Cost centre,access.classification,lineage.sources,usage.avg_daily_queries,database
orders,Sales,"All orders; since 2019",Gold,core; daily ;core,4,yes,email,4100,confidential,raw_orders;raw_items,12.5,shop
returns,,,lead,,soon,maybe,,,secret,,,
orders,Other,,,,,,,,,,,
,Nobody,,,,,,,,,,,
`

describe('lists of datasets', () => {
  it('takes over which time usage was counted, and says of what is no time', async () => {
    const { entries, summary } = await read(
      'name,avg_daily_queries,usage_from,usage.window_to,Usage days\na,5,2026-06-01,2026-06-30T12:00:00Z,30\nb,6,soon,,0\nc,7,,,\n',
    )
    expect(entries.get('datasets a')).toMatchObject({
      fields: { avgDailyQueries: 5 },
      extras: { usageWindow: { from: '2026-06-01', to: '2026-06-30T12:00:00Z', days: 30 } },
    })
    expect(entries.get('datasets b')?.extras).toEqual({})
    expect(entries.get('datasets c')?.extras).toEqual({})
    expect(summary.files[0]?.notUnderstood).toEqual([
      { path: 'row 3/usage_from', reason: '“soon” does not fit this field' },
      { path: 'row 3/Usage days', reason: '“0” does not fit this field' },
    ])
  })

  it('takes the first of several columns for one field, its own name before others for it, and says which it leaves', async () => {
    const { entries, summary } = await read('name,owner,owner_team,Cost centre,cost_centre,Owner team\norders,Ada,Sales,4100,4200,Ops\n')
    expect(entries.get('datasets orders')?.fields).toEqual({ name: 'orders', ownerTeam: 'Sales', 'custom.costCentre': '4100' })
    expect(summary.files[0]?.notUnderstood).toEqual([
      { path: 'column owner', reason: '“owner_team” says this already; what stands here is left' },
      { path: 'column cost_centre', reason: '“Cost centre” says this already; what stands here is left' },
      { path: 'column Owner team', reason: '“owner_team” says this already; what stands here is left' },
    ])
    const json = await read('[{"name":"a","owner_team":"Sales"},{"name":"b","ownerTeam":"Ops"}]')
    expect(json.summary.files[0]?.notUnderstood).toHaveLength(1)
  })

  it('says of columns that no header tells apart that they are left, where something stands in them', async () => {
    const { entries, summary } = await read('name,,tier,tier,,\norders,1,gold,silver,,\nreturns,2,,bronze,,\n')
    expect(entries.get('datasets orders')?.fields).toEqual({ name: 'orders', tier: 'gold' })
    expect(summary.files[0]?.notUnderstood).toEqual([
      { path: 'column 2', reason: 'it has no name; what stands in it is left' },
      { path: 'column 4', reason: '“tier” is an earlier column too; this one is left' },
    ])
  })

  it('takes fields by their name, their name in the specification, and their label', async () => {
    const { inspection, entries, summary } = await read(LIST)
    expect(inspection).toMatchObject({
      sourceName: null,
      target: null,
      remarks: ['These columns are not fields of the catalog and become fields of your own: costCentre.'],
    })
    expect(entries.get('datasets orders')).toMatchObject({
      assetKind: 'dataset',
      receiptKind: 'row',
      fields: {
        name: 'orders',
        ownerTeam: 'Sales',
        description: 'All orders; since 2019',
        tier: 'gold',
        tags: ['core', 'daily'],
        slaHours: 4,
        legalHold: true,
        'custom.costCentre': '4100',
        classification: 'confidential',
        avgDailyQueries: 12.5,
        database: 'shop',
      },
      upstream: ['raw_orders', 'raw_items'],
      columns: null,
      position: 'row 2',
    })
    expect(entries.get('datasets returns')?.fields).toEqual({ name: 'returns' })
    const { entries: plain } = await read('name,owner\nprices,Purchasing\n')
    expect(plain.get('datasets prices')?.fields).toEqual({ name: 'prices', ownerTeam: 'Purchasing' })
    expect(summary.files[0]).toMatchObject({
      kinds: [
        {
          kind: 'row',
          inFile: 4,
          taken: 2,
          left: 2,
          byDesign: 0,
          reasons: [
            { path: 'row 4', reason: '“orders” is told twice; the first was taken' },
            { path: 'row 5', reason: 'the row has no name' },
          ],
        },
      ],
      notUnderstood: [
        { path: 'column pii_columns', reason: expect.stringContaining('worked out from') },
        { path: 'row 3/tier', reason: '“lead” does not fit this field' },
        { path: 'row 3/refresh.sla_hours', reason: '“soon” does not fit this field' },
        { path: 'row 3/Legal hold', reason: '“maybe” does not fit this field' },
        { path: 'row 3/access.classification', reason: '“secret” does not fit this field' },
      ],
    })
  })

  it('speaks for all datasets only where it is said to', async () => {
    expect((await read('name\na')).summary.covers).toEqual([{ part: 'datasets', names: { kind: 'none' } }])
    // The command line gives every option as text.
    for (const complete of [true, 'true'])
      expect((await read('name\na', { complete })).summary.covers).toEqual([{ part: 'datasets', names: { kind: 'all' } }])
    expect((await read('name\na', { complete: 'yes' })).summary.covers).toEqual([{ part: 'datasets', names: { kind: 'none' } }])
  })

  it('keeps two datasets of one name apart by a key', async () => {
    const { entries } = await read('key;name\na.orders;orders\nb.orders;orders')
    expect([...entries.keys()]).toEqual(['datasets a.orders', 'datasets b.orders'])
  })

  it('puts the relation together from database and schema, where the list does not say it', async () => {
    const { entries } = await read(
      'name,database,schema,relation\norders,shop,marts,\nprices,shop,marts,lake.raw.prices\nreturns,,marts,\nitems,shop,,\n',
    )
    const relations = ['orders', 'prices', 'returns', 'items'].map((name) => entries.get(`datasets ${name}`)?.fields['relation'])
    expect(relations).toEqual(['shop.marts.orders', 'lake.raw.prices', undefined, undefined])
  })

  it('splits lists at commas too, unless semicolons part them', async () => {
    const { entries } = await read(
      'name,tags,Shared with,lineage.sources\na,"core, daily,core","Finance, EU; Sales","raw_a, raw_b"\nb,core,"Finance, EU;",raw_a\n',
    )
    expect(entries.get('datasets a')).toMatchObject({
      fields: { tags: ['core', 'daily'], sharedWith: ['Finance, EU', 'Sales'] },
      upstream: ['raw_a', 'raw_b'],
    })
    expect(entries.get('datasets b')).toMatchObject({ fields: { tags: ['core'], sharedWith: ['Finance, EU'] }, upstream: ['raw_a'] })
  })

  it('reads JSON with its own lists and numbers', async () => {
    const { entries } = await read(
      '[{"name":"a","tags":["x","y"],"sla_hours":2,"legalHold":false,"meta":{"k":1}},{"name":"b","tags":[1,{}]}]',
    )
    expect(entries.get('datasets a')?.fields).toEqual({ name: 'a', tags: ['x', 'y'], slaHours: 2, legalHold: false, meta: { k: 1 } })
    expect(entries.get('datasets b')?.fields).toEqual({ name: 'b' })
  })

  it('leaves what the catalog counts itself, and takes the harmless form of a cell as what it was', async () => {
    const { entries, summary } = await read("name,isOnTime,columnCount,freshness,description\na,yes,3,pass,'=1+1\n")
    expect(entries.get('datasets a')?.fields).toEqual({ name: 'a', freshnessStatus: 'pass', description: '=1+1' })
    expect(summary.files[0]?.notUnderstood).toEqual(
      ['isOnTime', 'columnCount'].map((header) => ({ path: `column ${header}`, reason: expect.stringContaining('works this out itself') })),
    )
    // In JSON nothing needs to be made harmless.
    expect((await read('[{"name":"a","description":"\'=1+1"}]')).entries.get('datasets a')?.fields['description']).toBe("'=1+1")
  })

  it('reads an item with a semicolon in quotes', async () => {
    const { entries, summary } = await read('name,tags\na,"core;""a;b"""\nb,"""open"\n')
    expect(entries.get('datasets a')?.fields['tags']).toEqual(['core', 'a;b'])
    expect(entries.get('datasets b')?.fields).toEqual({ name: 'b' })
    expect(summary.files[0]?.notUnderstood).toHaveLength(1)
  })

  it('makes field names of a steward’s own headers', async () => {
    const { entries, summary } = await read('name,GDPR scope,custom.riskLevel,2nd line,Ärger\na,b,c,d,e')
    expect(entries.get('datasets a')?.fields).toEqual({ name: 'a', 'custom.gdprScope': 'b', 'custom.riskLevel': 'c', 'custom.rger': 'e' })
    expect(summary.files[0]?.notUnderstood).toEqual([{ path: 'column 2nd line', reason: expect.stringContaining('a letter first') }])
  })

  it('refuses a list that names nothing', async () => {
    for (const content of ['owner,tier\na,b', '[{"owner":"a"}]']) {
      expect(((await errorOf(() => read(content))) as AppError).details).toMatchObject({ file: 'datasets.csv', problem: 'missing-column' })
    }
  })
})
