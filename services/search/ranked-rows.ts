import type { ReadDb } from '#db/connection'
import { listRankedRows, type RankedRow } from '#db/search'
import { rememberLast } from '../remember.ts'

/** A thousand candidates a letter, and from one letter to the next mostly the same. */
const MOST_KEPT = 10_000

/** Rows of these assets, in this order; those not visible yet have none. */
export type RankedRows = (ids: readonly number[]) => RankedRow[]

/** Rows of candidates, each read once for as long as the book stands as it did: they lie all over a large one. */
export function createRankedRows(): (read: ReadDb) => RankedRows {
  const remembered = rememberLast<Map<number, RankedRow>>()
  return (read) => {
    const known = remembered.ask(read, '', () => new Map())
    return (ids) => {
      if (known.size + ids.length > MOST_KEPT) known.clear()
      const unknown = ids.filter((id) => !known.has(id))
      if (unknown.length > 0) for (const row of listRankedRows(read, unknown)) known.set(row.id, row)
      return ids.flatMap((id) => known.get(id) ?? [])
    }
  }
}
