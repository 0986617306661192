import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '#core/errors'
import { sql } from '#db/connection'
import { createTickets } from '#io/tickets'
import { decide } from './decide.ts'
import { commit } from './deps.ts'
import { createPastImportHandlers } from './past-imports.ts'
import { createTestBook, type TestBook } from './testing/test-book.ts'

let book: TestBook
const tickets = createTickets({ now: () => 0, randomId: () => crypto.randomUUID() })
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => book.close())

const handlers = () => {
  const never = (): never => {
    throw new Error('not asked for here')
  }
  return createPastImportHandlers({ book: () => book.deps, tickets, makeExport: never, jobs: never, afterChange: never }, never)
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
