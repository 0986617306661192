import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '#core/errors'
import { sql } from '#db/connection'
import { findAssetRow } from '#db/current'
import { findKeyByUrn } from '#db/keys'
import { createTickets } from '#io/tickets'
import { decide } from './decide.ts'
import { commit } from './deps.ts'
import { openRenames } from './importing/find-renames.ts'
import type { ReadingTask } from './jobs/messages.ts'
import type { JobPool } from './jobs/pool.ts'
import { createPastImportHandlers } from './past-imports.ts'
import { changed, SHOP, writeProject } from './testing/dbt-project.ts'
import { createTestBook, type TestBook } from './testing/test-book.ts'

let book: TestBook
const tickets = createTickets({ now: () => 0, randomId: () => crypto.randomUUID() })
beforeEach(() => {
  book = createTestBook()
  askedBeside.length = 0
})
afterEach(() => book.close())

const askedBeside: ReadingTask[] = []
const handlers = () => {
  const never = (): never => {
    throw new Error('not asked for here')
  }
  const ask = async (task: ReadingTask): Promise<unknown> => {
    askedBeside.push(task)
    return task.kind === 'import-renames' ? openRenames(book.deps.read, task.request) : never()
  }
  const jobs = (): JobPool => ({ ask }) as unknown as JobPool
  return createPastImportHandlers({ book: () => book.deps, tickets, makeExport: never, jobs, afterChange: never }, never)
}
const LIST = 'name,ownerTeam\norders,Sales\ncustomers,CRM\n'

async function importList(bytes: string | Uint8Array, name: string, more: object = {}): Promise<number> {
  const path = join(book.folder, name)
  writeFileSync(path, bytes)
  return (await book.importFolder(path, { format: 'datasets', sourceName: name, ...more })).importId
}

async function fetch(importId: number, file: string): Promise<{ text: string; fileName: string; sizeBytes: number }> {
  const { ticket, fileName, sizeBytes } = await handlers().original({ importId, file })
  const pieces: Uint8Array[] = []
  for await (const piece of tickets.redeem(ticket).open()) pieces.push(piece)
  return { text: Buffer.concat(pieces).toString('utf8'), fileName, sizeBytes }
}
const failing = (importId: number, file: string): Promise<unknown> => fetch(importId, file).catch((error: unknown) => error)
const filesOf = async (importId: number) =>
  (await handlers().show({ importId })).receipt.files.map(({ name, original }) => ({ name, original }))

test('an original is handed out as it was imported, and that is an entry of the journal', async () => {
  const importId = await importList(LIST, 'list.csv')
  expect(await filesOf(importId)).toEqual([{ name: 'list.csv', original: 'kept' }])
  expect(await fetch(importId, 'list.csv')).toEqual({ text: LIST, fileName: 'list.csv', sizeBytes: LIST.length })
  const entry = sql<{ kind: string; payload: string }>(book.write, 'select kind, payload from journal order by seq desc limit 1').get()
  expect(entry?.kind).toBe('export')
  expect(JSON.parse(entry?.payload ?? '')).toMatchObject({ what: 'original', importId, file: 'list.csv' })
})

test('one that was packed is handed out unpacked; of an undone import too', async () => {
  const importId = await importList(gzipSync(LIST), 'list.csv.gz')
  book.undo(importId)
  expect(await fetch(importId, 'list.csv.gz')).toMatchObject({ text: LIST, fileName: 'list.csv' })
})

test('what was not kept is said at the import and later, with why', async () => {
  const small = await book.plan(write('small.csv', LIST), { format: 'datasets', sourceName: 'small', keepUpToBytes: 10 })
  expect(small.remarks).toEqual([
    'Larger than 10 B, so the original is not kept with the catalog file: “small.csv”. What is left out of it can only be read in the file itself.',
  ])
  await book.apply(small)
  const off = await book.plan(write('off.csv', `${LIST}x,y\n`), { format: 'datasets', sourceName: 'off', keepUpToBytes: 0 })
  expect(off.remarks.join()).toContain('Originals are not kept with this catalog file (a setting): “off.csv”.')
  await book.apply(off)
  expect(await filesOf(small.importId)).toEqual([{ name: 'small.csv', original: 'over-limit' }])
  expect(await filesOf(off.importId)).toEqual([{ name: 'off.csv', original: 'switched-off' }])
  expect(await failing(off.importId, 'off.csv')).toMatchObject({ code: 'not-found', message: expect.stringContaining('was not kept') })
  // The same content, kept with a later import, is there for the earlier one too.
  await importList(LIST, 'again.csv')
  expect(await filesOf(small.importId)).toEqual([{ name: 'small.csv', original: 'kept' }])
  expect(await fetch(small.importId, 'small.csv')).toMatchObject({ text: LIST })
})

test('an undo tells how many decisions wait: of each field the newest, unless it was taken back', async () => {
  const importId = await importList(LIST, 'list.csv')
  const other = await importList('name\nvisits\n', 'other.csv')
  const set = (name: string, field: string, value: string | null, column = ''): void => {
    const change = { subject: `datasets:${name}`, column, field, value }
    commit(book.deps, ['decisions'], (write) => decide(book.deps, write, [change], ''))
  }
  set('list.csv/orders', 'ownerTeam', 'Shop')
  set('list.csv/orders', 'ownerTeam', 'Order desk')
  set('list.csv/orders', 'description', 'Ours')
  set('list.csv/orders', 'description', null)
  set('list.csv/customers', 'description', 'Ours')
  set('list.csv/customers', 'description', null)
  // Told apart, though together they are spelled alike.
  set('list.csv/customers', 'tier', 'gold')
  set('list.csv/customers', 'ier', 'gold', 't')
  set('other.csv/visits', 'tier', 'gold')
  expect(await handlers().undoPlan({ importId })).toMatchObject({ sleepingDecisions: 3 })
  expect(await handlers().undoPlan({ importId: other })).toMatchObject({ sleepingDecisions: 1 })
})

test('of an import from before they were told of, it is looked up', async () => {
  const importId = await importList(LIST, 'list.csv')
  sql(book.write, `update import set receipt = json_remove(receipt, '$.files[0].original')`).run()
  expect(await filesOf(importId)).toEqual([{ name: 'list.csv', original: 'kept' }])
  sql(book.write, 'delete from original').run()
  expect(await filesOf(importId)).toEqual([{ name: 'list.csv', original: 'not-kept' }])
})

test('one that is not what was imported any more is never handed out as if it were', async () => {
  const importId = await importList(LIST, 'list.csv')
  sql(book.write, 'update original set bytes = zeroblob(20)').run()
  expect(await failing(importId, 'list.csv')).toBeInstanceOf(AppError)
  const other = await importList('name\nother\n', 'other.csv')
  sql(book.write, 'update original set bytes = (select bytes from original order by sizeBytes limit 1)').run()
  const { ticket } = await handlers().original({ importId, file: 'list.csv' })
  let handedOut = 0
  const read = async (): Promise<void> => {
    for await (const piece of tickets.redeem(ticket).open()) handedOut += piece.length
  }
  await expect(read()).rejects.toMatchObject({ code: 'book-damaged' })
  expect(handedOut).toBe(0) // a download that ends where its file would end looks whole
  expect(await failing(other, 'nothing.csv')).toMatchObject({ code: 'not-found' })
})

function write(name: string, text: string): string {
  const path = join(book.folder, name)
  writeFileSync(path, text)
  return path
}

const RENAME = { from: 'dbt:shop/model.shop.fct_orders', to: 'dbt:shop/model.shop.fact_orders' }
const renamedShop = (): string =>
  writeProject(join(book.folder, 'renamed'), changed(SHOP, 'fct_orders', { name: 'fact_orders', notNull: [] }))

test('what undoing makes sleep is what people decided, not the renames that are taken back with the import', async () => {
  await book.importFolder(writeProject(join(book.folder, 'shop'), SHOP))
  const pending = await book.plan(renamedShop())
  await book.apply(pending, [RENAME])
  const asked = async () => (await handlers().undoPlan({ importId: pending.importId })).sleepingDecisions
  expect(await asked()).toBe(0)
  decideHere(RENAME.to, 'ownerTeam', 'Commerce')
  expect(await asked()).toBe(1)
  decideHere(RENAME.to, 'ownerTeam', null)
  expect(await asked()).toBe(0)
})

test('renames that nobody was asked about stay open until a person says that they are one; undone, they are open again', async () => {
  const first = await book.importFolder(writeProject(join(book.folder, 'shop'), SHOP))
  decideHere(RENAME.from, 'ownerTeam', 'Commerce')
  const { importId } = await book.importFolder(renamedShop())
  const open = async (id = importId) => await handlers().renames({ importId: id })
  expect(await open()).toMatchObject({ items: [{ ...RENAME, fromName: 'fct_orders', toName: 'fact_orders' }], total: 1, remark: null })
  expect(await open(first.importId)).toEqual({ items: [], total: 0, remark: null })
  decideHere(RENAME.from, 'sameAs', RENAME.to)
  expect(await open()).toMatchObject({ items: [], total: 0 })
  expect(findAssetRow(book.deps.read, findKeyByUrn(book.deps.read, RENAME.to)?.assetId ?? 0)).toMatchObject({ ownerTeam: 'Commerce' })
  // “Not the same”, of what was said to be: a word on the old name.
  decideHere(RENAME.from, 'sameAs', '')
  expect(await open()).toMatchObject({ total: 0 })
  decideHere(RENAME.from, 'sameAs', null)
  expect(await open()).toMatchObject({ total: 1 })
  decideHere(RENAME.to, 'sameAs', '')
  expect(await open()).toMatchObject({ total: 0 })
  decideHere(RENAME.to, 'sameAs', null)
  expect(await open()).toMatchObject({ total: 1 })
  book.undo(importId)
  expect(await open()).toMatchObject({ items: [], total: 0 })
})

test('all renames are offered; where more went and came than are compared, that is said and none is', async () => {
  const models = (side: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `${side}_${index}`, columns: columnsOf(index) }))
  const columnsOf = (index: number) => ['a', 'b', 'c'].map((name) => ({ name: `${name}${index}` }))
  const at = (day: string, side: string, count: number): string =>
    writeProject(join(book.folder, side), { name: 'big', generatedAt: `2026-02-${day}T00:00:00Z`, models: models(side, count) })
  await book.importFolder(at('01', 'old', 520))
  const many = await book.importFolder(at('02', 'many', 490))
  expect(many.renames).toEqual([])
  const remark = expect.stringContaining('520 datasets went and 490 came: too many')
  expect(many.remarks).toEqual([remark])
  expect(await handlers().renames({ importId: many.importId })).toEqual({ items: [], total: 0, remark })
  expect(askedBeside).toEqual([]) // to count them is enough
  const { importId, renames } = await book.importFolder(at('03', 'new', 120))
  expect(renames).toHaveLength(120)
  expect((await handlers().renames({ importId })).items).toHaveLength(120)
  expect(askedBeside).toEqual([{ kind: 'import-renames', request: { importId, atMost: 500 } }])
})

function decideHere(subject: string, field: string, value: string | null): void {
  commit(book.deps, ['decisions'], (write) => decide(book.deps, write, [{ subject, column: '', field, value }], ''))
}
