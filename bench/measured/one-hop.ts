import { medianOf, type Numbers } from '../probe.ts'
import { openBench } from './host.ts'
import { someKeys } from './some-keys.ts'

/** One step up and down of datasets from everywhere in the list. */
export async function run(input: { readonly book: string; readonly folder: string; readonly calls: number }): Promise<Numbers> {
  const host = await openBench(input.folder, input.book)
  const keys = await someKeys(host)
  const aroundMs = await medianOf(input.calls, (index) => host.dispatch('lineage.around', { key: keys[(index * 97) % keys.length] }))
  await host.close()
  return { aroundMs }
}
