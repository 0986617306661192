import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MetaMapping } from '#contract/sources'
import { decide } from '../decide.ts'
import { commit } from '../deps.ts'
import { countImportChanges, listImportChanges } from '../import-changes.ts'
import { setMetaMapping } from '../set-source.ts'
import { type TestModel, type TestProject, writeProject } from '../testing/dbt-project.ts'
import { createTestBook, type TestBook } from '../testing/test-book.ts'
import type { PendingImport } from './run-import.ts'

// What a file says anew though a person decided otherwise: counted and listed before it is applied.

let book: TestBook
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => {
  book.close()
})

const ORDERS = 'dbt:shop/model.shop.orders'
type Decided = { readonly subject?: string; readonly column?: string; readonly field: string; readonly value: string | null }

function setByHand(...decided: readonly Decided[]): void {
  commit(book.deps, ['decisions'], (write) =>
    decide(
      book.deps,
      write,
      decided.map((one) => ({ subject: ORDERS, column: '', ...one })),
      '',
    ),
  )
}

/** The project as of a day of January, its one model saying so much more. */
function project(day: number, more: Partial<TestModel>, adapter = 'postgres'): string {
  const shop: TestProject = {
    name: 'shop',
    generatedAt: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`,
    adapter,
    models: [{ name: 'orders', columns: [{ name: 'email' }], ...more }],
  }
  return writeProject(join(book.folder, String(day)), shop)
}

async function mapped(model: Partial<TestModel>, mapping: MetaMapping): Promise<void> {
  const { sourceId } = await book.importFolder(project(1, model))
  commit(book.deps, ['sources'], (write) => setMetaMapping(book.deps, write, { sourceId, mapping }))
}

/** A warehouse's list of the same table's columns, as it spells them. */
function columnList(name: string, type: string): string {
  const path = join(book.folder, `${name}.csv`)
  const rows = [`warehouse,MAIN,ORDERS,EMAIL,1,${type}`]
  writeFileSync(path, ['table_catalog,table_schema,table_name,column_name,ordinal_position,data_type', ...rows].join('\n'))
  return path
}

type Conflict = readonly [child: string | null, field: string | null, decided: unknown, inFile: unknown]

/** The conflicts in the list, of which there are as many as were counted. */
function conflictsOf({ importId, changes }: PendingImport): Conflict[] {
  const filter = { change: 'conflict' } as const
  const { items } = listImportChanges(book.deps.read, { importId, filter, cursor: undefined, limit: 100 }, changes)
  expect([items.length, countImportChanges(book.deps.read, importId, filter, changes)]).toEqual([changes.conflicts, changes.conflicts])
  return items.map(({ child, field, before, after }) => [child, field, before, after])
}

test('a meta key that fills a decided field, of the dataset or of a column', async () => {
  const was = { meta: { owner: 'Core' }, columns: [{ name: 'email', meta: { pii: 'email' } }] }
  await mapped(was, [
    { metaKey: 'owner', scope: 'dataset', field: 'ownerTeam' },
    { metaKey: 'pii', scope: 'column', field: 'piiType' },
  ])
  setByHand({ field: 'ownerTeam', value: 'Order desk' }, { column: 'email', field: 'piiType', value: 'phone' })
  const is = { meta: { owner: 'Growth', note: 'x' }, columns: [{ name: 'email', meta: { pii: 'name' } }] }
  expect(conflictsOf(await book.plan(project(2, is)))).toEqual([
    [null, 'ownerTeam', 'Order desk', 'Growth'],
    ['email', 'piiType', 'phone', 'name'],
  ])
  // What does not touch a decided field, or says what was decided, is none.
  expect(conflictsOf(await book.plan(project(3, { ...was, meta: { owner: 'Core', note: 'x' } })))).toEqual([])
  expect(conflictsOf(await book.plan(project(4, { ...was, meta: { owner: 'Order desk' } })))).toEqual([])
})

test('a decision on another key of the dataset, whatever case its columns are spelled in', async () => {
  await book.importFolder(project(1, {}, 'snowflake'))
  await book.importFolder(columnList('first', 'TEXT'), { sourceName: 'warehouse' })
  setByHand({ column: 'email', field: 'dataType', value: 'varchar(80)' })
  const pending = await book.plan(columnList('second', 'NUMBER'), { sourceName: 'warehouse' })
  expect(pending.changes).toMatchObject({ added: 0, changed: 1 })
  expect(conflictsOf(pending)).toEqual([['EMAIL', 'dataType', 'varchar(80)', 'NUMBER']])
})

test('a new key that joins a dataset people decided something on', async () => {
  await book.importFolder(project(1, {}, 'snowflake'))
  setByHand({ column: 'email', field: 'dataType', value: 'varchar(80)' })
  const pending = await book.plan(columnList('first', 'TEXT'), { sourceName: 'warehouse' })
  expect(pending.changes).toMatchObject({ added: 2, changed: 0 })
  expect(conflictsOf(pending)).toEqual([['EMAIL', 'dataType', 'varchar(80)', 'TEXT']])
  const { items } = listImportChanges(
    book.deps.read,
    { importId: pending.importId, filter: {}, cursor: undefined, limit: 9 },
    pending.changes,
  )
  expect(countImportChanges(book.deps.read, pending.importId, {}, pending.changes)).toBe(items.length)
})

test('a name that people merged into the decided one says the same', async () => {
  await mapped({ meta: { owner: 'Core' } }, [{ metaKey: 'owner', scope: 'dataset', field: 'ownerTeam' }])
  setByHand({ field: 'ownerTeam', value: 'Order desk' }, { subject: 'hand/owner.Desk', field: 'mergedInto', value: 'Order desk' })
  expect(conflictsOf(await book.plan(project(2, { meta: { owner: 'Desk' } })))).toEqual([])
})

test('a decision that was taken back stands against nothing', async () => {
  await book.importFolder(project(1, { description: 'a' }))
  setByHand({ field: 'description', value: 'Ours' })
  setByHand({ field: 'description', value: null })
  expect(conflictsOf(await book.plan(project(2, { description: 'b' })))).toEqual([])
})
