import type { CurrentRules } from '#core/assets/current'
import { replaceColumnEdges } from '#db/column-edges'
import type { WriteDb } from '#db/connection'
import {
  type AssetRow,
  type CountedElsewhere,
  countAllAssets,
  deleteDerivedAsset,
  type DerivedAsset,
  findAssetRow,
  findCountedElsewhere,
  findDerivedAsset,
  listNeighbourIds,
  listUpstreamIds,
  recountAllAssets,
  recountAsset,
  writeDerivedAsset,
  writeEdgesInto,
} from '#db/current'
import { replaceSearchWords } from '#db/search-words'
import { adjustFacetCounts, rebuildFacetCounts } from '#db/facet-counts'
import { visibleImportId } from '#db/imports'
import { askTheBook, type DeriveContext, forgetSources } from './derive.ts'
import { deriveTogether, type LinkedAsset, readAhead } from './derive-together.ts'
import type { Batches } from './importing/batches.ts'

/** Fewer are asked for one by one, and their counts moved: all assets are not even counted for them. */
const FEW = 300
/** From such a share of all assets on, reading ahead is quicker than asking for each. */
const MANY = 0.1
/** From half of the assets on, counting anew is quicker than moving counts. */
const MOST = 0.5
/** Assets derived between two looks whether the work is to be stopped. */
const ASSETS_AT_ONCE = 500
/** Derived assets kept in memory: until the switch, where the rest is derived inside it, and until their words are written. */
const KEPT_AT_MOST = 20_000

/** What some assets will be: null for those that are no more. */
export type AheadAssets = ReadonlyMap<number, LinkedAsset | null>

export const NOTHING_AHEAD: AheadAssets = new Map()

/** Derives assets before the transaction that shows them, so that it only has to write. */
export function deriveAhead(context: DeriveContext, assetIds: readonly number[], batches: Batches): AheadAssets {
  const ahead = new Map<number, LinkedAsset | null>()
  const kept = assetIds.slice(0, KEPT_AT_MOST)
  for (let done = 0; done < kept.length; done += ASSETS_AT_ONCE) {
    for (const [assetId, made] of deriveTogether(context, kept.slice(done, done + ASSETS_AT_ONCE))) ahead.set(assetId, made)
    batches.rest()
  }
  return ahead
}

/**
 * Rebuilds what is derived of these assets, their neighbours' counts and the facet counters.
 * Runs inside the caller's transaction.
 */
export function rebuildAssets(write: WriteDb, rules: CurrentRules, assetIds: Iterable<number>): void {
  const touched = [...new Set(assetIds)]
  const share = touched.length < FEW ? 0 : touched.length / countAllAssets(write)
  const context = readingContext(write, rules, share > MANY ? 'ahead' : 'as asked')
  rebuild(write, touched, deriveEach(context, touched), share > MOST ? countAnew(write, []) : moveCounts(write))
}

/**
 * Rebuilds what an import changed, with what was derived ahead of the switch; counts its new assets too, whose rows are there.
 * Runs inside the caller's transaction.
 */
export function rebuildAtSwitch(
  write: WriteDb,
  rules: CurrentRules,
  changed: readonly number[],
  { ahead, fresh }: { readonly ahead: AheadAssets; readonly fresh: readonly number[] },
): void {
  const touched = [...new Set(changed)]
  const context = readingContext(write, rules, 'ahead')
  rebuild(write, touched, deriveEach(context, touched, ahead), countAnew(write, fresh))
}

/** The context of everything readers see now. */
function readingContext(write: WriteDb, rules: CurrentRules, look: 'ahead' | 'as asked'): DeriveContext {
  forgetSources(write)
  const visible = visibleImportId(write)
  return { db: write, rules, visible, look: look === 'ahead' ? readAhead(write, visible) : askTheBook(write, visible) }
}

function* deriveEach(
  context: DeriveContext,
  assetIds: readonly number[],
  ahead = NOTHING_AHEAD,
): Generator<readonly [assetId: number, made: LinkedAsset | null]> {
  for (let done = 0; done < assetIds.length; done += ASSETS_AT_ONCE) {
    const group = assetIds.slice(done, done + ASSETS_AT_ONCE)
    for (const assetId of group) {
      const known = ahead.get(assetId)
      if (known !== undefined) yield [assetId, known]
    }
    const rest = group.filter((assetId) => !ahead.has(assetId))
    yield* deriveTogether(context, rest)
  }
}

/** Counts that hang on assets: told of each before anything of it is written. */
type Counts = { readonly touch: (assetId: number) => void; readonly finish: () => void }

function rebuild(
  write: WriteDb,
  touched: readonly number[],
  derived: Iterable<readonly [assetId: number, made: LinkedAsset | null]>,
  counts: Counts,
): void {
  for (const assetId of touched) counts.touch(assetId)
  const changed: number[] = []
  const kept = new Map<number, DerivedAsset>()
  for (const [assetId, made] of derived) {
    const before = findCountedElsewhere(write, assetId)
    // Where nobody sees a row, there may be some that an import is making ready.
    if (made === null && before === undefined) continue
    touchOthers(write, counts, assetId, { before, made })
    if (made === null) {
      deleteDerivedAsset(write, assetId)
      changed.push(assetId)
      continue
    }
    writeDerivedAsset(write, made.derived)
    writeEdgesInto(write, assetId, made.upIds)
    replaceColumnEdges(write, assetId, made.columnEdges)
    changed.push(assetId)
    if (kept.size < KEPT_AT_MOST) kept.set(assetId, made.derived)
  }
  counts.finish()
  replaceSearchWords(write, changed, (assetId) => kept.get(assetId) ?? findDerivedAsset(write, assetId))
}

/** The asset and those whose counts hang on it: linked to it, or checked by it. */
function touchLinked(write: WriteDb, counts: Counts, assetId: number): void {
  counts.touch(assetId)
  for (const id of listNeighbourIds(write, assetId)) counts.touch(id)
  touchChecked(counts, findCountedElsewhere(write, assetId))
}

/**
 * Those whose counts change with the asset: all it is linked to where it comes or goes, else what it is linked to from now on
 * or no longer. Of what thousands read most changes are none of theirs.
 */
function touchOthers(
  write: WriteDb,
  counts: Counts,
  assetId: number,
  { before, made }: { readonly before: CountedElsewhere | undefined; readonly made: LinkedAsset | null },
): void {
  const after = made?.derived.row
  const upIds = made?.upIds ?? []
  if (before?.status !== after?.status) for (const id of [...listNeighbourIds(write, assetId), ...upIds]) counts.touch(id)
  else for (const id of differing(listUpstreamIds(write, assetId), upIds)) counts.touch(id)
  if (isCountedAlike(before, after)) return
  touchChecked(counts, before)
  touchChecked(counts, after)
}

function touchChecked(counts: Counts, counted: CountedElsewhere | undefined): void {
  if (counted?.checkedAssetId != null) counts.touch(counted.checkedAssetId)
}

const isCountedAlike = (a: CountedElsewhere | undefined, b: CountedElsewhere | undefined): boolean =>
  a?.status === b?.status && a?.checkedAssetId === b?.checkedAssetId && a?.lastOutcome === b?.lastOutcome

/** What is in one of two lists only. */
function differing(a: readonly number[], b: readonly number[]): number[] {
  const [inA, inB] = [new Set(a), new Set(b)]
  return [...a.filter((id) => !inB.has(id)), ...b.filter((id) => !inA.has(id))]
}

/** Moves facet counters by what became of each touched row. */
function moveCounts(write: WriteDb): Counts {
  const before = new Map<number, AssetRow | undefined>()
  const isThere = (row: AssetRow | undefined): row is AssetRow => row !== undefined
  return {
    touch: (assetId) => {
      if (!before.has(assetId)) before.set(assetId, findAssetRow(write, assetId))
    },
    finish: () => {
      const ids = [...before.keys()]
      for (const id of ids) recountAsset(write, id)
      adjustFacetCounts(write, [...before.values()].filter(isThere), ids.map((id) => findAssetRow(write, id)).filter(isThere))
    },
  }
}

/** Counts facets anew from all rows, and links and checks of all assets where most were touched. */
function countAnew(write: WriteDb, fresh: readonly number[]): Counts {
  const touched = new Set<number>()
  const counts: Counts = {
    touch: (assetId) => touched.add(assetId),
    finish: () => {
      if (touched.size + fresh.length > countAllAssets(write) * MOST) {
        recountAllAssets(write)
      } else {
        for (const assetId of fresh) touchLinked(write, counts, assetId)
        for (const id of touched) recountAsset(write, id)
      }
      rebuildFacetCounts(write)
    },
  }
  return counts
}
