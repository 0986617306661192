import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTickets } from '#io/tickets'
import { createAssetHandlers } from './assets.ts'
import { CHANGED_BY_DECISIONS, undoGroup } from './decide.ts'
import { commit } from './deps.ts'
import { verifyBook } from './journal.ts'
import { besideHere } from './testing/beside-here.ts'
import { derivedDump, logicalDump } from './testing/logical-dump.ts'
import { rebuiltDump } from './testing/rebuild.ts'
import { createTestBook, type TestBook } from './testing/test-book.ts'
import { createTermHandlers } from './terms.ts'

// Glossaries go through the engine that dbt's artifacts go through.

let book: TestBook
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => {
  book.close()
})

const tickets = createTickets({ now: () => 0, randomId: () => 'ticket' })
const terms = () => createTermHandlers(() => book.deps, { ...besideHere(book.deps), tickets }, besideHere(book.deps).beside)
const assets = () => createAssetHandlers(() => book.deps, besideHere(book.deps).beside)

function file(name: string, lines: readonly string[]): string {
  const path = join(book.folder, name)
  writeFileSync(path, lines.join('\n'))
  return path
}

const rows = async () =>
  (await terms().list({ filter: {}, limit: 100 })).items.map(({ key, name, definition, status }) => [key, name, definition, status])

test('a glossary is imported, joins what was made by hand, and is taken back exactly', async () => {
  const { key } = await assets().create({
    kind: 'term',
    name: 'Order',
    fields: { description: 'Set by hand.' },
    reason: '',
  })
  const before = [logicalDump(book.write), derivedDump(book.write)]
  const path = file('glossary.csv', [
    'name,definition,synonyms,status',
    'Order,From the file.,purchase,approved',
    'Basket,Put aside.,,draft',
  ])
  const first = await book.importFolder(path, { sourceName: 'words' })
  expect(first).toMatchObject({ format: 'glossary', isNewSource: true })
  expect(await rows()).toEqual([
    ['glossary:words/Basket', 'Basket', 'Put aside.', 'draft'],
    // What was decided stands; what the file adds is there too.
    [key, 'Order', 'Set by hand.', 'approved'],
  ])
  expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
  expect((await terms().get({ key })).sourceNames).toEqual(['words'])
  book.undo(first.importId)
  expect([logicalDump(book.write), derivedDump(book.write)]).toEqual(before)

  await book.importFolder(path, { sourceName: 'words' })
  await book.importFolder(file('glossary.csv', ['name,definition', 'Order,Anew.']), { sourceName: 'words' })
  expect((await rows()).map(([, name, , status]) => [name, status])).toEqual([
    ['Basket', 'draft'],
    ['Order', null],
  ])
  expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
  expect(verifyBook(book.write)).toMatchObject({ ok: true })
})

test('a name that stands for a term is that term in a file too, and a renamed term keeps its source', async () => {
  const { key } = await assets().create({ kind: 'term', name: 'Turnover', fields: {}, reason: '' })
  const { groupId } = await terms().rename({ key, name: 'Revenue', reason: '' })
  await book.importFolder(file('a.csv', ['name,definition', 'Turnover,Old word.']), { sourceName: 'words' })
  expect(await rows()).toEqual([[key, 'Revenue', 'Old word.', null]])
  commit(book.deps, CHANGED_BY_DECISIONS, (write) => undoGroup(book.deps, write, { groupId, reason: '' }))
  expect(await rows()).toEqual([[key, 'Turnover', 'Old word.', null]])
  await expect(async () => terms().remove({ key, links: 'keep', reason: '' })).rejects.toMatchObject({ code: 'conflict' })
})

test('what goes out comes back: the same terms, told by the file', async () => {
  for (const [name, fields] of [
    ['Revenue', { description: 'With VAT; "gross".', synonyms: ['sales', 'a;b'], ownerTeam: 'Finance', termStatus: 'approved' }],
    ['Net revenue', { parentTerm: 'Revenue', relatedTerms: ['Revenue', 'Order'], termStatus: 'draft' }],
    ['Order', {}],
  ] as const)
    await assets().create({ kind: 'term', name, fields: fields as Record<string, never>, reason: '' })
  const before = await rows()
  const { ticket, count, fileName } = await terms().export({ shape: 'csv' })
  expect([count, fileName]).toEqual([3, 'glossary.csv'])
  const pieces: Uint8Array[] = []
  for await (const piece of tickets.redeem(ticket).open()) pieces.push(piece)
  const path = join(book.folder, 'out.csv')
  writeFileSync(path, Buffer.concat(pieces))
  const pending = await book.importFolder(path, { sourceName: 'words' })
  expect(pending.receipt.files[0]?.notUnderstood).toEqual([])
  expect(await rows()).toEqual(before)

  const other = createTestBook()
  try {
    await other.importFolder(path, { sourceName: 'words' })
    const { items } = await createTermHandlers(() => other.deps, besideHere(other.deps), besideHere(other.deps).beside).list({
      filter: {},
      limit: 100,
    })
    expect(items.map(({ name, definition, status }) => [name, definition, status])).toEqual(before.map(([, ...rest]) => rest))
  } finally {
    other.close()
  }
})

test('what a file said beyond the fields goes out in its own shape, and in no other', async () => {
  await book.importFolder(
    file('om.csv', ['parent,name*,displayName,description,tags,reviewers,glossaryStatus', ',order,Order,,PII.None,user;anna,Approved']),
    { sourceName: 'om' },
  )
  const yaml = ['version: "1"', 'nodes:', '  - name: Business', '    terms:', '      - name: Order', '        term_source: INTERNAL']
  await book.importFolder(file('hub.yaml', yaml), { sourceName: 'hub' })
  const written = async (shape: 'csv' | 'openmetadata' | 'datahub'): Promise<string> => {
    const { ticket } = await terms().export({ shape })
    const pieces: Uint8Array[] = []
    for await (const piece of tickets.redeem(ticket).open()) pieces.push(piece)
    return Buffer.concat(pieces).toString('utf8')
  }
  const openMetadata = await written('openmetadata')
  expect(openMetadata).toContain(',Order,Order,,,,,PII.None,user;anna,,Approved,,,')
  const dataHub = await written('datahub')
  expect(dataHub).toContain('  - name: "Business"\n    description: ""\n    terms:\n      - name: "Order"')
  expect(dataHub).toContain('term_source: "INTERNAL"')
  expect(dataHub).not.toContain('anna')
  expect(openMetadata + (await written('csv'))).not.toContain('INTERNAL')
})
