import { isSearched } from '#core/assets/kinds'
import { hasWords } from '#core/search/mark'
import { findTypo, type Hit, LEAST_FOR_TYPO, type Tier } from '#core/search/rank'
import { searchWords } from '#core/search/words'
import { listAssetsByName, type NamedAsset } from '#db/asset-names'
import type { ReadDb } from '#db/connection'
import { matchExpression } from '#db/match'
import {
  countMatches,
  listColumnNamesWithPieces,
  listColumnWords,
  listMatchIds,
  listNamesBeginning,
  listNamesNear,
  listNamesWithPieces,
  listPlacedRows,
  type PlacedRow,
  type RankedRow,
} from '#db/search'
import { findExactly } from '../asset-names.ts'
import type { Query } from './matched-text.ts'
import type { RankedRows } from './ranked-rows.ts'

/** Of more than this, those not among the first by rank are not told apart any further: a person types another letter. */
const MOST_CANDIDATES = 1000
/** With this many hits nobody needs what was nearly typed. */
const ENOUGH_HITS = 5
/** Names of columns looked up, and assets looked at for each. */
const MOST_COLUMN_NAMES = 50
/** Assets whose texts are read together. */
const PLACES_AT_ONCE = 50
/** Places besides the name, best first; what is in none of them is found anywhere. */
const PLACES = ['columns', 'tags', 'owner', 'relation'] as const satisfies readonly (Tier & keyof PlacedRow)[]

/** A book, and rows of its candidates. */
type Searched = { readonly read: ReadDb; readonly rows: RankedRows }

export type Found = { readonly hits: readonly Hit<RankedRow>[]; readonly total: number; readonly isMore: boolean }

/** Hits of a search, by asset: the first place an asset was found in counts. */
class Hits {
  readonly #byAsset = new Map<number, Hit<RankedRow>>()
  add(tier: Tier, rows: readonly RankedRow[]): void {
    for (const row of rows) if (!this.#byAsset.has(row.id)) this.#byAsset.set(row.id, { tier, row })
  }
  has(assetId: number): boolean {
    return this.#byAsset.has(assetId)
  }
  get size(): number {
    return this.#byAsset.size
  }
  all(): Hit<RankedRow>[] {
    return [...this.#byAsset.values()]
  }
}

/**
 * In two stages: the index hands out candidates in the order of their rank (core/search/place), then rankHits orders them. Each
 * question to the index walks along all that holds its words. So it is asked for names only where there are more candidates than
 * are looked at, and other places are read from the candidates' own texts. `total` counts all there are, or stops: at `countUpTo`,
 * or where words alone fill the page, so that nobody waits for what holds the text only in the middle of one, or one letter
 * elsewhere than at the beginning of a name.
 */
export function findHits(searched: Searched, query: Query, limit: number, countUpTo: number): Found {
  const { read, rows } = searched
  const hits = new Hits()
  const addNamed = (tier: Tier, named: readonly NamedAsset[]): void => {
    const ids = named.filter(({ kind }) => isSearched(kind)).map(({ id }) => id)
    hits.add(tier, rows(ids))
  }
  addNamed('exact', findExactly(read, query.text))
  // Words joined by a sign are a piece of a name, which is another one with other words in between.
  const isPiece = query.pieces.length < query.words.length
  addNamed(isPiece ? 'piece' : 'name', listAssetsByName(read, query.text))
  const begin = isOneLetter(query) ? listNamesBeginning(read, query.pieces.join(''), MOST_CANDIDATES + 1) : []
  hits.add('name', begin)
  if (begin.length >= limit) return { hits: hits.all(), total: Math.min(hits.size, countUpTo), isMore: true }
  const pieces = isPiece ? listNamesWithPieces(read, query.pieces, MOST_CANDIDATES) : []
  hits.add('piece', pieces)
  const counted = addMatches(searched, query, hits, { limit, countUpTo })
  if (counted > countUpTo) return { hits: hits.all(), total: countUpTo, isMore: true }
  if (hits.size >= limit) return { hits: hits.all(), total: Math.max(counted, hits.size), isMore: true }
  if (!isPiece) hits.add('part', listNamesWithPieces(read, query.pieces, MOST_CANDIDATES))
  if (hits.size < limit) addColumnParts(searched, query, hits, limit)
  if (hits.size < ENOUGH_HITS && pieces.length === 0) hits.add('typo', findTypos(searched, query))
  return { hits: hits.all(), total: hits.size, isMore: false }
}

/** One letter begins words of nearly everything, and the index of words has none so short: it is looked for where names begin, and elsewhere only where few do. */
const isOneLetter = ({ pieces }: Query): boolean => pieces.length === 1 && /^[a-z0-9]$/.test(pieces[0] ?? '')

type Wished = { readonly limit: number; readonly countUpTo: number }

/** What holds all the words, by the place where it does. Returns how many do; counting may stop above `countUpTo`. */
function addMatches({ read, rows }: Searched, query: Query, hits: Hits, { limit, countUpTo }: Wished): number {
  const match = matchExpression(query.words, 'last')
  if (match === null) return 0
  const ids = listMatchIds(read, match, MOST_CANDIDATES + 1)
  if (ids.length <= MOST_CANDIDATES) {
    const named = rows(ids).filter(({ name }) => hasWords(name, query.wanted))
    hits.add('name', named)
    addByPlace(read, query, hits, ids, limit)
    return ids.length
  }
  const named = matchExpression(query.words, 'last', ['name']) ?? ''
  hits.add('name', rows(listMatchIds(read, named, MOST_CANDIDATES + 1)))
  addByPlace(read, query, hits, ids, limit)
  return countUpTo < ids.length ? ids.length : countMatches(read, match, countUpTo + 1)
}

/** The rest of what was found, by the place that holds all the words, until enough is in the best one. */
function addByPlace(read: ReadDb, { wanted }: Query, hits: Hits, found: readonly number[], limit: number): void {
  const rest = found.filter((id) => !hits.has(id))
  let best = hits.size
  for (let from = 0; from < rest.length && best < limit; from += PLACES_AT_ONCE) {
    for (const row of listPlacedRows(read, rest.slice(from, from + PLACES_AT_ONCE))) {
      // Some hold all the words only in several places together.
      const tier = PLACES.find((place) => hasWords(row[place], wanted)) ?? 'anywhere'
      hits.add(tier, [row])
      if (tier === PLACES[0]) best += 1
    }
  }
}

/** Assets with a column whose name holds every piece, also in the middle of a word. */
function addColumnParts({ read, rows }: Searched, { pieces }: Query, hits: Hits, limit: number): void {
  for (const name of listColumnNamesWithPieces(read, pieces, MOST_COLUMN_NAMES)) {
    const match = matchExpression(searchWords(name), 'none', ['columns'])
    if (match === null) continue
    const found = rows(listMatchIds(read, match, MOST_COLUMN_NAMES))
    hits.add(
      'column-part',
      found.filter(({ id }) => listColumnWords(read, id).some((column) => column.name.toLowerCase() === name)),
    )
    if (hits.size >= limit) return
  }
}

/**
 * Names with the words as typed but for one mistake: by their letters, and where those find none and may have missed one by words,
 * of which a short one is known by its first half and any without its diacritics.
 */
function findTypos({ read, rows }: Searched, { words, wanted }: Query): RankedRow[] {
  const fitting = (near: readonly RankedRow[]): RankedRow[] => {
    const byId = new Map(near.map((row) => [row.id, row]))
    return [...byId.values()].filter(({ sortName }) => findTypo(sortName, wanted) !== null)
  }
  const byLetters = words
    .map((word, index) => ({ word, others: words.filter((_, at) => at !== index) }))
    .filter(({ word }) => word.length >= LEAST_FOR_TYPO)
    .map(({ word, others }) => ({ word, others, near: listNamesNear(read, word, others, MOST_CANDIDATES) }))
  const found = fitting(byLetters.flatMap(({ near }) => near.rows))
  if (found.length > 0) return found
  const mayBeMissed = byLetters.filter(({ near }) => !near.areAll)
  return fitting(mayBeMissed.flatMap(({ word, others }) => rows(listIdsNear(read, word, others, MOST_CANDIDATES))))
}

/** As listNamesNear, of the index of words: a mistake in the second half of one leaves its first half and the others whole. */
function listIdsNear(read: ReadDb, mistyped: string, others: readonly string[], limit: number): number[] {
  // One letter begins so many words that looking for it takes longest; findTypo looks at it anyway.
  const whole = others.filter((other) => other.length > 1)
  const half = mistyped.slice(0, Math.ceil(mistyped.length / 2))
  const match = matchExpression([...whole, half], 'every', ['name', 'relation'])
  return match === null ? [] : listMatchIds(read, match, limit)
}
