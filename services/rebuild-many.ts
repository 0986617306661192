import type { CurrentRules } from '#core/assets/current'
import type { WriteDb } from '#db/connection'
import {
  countAllAssets,
  deleteDerivedAsset,
  type DerivedAsset,
  findCheckedAssetId,
  hasAssetRow,
  listNeighbourIds,
  recountAllAssets,
  recountAsset,
  replaceSearchWords,
  writeDerivedAsset,
  writeEdgesInto,
} from '#db/current'
import { rebuildFacetCounts } from '#db/facet-counts'
import { visibleImportId } from '#db/imports'
import { type DeriveContext, forgetSources, rebuildAssets } from './derive.ts'
import type { Batches } from './importing/batches.ts'
import { deriveAlone, type NewAsset, readAhead } from './derive-new.ts'

/** From half of the assets on, recounting all at once is cheaper than one by one. */
const RECOUNT_ALL_FROM = 0.5
/** Assets derived between two looks whether the work is to be stopped. */
const ASSETS_AT_ONCE = 500
/** Derived assets kept in memory until the switch; the rest is derived inside it. */
const KEPT_AT_MOST = 20_000

/** What some assets will be: null for those that are no more. */
export type AheadAssets = ReadonlyMap<number, NewAsset | null>

export const NOTHING_AHEAD: AheadAssets = new Map()

/** From so many assets on, reading ahead and counting all facets anew is quicker than going from one to the next. */
const MANY = 300

/** Rebuilds what is derived of these assets, one by one or all together, whichever is quicker. Runs inside the caller's transaction. */
export function rebuildTouched(write: WriteDb, rules: CurrentRules, assetIds: Iterable<number>): void {
  const touched = new Set(assetIds)
  if (touched.size < MANY) rebuildAssets(write, rules, touched)
  else rebuildMany(write, rules, touched)
}

/** Derives assets before the transaction that shows them, so that it only has to write. */
export function deriveAhead(context: DeriveContext, assetIds: readonly number[], batches: Batches): AheadAssets {
  const ahead = new Map<number, NewAsset | null>()
  for (const assetId of assetIds.slice(0, KEPT_AT_MOST)) {
    ahead.set(assetId, deriveAlone(context, assetId) ?? null)
    if (ahead.size % ASSETS_AT_ONCE === 0) batches.rest()
  }
  return ahead
}

/** The context of everything readers see now, for many assets. */
function manyContext(write: WriteDb, rules: CurrentRules): DeriveContext {
  forgetSources(write)
  const visible = visibleImportId(write)
  return { db: write, rules, visible, look: readAhead(write, visible) }
}

/**
 * Rebuilds the derived rows of many assets, the counts of their neighbours and of `alsoRecount`, and the facet counters.
 * Runs inside the caller's transaction.
 */
export function rebuildMany(
  write: WriteDb,
  rules: CurrentRules,
  assetIds: Iterable<number>,
  { ahead = NOTHING_AHEAD, alsoRecount = [] }: { readonly ahead?: AheadAssets; readonly alsoRecount?: readonly number[] } = {},
): void {
  const context = manyContext(write, rules)
  const moved = new Set<number>()
  const written: DerivedAsset[] = []
  for (const assetId of new Set(assetIds)) {
    addLinked(write, moved, assetId)
    const known = ahead.get(assetId)
    const made = known === undefined ? (deriveAlone(context, assetId) ?? null) : known
    if (made === null) {
      // Where nobody sees a row, there may be some that an import is making ready.
      if (hasAssetRow(write, assetId)) deleteDerivedAsset(write, assetId)
      continue
    }
    writeDerivedAsset(write, made.derived)
    writeEdgesInto(write, assetId, made.upIds)
    for (const id of made.upIds) moved.add(id)
    if (made.derived.row.checkedAssetId !== null) moved.add(made.derived.row.checkedAssetId)
    written.push(made.derived)
  }
  recount(write, moved, alsoRecount)
  rebuildFacetCounts(write)
  replaceSearchWords(write, written)
}

function recount(write: WriteDb, moved: Set<number>, also: readonly number[]): void {
  if (moved.size + also.length > countAllAssets(write) * RECOUNT_ALL_FROM) {
    recountAllAssets(write)
    return
  }
  for (const assetId of also) addLinked(write, moved, assetId)
  for (const id of moved) recountAsset(write, id)
}

/** The asset and those whose counts hang on it: linked to it, or checked by it. */
function addLinked(write: WriteDb, moved: Set<number>, assetId: number): void {
  moved.add(assetId)
  for (const id of listNeighbourIds(write, assetId)) moved.add(id)
  const checked = findCheckedAssetId(write, assetId)
  if (checked !== null) moved.add(checked)
}
