import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inTransaction, sql } from '#db/connection'
import { findAssetRow } from '#db/current'
import { insertImport } from '#db/imports'
import { findKeyByUrn } from '#db/keys'
import { findSourceByIdentity } from '#db/sources'
import { makeBigProject } from '../testing/big-project.ts'
import { changed, SHOP, type TestProject, writeProject } from '../testing/dbt-project.ts'
import { logicalDump } from '../testing/logical-dump.ts'
import { createTestBook, type TestBook } from '../testing/test-book.ts'
import { rebuildAssets } from '../rebuild.ts'
import { loadCurrentRules } from '../rules.ts'
import { removeUnfinishedImports } from './clean-up.ts'

let book: TestBook
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => {
  book.close()
})

const LATER: TestProject = { ...SHOP, generatedAt: '2026-02-03T04:05:06Z' }
const write = (name: string, project: TestProject = SHOP): string => writeProject(join(book.folder, name), project)
const rowOf = (urn: string): ReturnType<typeof findAssetRow> => findAssetRow(book.write, findKeyByUrn(book.write, urn)?.assetId ?? 0)
const count = (table: string): number => sql<{ n: number }>(book.write, `select count(*) n from "${table}"`).get()?.n ?? -1

describe('a preview', () => {
  test('that is thrown away leaves no file, no source and no original behind', async () => {
    await book.plan(write('shop'))
    expect([count('import'), count('import_file'), count('original'), count('source')]).toEqual([1, 1, 1, 1])
    expect(removeUnfinishedImports(book.write)).toBe(1)
    expect([count('import'), count('import_file'), count('original'), count('source'), count('fact'), count('asset_key')]).toEqual([
      0, 0, 0, 0, 0, 0,
    ])
  })

  test('changes nothing of what its source remembers before it is applied; undo puts back what was, but not what was set since', async () => {
    const placeOf = (): string | null | undefined => findSourceByIdentity(book.write, 'dbt:shop')?.place
    await book.importFolder(write('first'))
    const first = placeOf()
    const pending = await book.plan(write('second', LATER), { options: { note: 'new' } })
    expect(placeOf()).toBe(first)
    await book.apply(pending)
    expect(placeOf()).toContain('second')
    sql(book.write, `update source set options = '{"note":"set by hand"}'`).run()
    book.undo(pending.importId)
    expect(placeOf()).toBe(first)
    expect(findSourceByIdentity(book.write, 'dbt:shop')?.options).toBe('{"note":"set by hand"}')
  })

  test('that waits is no part of what a decision makes of a dataset', async () => {
    await book.importFolder(write('shop'))
    const urn = 'dbt:shop/model.shop.fct_orders'
    const before = rowOf(urn)
    const pending = await book.plan(
      write('later', changed(SHOP, 'fct_orders', { description: 'Of the preview', dependsOn: ['customers_raw'] })),
    )
    inTransaction(book.write, (): void => rebuildAssets(book.write, loadCurrentRules(book.write), [before?.id ?? 0]))
    expect(rowOf(urn)).toEqual(before)
    await book.apply(pending)
    expect(rowOf(urn)).toMatchObject({ description: 'Of the preview', upstreamCount: 1 })
  })

  test('whose file fails removes what it wrote itself, not what another program is writing by then', async () => {
    await book.importFolder(write('shop'))
    const sourceId = findSourceByIdentity(book.write, 'dbt:shop')?.id ?? 0
    // So large that its end is only reached when much of it is written.
    const folder = write('broken', makeBigProject({ name: 'shop', models: 1200, seed: 1 }))
    const path = join(folder, 'manifest.json')
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -200))
    const before = logicalDump(book.write)
    const times = { startedAtMs: 0, generatedAtMs: null, seenAtMs: 0, author: 'Another', sourceBefore: null }
    let others = 0
    // Between two pieces of work this program slept for so long that another one took over.
    const plan = book.plan(folder, { onBegin: () => (others = insertImport(book.write, { sourceId, ...times })) })
    await expect(plan).rejects.toMatchObject({ code: 'bad-file' })
    expect(sql(book.write, `select id from "import" where status = 'writing'`).all()).toEqual([{ id: others }])
    expect(logicalDump(book.write)).toBe(before)
  })

  test('offers renames; nothing else can be joined by applying it', async () => {
    await book.importFolder(write('shop'))
    const pending = await book.plan(write('next', { ...LATER, models: LATER.models.slice(1) }))
    const join = { from: 'dbt:shop/model.shop.stg_orders', to: 'dbt:shop/model.shop.fct_orders' }
    await expect(book.apply(pending, [join])).rejects.toMatchObject({ code: 'invalid-input' })
    await book.apply(pending)
    expect(rowOf('dbt:shop/model.shop.fct_orders')).toMatchObject({ name: 'fct_orders' })
  })
})

describe('an import', () => {
  test('of a model that left its group takes the group’s owner away', async () => {
    const owned = { ...SHOP, models: SHOP.models.map((model) => ({ ...model, group: 'team' })), groups: [{ name: 'team', owner: 'Core' }] }
    await book.importFolder(write('owned', owned))
    expect(rowOf('dbt:shop/model.shop.stg_orders')).toMatchObject({ ownerTeam: 'Core' })
    const pending = await book.importFolder(write('left', LATER))
    expect(rowOf('dbt:shop/model.shop.stg_orders')).toMatchObject({ ownerTeam: null, status: 'active' })
    expect(pending.changes).toMatchObject({ added: 0, removed: 1 })
  })

  test('that makes another kind of thing of a name is undone to the kind it was', async () => {
    await book.importFolder(write('shop'))
    const before = logicalDump(book.write)
    const folder = write('kinds', LATER)
    const path = join(folder, 'manifest.json')
    const text = readFileSync(path, 'utf8')
    writeFileSync(
      path,
      text.replace(
        '"unique_id":"model.shop.fct_orders","resource_type":"model"',
        '"unique_id":"model.shop.fct_orders","resource_type":"analysis"',
      ),
    )
    const pending = await book.importFolder(folder)
    expect(rowOf('dbt:shop/model.shop.fct_orders')).toMatchObject({ kind: 'analysis' })
    book.undo(pending.importId)
    expect(rowOf('dbt:shop/model.shop.fct_orders')).toMatchObject({ kind: 'dataset' })
    expect(logicalDump(book.write)).toBe(before)
  })
})
