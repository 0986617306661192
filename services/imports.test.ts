import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JobPool, JobWork } from './jobs/pool.ts'
import { createImportHandlers, type ImportServices } from './imports.ts'
import type { WorkerTask } from './jobs/messages.ts'
import { createTestBook, type TestBook } from './testing/test-book.ts'

let book: TestBook
const asked: WorkerTask[] = []
beforeEach(() => {
  book = createTestBook()
  asked.length = 0
})
afterEach(() => book.close())

/** Handlers whose jobs note what they would do. */
function handlers() {
  const run = async (task: WorkerTask): Promise<object> => {
    asked.push(task)
    return {}
  }
  const start: JobPool['start'] = (_kind, _label, work) => {
    void work({ run } as unknown as JobWork)
    return 'job'
  }
  const jobs = (): JobPool => ({ start }) as unknown as JobPool
  return createImportHandlers({ book: () => book.deps, jobs, randomId: () => 'plan' } as unknown as ImportServices)
}

test('a remembered folder is looked through for what its source’s format wants, though only the source is named', async () => {
  const path = join(book.folder, 'lists')
  mkdirSync(path)
  const list = join(path, 'partners.csv')
  writeFileSync(list, 'name,owner\norders,Sales\n')
  const place = JSON.stringify({ entries: [{ path, name: 'lists' }], within: null })
  const { sourceId } = await book.importFolder(list, { format: 'datasets', sourceName: 'lists', place })
  await handlers().preview({ sourceId, options: {} })
  expect(asked).toMatchObject([{ kind: 'plan', sourceId, format: 'datasets', entries: [{ path }] }])
})
