import { AssetKind, isSearched } from '#core/assets/kinds'
import { type ReadDb, sql, sqlList } from './connection.ts'
import type { AssetRow } from './current.ts'
import { hasImportBeyond, visibleImportId } from './imports.ts'
import { anyTrigram, everyTrigram } from './match.ts'
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

/** Ids of assets that match an expression of db/match, the first `limit` by the place of their words (core/search/place) that a reader can see. */
export function listMatchIds(db: ReadDb, match: string, limit: number): number[] {
  const rows = sql<{ id: number }>(db, `select ${ASSET_OF_ROW} id ${fromMatches(db)} limit :limit`).all({ match, limit })
  return rows.map(({ id }) => id)
}

/** How many assets a reader can see match; counting stops after `most`. */
export function countMatches(db: ReadDb, match: string, most: number): number {
  const text = `select count(*) n from (select 1 ${fromMatches(db)} limit :most)`
  return sql<{ n: number }>(db, text).get({ match, most })?.n ?? 0
}

/** Words of assets nobody sees are only there while an import is written. */
const fromMatches = (db: ReadDb): string =>
  `from asset_search where asset_search match :match${
    hasImportBeyond(db, visibleImportId(db)) ? ` and exists (select 1 from asset a where a.id = asset_search.${ASSET_OF_ROW})` : ''
  }`

/** `areAll`: no other asset's name can. */
export type NearNames = { readonly rows: readonly RankedRow[]; readonly areAll: boolean }

/**
 * Assets whose `schema.name` may hold the words but for one mistake in `mistyped`: those with the other words' letters, where
 * these are too many only those that have some letters of the mistyped one too; the first `limit` by rank of either.
 */
export function listNamesNear(db: ReadDb, mistyped: string, others: readonly string[], limit: number): NearNames {
  const whole = everyTrigram(others)
  const some = anyTrigram(mistyped)
  const byOthers = whole === null ? [] : listNameMatches(db, whole, limit)
  // Where no name has the others' letters, one may have them with diacritics.
  if (whole !== null && byOthers.length < limit) return { rows: byOthers, areAll: byOthers.length > 0 }
  if (some === null) return { rows: byOthers, areAll: false }
  return { rows: [...byOthers, ...listNameMatches(db, whole === null ? some : `${whole} AND ${some}`, limit)], areAll: false }
}

function listNameMatches(db: ReadDb, match: string, limit: number): RankedRow[] {
  return sql<RankedRow>(
    db,
    `select ${RANKED} from (select ${ASSET_OF_ROW} id from asset_name_search where asset_name_search match :match limit :limit) s
       cross join asset a on a.id = s.id`,
  ).all({ match, limit })
}

export function listRankedRows(db: ReadDb, ids: readonly number[]): RankedRow[] {
  return sql<RankedRow>(db, `select ${RANKED} from json_each(?) i cross join asset a on a.id = i.value`).all(JSON.stringify(ids))
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
  const match = everyTrigram(pieces)
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

/** With what the index holds of an asset, by place (db/search-words: insertAt), but for names and descriptions. */
export type PlacedRow = RankedRow & Readonly<Record<'columns' | 'tags' | 'owner' | 'relation', string>>

export function listPlacedRows(db: ReadDb, ids: readonly number[]): PlacedRow[] {
  return sql<PlacedRow>(
    db,
    `select ${RANKED},
       coalesce((select group_concat(name, ' ') from asset_column where assetId = a.id), '') columns,
       concat_ws(' ', case when a.kind <> 'data_product' then (select group_concat(value, ' ') from json_each(a.tags)) end,
         (select group_concat(term, ' ') from asset_term where assetId = a.id), a.domain, a.tier) tags,
       concat_ws(' ', a.ownerTeam, a.steward) owner,
       concat_ws(' ', a.relation, a."schema") relation
     from json_each(?) i cross join asset a on a.id = i.value`,
  ).all(JSON.stringify(ids))
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
