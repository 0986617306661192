import { type Numbers, timed } from '../probe.ts'
import { openBench } from './host.ts'

/** Opens a book and reads what the first screen shows. */
export async function run({ book, folder }: { readonly book: string; readonly folder: string }, loadMs: number): Promise<Numbers> {
  let close = async (): Promise<void> => {}
  const openMs = await timed(async () => {
    const host = await openBench(folder, book)
    close = host.close
    await host.client.book.current({})
    await host.client.datasets.list({})
    await host.client.datasets.facets({})
  })
  await close()
  return { openMs, loadMs }
}
