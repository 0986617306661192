import { join } from 'node:path'
import type { Host } from '#services/host'
import { markAfterFirstImport } from '../limits/bare.ts'
import { type Numbers, timed } from '../probe.ts'
import { createBook, openBench } from './host.ts'

/**
 * Opens a book and reads what the first screen shows, to a person who was here before the last imports. The code of it is in memory by then, as SQLite's is for the limit:
 * how long that takes is measured by start-code.
 */
export async function run({ book, folder }: { readonly book: string; readonly folder: string }): Promise<Numbers> {
  const first = await openBench(folder, null)
  await createBook(first, join(folder, `first-${process.pid}.stewardbook`))
  await first.client.datasets.create({ name: 'orders' })
  await readHome(first)
  await first.close()
  const since = markAfterFirstImport(book)
  globalThis.gc?.() // what loading left behind

  let close = async (): Promise<void> => {}
  const openMs = await timed(async () => {
    const host = await openBench(folder, book, since)
    close = host.close
    await readHome(host)
  })
  await close()
  return { openMs }
}

async function readHome({ client }: Host): Promise<void> {
  await client.book.current({})
  await client.home.today({})
  await client.home.since({})
}
