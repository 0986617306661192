import type { Numbers } from '../probe.ts'
import { settledRssMb } from '../settle.ts'
import { openBench } from './host.ts'

/** The host after a person has looked around in a book. */
export async function run({ book, folder }: { readonly book: string; readonly folder: string }): Promise<Numbers> {
  const host = await openBench(folder, book)
  await host.client.book.current({})
  const { items } = await host.client.datasets.list({ limit: 200 })
  await host.client.datasets.facets({})
  for (const { key } of items.slice(0, 20)) {
    await host.client.datasets.get({ key })
    await host.client.lineage.around({ key })
  }
  const rssMb = await settledRssMb()
  await host.close()
  return { rssMb }
}
