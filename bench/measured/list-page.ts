import { medianOf, type Numbers } from '../probe.ts'
import { openBench } from './host.ts'

/** Pages of the list from everywhere in it, and its facets, through the dispatcher. */
export async function run(input: { readonly book: string; readonly folder: string; readonly calls: number }): Promise<Numbers> {
  const host = await openBench(input.folder, input.book)
  const cursors: string[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const { nextCursor } = await host.client.datasets.list(cursor === undefined ? {} : { cursor })
    if (nextCursor !== null) cursors.push(nextCursor)
    cursor = nextCursor
  }
  const starts = cursors.slice(0, -1)
  const pageMs = await medianOf(input.calls, (index) => host.dispatch('datasets.list', { cursor: starts[index % starts.length] }))
  const facetsMs = await medianOf(input.calls, () => host.dispatch('datasets.facets', {}))
  await host.close()
  return { pageMs, facetsMs }
}
