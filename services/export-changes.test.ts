import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { textOfCsvCell } from '#core/csv-cell'
import { CsvParser } from '#core/importers/table/csv'
import type { ChangeCounts, ChangeItem } from '#contract/shapes'
import { findImport } from '#db/imports'
import type { z } from 'zod'
import { createDecisionHandlers } from './decisions.ts'
import { createImportHandlers } from './imports.ts'
import { verifyBook } from './journal.ts'
import { besideHere } from './testing/beside-here.ts'
import { SHOP, writeProject } from './testing/dbt-project.ts'
import { createTestBook, type TestBook } from './testing/test-book.ts'

const NEVER = {} as never

let book: TestBook
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => {
  book.close()
})

function handlers() {
  const { tickets, makeExport } = besideHere(book.deps)
  const get = () => book.deps
  const made = createImportHandlers({ book: get, picks: NEVER, tickets, makeExport, jobs: NEVER, randomId: () => 'id', afterChange: NEVER })
  return { made, tickets }
}

async function exported(importId: number, filter = {}): Promise<{ text: string; count: number; fileName: string }> {
  const { made, tickets } = handlers()
  const { ticket, count, fileName } = await made.exportChanges({ importId, filter })
  const pieces: Uint8Array[] = []
  for await (const piece of tickets.redeem(ticket).open()) pieces.push(piece)
  return { text: Buffer.concat(pieces).toString('utf8'), count, fileName }
}

function linesOf(text: string): string[][] {
  const parser = new CsvParser(',')
  return [...parser.push(text), ...parser.finish()].map(({ cells }) => cells.map(textOfCsvCell))
}

const LONG = 'All orders. '.repeat(60).trim()

async function bring(text: string): Promise<number> {
  const path = join(book.folder, 'list.csv')
  writeFileSync(path, text)
  return (await book.importFolder(path, { format: 'datasets', sourceName: 'list', options: { complete: true } })).importId
}

async function change(): Promise<number> {
  await bring('name,owner,tags,description\norders,Sales,core,Short\ngone,Sales,,\n')
  const set = { key: 'datasets:list/orders', column: null, field: 'ownerTeam', value: 'Order desk' }
  await createDecisionHandlers(() => book.deps, NEVER, NEVER, besideHere(book.deps)).set({ changes: [set], reason: '' })
  return bring(`name,owner,tags,description\norders,=Shop,core;daily,${LONG}\nnew,,,\n`)
}

test('what an import changes goes out line by line, every value whole; the journal knows', async () => {
  const importId = await change()
  const { text, count, fileName } = await exported(importId)
  expect(fileName).toBe(`import-${importId}-changes.csv`)
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, 'golden', 'import-changes.csv'))
  const [head = [], ...lines] = linesOf(text)
  const { items, total } = await handlers().made.changes({ importId, filter: {}, limit: 200 })
  expect([count, lines.length]).toEqual([total, total])
  const column = (name: keyof z.infer<typeof ChangeItem>): string[] => lines.map((cells) => cells[head.indexOf(name)] ?? '')
  for (const name of ['change', 'what', 'key', 'assetName', 'assetKind', 'child', 'field', 'part'] as const)
    expect(column(name), name).toEqual(items.map((item) => item[name] ?? ''))
  expect(column('after')).toContain(LONG)
  expect(JSON.stringify(items)).not.toContain(LONG)
  const payload = book.write.prepare(`select payload from journal where kind = 'export'`).pluck().get() as string
  expect(JSON.parse(payload)).toMatchObject({ what: 'import-changes', importId, count })
  expect(verifyBook(book.write)).toMatchObject({ ok: true })
})

test('the lines can be narrowed as on screen', async () => {
  const importId = await change()
  const kinds = async (filter: object): Promise<string[]> => linesOf((await exported(importId, filter)).text).map(([kind]) => kind ?? '')
  expect(await kinds({ change: 'conflict' })).toEqual(['change', 'conflict'])
  expect(await kinds({ text: 'gone' })).toEqual(['change', 'removed'])
  // Pieces in any order, from the name and from the field.
  expect(await kinds({ text: 'TAGS orders' })).toEqual(['change', 'changed'])
  expect(await kinds({ text: 'tags gone' })).toEqual(['change'])
  expect(await kinds({ text: 'nothing like this' })).toEqual(['change'])
})

test('of an import that was undone nothing goes out, and that is said', async () => {
  const importId = await change()
  expect(JSON.parse(findImport(book.write, importId)?.changes ?? '{}') as ChangeCounts).toMatchObject({ removed: 1 })
  book.undo(importId)
  await expect(exported(importId)).rejects.toMatchObject({ code: 'conflict' })
  await expect(exported(99)).rejects.toMatchObject({ code: 'not-found' })
})

test('of a column that two files tell of, each line says which', async () => {
  const folder = writeProject(join(book.folder, 'shop'), SHOP, { catalog: 'with' })
  const { importId } = await book.importFolder(folder)
  const { items } = await handlers().made.changes({ importId, filter: {}, limit: 200 })
  const lines = items.map(({ what, key, child, field, part }) => [what, key, child, field, part].join(' '))
  expect(new Set(lines).size).toBe(lines.length)
  const parts = items.filter(({ what, assetName, child }) => what === 'column' && assetName === 'fct_orders' && child === 'order_id')
  expect(parts.map(({ part }) => part)).toEqual(['catalog', 'manifest'])
  // That it is there at all, both tell.
  expect(items.find(({ what, assetName }) => what === 'asset' && assetName === 'fct_orders')).toMatchObject({ change: 'added', part: null })
})
