import { AssetKind, isSearched } from '#core/assets/kinds'
import { type ReadDb, sql, sqlList } from './connection.ts'
import type { AssetRow } from './current.ts'
import { hasImportBeyond, visibleImportId } from './imports.ts'
import { trigramExpression } from './match.ts'
import { ASSET_OF_ROW } from './search-words.ts'

export type SearchRow = Pick<
  AssetRow,
  | 'id'
  | 'urn'
  | 'name'
  | 'kind'
  | 'schema'
  | 'resourceType'
  | 'status'
  | 'ownerTeam'
  | 'steward'
  | 'domain'
  | 'tier'
  | 'tags'
  | 'relation'
  | 'description'
  | 'downstreamCount'
>

const ROW = `a.id, a.urn, a.name, a.kind, a."schema", a.resourceType, a.status, a.ownerTeam, a.steward, a.domain, a.tier, a.tags, a.relation,
  a.description, a.downstreamCount`

/** What the order of hits depends on: read of many more assets than are shown. */
export type RankedRow = Pick<AssetRow, 'id' | 'name' | 'sortName' | 'kind' | 'status' | 'downstreamCount'>

const RANKED = 'a.id, a.name, a.sortName, a.kind, a.status, a.downstreamCount'

/** The assets that match an expression of db/match, the first `limit` by the place of their words (core/search/place). */
export function listMatches(db: ReadDb, match: string, limit: number): RankedRow[] {
  return sql<RankedRow>(
    db,
    `select ${RANKED} from (select ${ASSET_OF_ROW} id from asset_search where asset_search match :match limit :limit) s
       cross join asset a on a.id = s.id`,
  ).all({ match, limit })
}

/** Assets whose `schema.name` matches an expression of three letters each, the first `limit` by rank. */
export function listNameMatches(db: ReadDb, match: string, limit: number): RankedRow[] {
  return sql<RankedRow>(
    db,
    `select ${RANKED} from (select ${ASSET_OF_ROW} id from asset_name_search where asset_name_search match :match limit :limit) s
       cross join asset a on a.id = s.id`,
  ).all({ match, limit })
}

export function listRankedRows(db: ReadDb, ids: readonly number[]): RankedRow[] {
  return sql<RankedRow>(db, `select ${RANKED} from json_each(?) i cross join asset a on a.id = i.value`).all(JSON.stringify(ids))
}

/** How many assets a reader can see match; counting stops after `most`. Words of assets nobody sees are only there while an import is written. */
export function countMatches(db: ReadDb, match: string, most: number): number {
  const visible = hasImportBeyond(db, visibleImportId(db))
    ? ` and exists (select 1 from asset a where a.id = asset_search.${ASSET_OF_ROW})`
    : ''
  const text = `select count(*) n from (select 1 from asset_search where asset_search match :match${visible} limit :most)`
  return sql<{ n: number }>(db, text).get({ match, most })?.n ?? 0
}

/** Rows of these assets, in this order; those not visible yet have none. */
export function listSearchRows(db: ReadDb, ids: readonly number[]): SearchRow[] {
  return sql<SearchRow>(db, `select ${ROW} from json_each(:ids) i cross join asset a on a.id = i.value order by i.key`).all({
    ids: JSON.stringify(ids),
  })
}

/** Assets whose `schema.name` holds every piece, in lower case; the first `limit` by rank, where a piece has three letters. */
export function listNamesWithPieces(db: ReadDb, pieces: readonly string[], limit: number): RankedRow[] {
  if (pieces.length === 0) return []
  const holds = pieces.map((_, index) => `instr(a.sortName, :piece${index}) > 0`).join(' and ')
  const match = trigramExpression(pieces)
  const params = { ...namedPieces(pieces), limit }
  if (match === null) return sql<RankedRow>(db, fromNames(`(select a.id from ${SEARCHED} and ${holds} limit :limit)`, '1')).all(params)
  return sql<RankedRow>(
    db,
    `select ${RANKED} from asset_name_search s cross join asset a on a.id = s.${ASSET_OF_ROW}
     where asset_name_search match :match and ${holds} limit :limit`,
  ).all({ ...params, match })
}

/** Assets whose own name begins with a letter, in lower case, the first `limit` by kind and name. */
export function listNamesBeginning(db: ReadDb, letter: string, limit: number): RankedRow[] {
  const mayBegin = '(instr(a.sortName, :letter) = 1 or instr(a.sortName, :inside) > 0)'
  const begins = 'substr(a.sortName, -length(a.name), length(:letter)) = :letter limit :limit'
  const text = fromNames(`(select a.id from ${SEARCHED} and ${mayBegin})`, begins)
  return sql<RankedRow>(db, text).all({ letter, inside: `.${letter}`, limit })
}

/** What the indexes of words hold, where none helps: too short a piece. All that is looked at stands in the index of the lists. */
const SEARCHED = `asset a where a.kind in ${sqlList(AssetKind.options.filter((kind) => isSearched(kind)))}`
const fromNames = (found: string, condition: string): string =>
  `select ${RANKED} from ${found} s cross join asset a on a.id = s.id where ${condition}`
const namedPieces = (pieces: readonly string[]): Record<string, string> =>
  Object.fromEntries(pieces.map((piece, index) => [`piece${index}`, piece]))

/** Names of columns, in lower case, that hold every piece; short ones first. A name may have no column any more. */
export function listColumnNamesWithPieces(db: ReadDb, pieces: readonly string[], limit: number): string[] {
  if (pieces.length === 0) return []
  const holds = pieces.map((_, index) => `instr(name, :piece${index}) > 0`).join(' and ')
  return sql<{ name: string }>(db, `select name from column_name where ${holds} order by length(name), name limit :limit`)
    .all({ ...namedPieces(pieces), limit })
    .map(({ name }) => name)
}

export type ColumnWords = { readonly name: string; readonly description: string | null }

export function listColumnWords(db: ReadDb, assetId: number): ColumnWords[] {
  return sql<ColumnWords>(db, 'select name, description from asset_column where assetId = ? order by ordinal').all(assetId)
}

/** Terms of an asset and its columns. */
export function listTermWords(db: ReadDb, assetId: number): string[] {
  return sql<{ term: string }>(db, 'select distinct term from asset_term where assetId = ? order by term')
    .all(assetId)
    .map(({ term }) => term)
}
