import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readBook } from '#db/book-file/info'
import { findImport } from '#db/imports'
import { listJournal } from '#db/journal'
import { rememberLook } from './run-import.ts'
import { knownFiles, listSourceStates, type SourceState } from '../source-state.ts'
import { changed, SHOP, writeProject } from '../testing/dbt-project.ts'
import { logicalDump } from '../testing/logical-dump.ts'
import { createTestBook, type TestBook } from '../testing/test-book.ts'

const DAY_MS = 86_400_000
const LATER = changed(SHOP, 'fct_orders', { description: 'Told anew.' })
let book: TestBook
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => book.close())

const folder = (): string => join(book.folder, 'shop')
const source = (nowMs = book.now()): SourceState => {
  const [state] = listSourceStates(book.deps.read, nowMs)
  if (state === undefined) throw new Error('there is no source')
  return state
}
const refresh = () => book.importFolder(folder(), { sourceId: source().source.id, whenUndone: 'leave' })

describe('files that are looked at again and are the same', () => {
  test('are remembered as looked at: neither stale nor newer any more', async () => {
    writeProject(folder(), SHOP)
    const { importId } = await book.importFolder(folder())
    const late = book.now() + 31 * DAY_MS
    expect(source(late)).toMatchObject({ isStale: true, newest: { id: importId, checkedAtMs: null } })
    const before = book.now()
    const dump = logicalDump(book.deps.read)
    const entries = countJournal()
    const { seq } = readBook(book.deps.read)

    expect(await refresh()).toMatchObject({ isUnchanged: true, importId, undoneAtMs: null })
    const now = source(before + 30 * DAY_MS)
    expect(now).toMatchObject({ isStale: false, newest: { id: importId } })
    expect(now.newest?.checkedAtMs).toBeGreaterThan(before)
    expect(knownFiles(now)).toEqual({ sameUntilMs: now.newest?.checkedAtMs, undoneUntilMs: null })
    expect(logicalDump(book.deps.read)).toBe(dump)
    expect(countJournal()).toBe(entries)
    expect(readBook(book.deps.read).seq).toBeGreaterThan(seq)
  })

  test('are not remembered where an undo or another import came between', async () => {
    writeProject(folder(), SHOP)
    await book.importFolder(folder())
    const looked = await refresh()
    writeProject(folder(), LATER)
    const { importId } = await book.importFolder(folder())
    expect(() => rememberLook(book.write, looked)).toThrow(/changed since/)
    const undoneSince = await refresh()
    book.undo(importId)
    expect(() => rememberLook(book.write, undoneSince)).toThrow(/changed since/)
    rememberLook(book.write, looked)
  })

  test('say nothing of those in the source’s place when they lay elsewhere or were uploaded', async () => {
    writeProject(folder(), SHOP)
    await book.importFolder(folder())
    const { newest } = source()
    writeProject(join(book.folder, 'elsewhere'), SHOP)
    await book.importFolder(join(book.folder, 'elsewhere'))
    expect(knownFiles(source())).toEqual({ sameUntilMs: newest?.startedAtMs, undoneUntilMs: null })
    await book.importFolder(folder(), { place: null })
    expect(knownFiles(source())).toEqual({ sameUntilMs: newest?.startedAtMs, undoneUntilMs: null })
    expect(source().newest?.checkedAtMs).toBeGreaterThan(newest?.startedAtMs ?? 0)
  })

  test('go with the import they were compared with when it is undone', async () => {
    writeProject(folder(), SHOP)
    const first = await book.importFolder(folder())
    writeProject(folder(), LATER)
    const second = await book.importFolder(folder())
    await refresh()
    book.undo(second.importId)
    expect(source()).toMatchObject({ newest: { id: first.importId, checkedAtMs: null }, undone: { id: second.importId } })
  })
})

describe('files whose import was undone last', () => {
  beforeEach(async () => {
    writeProject(folder(), SHOP)
    await book.importFolder(folder())
    writeProject(folder(), LATER)
    book.undo((await book.importFolder(folder())).importId)
  })

  test('are left alone by a refresh, which says when they were undone', async () => {
    const dump = logicalDump(book.deps.read)
    const left = await refresh()
    expect(left).toMatchObject({ isUnchanged: true, importId: 2 })
    expect(left.undoneAtMs).toBe(findImport(book.deps.read, 2)?.undoneAtMs)
    expect(left.undoneAtMs).toBeGreaterThan(0)
    expect(logicalDump(book.deps.read)).toBe(dump)
    const { newest, undone } = source()
    expect(knownFiles(source())).toEqual({ sameUntilMs: newest?.startedAtMs, undoneUntilMs: undone?.checkedAtMs })
  })

  test('are left alone too where the undone import had options of its own', async () => {
    const again = await book.importFolder(folder(), { options: { note: 'new' } })
    book.undo(again.importId)
    expect(await refresh()).toMatchObject({ isUnchanged: true, importId: again.importId })
  })

  test('are imported when a person names them, who is told', async () => {
    const again = await book.importFolder(folder())
    expect(again).toMatchObject({ isUnchanged: false, importId: 3, undoneAtMs: null, changes: { changed: 1 } })
    expect(again.remarks.join(' ')).toContain('Import 2 was of these very files, and was undone')
    expect(await refresh()).toMatchObject({ isUnchanged: true, importId: 3, undoneAtMs: null })
    expect(source().undone).toBeUndefined()
  })

  test('are imported again once they change; those from before are as they were imported', async () => {
    writeProject(folder(), changed(SHOP, 'fct_orders', { description: 'Told once more.' }))
    expect(await refresh()).toMatchObject({ isUnchanged: false, importId: 3 })
    book.undo(3)
    writeProject(folder(), SHOP)
    expect(await refresh()).toMatchObject({ isUnchanged: true, importId: 1, undoneAtMs: null })
  })

  test('each of several undone together is left alone', async () => {
    await book.importFolder(folder())
    const manifest = readFileSync(join(folder(), 'manifest.json'))
    writeProject(folder(), changed(SHOP, 'fct_orders', { description: 'Told once more.' }))
    await book.importFolder(folder())
    book.undo(3, 'undo-too')
    expect(await refresh()).toMatchObject({ isUnchanged: true, importId: 4 })
    writeFileSync(join(folder(), 'manifest.json'), manifest)
    expect(await refresh()).toMatchObject({ isUnchanged: true, importId: 3 })
  })

  test('are only known to be there where they were imported from', async () => {
    writeProject(join(book.folder, 'elsewhere'), changed(SHOP, 'fct_orders', { description: 'Of elsewhere.' }))
    book.undo((await book.importFolder(join(book.folder, 'elsewhere'))).importId)
    expect(knownFiles(source()).undoneUntilMs).toBeNull()
  })

  test('of a first import stay out as well', async () => {
    book.undo(1)
    rmSync(folder(), { recursive: true })
    writeProject(folder(), SHOP)
    expect(await refresh()).toMatchObject({ isUnchanged: true, importId: 1 })
    expect(source()).toMatchObject({ newest: undefined, isStale: true, undone: { id: 1 } })
  })
})

const countJournal = (): number => listJournal(book.deps.read, { beforeSeq: Number.MAX_SAFE_INTEGER, limit: 100 }).total
