import { medianOf, type Numbers } from '../probe.ts'
import { NEXT_PAGE, openBare } from './bare.ts'

const FACETS = ['domain', 'tier', 'classification', 'ownerTeam', '"schema"', 'freshness', 'resourceType']

/** Pages by keyset from random places, and facets counted by grouping all datasets. */
export async function run({ book, calls }: { readonly book: string; readonly calls: number }): Promise<Numbers> {
  const db = openBare(book)
  const page = db.prepare(NEXT_PAGE)
  const starts = db
    .prepare(`select sortName, id from asset where kind = 'dataset' and status = 'active' order by sortName`)
    .raw()
    .all() as [string, number][]
  const pageMs = await medianOf(calls, (index) => page.all(starts[(index * 97) % Math.max(1, starts.length - 200)] ?? ['', 0]))
  const groups = FACETS.map((facet) =>
    db.prepare(`select ${facet}, count(*) from asset where kind = 'dataset' and status = 'active' group by 1`).raw(),
  )
  const facetsMs = await medianOf(Math.max(12, Math.floor(calls / 20)), () => groups.map((group) => group.all()))
  db.close()
  return { pageMs, facetsMs }
}
