import { renameSync, rmSync } from 'node:fs'
import { openBulkConnection } from '#db/connection'
import { createBatches } from '#services/importing/batches'
import { rankSearchWords } from '#services/rank-search-words'
import type { Numbers } from '../probe.ts'
import { apply, createBook, openBench, preview } from './host.ts'

/** As a window would by the time somebody searches. */
async function rankWords(path: string): Promise<void> {
  const write = openBulkConnection(path)
  await rankSearchWords(write, createBatches(write, { isCancelled: () => false }))
  write.close()
}

/** The book that reading is measured on. */
export async function run(input: {
  readonly artifacts: string
  readonly runs: string
  readonly costs: string
  readonly links: string
  readonly folder: string
  readonly book: string
}): Promise<Numbers> {
  const part = input.book.replace(/\.stewardbook$/, '.part.stewardbook')
  // What a run left that was stopped.
  for (const left of [part, `${part}-wal`, `${part}-shm`, `${part}-journal`]) rmSync(left, { force: true })
  const host = await openBench(input.folder, null)
  await createBook(host, part)
  await apply(host, await preview(host, input.artifacts))
  await apply(host, await preview(host, input.runs))
  await apply(host, await preview(host, input.costs, { format: 'costs', sourceName: 'cloud bill' }))
  await apply(host, await preview(host, input.links, { format: 'links', sourceName: 'warehouse lineage' }))
  await host.close()
  await rankWords(part)
  renameSync(part, input.book)
  return {}
}
