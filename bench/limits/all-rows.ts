import { medianOf, type Numbers } from '../probe.ts'
import { openBare } from './bare.ts'

const PASSES = 5

/** One pass over everything the catalog shows at once: each row read to its end. */
export async function run({ book }: { readonly book: string }): Promise<Numbers> {
  const db = openBare(book)
  const pass = db.prepare('select count(*), max(length(sourceNames)), max(lastOutcomeMs) from asset not indexed')
  const passMs = await medianOf(PASSES, () => pass.get())
  db.close()
  return { passMs }
}
