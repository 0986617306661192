import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '#core/errors'
import type { JobPool, JobWork } from './jobs/pool.ts'
import { createImportHandlers, type ImportServices } from './imports.ts'
import type { WorkerTask } from './jobs/messages.ts'
import { removeUnfinishedImport } from './importing/clean-up.ts'
import { changed, SHOP, writeProject } from './testing/dbt-project.ts'
import { createTestBook, type TestBook } from './testing/test-book.ts'

let book: TestBook
const asked: WorkerTask[] = []
beforeEach(() => {
  book = createTestBook()
  asked.length = 0
})
afterEach(() => book.close())

type Run = (task: WorkerTask) => Promise<unknown>
const nothing: Run = async () => ({})

/** Handlers whose jobs note what they would do, and do that; and what ends with the newest job. */
function handlers(does: Run = nothing) {
  const run: Run = (task) => {
    asked.push(task)
    return does(task)
  }
  let ended: Promise<unknown> = Promise.resolve()
  const start: JobPool['start'] = (_kind, _label, work) => {
    ended = work({ run } as unknown as JobWork).catch((error: unknown) => error)
    return 'job'
  }
  const jobs = (): JobPool => ({ start }) as unknown as JobPool
  const services = { book: () => book.deps, jobs, randomId: () => 'plan', afterChange: () => undefined }
  return { ...createImportHandlers(services as unknown as ImportServices), ended: () => ended }
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

test('an import that could not begin can be applied again; one that was stopped in the middle is gone, and says so', async () => {
  const folder = writeProject(join(book.folder, 'shop'), SHOP)
  const place = JSON.stringify({ entries: [{ path: folder, name: 'shop' }], within: null })
  const { sourceId } = await book.importFolder(folder, { place })
  writeProject(folder, changed(SHOP, 'fct_orders', { description: 'Told anew.' }))
  const failed = new AppError('book-locked', 'Another program is importing.')
  let stops = false
  const { preview, plan, apply, ended } = handlers(async (task) => {
    if (task.kind === 'plan') return await book.plan(folder)
    if (task.kind !== 'apply') throw new Error(task.kind)
    if (stops) removeUnfinishedImport(book.write, task.pending.importId)
    throw failed
  })
  const { planId } = await preview({ sourceId, options: {} })
  await ended()
  for (const _again of [1, 2]) {
    await apply({ planId, sameAs: [] })
    expect(await ended()).toBe(failed)
    expect(await plan({ planId })).toMatchObject({ isUnchanged: false })
  }
  stops = true
  await apply({ planId, sameAs: [] })
  expect(await ended()).toBe(failed)
  expect(() => plan({ planId })).toThrow('This preview is gone. Look at the files again.')
  expect(() => apply({ planId, sameAs: [] })).toThrow('This preview is gone.')
})
