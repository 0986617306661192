import { isSearched } from '#core/assets/kinds'
import { type Placed, RANK_WIDTH, searchPlace, UNRANKED_FROM, unrankedPlace } from '#core/search/place'
import { type ReadDb, sql, type WriteDb } from './connection.ts'
import type { DerivedAsset } from './current.ts'

/** SQL: the asset of a row of either index, which is a rank and an asset (core/search/place). Looking it up takes longer. */
export const ASSET_OF_ROW = `rowid % ${RANK_WIDTH}`

/** Column names, as they are spelled, that an open transaction or the import it is part of has written to the dictionary. */
export type KnownNames = Set<string>

/**
 * Writes the words of assets in place of their old ones, at the place their current row ranks them. First all old ones go,
 * then the new ones come, each time in the order of their places: an index that is given its rows in any other order
 * writes itself out again and again.
 * @param load gives an asset when its turn comes; one that is no more has no words
 */
export function replaceSearchWords(db: WriteDb, assetIds: readonly number[], load: (assetId: number) => DerivedAsset | undefined): void {
  const moves = assetIds.map((assetId) => ({ assetId, from: findPlace(db, assetId), to: rankedPlace(db, assetId) }))
  for (const { from } of moves.sort((a, b) => (a.from ?? 0) - (b.from ?? 0))) if (from !== undefined) deleteAt(db, from)
  const known: KnownNames = new Set()
  for (const { assetId, to } of moves.sort((a, b) => (a.to ?? 0) - (b.to ?? 0))) {
    const asset = to === undefined ? undefined : load(assetId)
    const words = asset === undefined ? null : wordsOf(asset)
    if (words !== null && to !== undefined) insertAt(db, to, words, known)
  }
}

/** The words by which an asset that has none in the index, and no row yet, will be found. */
export function insertSearchWords(db: WriteDb, words: SearchWords, known: KnownNames): void {
  insertAt(db, unrankedPlace(words.id), words, known)
}

export function deleteSearchWords(db: WriteDb, assetId: number): void {
  const place = findPlace(db, assetId)
  if (place !== undefined) deleteAt(db, place)
}

function findPlace(db: ReadDb, assetId: number): number | undefined {
  return sql<{ rowid: number }>(db, 'select rowid from search_doc where assetId = ?').get(assetId)?.rowid
}

/** By the asset's row as it is now; undefined where there is none. */
function rankedPlace(db: ReadDb, assetId: number): number | undefined {
  const row = sql<Placed>(db, 'select status, kind, downstreamCount from asset where id = ?').get(assetId)
  return row === undefined ? undefined : searchPlace(assetId, row)
}

function deleteAt(db: WriteDb, place: number): void {
  sql(db, 'delete from asset_search where rowid = ?').run(place)
  sql(db, 'delete from asset_name_search where rowid = ?').run(place)
  sql(db, 'delete from search_doc where rowid = ?').run(place)
}

/** By which an asset is found. */
export type SearchWords = {
  /** The asset's. */
  readonly id: number
  readonly sortName: string
  /** In the order of the index: name, columns, description, tags, owner, relation. */
  readonly texts: readonly string[]
  readonly columnNames: readonly string[]
}

/** Null for what is not searched. */
export function wordsOf({ row, columns, tags, terms }: DerivedAsset): SearchWords | null {
  if (!isSearched(row.kind)) return null
  const columnNames = columns.map((column) => column.name)
  const texts = [
    row.name,
    columnNames.join(' '),
    join([row.description, ...columns.map((column) => column.description)]),
    // The keys of a data product's datasets are no words a person looks for.
    join([...(row.kind === 'data_product' ? [] : tags), ...terms.map(({ term }) => term), row.domain, row.tier]),
    join([row.ownerTeam, row.steward]),
    join([row.relation, row.schema]),
  ]
  return { id: row.id, sortName: row.sortName, texts, columnNames }
}

const join = (texts: readonly (string | null)[]): string => texts.filter((text) => text !== null && text !== '').join(' ')

function insertAt(db: WriteDb, place: number, { id, sortName, texts, columnNames }: SearchWords, known: KnownNames): void {
  sql(db, 'insert into search_doc (rowid, assetId) values (?, ?)').run(place, id)
  sql(db, 'insert into asset_search (rowid, name, columns, description, tags, owner, relation) values (?, ?, ?, ?, ?, ?, ?)').run(
    place,
    ...texts,
  )
  sql(db, 'insert into asset_name_search (rowid, name) values (?, ?)').run(place, sortName)
  for (const name of columnNames) if (!known.has(name)) rememberName(db, name, known)
}

function rememberName(db: WriteDb, name: string, known: KnownNames): void {
  // A copy: the name may be cut out of a large text, all of which it would keep in memory.
  known.add(structuredClone(name))
  sql(db, 'insert or ignore into column_name (name) values (?)').run(name.toLowerCase())
}

/** Whether assets came whose words have no rank yet. */
export function hasUnrankedWords(db: ReadDb): boolean {
  return (
    sql(
      db,
      `select 1 from search_doc d where d.rowid >= ${UNRANKED_FROM} and exists (select 1 from asset a where a.id = d.assetId) limit 1`,
    ).get() !== undefined
  )
}

/** Of the next words in the index, after a place: how far this looked (null at the end), and assets that rank elsewhere now. */
export function listMisplaced(
  db: ReadDb,
  after: number,
  limit: number,
): { readonly end: number | null; readonly assetIds: readonly number[] } {
  type Doc = {
    readonly rowid: number
    readonly assetId: number
    readonly status: string | null
    readonly kind: string
    readonly downstreamCount: number
  }
  const docs = sql<Doc>(
    db,
    `select d.rowid, d.assetId, a.status, a.kind, a.downstreamCount
     from (select rowid, assetId from search_doc where rowid > ? order by rowid limit ?) d left join asset a on a.id = d.assetId`,
  ).all(after, limit)
  return {
    end: docs.at(-1)?.rowid ?? null,
    assetIds: docs.flatMap(({ rowid, assetId, status, kind, downstreamCount }) =>
      // What nobody sees yet waits where it is.
      status === null || searchPlace(assetId, { status, kind, downstreamCount }) === rowid ? [] : [assetId],
    ),
  }
}

/** The indexes whose pieces are joined; FTS5 keeps what each write added as a piece of its own. */
const INDEXES = ['asset_search', 'asset_name_search'] as const
export type SearchIndex = (typeof INDEXES)[number]

/** Below so many entries of an index's own table of contents, its pieces are read at once. */
const LEAST_JOINED = 16

/**
 * Indexes of which a quarter or more is elsewhere than in their largest piece: whoever looks a word up looks into each piece.
 * Joining then rewrites no more than four times what came.
 */
export function listLooseIndexes(db: ReadDb): SearchIndex[] {
  return INDEXES.filter((index) => {
    const { entries, largest } = sql<{ entries: number; largest: number }>(
      db,
      `select coalesce(sum(n), 0) entries, coalesce(max(n), 0) largest from (select count(*) n from ${index}_idx group by segid)`,
    ).get() ?? { entries: 0, largest: 0 }
    return entries >= LEAST_JOINED && largest * 4 < entries * 3
  })
}

/** Begins to join all pieces of an index into one, by about so many pages; joinPieces goes on. */
export function beginJoiningPieces(db: WriteDb, index: SearchIndex, pages: number): void {
  // Below zero, FTS5 says, means all of them and not only those of which many are alike.
  mergePieces(db, index, -pages)
}

/** Joins about so many more pages. Returns whether there may be more to join. */
export function joinPieces(db: WriteDb, index: SearchIndex, pages: number): boolean {
  const before = countChanges(db)
  mergePieces(db, index, pages)
  // FTS5 says so of itself: a merge that had nothing to do changes at most one row.
  return countChanges(db) - before >= 2
}

const mergePieces = (db: WriteDb, index: SearchIndex, pages: number): unknown =>
  sql(db, `insert into ${index} (${index}, rank) values ('merge', ?)`).run(pages)

const countChanges = (db: ReadDb): number => sql<{ n: number }>(db, 'select total_changes() n').get()?.n ?? 0
