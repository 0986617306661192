import { extrasBySource } from '#core/assets/extras'
import type { JsonObject } from '#core/json'
import { parseExtras } from '#core/reconcile/sections'
import { listNewestSections } from '#db/history'
import { listVisibleKeys } from '#db/keys'
import { findExtrasOfNewestResult } from '#db/runs'
import { findSource } from '#db/sources'
import type { DeriveContext } from './derive.ts'

/** What an asset's sources said that has no field here, by source and part; and what its newest result says beyond the fields of results. */
export function readExtras({ db, visible }: DeriveContext, assetId: number): JsonObject {
  const extras = extrasBySource(
    listNewestSections(db, assetId, 'extras', visible).map(({ sourceId, part, payload }) => ({
      sourceName: findSource(db, sourceId)?.name ?? '',
      part,
      keys: parseExtras(payload).keys,
    })),
  )
  for (const { sourceId, name } of listVisibleKeys(db, assetId, visible)) {
    const told = findExtrasOfNewestResult(db, sourceId, name, visible)
    if (told === null) continue
    const source = findSource(db, sourceId)?.name ?? ''
    extras[source] = { ...extras[source], 'newest result': told }
  }
  return extras
}
