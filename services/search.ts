import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { SearchHit } from '#contract/search'
import type { AssetKind } from '#core/assets/kinds'
import { findPieces, findWords, markSpans, type Span, type Wanted, wantedWords } from '#core/search/mark'
import { findTypo, type Hit, rankHits, type Tier } from '#core/search/rank'
import { typoPieces } from '#core/search/typo'
import { searchPieces, searchWords } from '#core/search/words'
import { listAssetsByName } from '#db/asset-names'
import type { ReadDb } from '#db/connection'
import { matchExpression, nameStartExpression, type SearchColumn } from '#db/match'
import {
  countMatches,
  listColumnWords,
  listMatches,
  listNamesWithAnyPiece,
  listNamesWithPieces,
  listSearchRows,
  type SearchRow,
} from '#db/search'
import { findExactly } from './asset-names.ts'
import { toAssetRef } from './datasets/rows.ts'
import type { GetBook } from './deps.ts'
import { inSnapshot } from './snapshot.ts'

/** Kinds that are found themselves; checks and docs are found through what they belong to. */
const FOUND_KINDS: readonly AssetKind[] = [
  'dataset',
  'exposure',
  'dashboard',
  'metric',
  'semantic_model',
  'saved_query',
  'function',
  'analysis',
  'pipeline',
  'owner',
  'domain',
  'tag',
  'term',
  'issue',
]
/** More hits than this in one place are not told apart any further: a person types another letter. */
const MOST_CANDIDATES = 1000
/** With this many hits nobody needs what was nearly typed. */
const ENOUGH_HITS = 5
const PLACES: readonly (readonly [Tier, readonly SearchColumn[]])[] = [
  ['name', ['name']],
  ['columns', ['columns']],
  ['tags', ['tags']],
  ['owner', ['owner']],
  ['relation', ['relation']],
  ['anywhere', []],
]

type Found = { readonly tier: Tier; readonly row: SearchRow }
type Query = {
  readonly text: string
  readonly words: readonly string[]
  readonly wanted: readonly Wanted[]
  readonly pieces: readonly string[]
}

/** Search as a person types: every word must match; any input is words and signs, never an expression. */
export function createSearchHandlers(book: GetBook): Handlers<AppContract>['search'] {
  return {
    find: ({ text, limit }) => {
      const { read } = book()
      return inSnapshot(read, () => {
        const words = searchWords(text)
        const query: Query = { text, words, wanted: wantedWords(words), pieces: searchPieces(text) }
        const { hits, total } = findHits(read, query, limit)
        const best = rankHits(hits, query.wanted).slice(0, limit)
        return { items: best.map((hit) => toHit(read, hit, query)), total }
      })
    },
  }
}

const isFoundKind = ({ kind }: { readonly kind: string }): boolean => (FOUND_KINDS as readonly string[]).includes(kind)

/** Place by place, best first, until there are enough. `total` counts all there are. */
function findHits(read: ReadDb, query: Query, limit: number): { hits: Found[]; total: number } {
  const found = new Map<number, Found>()
  const add = (tier: Tier, ids: readonly number[]): void => {
    for (const row of listSearchRows(
      read,
      ids.filter((id) => !found.has(id)),
    ))
      found.set(row.id, { tier, row })
  }
  const exact = findExactly(read, query.text.trim()).filter(isFoundKind)
  add(
    'exact',
    exact.map((asset) => asset.id),
  )
  // The best names first: of many that match, only so many are looked at.
  const sameName = listAssetsByName(read, query.text.trim()).filter(isFoundKind)
  add(
    'name',
    sameName.map((asset) => asset.id),
  )
  const anywhere = matchExpression(query.words, 'last')
  let total = anywhere === null ? 0 : countMatches(read, anywhere)
  const nameStart = nameStartExpression(query.words)
  if (nameStart !== null && total > 0) add('name', listMatches(read, nameStart, MOST_CANDIDATES))
  for (const [tier, columns] of total === 0 ? [] : PLACES) {
    const match = matchExpression(query.words, 'last', columns)
    if (match !== null) add(tier, listMatches(read, match, MOST_CANDIDATES))
    if (found.size >= limit) break
  }
  total = Math.max(total, found.size)
  if (found.size < limit) {
    add('part', listNamesWithPieces(read, query.pieces, FOUND_KINDS, MOST_CANDIDATES))
    if (found.size < ENOUGH_HITS) add('typo', findTypos(read, query.wanted))
    total = found.size
  }
  return { hits: [...found.values()], total }
}

/** Names with the words as typed but for one mistake. */
function findTypos(read: ReadDb, wanted: readonly Wanted[]): number[] {
  // A mistake in another word leaves the longest one whole.
  const longest = wanted.reduce((word, next) => (next.word.length > word.length ? next.word : word), '')
  return listNamesWithAnyPiece(read, typoPieces(longest), FOUND_KINDS, MOST_CANDIDATES * 20)
    .filter(({ sortName }) => findTypo(sortName, wanted) !== null)
    .slice(0, MOST_CANDIDATES)
    .map(({ id }) => id)
}

type Matched = SearchHit['matched']

function toHit(read: ReadDb, { row, tier }: Hit<SearchRow>, query: Query): SearchHit {
  return {
    asset: toAssetRef(row),
    ownerTeam: row.ownerTeam,
    matched: tier === 'typo' ? matchTypo(row, query) : matchText(read, row, query),
  }
}

function matchTypo(row: SearchRow, { wanted }: Query): Matched {
  const meant = findTypo(row.name, wanted)
  const all = meant === null ? wanted : [...wanted, { word: meant, isPrefix: false }]
  return { field: 'name', text: markSpans(row.name, findWords(row.name, all).flat()) }
}

/** The text of the asset in which most of the words stand; the name where several have as many. */
function matchText(read: ReadDb, row: SearchRow, { wanted, pieces }: Query): Matched {
  let best: { field: Matched['field']; text: string; words: number; spans: Span[] } | undefined
  for (const [field, text] of textsOf(read, row)) {
    const places = findWords(text, wanted)
    const words = places.filter((spans) => spans.length > 0).length
    if (words > (best?.words ?? 0)) best = { field, text, words, spans: places.flat() }
    if (words > 0 && words === wanted.length) break
  }
  if (best !== undefined) return { field: best.field, text: markSpans(best.text, best.spans) }
  const spans = findPieces(row.name, pieces)
  const whole = row.schema === null ? row.name : `${row.schema}.${row.name}`
  return spans.length > 0 || row.schema === null
    ? { field: 'name', text: markSpans(row.name, spans) }
    : { field: 'relation', text: markSpans(whole, findPieces(whole, pieces)) }
}

function* textsOf(read: ReadDb, row: SearchRow): Generator<readonly [Matched['field'], string]> {
  yield ['name', row.name]
  const columns = listColumnWords(read, row.id)
  for (const column of columns) yield ['column', column.name]
  for (const tag of [...(JSON.parse(row.tags) as string[]), row.domain, row.tier]) if (tag !== null) yield ['tag', tag]
  for (const owner of [row.ownerTeam, row.steward]) if (owner !== null) yield ['owner', owner]
  for (const relation of [row.relation, row.schema]) if (relation !== null) yield ['relation', relation]
  if (row.description !== null) yield ['description', row.description]
  for (const column of columns) if (column.description !== null) yield ['description', column.description]
}
