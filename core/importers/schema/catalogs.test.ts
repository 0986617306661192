import { describe, expect, it } from 'vitest'
import { faultsOfItems } from '../testing/check-items.ts'
import { memoryFile } from '../testing/memory-file.ts'
import { entriesOf, faultsOfReceipt, readAll } from '../testing/read-all.ts'
import { schemaImporter } from './index.ts'

/** Names of the tables, what is said of where they are, the name proposed for the source, and what the list speaks for. */
async function read(contents: readonly string[], options: { readonly platform?: string } = {}) {
  const files = contents.map((content, index) => memoryFile(`columns${index}`, content, [64]))
  const { sourceName } = await schemaImporter.inspect(files, options)
  const { items, summary } = await readAll(schemaImporter, files, options)
  expect([...faultsOfReceipt(summary), ...faultsOfItems(items)]).toEqual([])
  const entries = entriesOf(items)
  return {
    sourceName,
    tables: [...entries.values()].map(({ name, fields }) => [name, fields['database'] ?? null, fields['schema'], fields['relation']]),
    covers: summary.covers.flatMap((cover) => ('names' in cover && cover.names.kind === 'prefixes' ? cover.names.prefixes : [])),
    extras: [...entries.values()].map(({ columns }) => columns?.map((column) => column.extras)),
  }
}

/** As `select *` of MySQL 8 writes it, without the longest columns. */
const MYSQL = `TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,ORDINAL_POSITION,IS_NULLABLE,DATA_TYPE,COLUMN_TYPE,COLUMN_KEY,EXTRA
def,shop,orders,id,1,NO,bigint,bigint unsigned,PRI,auto_increment
def,shop,orders,email,2,YES,varchar,varchar(200),,
def,pay,refunds,id,1,NO,bigint,bigint,PRI,
def,mysql,user,Host,1,NO,char,char(255),PRI,
`
const CLICKHOUSE_HEADERS =
  `table_catalog,table_schema,table_name,TABLE_SCHEMA,TABLE_NAME,column_name,ordinal_position,is_nullable,data_type,
  domain_catalog,domain_schema,domain_name,column_comment,column_type,TABLE_CATALOG,COLUMN_NAME`.replaceAll(/\s/g, '')
const clickhouse = (catalog: string, schema: string, table: string): string =>
  `${catalog},${schema},${table},${schema},${table},id,1,0,UInt64,\\N,\\N,\\N,,UInt64,${catalog},id`
const plain = (...rows: string[]): string => ['table_catalog,table_schema,table_name,column_name', ...rows].join('\n')

const SHOP_AND_PAY = [
  ['shop.orders', null, 'shop', 'shop.orders'],
  ['pay.refunds', null, 'pay', 'pay.refunds'],
]

describe('catalogs that are no databases', () => {
  it('MySQL and what speaks its language call them all def', async () => {
    expect(await read([MYSQL])).toMatchObject({ sourceName: null, tables: SHOP_AND_PAY, covers: ['shop.', 'pay.'] })
    const platforms = ['mariadb', 'starrocks', 'doris']
    for (const platform of platforms) expect(await read([MYSQL], { platform })).toMatchObject({ sourceName: null, tables: SHOP_AND_PAY })
  })

  it('a database of nearly that name is one', async () => {
    const { sourceName, tables } = await read([plain('DEF,shop,orders,id')])
    expect({ sourceName, tables }).toEqual({ sourceName: 'DEF', tables: [['DEF.shop.orders', 'DEF', 'shop', 'DEF.shop.orders']] })
  })

  it('ClickHouse says the schema once more, and every column twice', async () => {
    const content = [CLICKHOUSE_HEADERS, clickhouse('shop', 'shop', 'orders'), clickhouse('pay', 'pay', 'refunds')].join('\n')
    const found = await read([content])
    expect(found).toMatchObject({ sourceName: null, tables: SHOP_AND_PAY, covers: ['shop.', 'pay.'] })
    expect(found.extras).toEqual([[{ data_type: 'UInt64', domain_name: '\\N' }], [{ data_type: 'UInt64', domain_name: '\\N' }]])
  })

  it('ClickHouse is known in JSON too, where blank columns are not told', async () => {
    const row = (schema: string, table: string) => ({
      ...{ table_catalog: schema, table_schema: schema, table_name: table, TABLE_SCHEMA: schema, TABLE_NAME: table },
      ...{ column_name: 'id', domain_catalog: null, column_type: 'UInt64' },
    })
    const found = await read([JSON.stringify([row('shop', 'orders'), row('pay', 'refunds')])])
    expect(found).toMatchObject({ sourceName: null, tables: SHOP_AND_PAY })
  })

  it('a list of only a few columns is ClickHouse’s where the platform says so', async () => {
    const content = plain('shop,shop,orders,id', 'pay,pay,refunds,id')
    expect(await read([content], { platform: 'ClickHouse' })).toMatchObject({ sourceName: null, tables: SHOP_AND_PAY })
    const named = `${content.replace('column_name', 'column_name,platform').replaceAll(',id', ',id,clickhouse')}\n`
    expect(await read([named])).toMatchObject({ sourceName: null, tables: SHOP_AND_PAY })
  })

  it('one row with a catalog of its own shows that they are databases', async () => {
    const content = plain('shop,shop,orders,id', 'shop,pay,refunds,id')
    expect((await read([content], { platform: 'clickhouse' })).tables.map(([name]) => name)).toEqual([
      'shop.shop.orders',
      'shop.pay.refunds',
    ])
  })
})

describe('a database and a schema of the same name', () => {
  it('are both kept for PostgreSQL, whose list has udt_name, and where nothing says what it is', async () => {
    const both = { sourceName: 'shop', tables: [['shop.shop.orders', 'shop', 'shop', 'shop.shop.orders']] }
    expect(await read([plain('shop,shop,orders,id')])).toMatchObject(both)
    expect(await read([plain('shop,shop,orders,id')], { platform: 'postgres' })).toMatchObject(both)
    const postgres = `table_catalog,table_schema,table_name,column_name,data_type,domain_catalog,domain_name,udt_catalog,udt_name
shop,shop,orders,id,integer,,,shop,int4
`
    expect(await read([postgres])).toMatchObject(both)
  })
})
