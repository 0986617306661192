import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AppEvent } from '#contract/events'
import { createBook } from '#db/book-file/create'
import { bumpSeq } from '#db/book-file/info'
import { openWriteConnection, sql, type WriteDb } from '#db/connection'
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
    onChange: () => {},
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
