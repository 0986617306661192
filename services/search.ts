import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { SearchHit } from '#contract/search'
import { isSearched } from '#core/assets/kinds'
import { wantedWords } from '#core/search/mark'
import { findTypo, type Hit, LEAST_FOR_TYPO, rankHits, type Tier } from '#core/search/rank'
import { searchPieces, searchWords } from '#core/search/words'
import { listAssetsByName, type NamedAsset } from '#db/asset-names'
import type { ReadDb } from '#db/connection'
import { anyTrigramExpression, matchExpression, type SearchColumn } from '#db/match'
import {
  countMatches,
  listColumnNamesWithPieces,
  listColumnWords,
  listMatches,
  listNameMatches,
  listNamesBeginning,
  listNamesWithPieces,
  listRankedRows,
  listSearchRows,
  type RankedRow,
} from '#db/search'
import { findExactly } from './asset-names.ts'
import { toAssetRef } from './datasets/rows.ts'
import type { GetBook } from './deps.ts'
import { createNameSearch } from './search/find-names.ts'
import { matchedText, type Query } from './search/matched-text.ts'
import { inSnapshot } from './snapshot.ts'

/** More names than this are not told apart any further: a person types another letter. */
const MOST_CANDIDATES = 1000
/** With this many hits nobody needs what was nearly typed. */
const ENOUGH_HITS = 5
/** Names of columns looked up, and assets looked at for each. */
const MOST_COLUMN_NAMES = 50
const PLACES: readonly (readonly [Tier, readonly SearchColumn[]])[] = [
  ['columns', ['columns']],
  ['tags', ['tags']],
  ['owner', ['owner']],
  ['relation', ['relation']],
  ['anywhere', []],
]

/** Search as a person types: every word must match; any input is words and signs, never an expression. */
export function createSearchHandlers(book: GetBook): Handlers<AppContract>['search'] {
  const findNames = createNameSearch()
  return {
    find: ({ text, limit, countUpTo }) => {
      const { read } = book()
      return inSnapshot(read, () => {
        const words = searchWords(text)
        const query: Query = { text: text.trim(), words, wanted: wantedWords(words), pieces: searchPieces(text) }
        const { hits, total, isMore } = findHits(read, query, limit, countUpTo ?? Number.MAX_SAFE_INTEGER - 1)
        const best = rankHits(hits, query.wanted).slice(0, limit)
        const tiers = new Map(best.map(({ row, tier }) => [row.id, tier]))
        const rows = listSearchRows(
          read,
          best.map(({ row }) => row.id),
        )
        const items = rows.map((row): SearchHit => {
          const matched = matchedText(read, row, tiers.get(row.id) ?? 'anywhere', query)
          return { asset: toAssetRef(row), ownerTeam: row.ownerTeam, matched }
        })
        return { items, total, isMore, isInList: hits.some(isListed) }
      })
    },
    names: ({ text, limit }) => {
      const { read } = book()
      return inSnapshot(read, () => ({ items: findNames(read, text, limit) }))
    },
  }
}

/** Where the Catalog list, narrowed by the same text, has the dataset too. */
const LISTED_TIERS: readonly Tier[] = ['piece', 'name', 'columns', 'tags', 'owner', 'relation', 'anywhere', 'part']
const isListed = ({ tier, row }: Hit<RankedRow>): boolean =>
  LISTED_TIERS.includes(tier) && row.kind === 'dataset' && row.status === 'active'

/** Hits of a search, by asset: the first place an asset was found in counts. */
class Hits {
  readonly #byAsset = new Map<number, Hit<RankedRow>>()
  add(tier: Tier, rows: readonly RankedRow[]): void {
    for (const row of rows) if (!this.#byAsset.has(row.id)) this.#byAsset.set(row.id, { tier, row })
  }
  get size(): number {
    return this.#byAsset.size
  }
  all(): Hit<RankedRow>[] {
    return [...this.#byAsset.values()]
  }
}

/**
 * In two stages: the index hands out candidates in the order of their rank (core/search/place), place by place, until
 * there are enough; then rankHits orders them. `total` counts all there are, or stops: at `countUpTo`, or
 * where words alone fill the page, so that nobody waits for what holds the text only in the middle of one, or one letter elsewhere
 * than at the beginning of a name.
 */
function findHits(
  read: ReadDb,
  query: Query,
  limit: number,
  countUpTo: number,
): { hits: Hit<RankedRow>[]; total: number; isMore: boolean } {
  const hits = new Hits()
  const addNamed = (tier: Tier, named: readonly NamedAsset[]): void => {
    const ids = named.filter(({ kind }) => isSearched(kind)).map(({ id }) => id)
    hits.add(tier, listRankedRows(read, ids))
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
  const inNames = matchExpression(query.words, 'last', ['name'])
  const named = inNames === null ? [] : listMatches(read, inNames, MOST_CANDIDATES + 1)
  hits.add('name', named)
  if (hits.size > Math.max(countUpTo, limit)) return { hits: hits.all(), total: countUpTo, isMore: true }
  const anywhere = matchExpression(query.words, 'last')
  const counted = anywhere === null ? 0 : countMatches(read, anywhere, countUpTo + 1)
  addMatches(read, query, hits, { limit, left: counted > countUpTo ? limit : counted - named.length })
  if (counted > countUpTo) return { hits: hits.all(), total: countUpTo, isMore: true }
  if (hits.size >= limit) return { hits: hits.all(), total: Math.max(counted, hits.size), isMore: true }
  if (!isPiece) hits.add('part', listNamesWithPieces(read, query.pieces, MOST_CANDIDATES))
  if (hits.size < limit) addColumnParts(read, query, hits, limit)
  if (hits.size < ENOUGH_HITS && pieces.length === 0) hits.add('typo', findTypos(read, query))
  return { hits: hits.all(), total: hits.size, isMore: false }
}

/** One letter begins words of nearly everything, and the index of words has none so short: it is looked for where names begin, and elsewhere only where few do. */
const isOneLetter = ({ pieces }: Query): boolean => pieces.length === 1 && /^[a-z0-9]$/.test(pieces[0] ?? '')

/** What stands elsewhere than in a name: `left` assets at most. Each place is a walk along all that holds any of the words. */
function addMatches(read: ReadDb, { words }: Query, hits: Hits, { limit, left }: { readonly limit: number; readonly left: number }): void {
  const most = hits.size + left
  for (const [tier, columns] of PLACES) {
    if (hits.size >= Math.min(limit, most)) return
    const match = matchExpression(words, 'last', columns)
    // Those found already may be the first to come again.
    if (match !== null) hits.add(tier, listMatches(read, match, limit + hits.size))
  }
}

/** Assets with a column whose name holds every piece, also in the middle of a word. */
function addColumnParts(read: ReadDb, { pieces }: Query, hits: Hits, limit: number): void {
  for (const name of listColumnNamesWithPieces(read, pieces, MOST_COLUMN_NAMES)) {
    const match = matchExpression(searchWords(name), 'none', ['columns'])
    if (match === null) continue
    const rows = listMatches(read, match, MOST_COLUMN_NAMES)
    hits.add(
      'column-part',
      rows.filter(({ id }) => listColumnWords(read, id).some((column) => column.name.toLowerCase() === name)),
    )
    if (hits.size >= limit) return
  }
}

/** Names with the words as typed but for one mistake. */
function findTypos(read: ReadDb, { words, wanted }: Query): RankedRow[] {
  const found = new Map<number, RankedRow>()
  for (const row of typoCandidates(read, words)) if (!found.has(row.id) && findTypo(row.sortName, wanted) !== null) found.set(row.id, row)
  return [...found.values()]
}

/**
 * A mistake in one word leaves the others whole; in its second half it leaves the first half whole; and a long word alone
 * keeps some three letters in a row.
 */
function* typoCandidates(read: ReadDb, words: readonly string[]): Generator<RankedRow> {
  for (const [index, word] of words.entries()) {
    if (word.length < LEAST_FOR_TYPO) continue
    // One letter begins so many words that looking for it takes longest; findTypo looks at it anyway.
    const others = words.filter((other, at) => at !== index && other.length > 1)
    const half = word.slice(0, Math.ceil(word.length / 2))
    for (const some of [others, [...others, half]]) {
      const match = matchExpression(some, 'every', ['name', 'relation'])
      if (match !== null) yield* listMatches(read, match, MOST_CANDIDATES)
    }
    const letters = others.length > 0 ? null : anyTrigramExpression(word)
    if (letters !== null) yield* listNameMatches(read, letters, MOST_CANDIDATES)
  }
}
