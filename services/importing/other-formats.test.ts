import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sql } from '#db/connection'
import { findAssetRow } from '#db/current'
import { findKeyByUrn } from '#db/keys'
import { verifyBook } from '../journal.ts'
import { SHOP, writeProject } from '../testing/dbt-project.ts'
import { derivedDump, logicalDump } from '../testing/logical-dump.ts'
import { countOrphans, rebuiltDump } from '../testing/rebuild.ts'
import { createTestBook, type TestBook } from '../testing/test-book.ts'
import type { PendingImport } from './run-import.ts'

// Column lists and dataset lists beside a dbt project, through the same engine.

let book: TestBook
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => {
  book.close()
})

type Column = readonly [schema: string, table: string, column: string, type: string]

function columnList(name: string, columns: readonly Column[]): string {
  const lines = columns.map(([schema, table, column, type], index) => ['warehouse', schema, table, column, index + 1, type].join(','))
  const path = join(book.folder, `${name}.csv`)
  writeFileSync(path, ['table_catalog,table_schema,table_name,column_name,ordinal_position,data_type', ...lines].join('\n'))
  return path
}

/** Imports a file, and holds that its undo is exact before importing it again. */
async function importTwice(path: string, sourceName: string): Promise<PendingImport> {
  const before = [logicalDump(book.write), derivedDump(book.write)]
  const first = await book.importFolder(path, { sourceName })
  expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
  const after = withoutTimes(logicalDump(book.write))
  book.undo(first.importId)
  expect([logicalDump(book.write), derivedDump(book.write)]).toEqual(before)
  const second = await book.importFolder(path, { sourceName })
  expect(second.changes).toEqual(first.changes)
  expect(withoutTimes(logicalDump(book.write))).toBe(after)
  expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
  expect(countOrphans(book.write)).toBe(0)
  expect(verifyBook(book.write)).toMatchObject({ ok: true })
  return second
}

/** These files don't say when they were made, so the time of the import counts. */
const withoutTimes = (dump: string): string => dump.replaceAll(/"seen(From|To)Ms":\d+/g, '"seen$1Ms":0')

const statuses = (): unknown =>
  Object.fromEntries(
    sql<{ name: string; status: string }>(
      book.write,
      `select a.name, a.status from asset a join asset_key k on k.id = a.id join source s on s.id = k.sourceId where s.name = 'warehouse' order by 1`,
    )
      .all()
      .map((row) => [row.name, row.status]),
  )

test('a column list retires what is gone from the schemas it lists, and nothing of others', async () => {
  await importTwice(
    columnList('all', [
      ['main', 'orders', 'id', 'integer'],
      ['main', 'old', 'id', 'integer'],
      ['raw', 'events', 'id', 'integer'],
    ]),
    'warehouse',
  )
  const second = await importTwice(
    columnList('main', [
      ['main', 'orders', 'id', 'bigint'],
      ['main', 'orders', 'placed_at', 'timestamp'],
    ]),
    'warehouse',
  )
  expect(second.changes).toMatchObject({ removed: 2, changed: 1 })
  expect(statuses()).toEqual({ orders: 'active', old: 'retired', events: 'active' })
})

test('a table that a project also tells of is one dataset, with the warehouse’s types', async () => {
  await book.importFolder(writeProject(join(book.folder, 'shop'), SHOP))
  await importTwice(
    columnList('all', [
      ['main', 'fct_orders', 'order_id', 'bigint'],
      ['main', 'fct_orders', 'found_only_here', 'text'],
      ['main', 'unknown_to_dbt', 'id', 'integer'],
    ]),
    'warehouse',
  )
  const assetId = findKeyByUrn(book.write, 'dbt:shop/model.shop.fct_orders')?.assetId ?? 0
  expect(findAssetRow(book.write, assetId)).toMatchObject({ columnCount: 4, sourceNames: '["shop","warehouse"]', upstreamCount: 2 })
  expect(sql(book.write, `select dataType, presence from asset_column where assetId = ? and name = 'order_id'`).get(assetId)).toEqual({
    dataType: 'bigint',
    presence: 'both',
  })
  // Retired by one of its sources, it is still what the other says.
  await importTwice(columnList('gone', [['main', 'unknown_to_dbt', 'id', 'integer']]), 'warehouse')
  expect(findAssetRow(book.write, assetId)).toMatchObject({ status: 'active', columnCount: 3 })
})

test('a list of datasets is imported and taken back like any other', async () => {
  const path = join(book.folder, 'datasets.csv')
  writeFileSync(path, 'name,description,owner,tier\norders,Orders by day,Core,gold\nvisits,,Growth,\n')
  const pending = await importTwice(path, 'sheet')
  expect(pending).toMatchObject({ format: 'datasets', changes: { added: 2, changed: 0, removed: 0 } })
  writeFileSync(path, 'name,description,owner,tier\norders,Orders by hour,Core,gold\n')
  expect((await importTwice(path, 'sheet')).changes).toMatchObject({ changed: 1 })
})

test('a list that says where a table is speaks of the dataset a project tells of', async () => {
  await book.importFolder(writeProject(join(book.folder, 'shop'), SHOP))
  const path = join(book.folder, 'datasets.csv')
  writeFileSync(path, 'name,schema,database,owner\nfct_orders,MAIN,Warehouse,Order desk\nfct_orders_elsewhere,main,,Nobody\n')
  await importTwice(path, 'sheet')
  const assetId = findKeyByUrn(book.write, 'dbt:shop/model.shop.fct_orders')?.assetId ?? 0
  expect(findAssetRow(book.write, assetId)).toMatchObject({ sourceNames: '["shop","sheet"]', ownerTeam: 'Order desk' })
  expect(sql(book.write, `select count(*) n from asset where name like 'fct_orders%'`).get()).toEqual({ n: 2 })
})
