import Database from 'better-sqlite3'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openWriteConnection } from './connection.ts'
import { startProgram } from './testing/book-process.ts'
import { tempFolder } from './testing/temp-folder.ts'

const HOLDER = fileURLToPath(new URL('./testing/hold-lock-main.ts', import.meta.url))

test.each(['immediate', 'exclusive'])('waits for a program that holds a lock (%s) on a file outside write-ahead mode', async (lock) => {
  const path = join(tempFolder(), 'a.db')
  new Database(path).exec('create table t (a)').close()
  const holder = startProgram(HOLDER, [path, lock, '1500'])
  expect(await holder.nextLine()).toBe('ready')
  const db = openWriteConnection(path)
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
  db.exec('insert into t values (1)')
  db.close()
  await holder.finish()
})

test('gives up after five seconds', async () => {
  const path = join(tempFolder(), 'a.db')
  new Database(path).exec('create table t (a)').close()
  const holder = startProgram(HOLDER, [path, 'immediate', '60000'])
  expect(await holder.nextLine()).toBe('ready')
  const startedAtMs = performance.now()
  expect(() => openWriteConnection(path)).toThrow(expect.objectContaining({ code: 'SQLITE_BUSY' }))
  expect(performance.now() - startedAtMs).toBeGreaterThan(4500)
  await holder.kill()
})
