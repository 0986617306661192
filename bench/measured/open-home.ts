import type { Host } from '#services/host'
import { markAfterFirstImport } from '../limits/bare.ts'
import { type Numbers, timed } from '../probe.ts'
import { comeAgain } from './host.ts'

type Input = { readonly book: string; readonly smallBook: string; readonly folder: string }

/**
 * Opens a book and reads what the first screen shows, to a person who was here before the last imports. The code of it has run
 * once by then, on the small book, as SQLite's is there for the limit: how long that takes is measured by start-code.
 */
export async function run({ book, smallBook, folder }: Input): Promise<Numbers> {
  const first = await comeAgain(folder, smallBook, markAfterFirstImport(smallBook))()
  await readHome(first)
  await first.close()
  const openBook = comeAgain(folder, book, markAfterFirstImport(book))
  globalThis.gc?.() // what loading left behind

  let close = async (): Promise<void> => {}
  const openMs = await timed(async () => {
    const host = await openBook()
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
