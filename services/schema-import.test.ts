import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeManifest, SHOP } from './testing/dbt-project.ts'
import { derivedDump } from './testing/logical-dump.ts'
import { rebuiltDump } from './testing/rebuild.ts'
import { createTestBook, type TestBook } from './testing/test-book.ts'

let book: TestBook
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => {
  book.close()
})

async function bring(rows: readonly string[], options: { readonly complete?: 'true' } = {}): Promise<number> {
  const path = join(book.folder, 'columns.csv')
  writeFileSync(path, ['table_schema,table_name,column_name', ...rows, ''].join('\n'))
  return (await book.importFolder(path, { format: 'schema', sourceName: 'warehouse', options })).importId
}
const standing = (): string[] =>
  book.write
    .prepare(`select schema || '.' || name from asset where kind = 'dataset' and status = 'active' order by 1`)
    .pluck()
    .all() as string[]

test('the tables of a schema that was dropped are retired by a list that is said to be complete, and only by one', async () => {
  await bring(['core,orders,id', 'old,returns,id', 'old,refunds,id'])
  await bring(['core,orders,id', 'old,refunds,id'])
  expect(standing()).toEqual(['core.orders', 'old.refunds'])
  await bring(['core,orders,id'])
  expect(standing()).toEqual(['core.orders', 'old.refunds'])
  const complete = await bring(['core,orders,id', 'core,customers,id'], { complete: 'true' })
  expect(standing()).toEqual(['core.customers', 'core.orders'])
  expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
  book.undo(complete)
  expect(standing()).toEqual(['core.orders', 'old.refunds'])
})

test('a table that MySQL lists and one that dbt builds there are one dataset', async () => {
  const manifest = makeManifest(SHOP) as { readonly nodes: Record<string, object>; readonly metadata: object }
  const id = 'model.shop.stg_orders'
  // dbt knows no database there: it writes none, and calls a table `schema`.`name`.
  const node = { ...manifest.nodes[id], database: null, schema: 'shop', relation_name: '`shop`.`stg_orders`' }
  const path = join(book.folder, 'manifest.json')
  const metadata = { ...manifest.metadata, adapter_type: 'mysql' }
  writeFileSync(path, JSON.stringify({ ...manifest, metadata, nodes: { [id]: node }, sources: {} }))
  await book.importFolder(path)
  const columns = join(book.folder, 'columns.csv')
  const rows = [
    'TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,COLUMN_TYPE',
    'def,shop,stg_orders,id,bigint',
    'def,shop,refunds,id,bigint',
    '',
  ]
  writeFileSync(columns, rows.join('\n'))
  await book.importFolder(columns, { format: 'schema', sourceName: 'warehouse' })
  expect(standing()).toEqual(['shop.refunds', 'shop.stg_orders'])
  expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
})
