import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JsonObject } from '#core/json'
import { sql } from '#db/connection'
import { checkBook } from './check-book.ts'
import { pageOfImportChanges } from './import-changes.ts'
import { verifyBook } from './journal.ts'
import { type TestModel, writeProject } from './testing/dbt-project.ts'
import { derivedDump, logicalDump } from './testing/logical-dump.ts'
import { countOrphans, rebuiltDump } from './testing/rebuild.ts'
import { createTestBook, type TestBook } from './testing/test-book.ts'

// A list of links goes through the engine that dbt's artifacts go through, and joins what they tell.

let book: TestBook
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => {
  book.close()
})

const columns = (...names: string[]) => names.map((name) => ({ name, type: 'text' }))
const MODELS: readonly TestModel[] = [
  { name: 'payments', kind: 'source', schema: 'raw', columns: columns('id', 'amount') },
  { name: 'orders', schema: 'staging', columns: columns('order_id', 'total'), dependsOn: ['payments'] },
  { name: 'revenue', schema: 'marts', columns: columns('total', 'share'), dependsOn: ['orders'] },
]
const bringProject = (models = MODELS, at = book) =>
  at.importFolder(writeProject(join(at.folder, 'shop'), { name: 'shop', models }, { catalog: 'with' }))

const HEADER = 'upstream,upstream_column,downstream,downstream_column\n'
function list(rows: readonly string[], at = book): string {
  const path = join(at.folder, 'links.csv')
  writeFileSync(path, `${HEADER}${rows.join('\n')}\n`)
  return path
}
const bring = (rows: readonly string[], options: JsonObject = {}, sourceName = 'lineage', at = book) =>
  at.importFolder(list(rows, at), { sourceName, options })

const LINKS = [
  'staging.orders,total,WAREHOUSE.marts.revenue,TOTAL',
  'warehouse.raw.payments,amount,model.shop.orders,total',
  'warehouse.raw.payments,id,model.shop.orders,order_id',
  'staging.orders,total,WAREHOUSE.marts.revenue,share',
]

/** Every link between columns as `raw.payments.amount > staging.orders.total`. */
function edges(at = book): string[] {
  return sql<{ text: string }>(
    at.write,
    `select u.sortName || '.' || x.name || ' > ' || d.sortName || '.' || y.name text from column_edge e
       join asset u on u.id = e.upId join asset d on d.id = e.downId
       join column_name x on x.id = e.upColumn join column_name y on y.id = e.downColumn order by 1`,
  )
    .all({})
    .map(({ text }) => text)
}
const dumps = (at = book) => [logicalDump(at.write), derivedDump(at.write)]
function expectSound(at = book): void {
  expect(rebuiltDump(at.write)).toBe(derivedDump(at.write))
  expect(checkBook(at.deps.read)).toEqual({ ok: true, problems: [] })
  expect(verifyBook(at.write)).toMatchObject({ ok: true })
  expect(countOrphans(at.write)).toBe(0)
}
const countDatasets = () => sql<{ n: number }>(book.write, `select count(*) n from asset where kind = 'dataset'`).get()?.n

const EDGES = [
  'raw.payments.amount > staging.orders.total',
  'raw.payments.id > staging.orders.order_id',
  'staging.orders.total > marts.revenue.share',
  'staging.orders.total > marts.revenue.total',
]

test('links join the datasets other sources tell of, are imported again, and are taken back exactly', async () => {
  await bringProject()
  const before = dumps()
  const first = await bring(LINKS)
  // Four names of three datasets, two links between datasets, four between columns.
  expect(first).toMatchObject({ format: 'links', changes: { added: 10, changed: 0, removed: 0 }, receipt: { notUnderstood: [] } })
  expect(edges()).toEqual(EDGES)
  expect(countDatasets()).toBe(3)
  expectSound()
  const linked = dumps()
  expect(await bring([...LINKS].reverse())).toMatchObject({ changes: { added: 0, changed: 0, removed: 0, unchanged: 10 } })
  expect(dumps()[1]).toEqual(linked[1])
  const [newest] = sql<{ id: number }>(book.write, 'select max(id) id from "import"').all({})
  book.undo(newest?.id ?? 0)
  book.undo(first.importId)
  expect(dumps()).toEqual(before)
  expectSound()
})

test('a list adds to what was told, unless it says that it is complete', async () => {
  await bringProject()
  await bring(LINKS)
  const more = await bring(['staging.orders,order_id,WAREHOUSE.marts.revenue,total', 'warehouse.raw.payments,,WAREHOUSE.marts.revenue,'])
  expect(more.changes).toMatchObject({ added: 2, removed: 0 })
  expect(edges()).toEqual([...EDGES, 'staging.orders.order_id > marts.revenue.total'].sort())
  expectSound()
  const complete = await bring(LINKS.slice(0, 1), { complete: true })
  // Of the two other names the thing, a link between datasets and two between columns; of the one told the links that are not.
  expect(edges()).toEqual(['staging.orders.total > marts.revenue.total'])
  expect(countDatasets()).toBe(3)
  expectSound()
  const changes = pageOfImportChanges(
    book.deps.read,
    { importId: complete.importId, filter: { change: 'removed' }, cursor: undefined, limit: 50, total: null },
    complete.changes,
  )
  expect(changes.total).toBe(complete.changes.removed)
  expect(changes.items.filter(({ what, assetName }) => what === 'column-link' && assetName === 'revenue')).toMatchObject([
    { child: 'total', before: 'staging.orders.order_id', after: null },
    { child: 'share', before: 'staging.orders.total', after: null },
  ])
  book.undo(complete.importId)
  expect(edges()).toEqual([...EDGES, 'staging.orders.order_id > marts.revenue.total'].sort())
  expectSound()
})

test('a name that means no dataset, or several, becomes one of its own and is said; its own source joins it later', async () => {
  for (const [name, models] of [
    ['one', ['payments', 'refunds']],
    ['other', ['payments']],
  ] as const)
    await book.importFolder(writeProject(join(book.folder, name), { name, models: models.map((model) => ({ name: model, schema: name })) }))
  const first = await bring([...LINKS, 'refunds,x,nowhere,y', 'payments,x,nowhere,z'])
  expect(first.receipt.notUnderstood.map(({ reason }) => reason)).toEqual([
    '“WAREHOUSE.marts.revenue” is no dataset of this catalog file. It becomes one that only this list tells of',
    '“model.shop.orders” is no dataset of this catalog file. It becomes one that only this list tells of',
    '“nowhere” is no dataset of this catalog file. It becomes one that only this list tells of',
    '“payments” fits 2 datasets. It becomes one that only this list tells of',
    '“staging.orders” is no dataset of this catalog file. It becomes one that only this list tells of',
    '“warehouse.raw.payments” is no dataset of this catalog file. It becomes one that only this list tells of',
  ])
  expect(edges()).toEqual(expect.arrayContaining(['one.refunds.x > nowhere.y', 'payments.x > nowhere.z']))
  expectSound()
  await bringProject()
  // Whole relation names are enough to know them by.
  expect(edges()).toContain('staging.orders.total > marts.revenue.total')
  expect(sql(book.write, `select urn from asset where name = 'revenue'`).all({})).toHaveLength(1)
  expectSound()
})

test('two lists tell links of one dataset: each stands once, and goes with the last that tells it', async () => {
  await bringProject()
  await bring(LINKS.slice(0, 2), {}, 'one')
  const other = await bring(['staging.orders,total,marts.revenue,total', 'staging.orders,order_id,marts.revenue,total'], {}, 'other')
  expect(edges()).toEqual([
    'raw.payments.amount > staging.orders.total',
    'staging.orders.order_id > marts.revenue.total',
    'staging.orders.total > marts.revenue.total',
  ])
  expectSound()
  book.undo(other.importId)
  expect(edges()).toEqual(['raw.payments.amount > staging.orders.total', 'staging.orders.total > marts.revenue.total'])
  expectSound()
})

test('a link to a column nobody tells of is kept; a dataset its source dropped is retired though a link mentions it', async () => {
  await bringProject()
  await bring([...LINKS, 'warehouse.raw.payments,fee,WAREHOUSE.marts.revenue,net'])
  expect(edges()).toContain('raw.payments.fee > marts.revenue.net')
  await bringProject(MODELS.filter(({ name }) => name !== 'payments'))
  const status = () => sql<{ status: string }>(book.write, `select status from asset where name = 'payments'`).all({})
  expect(status()).toEqual([{ status: 'retired' }])
  expect(edges()).toContain('raw.payments.fee > marts.revenue.net')
  expectSound()
  await bringProject()
  expect(status()).toEqual([{ status: 'active' }])
  expectSound()
})

test.each([
  ['links that are gone', `delete from column_edge`],
  ['a link that nobody tells', `insert into column_edge select upId, upColumn, downId, downColumn from column_edge limit 1`],
  ['a column under another name', `update column_name set name = 'other' where name = 'amount'`],
])('the check finds planted faults: %s', async (_, change) => {
  await bringProject()
  await bring(LINKS)
  expectSound()
  book.write.exec(change)
  expect(checkBook(book.deps.read).problems.join('\n')).toContain('the links of its columns are not those that sources tell of')
})

test('imports and undos in any order leave what making it all again gives', { timeout: 60_000 }, async () => {
  const row = fc
    .tuple(fc.nat(2), fc.constantFrom('id', 'total', 'x', ''), fc.nat(2), fc.constantFrom('id', 'total', 'x', ''))
    .map(([up, upColumn, down, downColumn]) => `${NAMES[up]},${upColumn},${NAMES[down]},${downColumn}`)
  const step = fc.oneof(
    fc.record({ rows: fc.array(row, { minLength: 1, maxLength: 6 }), source: fc.constantFrom('one', 'two'), complete: fc.boolean() }),
    fc.constantFrom('project' as const, 'undo' as const),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (steps) => {
      const at = createTestBook()
      try {
        const done: number[] = []
        for (const one of steps) {
          const last = one === 'undo' ? done.pop() : undefined
          if (last !== undefined) at.undo(last, 'undo-too')
          if (one === 'undo') continue
          const pending =
            one === 'project' ? await bringProject(MODELS, at) : await bring(one.rows, { complete: one.complete }, one.source, at)
          if (!pending.isUnchanged) done.push(pending.importId)
        }
        expectSound(at)
        expect(derivedDump(at.write)).toBe(rebuiltDump(at.write))
      } finally {
        at.close()
      }
    }),
    { numRuns: 12 },
  )
})
const NAMES = ['warehouse.raw.payments', 'staging.orders', 'elsewhere']
