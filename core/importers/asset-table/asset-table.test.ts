import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tableFields, writeAssetTable } from '#core/assets/asset-table'
import type { AppError } from '#core/errors'
import type { JsonObject, JsonValue } from '#core/json'
import { detectFormat } from '../index.ts'
import type { Importer } from '../intake.ts'
import { faultsOfItems } from '../testing/check-items.ts'
import { errorOf, memoryFile, seededNumbers } from '../testing/memory-file.ts'
import { entriesOf, faultsOfReceipt, readAll } from '../testing/read-all.ts'
import { domainsImporter, productsImporter } from './index.ts'

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')

async function read(importer: Importer, content: string, options = {}) {
  const files = [memoryFile('a.csv', content, [17])]
  const inspection = await importer.inspect(files, options)
  const { items, summary } = await readAll(importer, files, options)
  expect([...faultsOfReceipt(summary), ...faultsOfItems(items)]).toEqual([])
  const entries = [...entriesOf(items).values()].map(({ name, assetKind, fields, extras, position }) => ({
    name,
    assetKind,
    fields,
    extras,
    position,
  }))
  return { inspection, entries, summary }
}

describe('a table of domains', () => {
  it('is read by its headers; what has no field is kept and said, a bad row is left and named', async () => {
    const { inspection, entries, summary } = await read(domainsImporter, fixture('domains.csv'))
    expect(inspection).toEqual({
      format: 'domains',
      sourceName: null,
      target: null,
      files: [{ name: 'a.csv', artifact: 'domains', version: null, generatedAtMs: null }],
      remarks: ['There is no field for these columns; what stands in them is kept as it is: Cost centre.'],
    })
    expect(entries).toEqual([
      {
        name: 'Sales',
        assetKind: 'domain',
        fields: { name: 'Sales', description: 'What is sold, and to whom.', ownerTeam: 'Shop desk', 'custom.region': 'EU' },
        extras: { 'Cost centre': '4100' },
        position: 'row 2',
      },
      {
        name: 'Supply',
        assetKind: 'domain',
        fields: { name: 'Supply', description: 'Where goods come from;\nand how they get here.' },
        extras: {},
        position: 'row 3',
      },
      { name: '=Finance', assetKind: 'domain', fields: { name: '=Finance', ownerTeam: 'Ledger' }, extras: {}, position: 'row 4' },
    ])
    expect(summary.files[0]).toMatchObject({
      artifact: 'domains',
      kinds: [
        {
          kind: 'domain',
          inFile: 5,
          taken: 3,
          left: 2,
          byDesign: 0,
          reasons: [
            { path: 'row 5', reason: '“Sales” is told twice; the first was taken' },
            { path: 'row 6', reason: 'the row has no name' },
          ],
        },
      ],
      notUnderstood: [],
    })
  })

  it.each(['name,Owner team\na,b', 'NAME;ownerTeam\na;b', 'domain,team\na,b', '[{"name":"a","owner":"b"}]'])(
    '%j names its owner',
    async (content) => {
      expect((await read(domainsImporter, content)).entries.map(({ fields }) => fields)).toEqual([{ name: 'a', ownerTeam: 'b' }])
    },
  )

  it('leaves a row whose name is no name', async () => {
    const { entries, summary } = await read(domainsImporter, `domain\n${'n'.repeat(200)}\n${'n'.repeat(201)}`)
    expect(entries).toHaveLength(1)
    expect(summary.files[0]?.kinds[0]?.reasons).toEqual([{ path: 'row 3', reason: 'the name is longer than 200 characters' }])
  })

  it('speaks for all domains only where it is said to', async () => {
    expect((await read(domainsImporter, 'domain\na')).summary.covers).toEqual([{ part: 'domains', names: { kind: 'none' } }])
    for (const complete of [true, 'true'])
      expect((await read(domainsImporter, 'domain\na', { complete })).summary.covers).toEqual([{ part: 'domains', names: { kind: 'all' } }])
  })
})

describe('a table of data products', () => {
  it('lists datasets in one cell, once each; a cell that is no list is said', async () => {
    const { inspection, entries, summary } = await read(productsImporter, fixture('products.csv'))
    expect(inspection.remarks).toEqual(['There is no field for these columns; what stands in them is kept as it is: Remark.'])
    expect(entries.map(({ fields, extras, position }) => [fields, extras, position])).toEqual([
      [
        {
          name: 'Daily sales',
          purpose: 'Morning figures.',
          ownerTeam: 'Shop desk',
          domain: 'Sales',
          sla: 'Complete by 7:00',
          datasets: ['dbt:shop/model.shop.fct_orders', 'fct_returns'],
        },
        { Remark: 'agreed in March' },
        'row 2',
      ],
      [{ name: 'Stock', datasets: ['a;b', 'fct_stock'] }, {}, 'row 3'],
      [{ name: 'Bad list' }, {}, 'row 4'],
    ])
    expect(summary.files[0]).toMatchObject({
      kinds: [
        { kind: 'data_product', inFile: 4, taken: 3, left: 1, byDesign: 0, reasons: [{ path: 'row 5', reason: 'the row has no name' }] },
      ],
      notUnderstood: [{ path: 'row 4/datasets', reason: '“"open;fct_stock” has a quote that is never closed' }],
    })
  })
})

describe('a damaged file', () => {
  it.each([
    [domainsImporter, 'description,owner\na,b', 'missing-column'],
    [productsImporter, 'sla,datasets\na,b', 'missing-column'],
    [domainsImporter, 'domain,description\n"a,b\n', 'bad-csv'],
    [productsImporter, '[{"name":"a"}', 'truncated'],
    [domainsImporter, '', 'empty'],
  ])('%o %j is refused', async (importer, content, problem) => {
    const error = (await errorOf(() => readAll(importer, [memoryFile('a.csv', content)]))) as AppError
    expect(error.code).toBe('bad-file')
    expect(error.details).toMatchObject({ file: 'a.csv', problem })
  })

  it('says what the table should have been', async () => {
    const error = (await errorOf(() => domainsImporter.inspect([memoryFile('a.csv', 'owner,tier\na,b')], {}))) as AppError
    expect(error.message).toBe('“a.csv” is no table of domains: it has no column “name”, only “owner”, “tier”.')
  })

  it('is taken or refused, whatever became of its bytes', async () => {
    const random = seededNumbers(7)
    for (const [importer, name] of [
      [domainsImporter, 'domains.csv'],
      [productsImporter, 'products.csv'],
    ] as const) {
      const bytes = new TextEncoder().encode(fixture(name))
      for (let round = 0; round < 150; round += 1) {
        const damaged = new Uint8Array(bytes)
        for (let hit = 0; hit < 3; hit += 1) damaged[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
        const cut = random() < 0.3 ? damaged.subarray(0, Math.floor(random() * bytes.length)) : damaged
        const found = await readAll(importer, [memoryFile('a.csv', cut, [29])]).catch((error: unknown) => error as AppError)
        if (found instanceof Error) expect(found.code).toBe('bad-file')
        else expect([...faultsOfReceipt(found.summary), ...faultsOfItems(found.items)]).toEqual([])
      }
    }
  })
})

describe('detectFormat', () => {
  it.each([
    ['domain,description,ownerTeam\na,b,c', 'domains'],
    ['[{"owner":"x"},{"domain":"a"}]', 'domains'],
    ['name,purpose,sla,datasets\na,b,c,d', 'products'],
    ['Data product;Datasets\na;b', 'products'],
    // These may be lists of datasets, and are.
    ['name,description,owner\na,b,c', 'datasets'],
    ['name,domain,owner\na,b,c', 'datasets'],
    ['key,domain\na,b', 'datasets'],
    ['name,purpose,domain,slaHours\na,b,c,4', 'datasets'],
    ['[{"domain":"x"},{"name":"a","domain":"x"}]', 'datasets'],
    // And these say more clearly what they are.
    ['name,definition,datasets\na,b,c', 'glossary'],
    ['table,column,domain\na,b,c', 'schema'],
  ])('%j is %s', async (content, format) => {
    expect(await detectFormat([memoryFile('a.csv', content)])).toBe(format)
  })

  it('knows what went out', async () => {
    for (const name of ['domains.csv', 'products.csv'])
      expect(await detectFormat([memoryFile(name, fixture(name), [40])])).toBe(name.replace('.csv', ''))
    expect(await detectFormat([memoryFile('a.csv', writeAssetTable('domain', []))])).toBe('domains')
    expect(await detectFormat([memoryFile('a.csv', writeAssetTable('data_product', []))])).toBe('products')
  })
})

it('writes each table to the letter', () => {
  expect(
    writeAssetTable('domain', [
      { name: 'supply', ownerTeam: 'Depot' },
      { name: 'Sales', description: 'What is sold,\nand "how".', 'custom.region': 'EU' },
    ]),
  ).toBe('domain,description,ownerTeam,custom.region\r\nSales,"What is sold,\nand ""how"".",,EU\r\nsupply,,Depot,\r\n')
  expect(writeAssetTable('data_product', [{ name: '-1 day', sla: '+1 h', datasets: ['a', 'b;c', 'd"'], ownerTeam: null }])).toBe(
    `name,description,purpose,ownerTeam,domain,sla,datasets\r\n'-1 day,,,,,'+1 h,"a;""b;c"";""d"""""""\r\n`,
  )
})

// Text as checkDecidedValue keeps it: with anything inside, nothing blank at its ends.
const word = fc
  .string({ unit: fc.constantFrom(...`aB9é=+-@'",;.\t\n\r 漢😀`, 'sep=', '\uFEFF', 'custom.'), minLength: 1, maxLength: 10 })
  .map((text) => text.trim())
  .filter((text) => text !== '')

describe.each([
  ['domain', domainsImporter],
  ['data_product', productsImporter],
] as const)('what goes out as a table of %s', (kind, importer) => {
  it('comes back the same, and goes out the same again', async () => {
    const fields = Object.fromEntries(
      [...tableFields(kind), { name: 'custom.own', type: { kind: 'text' } }].map(({ name, type }): [string, fc.Arbitrary<JsonValue>] => [
        name,
        name === 'name' ? word : type.kind === 'list' ? fc.option(fc.uniqueArray(word, { minLength: 1, maxLength: 4 })) : fc.option(word),
      ]),
    )
    const rows = fc.uniqueArray(fc.record(fields), { selector: (row) => row['name'], minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(rows, async (written) => {
        const text = writeAssetTable(kind, written as JsonObject[])
        const { entries, inspection, summary } = await read(importer, text)
        expect([inspection.remarks, summary.files[0]?.notUnderstood]).toEqual([[], []])
        const said = (row: object) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))
        const byName = (all: readonly object[]) => new Map(all.map((row) => [(row as { name: string }).name, said(row)]))
        expect(byName(entries.map((entry) => entry.fields))).toEqual(byName(written))
        expect(
          writeAssetTable(
            kind,
            entries.map((entry) => entry.fields),
          ),
        ).toBe(text)
      }),
      { numRuns: 300 },
    )
  })
})
