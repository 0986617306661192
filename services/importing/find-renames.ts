import type { OpenRenames } from '#contract/imports'
import { formatCount } from '#core/format'
import { areTooManyPairs, offerRenames, type RenameOffer } from '#core/reconcile/renames'
import type { ReadDb } from '#db/connection'
import { listMovedDatasets } from './moved-datasets.ts'

/** What looks renamed; `remark` says why nothing is offered where there was too much to compare. */
type FoundRenames = { readonly offers: readonly RenameOffer[]; readonly remark: string | null }

/** What an import, pending or made, seems to have renamed, and nobody has said yet whether it did. */
export function findRenames(db: ReadDb, importId: number): FoundRenames {
  const { gone, come } = listMovedDatasets(db, importId)
  if (!areTooManyPairs(gone, come)) return { offers: offerRenames(gone, come), remark: null }
  const remark =
    `${formatCount(gone.length)} datasets went and ${formatCount(come.length)} came: too many to look for renames among them, so none is offered. ` +
    'What was set on a dataset that went waits on it; that it is another one can be said on its page.'
  return { offers: [], remark }
}

/** The same as the contract has it. */
export function openRenames(read: ReadDb, importId: number, atMost: number): OpenRenames {
  const { offers, remark } = findRenames(read, importId)
  return { items: offers.slice(0, atMost).map((offer) => ({ ...offer })), total: offers.length, remark }
}
