import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import type { WriteDb } from './connection.ts'
import { migrate, readMigrations } from './migrate.ts'
import { findGroupEntry } from './undo-plan.ts'

/** A book as the migration before this one left it. */
function bookBefore(tag: string): WriteDb {
  const all = readMigrations()
  const place = all.findIndex((one) => one.tag === tag)
  if (place < 0) throw new Error(`there is no migration ${tag}`)
  const db = new Database(':memory:') as WriteDb
  migrate(db, { migrations: all.slice(0, place), nowMs: 0, backup: () => undefined })
  return db
}

it('0004_terms: what sources and people said of terms before is found', () => {
  const db = bookBefore('0004_terms')
  put(db, 'source', { id: 1, identity: 'dbt:shop', format: 'dbt', name: 'shop' })
  put(db, 'import', { id: 1, sourceId: 1, status: 'done' })
  for (const [id, name] of [...'abc'].entries()) {
    put(db, 'asset_key', { id: id + 1, sourceId: 1, name, urn: `dbt:shop/${name}`, assetId: id + 1 })
    put(db, 'asset', { id: id + 1, name })
    put(db, 'fact', { keyId: id + 1, part: 'm', section: 'fields', payload: '{"glossaryTerms":["Order"]}', fromImport: 1 })
  }
  put(db, 'fact', { keyId: 1, part: 'n', section: 'fields', payload: '{"glossaryTerms":["Was"]}', fromImport: 1, toImport: 1 })
  const decided = [
    ['b', '', '["Old"]'],
    ['b', '', '["Client","Lead"]'],
    ['b', 'id', '["Key"]'],
    ['c', '', '["Gone"]'],
    ['c', '', null],
  ] as const
  for (const [name, column, value] of decided) put(db, 'decision', { subject: `dbt:shop/${name}`, column, field: 'glossaryTerms', value })
  migrate(db, { migrations: readMigrations(), nowMs: 0, backup: () => undefined })
  expect(db.prepare('select assetId, "column", term from asset_term order by 1, 2, 3').raw().all()).toEqual([
    [1, '', 'Order'],
    [2, '', 'Client'],
    [2, '', 'Lead'],
    [2, 'id', 'Key'],
    [3, '', 'Order'],
  ])
})

it('0007_terms_and_domains: lists find what people said of terms, and what the datasets of a domain miss', () => {
  const db = bookBefore('0007_terms_and_domains')
  put(db, 'source', { id: 1, identity: 'hand', format: 'hand', name: 'hand' })
  for (const [id, name] of ['order', 'basket'].entries()) {
    put(db, 'asset_key', { id: id + 1, sourceId: 1, name, urn: `hand/term.${name}`, kind: 'term', assetId: id + 1 })
    put(db, 'asset', { id: id + 1, kind: 'term', status: 'active', name, tags: '[]' })
  }
  const decided = [
    ['order', 'termStatus', '"draft"'],
    ['order', 'termStatus', '"approved"'],
    ['order', 'synonyms', '["purchase"]'],
    ['basket', 'termStatus', '"draft"'],
    ['basket', 'termStatus', null],
  ] as const
  for (const [name, field, value] of decided) put(db, 'decision', { subject: `hand/term.${name}`, field, value })
  const dataset = { kind: 'dataset', status: 'active' }
  put(db, 'asset', { ...dataset, id: 3, domain: 'Sales', ownerTeam: 'A', description: 'B', classification: 'public', checkCount: 2 })
  put(db, 'asset', { ...dataset, id: 4, domain: 'Sales', ownerTeam: 'A' })
  put(db, 'asset', { ...dataset, id: 5, domain: 'Supply' })
  put(db, 'asset', { ...dataset, id: 6 })
  migrate(db, { migrations: readMigrations(), nowMs: 0, backup: () => undefined })
  expect(db.prepare(`select name, tier, tags from asset where kind = 'term' order by id`).raw().all()).toEqual([
    ['order', 'approved', '["purchase"]'],
    ['basket', null, '[]'],
  ])
  expect(db.prepare('select tag, assetId from asset_tag').raw().all()).toEqual([['purchase', 1]])
  expect(db.prepare(`select facet, value, count from facet_count where facet like 'domain.%' order by 1, 2`).raw().all()).toEqual([
    ['domain.no_owner', 'Supply', 1],
    ['domain.no_tests', 'Sales', 1],
    ['domain.no_tests', 'Supply', 1],
    ['domain.not_classified', 'Sales', 1],
    ['domain.not_classified', 'Supply', 1],
    ['domain.not_described', 'Sales', 1],
    ['domain.not_described', 'Supply', 1],
  ])
})

it('0013_imports_looked_at_again: when imports were undone is read from the journal', () => {
  const db = bookBefore('0013_imports_looked_at_again')
  put(db, 'source', { id: 1, identity: 'dbt:shop', format: 'dbt', name: 'shop' })
  for (const [id, status] of ['visible', 'undone', 'undone', 'undone'].entries()) put(db, 'import', { id: id + 1, sourceId: 1, status })
  put(db, 'journal', { seq: 1, atMs: 70, kind: 'undo-import', payload: '{"importIds":[3,2]}' })
  put(db, 'journal', { seq: 2, atMs: 80, kind: 'import', payload: '{"importId":1}' })
  migrate(db, { migrations: readMigrations(), nowMs: 0, backup: () => undefined })
  // Of one the journal says nothing: when is not known then.
  expect(db.prepare('select id, undoneAtMs, checkedAtMs from import order by id').raw().all()).toEqual([
    [1, null, null],
    [2, 70, null],
    [3, 70, null],
    [4, null, null],
  ])
})

it('0015_made_ready_while_read: columns and links stand as before, and none twice', () => {
  const db = bookBefore('0015_made_ready_while_read')
  for (const [ordinal, name] of ['id', 'email'].entries())
    put(db, 'asset_column', { assetId: 7, ordinal, name, presence: 'both', piiType: 'email' })
  put(db, 'asset_column', { assetId: 3, ordinal: 1, name: 'day', presence: 'unknown' })
  put(db, 'edge', { upId: 3, downId: 7 })
  put(db, 'edge', { upId: 1, downId: 7 })
  put(db, 'edge', { upId: 1, downId: 3 })
  migrate(db, { migrations: readMigrations(), nowMs: 0, backup: () => undefined })
  expect(db.prepare('select assetId, ordinal, name, presence, piiType from asset_column').raw().all()).toEqual([
    [3, 1, 'day', 'unknown', null],
    [7, 0, 'id', 'both', 'email'],
    [7, 1, 'email', 'both', 'email'],
  ])
  expect(db.prepare('select upId, downId from edge').raw().all()).toEqual([
    [1, 3],
    [1, 7],
    [3, 7],
  ])
  expect(() => put(db, 'edge', { upId: 1, downId: 3 })).toThrow('UNIQUE')
  expect(() => put(db, 'asset_column', { assetId: 3, ordinal: 1 })).toThrow('UNIQUE')
  expect(db.prepare('select count(*) n from asset_next').get()).toEqual({ n: 0 })
})

it('0014_docs_and_groups_found: docs blocks of before are found by their words and pieces of their name, once', () => {
  const db = bookBefore('0014_docs_and_groups_found')
  put(db, 'asset', { id: 1, kind: 'dataset', status: 'active', name: 'orders', sortName: 'sales.orders', description: 'A basket' })
  for (const id of [2, 3, 4]) {
    const name = `basket_${id}`
    put(db, 'asset', { id, kind: 'doc', status: 'active', name, sortName: name, description: `A basket, once paid, is order ${id}.` })
  }
  put(db, 'asset_tag', { tag: 'wording', assetId: 2 })
  put(db, 'asset_term', { term: 'Purchase', assetId: 2, column: '' })
  // One was imported since they are searched and has no rank yet, another has one.
  const unranked = 64 * 2 ** 40
  const [ranked, waiting] = [31 * 2 ** 40 + 4, unranked + 3]
  for (const [rowid, assetId] of [
    [ranked, 4],
    [waiting, 3],
  ] as const) {
    put(db, 'search_doc', { rowid, assetId })
    put(db, 'asset_search', { rowid, name: `basket_${assetId}`, description: `A basket, once paid, is order ${assetId}.` })
    put(db, 'asset_name_search', { rowid, name: `basket_${assetId}` })
  }
  migrate(db, { migrations: readMigrations(), nowMs: 0, backup: () => undefined })
  const found = (index: string, words: string): unknown[] =>
    db
      .prepare(`select rowid, rowid % ${2 ** 40} from ${index} where ${index} match ? order by rowid`)
      .raw()
      .all(words)
  const all = [
    [ranked, 4],
    [unranked + 2, 2],
    [waiting, 3],
  ]
  expect(found('asset_search', 'paid')).toEqual(all)
  expect(found('asset_name_search', '"ask"')).toEqual(all)
  expect(found('asset_search', 'purchase AND wording')).toEqual([[unranked + 2, 2]])
  expect(db.prepare('select rowid, assetId from search_doc order by rowid').raw().all()).toEqual(all)
  for (const index of ['asset_search', 'asset_name_search']) db.exec(`insert into ${index} (${index}) values ('integrity-check')`)
})

it('0014_docs_and_groups_found: an entry of the journal that somebody spoilt keeps no book from being upgraded', () => {
  const db = bookBefore('0014_docs_and_groups_found')
  put(db, 'journal', { seq: 1, kind: 'decide', payload: '{"groupId":7,"count":1}' })
  put(db, 'journal', { seq: 2, kind: 'decide', payload: '{"groupId":8,' })
  put(db, 'journal', { seq: 3, kind: 'decide', payload: Buffer.from('{"groupId":9,') })
  migrate(db, { migrations: readMigrations(), nowMs: 0, backup: () => undefined })
  expect(findGroupEntry(db, 7)).toMatchObject({ count: 1 })
  expect(findGroupEntry(db, 8)).toBeUndefined()
})

/** A row of which only the given values matter: the rest that must be there is empty. */
function put(db: WriteDb, table: string, given: Readonly<Record<string, unknown>>): void {
  const columns = db.prepare('select name, type, "notnull" isNeeded, pk from pragma_table_info(?)').all(table) as {
    name: string
    type: string
    isNeeded: number
    pk: number
  }[]
  const needed = columns.filter(({ isNeeded, pk }) => isNeeded === 1 && pk === 0)
  const row = { ...Object.fromEntries(needed.map(({ name, type }) => [name, type.toLowerCase() === 'integer' ? 0 : ''])), ...given }
  const names = Object.keys(row)
  db.prepare(`insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map(() => '?').join(', ')})`).run(
    Object.values(row),
  )
}
