import { describe, expect, it } from 'vitest'
import type { AppError } from '#core/errors'
import { faultsOfItems } from '../testing/check-items.ts'
import { errorOf, memoryFile } from '../testing/memory-file.ts'
import { entriesOf, faultsOfReceipt, readAll } from '../testing/read-all.ts'
import { schemaImporter } from './index.ts'

const read = async (content: string, options = {}) => {
  const files = [memoryFile('columns.csv', content, [11])]
  const inspection = await schemaImporter.inspect(files, options)
  const { items, summary } = await readAll(schemaImporter, files, options)
  expect([...faultsOfReceipt(summary), ...faultsOfItems(items)]).toEqual([])
  return { inspection, entries: entriesOf(items), summary }
}

const SNOWFLAKE = `TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,ORDINAL_POSITION,IS_NULLABLE,DATA_TYPE,COMMENT,NUMERIC_PRECISION,UDT_NAME
SHOP,PUBLIC,ORDERS,AMOUNT,2,YES,NUMBER,"Sum, in CHF",18,
SHOP,PUBLIC,ORDERS,ID,1,NO,NUMBER,,38,int8
SHOP,PAY,REFUNDS,ID,1,no,TEXT,,,
SHOP,INFORMATION_SCHEMA,TABLES,TABLE_NAME,1,YES,TEXT,,,
SHOP,INFORMATION_SCHEMA,TABLES,TABLE_TYPE,2,YES,TEXT,,,
SHOP,PUBLIC,ORDERS,ID,3,NO,NUMBER,,,
SHOP,PUBLIC,,ID,3,NO,NUMBER,,,
SHOP,PUBLIC,ORDERS,NOTE,third,perhaps,TEXT,,,
`

describe('lists of columns', () => {
  it('reads an information_schema export', async () => {
    const { inspection, entries, summary } = await read(SNOWFLAKE, { platform: 'snowflake' })
    expect(inspection).toEqual({
      format: 'schema',
      sourceName: 'SHOP',
      target: 'snowflake',
      files: [{ name: 'columns.csv', artifact: 'schema', version: null, generatedAtMs: null }],
      remarks: [],
    })
    expect([...entries.keys()]).toEqual(['schema SHOP.PUBLIC.ORDERS', 'schema SHOP.PAY.REFUNDS'])
    expect(entries.get('schema SHOP.PUBLIC.ORDERS')).toEqual({
      kind: 'entry',
      name: 'SHOP.PUBLIC.ORDERS',
      assetKind: 'dataset',
      receiptKind: 'table',
      fileIndex: 0,
      part: 'schema',
      fields: {
        name: 'ORDERS',
        resourceType: 'table',
        platform: 'snowflake',
        database: 'SHOP',
        schema: 'PUBLIC',
        relation: 'SHOP.PUBLIC.ORDERS',
      },
      columns: [
        {
          name: 'ID',
          fields: { warehouseName: 'ID', dataType: 'NUMBER', ordinal: 1, isNullable: false },
          extras: { NUMERIC_PRECISION: '38' },
        },
        {
          name: 'AMOUNT',
          fields: { warehouseName: 'AMOUNT', dataType: 'NUMBER', ordinal: 2, isNullable: true, warehouseComment: 'Sum, in CHF' },
          extras: { NUMERIC_PRECISION: '18' },
        },
        { name: 'NOTE', fields: { warehouseName: 'NOTE', dataType: 'TEXT' } },
      ],
      upstream: null,
      check: null,
      sql: null,
      extras: {},
      carriesValues: [],
      position: 'row 2',
    })
    expect(summary.covers).toEqual([{ part: 'schema', names: { kind: 'prefixes', prefixes: ['SHOP.PUBLIC.', 'SHOP.PAY.'] } }])
    expect(summary.files[0]?.kinds).toEqual([
      { kind: 'table', inFile: 3, taken: 2, left: 1, byDesign: 1, reasons: [{ path: 'row 5', reason: 'a table of the warehouse itself' }] },
      {
        kind: 'column',
        inFile: 8,
        taken: 4,
        left: 4,
        byDesign: 2,
        reasons: [
          { path: 'row 5', reason: 'a table of the warehouse itself' },
          { path: 'row 6', reason: 'a table of the warehouse itself' },
          { path: 'row 7', reason: '“SHOP.PUBLIC.ORDERS” has a column “ID” already' },
          { path: 'row 8', reason: 'the row names no table' },
        ],
      },
    ])
    expect(summary.files[0]?.notUnderstood).toEqual([
      { path: 'row 9/ORDINAL_POSITION', reason: '“third” is not understood' },
      { path: 'row 9/IS_NULLABLE', reason: '“perhaps” is not understood' },
    ])
  })

  it.each([
    ['Oracle', 'OWNER;TABLE_NAME;COLUMN_NAME;DATA_TYPE;COLUMN_ID;NULLABLE\nSHOP;ORDERS;ID;NUMBER;1;N', 'SHOP.ORDERS'],
    [
      'BigQuery as a JSON list',
      '[{"table_catalog":"p","table_schema":"d","table_name":"t","column_name":"c","ordinal_position":"1","is_nullable":"YES","data_type":"STRUCT<a INT64>"}]',
      'p.d.t',
    ],
    [
      'DuckDB as JSON lines',
      '{"database_name":"m","schema_name":"main","table_name":"t","column_name":"c","data_type":"INTEGER","column_index":1,"is_nullable":true}\n',
      'm.main.t',
    ],
    ['names in camel case', 'tableSchema,tableName,columnName\nd,t,c', 'd.t'],
    ['names in words', 'Table,Column,Type\nt,c,int', 't'],
  ])('reads %s', async (_what, content, name) => {
    const { entries } = await read(content)
    expect([...entries.keys()]).toEqual([`schema ${name}`])
  })

  it('takes what PostgreSQL calls ARRAY and USER-DEFINED by their own names, and keeps what MySQL says of keys', async () => {
    const postgres = `table_schema,table_name,column_name,data_type,udt_schema,udt_name
public,orders,labels,ARRAY,pg_catalog,_text
public,orders,state,USER-DEFINED,public,order_state
public,orders,id,bigint,pg_catalog,int8
`
    const columnsOf = async (content: string) => [...(await read(content)).entries.values()][0]?.columns
    expect((await columnsOf(postgres))?.map(({ name, fields }) => [name, fields['dataType']])).toEqual([
      ['labels', 'text[]'],
      ['state', 'order_state'],
      ['id', 'bigint'],
    ])
    const mysql =
      'TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,COLUMN_TYPE,COLUMN_KEY,EXTRA,PRIVILEGES\nshop,orders,id,int,PRI,auto_increment,select\n'
    expect(await columnsOf(mysql)).toEqual([
      { name: 'id', fields: { warehouseName: 'id', dataType: 'int' }, extras: { COLUMN_KEY: 'PRI', EXTRA: 'auto_increment' } },
    ])
  })

  it('leaves the source’s name open where several databases or none are told', async () => {
    expect((await read('table_catalog,table_name,column_name\na,t,c\nb,t,c')).inspection.sourceName).toBeNull()
    const { inspection, summary } = await read('table_name,column_name\nt,c')
    expect(inspection.sourceName).toBeNull()
    expect(summary.covers).toEqual([{ part: 'schema', names: { kind: 'none' } }])
  })

  it('speaks for all tables only where it is said to, and for none where it names no schema', async () => {
    const covers = async (content: string, options = {}) => (await read(content, options)).summary.covers
    const names = 'table_schema,table_name,column_name\nshop,t,c'
    const bare = 'table_name,column_name\nt,c'
    // The command line gives every option as text.
    for (const complete of [true, 'true'])
      for (const content of [names, bare]) expect(await covers(content, { complete })).toEqual([{ part: 'schema', names: { kind: 'all' } }])
    for (const complete of [false, 'yes', undefined]) {
      expect(await covers(names, { complete })).toEqual([{ part: 'schema', names: { kind: 'prefixes', prefixes: ['shop.'] } }])
      expect(await covers(bare, { complete })).toEqual([{ part: 'schema', names: { kind: 'none' } }])
    }
  })

  it('gathers tables whose rows are spread over files, and reads a header alone', async () => {
    const files = ['table_name,column_name\nt,a\nu,a', 'table_name,column_name\nt,b', 'table_name,column_name\n'].map((content, index) =>
      memoryFile(`${index}.csv`, content),
    )
    const { items, summary } = await readAll(schemaImporter, files)
    expect(items.map((item) => (item.kind === 'entry' ? [item.name, item.columns?.map(({ name }) => name)] : []))).toEqual([
      ['t', ['a', 'b']],
      ['u', ['a']],
    ])
    expect(faultsOfReceipt(summary)).toEqual([])
    expect(summary.files.map(({ kinds }) => kinds.map(({ kind, taken }) => `${kind} ${taken}`))).toEqual([
      ['table 2', 'column 2'],
      ['column 1'],
      [],
    ])
  })

  it('refuses a table that is no list of columns', async () => {
    for (const content of ['name,owner\na,b', '[{"name":"a"}]', 'table_name,owner\n']) {
      const error = (await errorOf(() => read(content))) as AppError
      expect(error.details).toMatchObject({ file: 'columns.csv', problem: 'missing-column' })
    }
  })
})
