import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listNextAssets } from '#db/current'
import { undoSomeFacts } from '#db/facts'
import { sql } from '#db/connection'
import { decide } from '../decide.ts'
import { commit } from '../deps.ts'
import { verifyBook } from '../journal.ts'
import { setMetaMapping } from '../set-source.ts'
import { makeBigProject } from '../testing/big-project.ts'
import { type TestProject, writeProject } from '../testing/dbt-project.ts'
import { derivedDump, logicalDump } from '../testing/logical-dump.ts'
import { countOrphans, rebuiltDump } from '../testing/rebuild.ts'
import { createTestBook, type TestBook } from '../testing/test-book.ts'
import { removeUnfinishedImports } from './clean-up.ts'
import type { PendingImport } from './run-import.ts'

// New assets of a source whose only file is read by a thread of its own: derived while it is read.

let book: TestBook
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => {
  book.close()
})

/** A quarter of the models is in a group, whose owner is told by another part. */
const BIG = makeBigProject({ name: 'big', models: 300, seed: 3 })
const BIG_MODEL = 'dbt:big/model.big.'

const manifest = (project: TestProject = BIG): string => join(writeProject(join(book.folder, project.name), project), 'manifest.json')
const planBeside = (path = manifest()): Promise<PendingImport> => book.plan(path, { readBesideFromBytes: 0 })
const countRows = (table: string): number => sql<{ n: number }>(book.write, `select count(*) n from ${table}`).get()?.n ?? 0

/** What is derived is what a full rebuild gives, nothing is left over, and the journal knows what was written. */
const isRight = (): boolean =>
  derivedDump(book.write) === rebuiltDump(book.write) &&
  countOrphans(book.write) + listNextAssets(book.write).length === 0 &&
  verifyBook(book.deps.read).ok

const countWhere = (condition: string): number => countRows(`asset where kind = 'dataset' and ${condition}`)

test('they are ready with the preview, seen by nobody, and then the same as if they were derived afterwards', async () => {
  const empty = derivedDump(book.deps.read)
  const pending = await planBeside()
  const ready = listNextAssets(book.write).length
  expect(ready).toBeGreaterThan(countRows('asset_key') / 2)
  expect(ready).toBeLessThan(countRows('asset_key'))
  expect(countRows('asset_column')).toBeGreaterThan(1000)
  expect(derivedDump(book.deps.read)).toBe(empty)
  await book.apply(pending)
  expect(isRight()).toBe(true)
  const other = createTestBook()
  const same = await other.importFolder(manifest())
  expect(derivedDump(book.write)).toBe(derivedDump(other.write))
  expect(logicalDump(book.write)).toBe(logicalDump(other.write))
  expect([pending.changes, pending.factDigest]).toEqual([same.changes, same.factDigest])
  other.close()
})

test('a preview that is dropped leaves nothing of them', async () => {
  const { importId } = await planBeside()
  // What a kill left in the middle of dropping it.
  expect(undoSomeFacts(book.write, importId, 500)).toBe(500)
  sql(book.write, 'delete from asset_next where id < 10').run()
  expect(removeUnfinishedImports(book.write)).toBe(1)
  for (const table of ['asset_next', 'asset_key', 'fact', 'asset_column', 'asset_tag', 'asset_term', 'edge', 'search_doc']) {
    expect([table, countRows(table)]).toEqual([table, 0])
  }
  const pending = await planBeside()
  await book.apply(pending)
  expect(isRight()).toBe(true)
})

const set = (subject: string, field: string, value: string): void =>
  commit(book.deps, ['decisions'], (write) => void decide(book.deps, write, [{ subject, column: '', field, value }], 'just now'))

test.each<[what: string, so: string, meanwhile: (pending: PendingImport) => void]>([
  ['the owner of one', `ownerTeam = 'Mine'`, () => set(`${BIG_MODEL}${BIG.models[5]?.name}`, 'ownerTeam', 'Mine')],
  ['that a name stands for another', `ownerTeam = 'Data'`, () => set('hand/owner.Core Data', 'mergedInto', 'Data')],
  [
    'what meta keys of the source mean',
    `steward = 'Finance'`,
    ({ sourceId }) => {
      const mapping = [{ metaKey: 'owner', scope: 'dataset', field: 'steward' }] as const
      commit(book.deps, ['sources'], (write) => setMetaMapping(book.deps, write, { sourceId, mapping: [...mapping] }))
    },
  ],
])('what people say between preview and applying counts: %s', async (_, so, meanwhile) => {
  const pending = await planBeside()
  meanwhile(pending)
  await book.apply(pending)
  expect(countWhere(so)).toBeGreaterThan(0)
  expect(isRight()).toBe(true)
})

test('what was decided before and what is in the catalog under another key is derived when it is put in place', async () => {
  const path = join(book.folder, 'list.csv')
  const rows = BIG.models
    .slice(0, 40)
    .flatMap(({ name }) => ['staging', 'marts'].map((schema) => `warehouse,${schema},${name},id,1,bigint`))
  writeFileSync(path, ['table_catalog,table_schema,table_name,column_name,ordinal_position,data_type', ...rows].join('\n'))
  await book.importFolder(path, { format: 'schema', sourceName: 'warehouse' })
  set(`${BIG_MODEL}${BIG.models[50]?.name}`, 'ownerTeam', 'Mine')
  await book.apply(await planBeside())
  expect(countRows('asset_key where assetId <> id')).toBe(40)
  expect(countWhere(`ownerTeam = 'Mine'`)).toBe(1)
  expect(isRight()).toBe(true)
})
