import type { z } from 'zod'
import { parseExtras } from '#core/reconcile/sections'
import type { settings as contract } from '#contract/settings'
import type { ReadDb } from '#db/connection'
import { findAssetRow } from '#db/current'
import { listHoldingValues } from '#db/facts'
import { visibleImportId } from '#db/imports'
import { toAssetRef } from './datasets/rows.ts'
import { inSnapshot } from './snapshot.ts'

/** Where values of data are kept, the first of them. JSON-shaped: it may cross a thread. */
export type ValuesHeld = z.input<typeof contract.valuesHeld.output>

const SHOWN = 200
const PATHS_SHOWN = 50

/** Looks through what every source says, of one state of the book. */
export function listValuesHeld(read: ReadDb): ValuesHeld {
  return inSnapshot(read, () => {
    const { rows, total } = listHoldingValues(read, visibleImportId(read), SHOWN)
    const items = rows.flatMap(({ assetId, part, payload }) => {
      const asset = findAssetRow(read, assetId)
      if (asset === undefined) return []
      return [{ asset: toAssetRef(asset), part, paths: parseExtras(payload).carriesValues.slice(0, PATHS_SHOWN) }]
    })
    return { items, total }
  })
}
