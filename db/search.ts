import { type ReadDb, sql } from './connection.ts'
import type { AssetRow } from './current.ts'

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

/** Ids the full-text index gives for an expression of db/match, in no order worth anything: ranking costs more than finding. */
export function listMatches(db: ReadDb, match: string, limit: number): number[] {
  return sql<{ id: number }>(db, 'select rowid id from asset_search where asset_search match ? limit ?')
    .all(match, limit)
    .map((row) => row.id)
}

/** How many assets a reader can see match. Words of assets that are not visible yet are only there while an import is written. */
export function countMatches(db: ReadDb, match: string): number {
  const isWriting = sql(db, `select 1 from "import" where status = 'writing' limit 1`).get() !== undefined
  const visible = isWriting ? ' and exists (select 1 from asset a where a.id = asset_search.rowid)' : ''
  return sql<{ n: number }>(db, `select count(*) n from asset_search where asset_search match ?${visible}`).get(match)?.n ?? 0
}

/** Rows of these assets; those not visible yet have none. */
export function listSearchRows(db: ReadDb, ids: readonly number[]): SearchRow[] {
  return sql<SearchRow>(db, `select ${ROW} from json_each(:ids) i cross join asset a on a.id = i.value`).all({ ids: JSON.stringify(ids) })
}

/** Ids of assets of these kinds whose `schema.name` holds every piece. Reads one index, no row. */
export function listNamesWithPieces(db: ReadDb, pieces: readonly string[], kinds: readonly string[], limit: number): number[] {
  if (pieces.length === 0) return []
  const holds = pieces.map((_, index) => `instr(sortName, :piece${index}) > 0`).join(' and ')
  const params = Object.fromEntries(pieces.map((piece, index) => [`piece${index}`, piece]))
  return sql<{ id: number }>(
    db,
    `select id from asset where kind in (select value from json_each(:kinds)) and status in ('active', 'retired') and ${holds} limit :limit`,
  )
    .all({ ...params, kinds: JSON.stringify(kinds), limit })
    .map((row) => row.id)
}

/** Names that hold at least one of these pieces. */
export function listNamesWithAnyPiece(
  db: ReadDb,
  pieces: readonly string[],
  kinds: readonly string[],
  limit: number,
): { id: number; sortName: string }[] {
  if (pieces.length === 0) return []
  const holds = pieces.map((_, index) => `instr(sortName, :piece${index}) > 0`).join(' or ')
  const params = Object.fromEntries(pieces.map((piece, index) => [`piece${index}`, piece]))
  return sql<{ id: number; sortName: string }>(
    db,
    `select id, sortName from asset where kind in (select value from json_each(:kinds)) and status in ('active', 'retired') and (${holds}) limit :limit`,
  ).all({ ...params, kinds: JSON.stringify(kinds), limit })
}

export type ColumnWords = { readonly name: string; readonly description: string | null }

export function listColumnWords(db: ReadDb, assetId: number): ColumnWords[] {
  return sql<ColumnWords>(db, 'select name, description from asset_column where assetId = ? order by ordinal').all(assetId)
}
