import type { JsonObject } from '#core/json'
import { parseExtras } from '#core/reconcile/sections'
import { listNewestSections } from '#db/history'
import { findSource } from '#db/sources'
import type { DeriveContext } from './derive.ts'

/** What an asset's sources said that has no field here, by source and part. */
export function readExtras({ db, visible }: DeriveContext, assetId: number): JsonObject {
  const extras: Record<string, Record<string, JsonObject>> = {}
  for (const fact of listNewestSections(db, assetId, 'extras', visible)) {
    const { keys } = parseExtras(fact.payload)
    if (Object.keys(keys).length === 0) continue
    const source = findSource(db, fact.sourceId)?.name ?? ''
    extras[source] = { ...extras[source], [fact.part]: { ...keys, ...extras[source]?.[fact.part] } }
  }
  return extras
}
