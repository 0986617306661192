import type { z } from 'zod'
import type { ChangeCounts, ChangeItem } from '#contract/shapes'
import type { JsonValue } from '#core/json'
import { AssetKind } from '#core/assets/kinds'
import { type Existence, listDifferences } from '#core/reconcile/diff'
import { parseFields } from '#core/reconcile/sections'
import { textFilter } from '#core/search/text-filter'
import { searchPieces } from '#core/search/words'
import type { ReadDb } from '#db/connection'
import { type FactRow, listDecidedKeysOfImport, listKeysOfImport } from '#db/facts'
import { countCostsOfImport } from '#db/costs'
import { findKey } from '#db/keys'
import { countRunsOfImport } from '#db/runs'
import type { DeriveContext } from './derive.ts'
import { asOfImport, listerOfOverruled } from './importing/overruled.ts'
import { readToldOfKey } from './importing/told-of-key.ts'

/** A line with its values whole. */
type Line = Omit<z.infer<typeof ChangeItem>, 'before' | 'after'> & { readonly before: JsonValue | null; readonly after: JsonValue | null }
type Item = z.infer<typeof ChangeItem>
export type ChangesFilter = { readonly change?: Item['change'] | undefined; readonly text?: string | undefined }
type Page = { readonly items: Item[]; readonly nextCursor: string | null }

/** What is asked of an import's changes. JSON-shaped: it may cross a thread. */
export type ChangesRequest = {
  readonly importId: number
  readonly filter: ChangesFilter
  readonly cursor: string | undefined
  readonly limit: number
  /** How many lines there are, where that was counted before. */
  readonly total: number | null
}
export type ChangesPage = Page & { readonly total: number }

/** Values this long are cut: the list is for finding, the asset's page shows the whole. */
const LONGEST_VALUE = 400
/** Keys read in one go while a page fills. */
const KEYS_AT_ONCE = 200
/** What a worker costs to start is more than looking through fewer takes. */
const MANY_CHANGES = 2000

/** Whether an import changes so much that it is looked through beside the thread that answers. */
export const areManyChanges = ({ added, changed, removed }: ChangeCounts): boolean => added + changed + removed > MANY_CHANGES

/**
 * One page of what an import (visible or still a preview) changes, key by key in the order of keys.
 * The cursor is `<key id>:<lines of that key already shown>`.
 */
export function listImportChanges(
  db: ReadDb,
  { importId, filter, cursor, limit }: Omit<ChangesRequest, 'total'>,
  counts: ChangeCounts,
): Page {
  const [from, skip] = parseCursor(cursor)
  const items: Item[] = []
  const isWanted = wantedBy(filter)
  const context = asOfImport(db, importId)
  for (const keyId of listWantedKeys(db, importId, filter, counts, from - (skip > 0 ? 1 : 0))) {
    const lines = changesOfKey(context, keyId).filter(isWanted)
    const shown = keyId === from ? skip : 0
    const room = limit - items.length
    items.push(...lines.slice(shown, shown + room).map((line) => ({ ...line, before: cut(line.before), after: cut(line.after) })))
    if (lines.length - shown > room) return { items, nextCursor: `${keyId}:${shown + room}` }
    if (items.length === limit) return { items, nextCursor: `${keyId}:0` }
  }
  return { items, nextCursor: null }
}

/** Every line of what an import changes, its values whole, in the order of the pages. */
export function* iterateImportChanges(db: ReadDb, importId: number, filter: ChangesFilter, counts: ChangeCounts): Generator<Line> {
  const isWanted = wantedBy(filter)
  const context = asOfImport(db, importId)
  for (const keyId of listWantedKeys(db, importId, filter, counts, 0)) yield* changesOfKey(context, keyId).filter(isWanted)
}

/** One page with how many lines there are in all. `counts`: what the import itself counted. */
export function pageOfImportChanges(
  db: ReadDb,
  { importId, filter, cursor, limit, total }: ChangesRequest,
  counts: ChangeCounts,
): ChangesPage {
  const page = listImportChanges(db, { importId, filter, cursor, limit }, counts)
  const isWhole = cursor === undefined && page.nextCursor === null
  return { ...page, total: isWhole ? page.items.length : (total ?? countImportChanges(db, importId, filter, counts)) }
}

/**
 * How many lines listImportChanges has in all. Most keys of a large import are new, and of a new key the import counted every
 * line: each is something added. So unless a text is looked for only other keys are compared again.
 */
export function countImportChanges(db: ReadDb, importId: number, filter: ChangesFilter, counts: ChangeCounts): number {
  if (isText(filter)) return countLines(db, importId, listWantedKeys(db, importId, filter, counts, 0), wantedBy(filter))
  const added = counts.added - countRunsOfImport(db, importId) - countCostsOfImport(db, importId).added
  if (filter.change === 'added') return added
  const compared = listComparedKeys(db, importId, counts, 0)
  if (filter.change === undefined) return added + countLines(db, importId, compared, ({ change }) => change !== 'added')
  return countLines(db, importId, compared, wantedBy(filter))
}

const piecesOf = ({ text = '' }: ChangesFilter): string[] => searchPieces(text)
const isText = (filter: ChangesFilter): boolean => piecesOf(filter).length > 0

/** Keys that may have a line the filter wants, in their order. */
function listWantedKeys(db: ReadDb, importId: number, filter: ChangesFilter, counts: ChangeCounts, afterKeyId: number): Generator<number> {
  const isOfAnyKey = isText(filter) || filter.change === undefined || filter.change === 'added'
  return isOfAnyKey ? listAllKeys(db, importId, soughtText(filter), afterKeyId) : listComparedKeys(db, importId, counts, afterKeyId)
}

function countLines(db: ReadDb, importId: number, keyIds: Iterable<number>, isWanted: (line: Line) => boolean): number {
  let lines = 0
  const context = asOfImport(db, importId)
  for (const keyId of keyIds) lines += changesOfKey(context, keyId).filter(isWanted).length
  return lines
}

function* listAllKeys(db: ReadDb, importId: number, text: string, afterKeyId: number): Generator<number> {
  let after = afterKeyId
  for (;;) {
    const keyIds = listKeysOfImport(db, importId, { afterKeyId: after, limit: KEYS_AT_ONCE }, text)
    yield* keyIds
    const last = keyIds.at(-1)
    if (last === undefined) return
    after = last
  }
}

/** Keys that were there before, and new ones on which people had a word, in their order. */
function* listComparedKeys(db: ReadDb, importId: number, { changed, removed }: ChangeCounts, afterKeyId: number): Generator<number> {
  const decided = listDecidedKeysOfImport(db, importId).filter((keyId) => keyId > afterKeyId)
  if (changed + removed === 0) return yield* decided
  const isDecided = new Set(decided)
  for (const keyId of listAllKeys(db, importId, '', afterKeyId))
    if (isDecided.has(keyId) || findKey(db, keyId)?.firstImportId !== importId) yield keyId
}

/**
 * The longest piece that the database can look for as it stands in facts: other letters have other small ones there, and quotes
 * are written otherwise.
 */
function soughtText(filter: ChangesFilter): string {
  const plain = piecesOf(filter).filter((piece) => /^[\x21-\x7e]+$/.test(piece) && !/["\\]/.test(piece))
  return plain.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '')
}

function parseCursor(cursor: string | undefined): [number, number] {
  const [key, shown] = (cursor ?? '0:0').split(':').map(Number)
  return [Number.isSafeInteger(key) ? (key ?? 0) : 0, Number.isSafeInteger(shown) ? (shown ?? 0) : 0]
}

function wantedBy({ change, text = '' }: ChangesFilter): (line: Line) => boolean {
  const fits = textFilter(text)
  return (line) => (change === undefined || line.change === change) && fits([line.assetName, line.child, line.field, line.key])
}

function changesOfKey(context: DeriveContext, keyId: number): Line[] {
  const { db, visible: importId } = context
  const key = findKey(db, keyId)
  if (key === undefined) return []
  const { facts, others, parts } = readToldOfKey(db, importId, keyId)
  const overruledBy = listerOfOverruled(context, key)
  const assetName = nameOf(facts) ?? nameOf(others) ?? key.name
  const label = { key: key.urn, assetName, assetKind: AssetKind.parse(key.kind) }
  const items: Line[] = []
  const wasThere = others.length > 0 || facts.some((fact) => fact.toImport === importId)
  const isThere = others.length > 0 || facts.some((fact) => fact.fromImport === importId)
  let existence: Existence = wasThere && isThere ? 'other-part' : 'this-part'
  for (const told of parts) {
    for (const difference of listDifferences(told.before, told.after, existence)) {
      const isWhole = difference.what === 'asset' && difference.field === null
      items.push({ ...label, ...difference, part: isWhole ? null : told.part })
    }
    if (existence === 'this-part') existence = 'with-another'
    for (const found of overruledBy(told)) {
      items.push({
        ...label,
        change: 'conflict',
        what: found.column === '' ? 'asset' : 'column',
        child: found.column === '' ? null : found.column,
        field: found.field,
        part: told.part,
        before: found.decided,
        after: found.after,
      })
    }
  }
  return items
}

function nameOf(facts: readonly Pick<FactRow, 'section' | 'payload'>[]): string | undefined {
  for (const fact of facts) {
    if (fact.section !== 'fields') continue
    const name = parseFields(fact.payload)['name']
    if (typeof name === 'string') return name
  }
  return undefined
}

function cut(value: JsonValue | null): JsonValue | null {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length <= LONGEST_VALUE ? value : `${text.slice(0, LONGEST_VALUE)}…`
}
