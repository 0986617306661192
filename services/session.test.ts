import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AppEvent } from '#contract/events'
import { createBook } from '#db/book-file/create'
import { bumpSeq } from '#db/book-file/info'
import { openWriteConnection, sql, type WriteDb } from '#db/connection'
import { commit } from './deps.ts'
import { createSession, type Session } from './session.ts'

let folder: string
let session: Session
let other: WriteDb
const events: AppEvent[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stewardbook-test-'))
  const path = join(folder, 'test.stewardbook')
  createBook(path, { name: 'Test', currency: 'USD', nowMs: 1, author: 'Ines Duarte' })
  session = createSession({
    holder: 'cli',
    now: () => 1,
    author: () => 'Ines Duarte',
    announce: (event) => events.push(event),
    onOpen: () => {},
  })
  session.open(path)
  other = openWriteConnection(path)
  session.look()
  events.length = 0
})
afterEach(() => {
  session.stopWatching()
  other.close()
  session.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a file that is opened or closed is announced as such, and not as a change of the one before', () => {
  session.open(session.book().file.path)
  session.close()
  expect(events).toEqual([{ kind: 'opened' }, { kind: 'opened' }])
})

test('what another program commits is announced once', () => {
  const seq = bumpSeq(other)
  session.look()
  session.look()
  expect(events).toMatchObject([{ kind: 'changed', seq }])
})

test('commits that change nothing a reader sees are not announced: an import being written makes many', () => {
  sql(other, `insert into setting (name, value) values ('unseen', '1')`).run()
  session.look()
  expect(events).toEqual([])
  bumpSeq(other)
  session.look()
  expect(events).toHaveLength(1)
})

test('a file that is gone before its log was looked for is no news, and ends nothing', () => {
  const path = join(folder, 'gone.stewardbook')
  createBook(path, { name: 'Gone', currency: 'USD', nowMs: 1, author: 'Ines Duarte' })
  session.close()
  session.open(path)
  events.length = 0
  const writer = openWriteConnection(path)
  bumpSeq(writer)
  rmSync(path)
  expect(() => session.look()).not.toThrow()
  expect(events).toEqual([])
  writer.close()
})

const commitOwn = (): void => commit(session.book(), ['views'], () => undefined)
const seqs = (): number[] => events.map((event) => (event.kind === 'changed' ? event.seq : -1))
const OWN = { kind: 'changed', nouns: ['views', 'home', 'book'] }
const ALL = { kind: 'changed', nouns: expect.arrayContaining(['datasets', 'costs', 'sources']) as unknown }

test('what this program commits is announced once, with its own nouns', () => {
  commitOwn()
  session.look()
  commitOwn()
  session.look()
  session.look()
  expect(events).toMatchObject([OWN, OWN])
})

test('rules are kept over own commits, and dropped for those of others', () => {
  const { rules, read } = session.book()
  const known = rules.current(read)
  commitOwn()
  session.look()
  expect(rules.current(read)).toBe(known)
  bumpSeq(other)
  session.look()
  expect(rules.current(read)).not.toBe(known)
})

test.each([
  ['before an own commit', [() => bumpSeq(other), commitOwn], 2],
  ['after one', [commitOwn, () => bumpSeq(other)], 2],
  ['between two', [commitOwn, () => bumpSeq(other), commitOwn], 3],
])('what another program commits %s is announced all the same', (_, steps, commits) => {
  const before = bumpSeq(other)
  session.look()
  events.length = 0
  for (const step of steps) step()
  session.look()
  session.look()
  expect(events.at(-1)).toMatchObject(ALL)
  expect(seqs().at(-1)).toBe(before + commits)
  expect(events.slice(0, -1).every((event) => event.kind === 'changed' && event.nouns.includes('views'))).toBe(true)
  expect(events).toHaveLength(steps.filter((step) => step === commitOwn).length + 1)
})

test('a visit that tells only of Home, and comes upon another program’s commit, does not hide it', () => {
  session.book().announce({ kind: 'changed', nouns: ['home'], seq: bumpSeq(other) })
  session.look()
  expect(events.at(-1)).toMatchObject(ALL)
})
