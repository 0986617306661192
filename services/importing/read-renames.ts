import type { OpenRenames } from '#contract/imports'
import type { ChangeCounts } from '#contract/shapes'
import { areTooManyPairs } from '#core/reconcile/renames'
import type { ReadDb } from '#db/connection'
import type { ImportRow } from '#db/imports'
import type { GetBook } from '../deps.ts'
import type { JobPool } from '../jobs/pool.ts'
import { inSnapshot } from '../snapshot.ts'
import { openRenames, type RenamesRequest } from './find-renames.ts'
import { closesAny, listMovedKeys } from './moved-datasets.ts'

/** What an import seems to have renamed and is open, the first of them. */
export type ReadRenames = (row: ImportRow) => Promise<OpenRenames>

/** What a worker costs to start is more than finding which keys moved among fewer takes: nothing told of them is read for that. */
const MANY_CHANGES = 20_000
/** The same of comparing them. */
const MANY_PAIRS = 10_000
const NONE: OpenRenames = { items: [], total: 0, remark: null }

/** Where there is much to look through or to compare, that is done beside this thread; nothing is read of datasets that are too many to be compared. */
export function createRenamesReader({ book, jobs }: { readonly book: GetBook; readonly jobs: () => JobPool }, atMost: number): ReadRenames {
  return async (row) => {
    const { read } = book()
    const request = { importId: row.id, atMost }
    const found = inSnapshot(read, () => readFew(read, row, request))
    return found ?? ((await jobs().ask({ kind: 'import-renames', request })) as OpenRenames)
  }
}

/** Null where there is much to look through or to compare. */
function readFew(read: ReadDb, row: ImportRow, request: RenamesRequest): OpenRenames | null {
  if (row.status === 'undone' || !closesAny(read, row.id)) return NONE
  const { added, changed, removed } = JSON.parse(row.changes) as ChangeCounts
  if (added + changed + removed > MANY_CHANGES) return null
  const moved = listMovedKeys(read, row.id)
  const areMany = moved.gone.length * moved.come.length > MANY_PAIRS && !areTooManyPairs(moved.gone, moved.come)
  return areMany ? null : openRenames(read, request, moved)
}
