import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { SearchHit } from '#contract/search'
import { wantedWords } from '#core/search/mark'
import { type Hit, rankHits, type Tier } from '#core/search/rank'
import { searchPieces, searchWords } from '#core/search/words'
import { listSearchRows, type RankedRow } from '#db/search'
import { toAssetRef } from './datasets/rows.ts'
import type { GetBook } from './deps.ts'
import { findHits } from './search/find-hits.ts'
import { createNameSearch } from './search/find-names.ts'
import { matchedText, type Query } from './search/matched-text.ts'
import { createRankedRows } from './search/ranked-rows.ts'
import { inSnapshot } from './snapshot.ts'

/** Search as a person types: every word must match; any input is words and signs, never an expression. */
export function createSearchHandlers(book: GetBook): Handlers<AppContract>['search'] {
  const findNames = createNameSearch()
  const rankedRows = createRankedRows()
  return {
    find: ({ text, limit, countUpTo }) => {
      const { read } = book()
      return inSnapshot(read, () => {
        const words = searchWords(text)
        const query: Query = { text: text.trim(), words, wanted: wantedWords(words), pieces: searchPieces(text) }
        const { hits, total, isMore } = findHits({ read, rows: rankedRows(read) }, query, limit, countUpTo ?? Number.MAX_SAFE_INTEGER - 1)
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
