import { createHash } from 'node:crypto'
import { zstdDecompressSync } from 'node:zlib'
import { plural } from '#core/format'
import { moneyToDecimal } from '#core/money'
import { type CheckResult, fullCheck } from '#db/book-file/check'
import { hasColumnEdges } from '#db/column-edges'
import { type ReadDb, sql } from '#db/connection'
import { type CostMonth, listAllCostScopes, listStoredCostMonths, sumCostMonths } from '#db/costs'
import { hasColumns } from '#db/asset-columns'
import { type AssetRow, findAssetRow, listUpstreamIds } from '#db/current'
import { iterateOriginals } from '#db/imports'
import { readAhead } from './derive-together.ts'
import { deriveAsset, type DeriveContext, linksInto, visibleContext } from './derive.ts'
import { loadCurrentRules } from './rules.ts'
import { inSnapshot } from './snapshot.ts'

const MOST_PROBLEMS = 100
/** Counted from other rows; those are compared themselves. */
const COUNTED: ReadonlySet<string> = new Set([
  'checkCount',
  'failingCheckCount',
  'upstreamCount',
  'downstreamCount',
] satisfies (keyof AssetRow)[])

/**
 * SQLite's own check, then whether kept originals are what their hashes say, then whether lists say what sources and people say.
 * Takes time that grows with the book: run it in a worker.
 */
export function checkBook(read: ReadDb): CheckResult {
  // Of one state: what is imported or decided meanwhile is no fault.
  return inSnapshot(read, () => {
    const file = fullCheck(read)
    if (!file.ok) return file
    const problems: string[] = []
    for (const problem of findProblems(read)) {
      problems.push(problem)
      if (problems.length === MOST_PROBLEMS) break
    }
    return { ok: problems.length === 0, problems }
  })
}

function* findProblems(read: ReadDb): Generator<string> {
  for (const { sha256, bytes } of iterateOriginals(read)) {
    if (hashOf(bytes) !== sha256) yield `the kept original ${sha256.slice(0, 12)}… is not the file that was imported`
  }
  const visible = visibleContext(read, loadCurrentRules(read))
  const context: DeriveContext = { ...visible, look: readAhead(read, visible.visible) }
  const known = new Set<number>()
  for (const { assetId } of sql<{ assetId: number }>(read, 'select distinct assetId from asset_key').all()) {
    known.add(assetId)
    yield* compareAsset(context, assetId)
  }
  for (const { id, name } of sql<{ id: number; name: string }>(read, 'select id, name from asset').all()) {
    if (!known.has(id)) yield `“${name}” is in the lists, but no source or person tells of it`
  }
  yield* compareCosts(read, visible.visible)
}

/** Months are added up from entries; they must still be what the entries say. */
function* compareCosts(read: ReadDb, visible: number): Generator<string> {
  const stored = new Map(listStoredCostMonths(read).map((month) => [`${month.lineId} ${month.month}`, month]))
  for (const told of sumCostMonths(read, listAllCostScopes(read), visible)) {
    const id = `${told.lineId} ${told.month}`
    const is = stored.get(id)
    stored.delete(id)
    const isSame = is === undefined ? told.entryCount === 0 : wordsOfMonth(is) === wordsOfMonth(told)
    if (!isSame) yield `the costs of ${told.month} say ${wordsOfMonth(is)} where their entries say ${wordsOfMonth(told)}`
  }
  for (const left of stored.values()) yield `the costs of ${left.month} say ${wordsOfMonth(left)}, and no entry does`
}

const wordsOfMonth = (month: CostMonth | undefined): string =>
  month === undefined ? 'nothing' : `${moneyToDecimal(month.amount)} in ${plural(month.entryCount, 'entry', 'entries')}`

function hashOf(packed: Uint8Array): string | null {
  try {
    return createHash('sha256').update(zstdDecompressSync(packed)).digest('hex')
  } catch {
    // Not even packed text any more.
    return null
  }
}

function* compareAsset(context: DeriveContext, assetId: number): Generator<string> {
  const stored = findAssetRow(context.db, assetId)
  const derived = deriveAsset(context, assetId)
  if (stored === undefined && derived === undefined) return
  if (stored === undefined || derived === undefined) {
    yield stored === undefined
      ? `“${derived?.row.name}” is missing from the lists`
      : `“${stored.name}” is in the lists, but nobody tells of it`
    return
  }
  const fields = Object.keys(derived.row) as (keyof AssetRow)[]
  for (const field of fields.filter((name) => !COUNTED.has(name) && stored[name] !== derived.row[name])) {
    yield `“${derived.row.name}”: lists say ${field} is ${words(stored[field])}, its sources and what was set by hand say ${words(derived.row[field])}`
  }
  if (!hasColumns(context.db, assetId, derived.columns)) yield `“${derived.row.name}”: its columns are not those that sources tell of`
  const { upIds, columnEdges } = linksInto(context, assetId, derived.row.kind)
  const links = new Set(upIds.filter((id) => id !== assetId))
  const storedLinks = listUpstreamIds(context.db, assetId)
  if (storedLinks.length !== links.size || storedLinks.some((id) => !links.has(id)))
    yield `“${derived.row.name}”: its links are not those that sources tell of`
  if (!hasColumnEdges(context.db, assetId, columnEdges))
    yield `“${derived.row.name}”: the links of its columns are not those that sources tell of`
}

const words = (value: string | number | null): string => (value === null ? 'nothing' : `“${value}”`)
