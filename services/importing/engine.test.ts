import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '#db/connection'
import { digestOfImport } from '#db/facts'
import type { ChangeCounts } from '#contract/shapes'
import { findAssetRow } from '#db/current'
import { findImport } from '#db/imports'
import { findStandingDecision } from '#db/decisions'
import { findKeyByUrn } from '#db/keys'
import { commit } from '../deps.ts'
import { decide } from '../decide.ts'
import { rebuildAssets } from '../rebuild.ts'
import { countImportChanges, listImportChanges } from '../import-changes.ts'
import { verifyBook } from '../journal.ts'
import { loadCurrentRules } from '../rules.ts'
import { changed, SHOP, writeProject } from '../testing/dbt-project.ts'
import { derivedDump, logicalDump } from '../testing/logical-dump.ts'
import { createTestBook, type TestBook } from '../testing/test-book.ts'

let book: TestBook
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => {
  book.close()
})

const shopFolder = (): string => writeProject(join(book.folder, 'shop'), SHOP)
const rowOf = (urn: string): ReturnType<typeof findAssetRow> => {
  const key = findKeyByUrn(book.deps.read, urn)
  return key === undefined ? undefined : findAssetRow(book.deps.read, key.assetId)
}
const setByHand = (changes: { subject: string; field: string; value: string | null; column?: string }[]): void => {
  commit(book.deps, ['decisions'], (write) =>
    decide(
      book.deps,
      write,
      changes.map((change) => ({ column: '', ...change })),
      'because',
    ),
  )
}

describe('an import', () => {
  test('becomes a catalog with links, checks and columns', async () => {
    const pending = await book.importFolder(shopFolder())
    expect(pending.changes).toMatchObject({ changed: 0, removed: 0, conflicts: 0 })
    const row = rowOf('dbt:shop/model.shop.fct_orders')
    expect(row).toMatchObject({
      name: 'fct_orders',
      schema: 'main',
      columnCount: 3,
      upstreamCount: 2,
      downstreamCount: 0,
      checkCount: 2,
      failingCheckCount: 0,
      tags: '["finance"]',
    })
    expect(rowOf('dbt:shop/model.shop.stg_orders')).toMatchObject({ downstreamCount: 1, upstreamCount: 1 })
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
  })

  test('shows nothing before it is applied', async () => {
    const before = logicalDump(book.deps.read)
    const derived = derivedDump(book.deps.read)
    const pending = await book.plan(shopFolder())
    expect(pending.changes.added).toBeGreaterThan(10)
    expect(logicalDump(book.deps.read)).toBe(before)
    expect(derivedDump(book.deps.read)).toBe(derived)
  })

  test('of the same files changes nothing', async () => {
    await book.importFolder(shopFolder())
    const before = logicalDump(book.deps.read)
    const again = await book.importFolder(shopFolder())
    expect(again).toMatchObject({ isUnchanged: true, changes: { added: 0, changed: 0, removed: 0, conflicts: 0 } })
    expect(logicalDump(book.deps.read)).toBe(before)
  })

  test('counts and lists the same changes', async () => {
    await book.importFolder(shopFolder())
    const next = changed(SHOP, 'stg_orders', {
      description: 'New words',
      columns: [{ name: 'order_id', description: 'Its number.' }, { name: 'placed_at' }],
    })
    const pending = await book.importFolder(writeProject(join(book.folder, 'next'), next))
    expect(pending.changes).toMatchObject({ added: 1, changed: 1, removed: 1, conflicts: 0 })
    const { items } = listImportChanges(
      book.deps.read,
      { importId: pending.importId, filter: {}, cursor: undefined, limit: 200 },
      pending.changes,
    )
    expect(items.map((item) => [item.change, item.what, item.child, item.field, item.before, item.after])).toEqual([
      ['changed', 'asset', null, 'description', 'Orders, one row each.', 'New words'],
      ['added', 'column', 'placed_at', null, null, null],
      ['removed', 'column', 'email', null, null, null],
    ])
    expect(countImportChanges(book.deps.read, pending.importId, { change: 'removed' }, pending.changes)).toBe(1)
  })

  test('pages through its changes without losing or doubling one', async () => {
    const pending = await book.importFolder(shopFolder())
    const all = listImportChanges(
      book.deps.read,
      { importId: pending.importId, filter: {}, cursor: undefined, limit: 10_000 },
      pending.changes,
    ).items
    const paged = []
    let cursor: string | undefined
    do {
      const page = listImportChanges(book.deps.read, { importId: pending.importId, filter: {}, cursor: cursor, limit: 3 }, pending.changes)
      paged.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(paged).toEqual(all)
    expect(all).toHaveLength(pending.changes.added)
  })

  test('retires what its manifest no longer tells of, and wakes it again', async () => {
    await book.importFolder(shopFolder())
    const smaller = { ...SHOP, generatedAt: '2026-02-01T00:00:00Z', models: SHOP.models.filter((model) => model.name !== 'stg_customers') }
    await book.importFolder(writeProject(join(book.folder, 'smaller'), smaller))
    expect(rowOf('dbt:shop/model.shop.stg_customers')).toMatchObject({ status: 'retired', name: 'stg_customers' })
    expect(rowOf('dbt:shop/source.shop.raw.customers_raw')).toMatchObject({ downstreamCount: 0 })
    await book.importFolder(writeProject(join(book.folder, 'again'), { ...SHOP, generatedAt: '2026-03-01T00:00:00Z' }))
    expect(rowOf('dbt:shop/model.shop.stg_customers')).toMatchObject({ status: 'active', upstreamCount: 1 })
  })

  test('a manifest without a catalog keeps the columns the catalog told', async () => {
    await book.importFolder(writeProject(join(book.folder, 'both'), SHOP, { catalog: 'with' }))
    const types = (): unknown[] =>
      sql(book.deps.read, 'select name, dataType, presence from asset_column where assetId = ? order by ordinal').all(
        findKeyByUrn(book.deps.read, 'dbt:shop/source.shop.raw.orders_raw')?.assetId,
      )
    const before = types()
    await book.importFolder(writeProject(join(book.folder, 'only'), { ...SHOP, generatedAt: '2026-02-01T00:00:00Z' }))
    expect(types()).toEqual(before)
  })

  test('never overrules a decision, and says what it would have changed', async () => {
    await book.importFolder(shopFolder())
    setByHand([{ subject: 'dbt:shop/model.shop.stg_orders', field: 'description', value: 'Ours' }])
    const pending = await book.plan(writeProject(join(book.folder, 'next'), changed(SHOP, 'stg_orders', { description: 'Theirs' })))
    expect(pending.changes).toMatchObject({ changed: 1, conflicts: 1 })
    expect(
      listImportChanges(
        book.deps.read,
        { importId: pending.importId, filter: { change: 'conflict' }, cursor: undefined, limit: 10 },
        pending.changes,
      ).items,
    ).toMatchObject([{ field: 'description', before: 'Ours', after: 'Theirs' }])
    await book.apply(pending)
    expect(rowOf('dbt:shop/model.shop.stg_orders')?.description).toBe('Ours')
  })

  test('that fails leaves nothing, not even its source', async () => {
    const { writeFileSync } = await import('node:fs')
    const folder = shopFolder()
    writeFileSync(
      join(folder, 'manifest.json'),
      '{"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/manifest/v12.json","project_name":"shop"},"nodes":{"model.shop.a":{"unique_id":"model.shop.a","resource_type":"model","name":"a"},',
    )
    const before = logicalDump(book.deps.read)
    await expect(book.plan(folder)).rejects.toMatchObject({ code: 'bad-file' })
    expect(logicalDump(book.deps.read)).toBe(before)
    expect(sql(book.deps.read, 'select count(*) n from source').get()).toEqual({ n: 0 })
    expect(sql(book.deps.read, 'select count(*) n from asset_key').get()).toEqual({ n: 0 })
  })

  test('of a renamed model keeps its decisions once a person says it is the same', async () => {
    await book.importFolder(shopFolder())
    setByHand([{ subject: 'dbt:shop/model.shop.fct_orders', field: 'ownerTeam', value: 'Commerce' }])
    const renamed = changed(SHOP, 'fct_orders', { name: 'fact_orders', notNull: [] })
    const pending = await book.plan(writeProject(join(book.folder, 'renamed'), renamed))
    expect(pending.renames).toMatchObject([{ fromName: 'fct_orders', toName: 'fact_orders', sameColumns: 3 }])
    await book.apply(
      pending,
      pending.renames.map(({ from, to }) => ({ from, to })),
    )
    expect(rowOf('dbt:shop/model.shop.fact_orders')).toMatchObject({
      name: 'fact_orders',
      ownerTeam: 'Commerce',
      status: 'active',
      upstreamCount: 2,
    })
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
  })
})

test('a renamed dataset is in conflict where its file says something new of it, and only there', async () => {
  await book.importFolder(shopFolder())
  setByHand([
    { subject: 'dbt:shop/model.shop.fct_orders', field: 'description', value: 'Ours.' },
    { subject: 'dbt:shop/model.shop.fct_orders', field: 'platform', value: 'ours' },
  ])
  const conflictsOf = async (more: object): Promise<unknown> => {
    const renamed = changed(SHOP, 'fct_orders', { name: 'fact_orders', notNull: [], ...more })
    const pending = await book.plan(writeProject(join(book.folder, `renamed-${Object.keys(more).length}`), renamed))
    await book.apply(
      pending,
      pending.renames.map(({ from, to }) => ({ from, to })),
    )
    const counts = JSON.parse(findImport(book.deps.read, pending.importId)?.changes ?? '') as ChangeCounts
    const asked = { importId: pending.importId, filter: { change: 'conflict' as const }, cursor: undefined, limit: 9 }
    const { items } = listImportChanges(book.deps.read, asked, counts)
    expect(counts.conflicts).toBe(items.length)
    book.undo(pending.importId)
    return items.map(({ field, after }) => [field, after])
  }
  expect(await conflictsOf({})).toEqual([])
  expect(await conflictsOf({ description: 'Theirs, and new.' })).toEqual([['description', 'Theirs, and new.']])
})

describe('undo', () => {
  test('is as before, to the last fact', async () => {
    await book.importFolder(shopFolder())
    const before = logicalDump(book.deps.read)
    const derived = derivedDump(book.deps.read)
    const next = {
      ...changed(SHOP, 'stg_orders', { description: 'New', columns: [] }),
      models: changed(SHOP, 'stg_orders', { description: 'New', columns: [] }).models.filter((model) => model.name !== 'stg_customers'),
    }
    const pending = await book.importFolder(writeProject(join(book.folder, 'next'), next))
    expect(logicalDump(book.deps.read)).not.toBe(before)
    expect(book.undo(pending.importId)).toEqual([pending.importId])
    expect(logicalDump(book.deps.read)).toBe(before)
    expect(derivedDump(book.deps.read)).toBe(derived)
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
  })

  test('takes back the renames that were accepted with it, so that they are asked anew', async () => {
    const from = 'dbt:shop/model.shop.fct_orders'
    const to = 'dbt:shop/model.shop.fact_orders'
    await book.importFolder(shopFolder())
    setByHand([{ subject: from, field: 'ownerTeam', value: 'Commerce' }])
    const before = logicalDump(book.deps.read)
    const derived = derivedDump(book.deps.read)
    const folder = writeProject(join(book.folder, 'renamed'), changed(SHOP, 'fct_orders', { name: 'fact_orders', notNull: [] }))
    const pending = await book.plan(folder)
    await book.apply(pending, [{ from, to }])
    book.undo(pending.importId)
    expect(logicalDump(book.deps.read)).toBe(before)
    expect(derivedDump(book.deps.read)).toBe(derived)
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
    const again = await book.plan(folder)
    expect(again.renames).toMatchObject([{ from, to }])
    await book.apply(again)
    expect(rowOf(from)).toMatchObject({ name: 'fct_orders', status: 'retired', ownerTeam: 'Commerce' })
    expect(rowOf(to)).toMatchObject({ name: 'fact_orders', status: 'active', ownerTeam: null })
    // With what was taken back, not with what stood before it.
    book.undo(again.importId)
    expect(logicalDump(book.deps.read)).toBe(before)
  })

  test('leaves what a person decided anew on a rename since', async () => {
    const from = 'dbt:shop/model.shop.fct_orders'
    const to = 'dbt:shop/model.shop.fact_orders'
    const other = 'dbt:shop/model.shop.stg_orders'
    await book.importFolder(shopFolder())
    const folder = writeProject(join(book.folder, 'renamed'), changed(SHOP, 'fct_orders', { name: 'fact_orders', notNull: [] }))
    const pending = await book.plan(folder)
    await book.apply(pending, [{ from, to }])
    setByHand([{ subject: to, field: 'sameAs', value: other }])
    book.undo(pending.importId)
    expect(findStandingDecision(book.deps.read, to, '', 'sameAs')).toMatchObject({ value: JSON.stringify(other), reason: 'because' })
  })

  test('asks of no rename that a person has answered', async () => {
    const from = 'dbt:shop/model.shop.fct_orders'
    const to = 'dbt:shop/model.shop.fact_orders'
    await book.importFolder(shopFolder())
    const folder = writeProject(join(book.folder, 'renamed'), changed(SHOP, 'fct_orders', { name: 'fact_orders', notNull: [] }))
    const offered = async (subject: string, value: string | null): Promise<number> => {
      setByHand([{ subject, field: 'sameAs', value }])
      return (await book.plan(folder)).renames.length
    }
    for (const [subject, value] of [
      [to, ''],
      [to, from],
      [from, to],
    ] as const) {
      expect(await offered(subject, value)).toBe(0)
      expect(await offered(subject, null)).toBe(1)
    }
  })

  test('of the first import leaves an empty book', async () => {
    const before = logicalDump(book.deps.read)
    const derived = derivedDump(book.deps.read)
    const pending = await book.importFolder(shopFolder())
    book.undo(pending.importId)
    expect(logicalDump(book.deps.read)).toBe(before)
    expect(derivedDump(book.deps.read)).toBe(derived)
  })

  test('keeps five later decisions and another source’s import', async () => {
    await book.importFolder(shopFolder())
    const second = await book.importFolder(writeProject(join(book.folder, 'next'), changed(SHOP, 'stg_orders', { description: 'New' })))
    for (const value of ['A', 'B', 'C']) setByHand([{ subject: 'dbt:shop/model.shop.fct_orders', field: 'ownerTeam', value }])
    setByHand([{ subject: 'dbt:shop/model.shop.stg_orders', field: 'tier', value: 'silver' }])
    setByHand([{ subject: 'dbt:shop/model.shop.stg_orders', field: 'description', value: 'By hand', column: 'email' }])
    await book.importFolder(writeProject(join(book.folder, 'other'), { name: 'other', models: [{ name: 'elsewhere' }] }))
    book.undo(second.importId)
    expect(rowOf('dbt:shop/model.shop.fct_orders')).toMatchObject({ ownerTeam: 'C' })
    expect(rowOf('dbt:shop/model.shop.stg_orders')).toMatchObject({ tier: 'silver', description: 'Orders, one row each.' })
    expect(rowOf('dbt:other/model.other.elsewhere')).toMatchObject({ status: 'active' })
    expect(sql(book.deps.read, 'select count(*) n from decision').get()).toEqual({ n: 5 })
  })

  test('of an older import names what goes with it', async () => {
    const first = await book.importFolder(shopFolder())
    const second = await book.importFolder(writeProject(join(book.folder, 'next'), changed(SHOP, 'stg_orders', { description: 'New' })))
    expect(() => book.undo(first.importId)).toThrow(/newer/)
    expect(book.undo(first.importId, 'undo-too')).toEqual([second.importId, first.importId])
    expect(rowOf('dbt:shop/model.shop.stg_orders')).toBeUndefined()
  })

  test('a decision whose subject went sleeps, and wakes with it', async () => {
    const first = await book.importFolder(shopFolder())
    setByHand([{ subject: 'dbt:shop/model.shop.fct_orders', field: 'ownerTeam', value: 'Commerce' }])
    book.undo(first.importId)
    expect(rowOf('dbt:shop/model.shop.fct_orders')).toBeUndefined()
    await book.importFolder(shopFolder())
    expect(rowOf('dbt:shop/model.shop.fct_orders')).toMatchObject({ ownerTeam: 'Commerce' })
  })
})

describe('what is derived', () => {
  test('made again from nothing is the same', async () => {
    await book.importFolder(writeProject(join(book.folder, 'shop'), SHOP, { catalog: 'with' }))
    await book.importFolder(
      writeProject(join(book.folder, 'next'), changed(SHOP, 'stg_orders', { description: 'New', dependsOn: ['customers_raw'] })),
    )
    setByHand([{ subject: 'dbt:shop/model.shop.fct_orders', field: 'ownerTeam', value: 'Commerce' }])
    const kept = derivedDump(book.deps.read)
    commit(book.deps, ['datasets'], (write) => {
      const ids = sql<{ assetId: number }>(write, 'select distinct assetId from asset_key')
        .all()
        .map((row) => row.assetId)
      write.exec(
        'delete from asset; delete from asset_column; delete from asset_tag; delete from asset_term; delete from edge; delete from facet_count; delete from asset_search; delete from asset_name_search; delete from search_doc',
      )
      rebuildAssets(write, loadCurrentRules(write), ids)
    })
    expect(derivedDump(book.deps.read)).toBe(kept)
  })
})

describe('the journal', () => {
  test('notices a changed fact and a changed decision', async () => {
    const pending = await book.importFolder(shopFolder())
    setByHand([{ subject: 'dbt:shop/model.shop.fct_orders', field: 'ownerTeam', value: 'Commerce' }])
    expect(digestOfImport(book.deps.read, pending.importId)).toBe(pending.factDigest)
    commit(book.deps, [], (write) => sql(write, `update decision set value = '"Mine"'`).run())
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: false, firstBroken: { seq: 3 } })
    commit(book.deps, [], (write) => sql(write, `update decision set value = '"Commerce"'`).run())
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
    commit(book.deps, [], (write) => sql(write, `update fact set payload = '{}' where id = 1`).run())
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: false, firstBroken: { seq: 2 } })
  })
})
