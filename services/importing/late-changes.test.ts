import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findAssetRow } from '#db/current'
import { findKeyByUrn } from '#db/keys'
import { decide } from '../decide.ts'
import { commit } from '../deps.ts'
import { loadCurrentRules } from '../rules.ts'
import { besideHere } from '../testing/beside-here.ts'
import { createSourceHandlers } from '../sources.ts'
import { SHOP, type TestProject, writeProject } from '../testing/dbt-project.ts'
import { derivedDump } from '../testing/logical-dump.ts'
import { countOrphans, rebuiltDump } from '../testing/rebuild.ts'
import { createTestBook, type TestBook } from '../testing/test-book.ts'
import { applyImport } from './run-import.ts'

// What people do after an import's new assets were made ready, and before it shows.

let book: TestBook
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => {
  book.close()
})

const MORE: TestProject = {
  ...SHOP,
  generatedAt: '2026-02-03T04:05:06Z',
  models: [
    ...SHOP.models,
    { name: 'late', dependsOn: ['fct_orders'], columns: [{ name: 'id' }], meta: { owner: 'Growth' }, notNull: ['id'], group: 'team' },
  ],
  groups: [{ name: 'team', owner: 'Core' }],
}
const LATE = 'dbt:shop/model.shop.late'

/** Imports the shop, then more of it; `meanwhile` happens while that is being put in place. */
async function importMore(meanwhile: () => void): Promise<void> {
  await book.importFolder(writeProject(join(book.folder, 'shop'), SHOP))
  const pending = await book.plan(writeProject(join(book.folder, 'more'), MORE))
  let times = 0
  const tools = {
    write: book.write,
    now: book.now,
    cancel: { isCancelled: () => false },
    progress: () => {
      if ((times += 1) === 1) meanwhile()
    },
    keepOriginalUpToBytes: 0,
    readBesideFromBytes: Infinity,
    backUp: () => 'nothing-to-lose' as const,
  }
  await applyImport(tools, loadCurrentRules(book.write), { pending, sameAs: [], author: 'Ines Duarte' })
  expect(times).toBeGreaterThan(0)
  expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
  expect(countOrphans(book.write)).toBe(0)
}

const set = (subject: string, field: string, value: string): void =>
  commit(book.deps, ['decisions'], (write) => void decide(book.deps, write, [{ subject, column: '', field, value }], 'just now'))
const lateRow = (): ReturnType<typeof findAssetRow> => findAssetRow(book.write, findKeyByUrn(book.write, LATE)?.assetId ?? 0)

test('a decision on what is just coming', async () => {
  await importMore(() => set(LATE, 'description', 'Decided'))
  expect(lateRow()).toMatchObject({ description: 'Decided', ownerTeam: 'Core', upstreamCount: 1, checkCount: 1 })
})

test('two owners merged', async () => {
  await importMore(() => set('hand/owner.Core', 'mergedInto', 'Data'))
  expect(lateRow()).toMatchObject({ ownerTeam: 'Data' })
})

test('a meta key mapped', async () => {
  await importMore(() => {
    const handlers = createSourceHandlers({
      book: () => book.deps,
      jobs: () => {
        throw new Error('no job is needed here')
      },
      afterChange: () => undefined,
      beside: besideHere(book.deps).beside,
    })
    void handlers.setMetaMapping({ sourceId: 1, mapping: [{ metaKey: 'owner', scope: 'dataset', field: 'steward' }] })
  })
  expect(lateRow()).toMatchObject({ steward: 'Growth' })
})

test('an old asset said to be the same as the new one', async () => {
  await importMore(() => set('dbt:shop/model.shop.fct_orders', 'sameAs', LATE))
  expect(findKeyByUrn(book.write, 'dbt:shop/model.shop.fct_orders')?.assetId).toBe(findKeyByUrn(book.write, LATE)?.assetId)
})

test('the new one said to be the same as an old one', async () => {
  await importMore(() => set(LATE, 'sameAs', 'dbt:shop/model.shop.stg_orders'))
  expect(lateRow()).toMatchObject({ urn: 'dbt:shop/model.shop.stg_orders' })
})

test('a decision on an old asset that is linked to the new one', async () => {
  await importMore(() => set('dbt:shop/model.shop.fct_orders', 'tier', 'gold'))
  expect(lateRow()).toMatchObject({ columnCount: 1, upstreamCount: 1 })
})
