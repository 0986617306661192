import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sql } from '#db/connection'
import { findKeyByUrn } from '#db/keys'
import { createAssetHandlers } from '../assets.ts'
import { decide } from '../decide.ts'
import { commit } from '../deps.ts'
import { verifyBook } from '../journal.ts'
import { besideHere } from '../testing/beside-here.ts'
import { makeBigProject } from '../testing/big-project.ts'
import { writeProject } from '../testing/dbt-project.ts'
import { derivedDump } from '../testing/logical-dump.ts'
import { countOrphans, rebuiltDump } from '../testing/rebuild.ts'
import { createTestBook, type TestBook } from '../testing/test-book.ts'
import type { PendingImport } from './run-import.ts'

// What people do between two transactions of a preview, while its files are read.

let book: TestBook
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => {
  book.close()
})

const countKeys = (): number => sql<{ n: number }>(book.write, 'select count(*) n from asset_key').get()?.n ?? 0
/** Calls `meanwhile` once, when so many things are told of. */
function once(keys: number, meanwhile: () => void): { readonly onRest: () => void; readonly isDone: () => boolean } {
  let isDone = false
  const onRest = (): void => {
    if (isDone || countKeys() < keys) return
    isDone = true
    meanwhile()
  }
  return { onRest, isDone: () => isDone }
}

const isRight = (): boolean =>
  derivedDump(book.write) === rebuiltDump(book.write) && countOrphans(book.write) === 0 && verifyBook(book.deps.read).ok

/** Domains 0 to 199. */
function planDomains(onRest: () => void): Promise<PendingImport> {
  const path = join(book.folder, 'domains.csv')
  writeFileSync(path, `domain\n${Array.from({ length: 200 }, (_, n) => `Domain ${n}`).join('\n')}\n`)
  return book.plan(path, { format: 'domains', sourceName: 'list', onRest })
}

const makeDomain = async (name: string): Promise<unknown> =>
  createAssetHandlers(() => book.deps, besideHere(book.deps).beside).create({ kind: 'domain', name, fields: {}, reason: '' })

test('a domain made by hand is what the same name further down in the file means', async () => {
  const { onRest, isDone } = once(100, () => void makeDomain('Domain 150'))
  await book.apply(await planDomains(onRest))
  expect(isDone()).toBe(true)
  const ids = ['hand/domain.Domain 150', 'domains:list/Domain 150'].map((urn) => findKeyByUrn(book.write, urn)?.assetId)
  expect(ids[0]).toBeDefined()
  expect(ids[1]).toBe(ids[0])
  expect(countKeys()).toBe(201)
  expect(isRight()).toBe(true)
})

test('a domain that is merged into another meanwhile means that one further down in the file', async () => {
  await makeDomain('Trade')
  const merge = [{ subject: 'hand/domain.Domain 150', column: '', field: 'mergedInto', value: 'Trade' }]
  const { onRest, isDone } = once(100, () => commit(book.deps, ['decisions'], (write) => void decide(book.deps, write, merge, 'just now')))
  await book.apply(await planDomains(onRest))
  expect(isDone()).toBe(true)
  const ids = ['hand/domain.Trade', 'domains:list/Domain 150'].map((urn) => findKeyByUrn(book.write, urn)?.assetId)
  expect(ids[0]).toBeDefined()
  expect(ids[1]).toBe(ids[0])
  expect(isRight()).toBe(true)
})

const BIG = makeBigProject({ name: 'big', models: 120, seed: 3 })
const model = (n: number): string => `dbt:big/model.big.${BIG.models[n]?.name}`
const decided = (field: string, value: string): void =>
  commit(book.deps, ['decisions'], (write) => void decide(book.deps, write, [{ subject: model(5), column: '', field, value }], 'just now'))

test.each<[what: string, field: string, value: string]>([
  ['two new datasets are one', 'sameAs', model(9)],
  ['a new dataset is one that is still to be told of', 'sameAs', model(119)],
  ['who owns a new dataset', 'ownerTeam', 'Mine'],
])('decided while the only file of a new source is read: %s', async (_, field, value) => {
  const manifest = join(writeProject(join(book.folder, 'big'), BIG), 'manifest.json')
  const { onRest, isDone } = once(100, () => decided(field, value))
  await book.apply(await book.plan(manifest, { readBesideFromBytes: 0, onRest }))
  expect(isDone()).toBe(true)
  expect(isRight()).toBe(true)
  const [one, other] = [findKeyByUrn(book.write, model(5)), findKeyByUrn(book.write, value)]
  expect(one).toBeDefined()
  expect(one?.assetId === other?.assetId).toBe(field === 'sameAs')
})
