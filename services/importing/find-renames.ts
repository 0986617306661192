import type { OpenRenames } from '#contract/imports'
import { formatCount } from '#core/format'
import { areTooManyPairs, offerRenames, type RenameOffer } from '#core/reconcile/renames'
import type { ReadDb } from '#db/connection'
import { listMovedKeys, type MovedKeys, readMovedDatasets } from './moved-datasets.ts'

/** What looks renamed; `remark` says why nothing is offered where there was too much to compare. */
type FoundRenames = { readonly offers: readonly RenameOffer[]; readonly remark: string | null }

/** What an import, pending or made, seems to have renamed, and nobody has said yet whether it did. */
export function findRenames(db: ReadDb, importId: number, moved: MovedKeys = listMovedKeys(db, importId)): FoundRenames {
  const { gone, come } = moved
  if (gone.length === 0 || come.length === 0) return { offers: [], remark: null }
  if (!areTooManyPairs(gone, come)) {
    const told = readMovedDatasets(db, importId, moved)
    return { offers: offerRenames(told.gone, told.come), remark: null }
  }
  const remark =
    `${formatCount(gone.length)} datasets went and ${formatCount(come.length)} came: too many to look for renames among them, so none is offered. ` +
    'What was set on a dataset that went waits on it; that it is another one can be said on its page.'
  return { offers: [], remark }
}

/** The same as the contract has it, the first `atMost`. */
export function openRenames(read: ReadDb, { importId, atMost }: RenamesRequest, moved?: MovedKeys): OpenRenames {
  const { offers, remark } = findRenames(read, importId, moved)
  return { items: offers.slice(0, atMost).map((offer) => ({ ...offer })), total: offers.length, remark }
}

/** JSON-shaped: it may cross a thread. */
export type RenamesRequest = { readonly importId: number; readonly atMost: number }
