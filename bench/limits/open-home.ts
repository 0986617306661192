import type { Numbers } from '../probe.ts'
import { FIRST_PAGE, openBare } from './bare.ts'

/** Opens a book and reads what the first screen shows: what it is, the first page, the counters. */
export function run({ book }: { readonly book: string }): Numbers {
  globalThis.gc?.()
  const startedAt = performance.now()
  const db = openBare(book)
  db.prepare('select * from book').get()
  db.prepare(FIRST_PAGE).all()
  db.prepare('select facet, value, count from facet_count').all()
  const openMs = performance.now() - startedAt
  db.close()
  return { openMs }
}
