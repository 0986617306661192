import { renameSync, rmSync } from 'node:fs'
import type { Numbers } from '../probe.ts'
import { apply, createBook, openBench, preview } from './host.ts'

/** The book that reading is measured on. */
export async function run(input: { readonly artifacts: string; readonly folder: string; readonly book: string }): Promise<Numbers> {
  const part = input.book.replace(/\.stewardbook$/, '.part.stewardbook')
  // What a run left that was stopped.
  for (const left of [part, `${part}-wal`, `${part}-shm`, `${part}-journal`]) rmSync(left, { force: true })
  const host = await openBench(input.folder, null)
  await createBook(host, part)
  await apply(host, await preview(host, input.artifacts))
  await host.close()
  renameSync(part, input.book)
  return {}
}
