import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { IntakeItem, IntakeSummary } from '#core/importers/intake'
import { openWriteConnection, sql } from '#db/connection'
import { insertImport } from '#db/imports'
import { insertSource } from '#db/sources'
import { dataset, smallBook } from '../testing/small-book.ts'
import { createBatches } from './batches.ts'
import { removeUnfinishedImport } from './clean-up.ts'
import { streamFacts } from './fact-stream.ts'
import { writeImport } from './write-import.ts'

const SUMMARY: IntakeSummary = { files: [], covers: [] }

function begunImport() {
  const { write, deps } = smallBook()
  const source = { identity: 'dbt:shop', format: 'dbt', name: 'shop', target: null, place: null, options: '{}', createdAtMs: 0 }
  const sourceId = insertSource(write, source)
  const row = { sourceId, startedAtMs: 0, generatedAtMs: 0, seenAtMs: 0, author: 'Tester', sourceBefore: null }
  const importId = insertImport(write, row)
  return { write, deps, target: { importId, sourceId, identity: 'dbt:shop', seenAtMs: 0, isNewSource: true, digests: 'here' as const } }
}

test.each([
  ['before its last piece', [[dataset('b')]]],
  ['after it', []],
])('an import that another program removes while its file is read, %s, writes nothing more, and says so', async (_when, more) => {
  const { write, deps, target } = begunImport()
  const other = openWriteConnection(deps.file.path)
  async function* pieces(): AsyncGenerator<readonly IntakeItem[], IntakeSummary> {
    yield [dataset('a')]
    await wait(5)
    removeUnfinishedImport(other, target.importId)
    yield* more
    return SUMMARY
  }
  const batches = createBatches(write, { isCancelled: () => false })
  await expect(writeImport(write, target, streamFacts(pieces()), batches, () => undefined)).rejects.toMatchObject({ code: 'conflict' })
  batches.abandon()
  expect(sql(write, 'select (select count(*) from fact) + (select count(*) from asset_key) n').get()).toEqual({ n: 0 })
  other.close()
})

test('an import holds no lock while it waits for its file, and stops between two pieces of it when asked to', async () => {
  const { write, deps, target } = begunImport()
  const other = openWriteConnection(deps.file.path)
  other.pragma('busy_timeout = 0')
  let isCancelled = false
  const tried: string[] = []
  async function* pieces(): AsyncGenerator<readonly IntakeItem[], IntakeSummary> {
    for (const name of ['a', 'b', 'c']) {
      yield [dataset(name)]
      await wait(5)
      other.exec('begin immediate; rollback')
      tried.push(name)
      isCancelled = name === 'b'
    }
    return SUMMARY
  }
  const batches = createBatches(write, { isCancelled: () => isCancelled })
  await expect(writeImport(write, target, streamFacts(pieces()), batches, () => undefined)).rejects.toMatchObject({ code: 'cancelled' })
  expect(tried).toEqual(['a', 'b'])
  other.close()
})
