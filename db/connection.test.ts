import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bringLogIn, isLogLong, openReadConnection, openWriteConnection } from './connection.ts'
import { tempFolder } from './testing/temp-folder.ts'

test('what is committed stays in the log, however long that gets, until it is brought in', () => {
  const path = join(tempFolder(), 'a.db')
  new Database(path).exec('create table t (a)').close()
  const write = openWriteConnection(path)
  const read = openReadConnection(path)
  const insert = write.prepare('insert into t values (zeroblob(1000000))')
  const add = (): unknown => insert.run()
  add()
  expect(isLogLong(read)).toBe(false)
  for (let n = 0; n < 4; n += 1) add()
  expect(isLogLong(read)).toBe(true)
  expect(new Database(path, { readonly: true }).pragma('wal_checkpoint(NOOP)')).toMatchObject([{ checkpointed: 0 }])
  bringLogIn(write)
  expect(isLogLong(read)).toBe(false)
  expect(read.prepare('select count(*) n from t').get()).toEqual({ n: 5 })
  read.close()
  write.close()
})

test('a file without a log has no long one', () => {
  const path = join(tempFolder(), 'a.db')
  new Database(path).exec('create table t (a)').close()
  const read = openReadConnection(path)
  expect(isLogLong(read)).toBe(false)
  read.close()
})
