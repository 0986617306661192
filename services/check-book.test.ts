import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openReadConnection, type ReadDb, type WriteDb } from '#db/connection'
import { checkBook } from './check-book.ts'
import { undoGroup } from './decide.ts'
import { commit } from './deps.ts'
import { createHandMade } from './hand-made.ts'
import { verifyBook } from './journal.ts'
import { SHOP, writeProject } from './testing/dbt-project.ts'
import { createTestBook, type TestBook } from './testing/test-book.ts'

let book: TestBook
let write: WriteDb
let last: { readonly importId: number }

beforeEach(async () => {
  book = createTestBook()
  write = book.write
  const first = await book.importFolder(writeProject(join(book.folder, 'shop'), SHOP, { catalog: 'with' }))
  book.undo(first.importId)
  last = await book.importFolder(join(book.folder, 'shop'))
})
afterEach(() => book.close())

const problems = (): string => checkBook(book.deps.read).problems.join('\n')

test('a book that nobody tampered with fits together', () => {
  expect(checkBook(book.deps.read)).toEqual({ ok: true, problems: [] })
  expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
})

test.each([
  [`update asset set ownerTeam = 'Eve' where name = 'fct_orders'`, '“fct_orders”: lists say ownerTeam is “Eve”'],
  [`delete from asset where name = 'fct_orders'`, '“fct_orders” is missing from the lists'],
  [
    `insert into asset select 9999, kind, 'x', status, 'ghost', sortName, database, schema, relation, platform, resourceType, description,
     ownerTeam, steward, domain, tier, classification, tags, sourceNames, columnCount, piiColumnCount, describedColumnCount, checkCount,
     failingCheckCount, upstreamCount, downstreamCount, lastSuccessfulRunMs, freshness, rowCount, sizeBytes, hasConflict, checkedAssetId,
     checkedColumn, lastOutcome, lastOutcomeMs from asset where name = 'fct_orders'`,
    '“ghost” is in the lists',
  ],
  [`update asset_column set piiType = 'email' where assetId = (select id from asset where name = 'fct_orders')`, 'its columns are not'],
  ['delete from edge', 'its links are not'],
  ['update original set bytes = zeroblob(10)', 'is not the file that was imported'],
])('%s is found by the check', (change, said) => {
  write.exec(change)
  expect(problems()).toContain(said)
})

test.each([
  [`update "import" set status = 'undone'`, 'is undone in the book and visible by the journal'],
  [`update "import" set status = 'visible'`, 'is visible in the book and undone by the journal'],
  [
    `insert into "import" select 99, sourceId, status, startedAtMs, finishedAtMs, generatedAtMs, seenAtMs, author, contentHash, receipt, changes,
       factDigest, sourceBefore, checkedAtMs, checkedPlace, undoneAtMs from "import" where status = 'visible'`,
    'the book holds 2 imports, the journal knows 1',
  ],
])('%s is found by verify', (change, said) => {
  write.exec(change)
  expect(verifyBook(book.deps.read).firstBroken?.reason).toContain(said)
})

describe('a decision that somebody added', () => {
  const TERM = { kind: 'term', name: 'Margin', fields: { description: 'Revenue less cost' }, reason: '' } as const
  const add = (groupId: number): unknown =>
    write
      .prepare(
        `insert into decision (subject, "column", field, value, author, atMs, reason, groupId) values ('x', '', 'tier', '"gold"', 'Eve', 1, '', ?)`,
      )
      .run(groupId)

  test('is found by verify beside what was decided and undone', () => {
    commit(book.deps, [], (db) => createHandMade(book.deps, db, TERM))
    const groups = write.prepare('select distinct groupId from decision').pluck().all() as number[]
    commit(book.deps, [], (db) => undoGroup(book.deps, db, { groupId: groups[0] ?? 0, reason: '' }))
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
    add(50)
    const { entries, firstBroken, ok } = verifyBook(book.deps.read)
    const reason = 'the book holds a decision on “x” of group 50, which the journal knows nothing of'
    expect({ ok, firstBroken }).toEqual({ ok: false, firstBroken: { seq: entries, reason } })
  })

  test('is found by verify in a group that the journal knows', () => {
    commit(book.deps, [], (db) => createHandMade(book.deps, db, TERM))
    const [groupId] = write.prepare('select groupId from decision').pluck().all() as number[]
    const held = write.prepare('select count(*) from decision').pluck().get() as number
    add(groupId ?? 0)
    expect(verifyBook(book.deps.read).firstBroken?.reason).toBe(
      `the book holds ${held + 1} decisions of this group, not as many as it says`,
    )
  })
})

describe('what happens meanwhile is no fault', () => {
  /** Reads the book as it was, and lets something happen to it once the reader asks for this. */
  function disturbedAt(text: string, disturb: () => void): ReadDb {
    const read = openReadConnection(book.path)
    const prepare = read.prepare.bind(read)
    vi.spyOn(read, 'prepare').mockImplementation((source: string) => {
      if (source.includes(text)) disturb()
      return prepare(source)
    })
    return read
  }

  test('for the check, where a term is set up', () => {
    const term = { kind: 'term', name: 'Margin', fields: {}, reason: '' } as const
    const read = disturbedAt('select id, name from asset', () => commit(book.deps, [], (db) => createHandMade(book.deps, db, term)))
    expect(checkBook(read)).toEqual({ ok: true, problems: [] })
    expect(checkBook(book.deps.read)).toEqual({ ok: true, problems: [] })
    read.close()
  })

  test('for verify, where an import is undone', () => {
    const read = disturbedAt(`count(*) n from "import" where status = 'visible'`, () => book.undo(last.importId))
    expect(verifyBook(read)).toMatchObject({ ok: true })
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
    read.close()
  })
})
