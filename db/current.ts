import { FAILED_OUTCOMES } from '#core/assets/check-outcomes'
import {
  type AssetColumnRow,
  type Cell,
  type ColumnCells,
  columnCells,
  deleteColumns,
  hasColumns,
  insertColumns,
  listAssetColumns,
} from './asset-columns.ts'
import { deleteColumnEdges, replaceColumnEdges } from './column-edges.ts'
import { type ReadDb, sql, sqlList, type WriteDb } from './connection.ts'

/** The current row of an asset, as lists need it. Derived; see services/derive. */
export type AssetRow = {
  readonly id: number
  readonly kind: string
  readonly urn: string
  readonly status: 'active' | 'retired'
  readonly name: string
  readonly sortName: string
  readonly database: string | null
  readonly schema: string | null
  readonly relation: string | null
  readonly platform: string | null
  readonly resourceType: string | null
  readonly description: string | null
  readonly ownerTeam: string | null
  readonly steward: string | null
  readonly domain: string | null
  readonly tier: string | null
  readonly classification: string | null
  readonly tags: string
  readonly sourceNames: string
  readonly columnCount: number
  readonly piiColumnCount: number
  readonly describedColumnCount: number
  readonly checkCount: number
  readonly failingCheckCount: number
  readonly upstreamCount: number
  readonly downstreamCount: number
  readonly lastSuccessfulRunMs: number | null
  readonly freshness: string
  readonly rowCount: number | null
  readonly sizeBytes: number | null
  readonly hasConflict: number
  readonly checkedAssetId: number | null
  readonly checkedColumn: string | null
  readonly lastOutcome: string | null
  readonly lastOutcomeMs: number | null
}

export type AssetTermRow = {
  readonly term: string
  /** Column name; '' for the asset itself. */
  readonly column: string
}

/** Everything derived for one asset. */
export type DerivedAsset = {
  readonly row: AssetRow
  readonly columns: readonly AssetColumnRow[]
  readonly tags: readonly string[]
  readonly terms: readonly AssetTermRow[]
}

/** Columns of `asset`, those that many rows hold nothing or the usual in last: a new row is bound up to the last that is its own. */
export const ASSET_COLUMNS = [
  'id',
  'kind',
  'urn',
  'name',
  'sortName',
  'sourceNames',
  'resourceType',
  'checkedAssetId',
  'checkedColumn',
  'schema',
  'database',
  'relation',
  'platform',
  'columnCount',
  'describedColumnCount',
  'description',
  'tags',
  'ownerTeam',
  'domain',
  'tier',
  'steward',
  'classification',
  'piiColumnCount',
  'hasConflict',
  'freshness',
  'status',
  'checkCount',
  'failingCheckCount',
  'upstreamCount',
  'downstreamCount',
  'lastOutcome',
  'lastOutcomeMs',
  'rowCount',
  'sizeBytes',
  'lastSuccessfulRunMs',
] as const satisfies readonly (keyof AssetRow)[]

const listNames = (columns: readonly string[]): string => columns.map((name) => `"${name}"`).join(', ')
const ASSET_LIST = listNames(ASSET_COLUMNS)
const FIND_ROW = `select ${ASSET_LIST} from asset where id = ?`
const PLACES = ASSET_COLUMNS.map(() => '?').join(', ')
const REPLACE_ROW = `insert or replace into asset (${ASSET_LIST}) values (${PLACES})`
const rowCells = (row: AssetRow): Cell[] => ASSET_COLUMNS.map((name) => row[name])

export function findAssetRow(db: ReadDb, assetId: number): AssetRow | undefined {
  return sql<AssetRow>(db, FIND_ROW).get(assetId)
}

export function countAllAssets(db: ReadDb): number {
  return sql<{ n: number }>(db, 'select count(*) n from asset').get()?.n ?? 0
}

/** Those of these assets that have a row. */
export function listAssetRows(db: ReadDb, assetIds: readonly number[]): Set<number> {
  const rows = sql<{ id: number }>(db, 'select a.id from json_each(?) i join asset a on a.id = i.value').all(JSON.stringify(assetIds))
  return new Set(rows.map(({ id }) => id))
}

/** What the counts of others say of an asset: whether it is there, and of a check what it looks at and how it came out. */
export type CountedElsewhere = Pick<AssetRow, 'status' | 'checkedAssetId' | 'lastOutcome'>

export function findCountedElsewhere(db: ReadDb, assetId: number): CountedElsewhere | undefined {
  return sql<CountedElsewhere>(db, 'select status, checkedAssetId, lastOutcome from asset where id = ?').get(assetId)
}

/**
 * Writes one asset's derived rows in place of its old ones, but for its words (replaceSearchWords): a statement that may
 * fail half way makes the full-text index of a transaction that touched it write itself out first. So words come last.
 */
export function writeDerivedAsset(db: WriteDb, { row, columns, tags, terms }: DerivedAsset): void {
  // Most changes leave all columns as they are, and reading them takes a fifth of writing them.
  if (!hasColumns(db, row.id, columns)) {
    deleteColumns(db, row.id)
    insertColumns(db, row.id, columnCells(columns))
  }
  deleteTags(db, row.id)
  insertTags(db, row.id, tags)
  deleteTerms(db, row.id)
  insertTerms(db, row.id, terms)
  sql(db, REPLACE_ROW).run(rowCells(row))
}

/** What is derived of an asset, as it is kept. */
export function findDerivedAsset(db: ReadDb, assetId: number): DerivedAsset | undefined {
  const row = findAssetRow(db, assetId)
  if (row === undefined) return undefined
  const terms = sql<AssetTermRow>(db, 'select term, "column" from asset_term where assetId = ? order by "column", term').all(assetId)
  return { row, columns: listAssetColumns(db, assetId), tags: JSON.parse(row.tags) as string[], terms }
}

function insertTags(db: WriteDb, assetId: number, tags: readonly string[]): void {
  const insert = sql(db, 'insert or ignore into asset_tag (tag, assetId) values (?, ?)')
  for (const tag of tags) insert.run(tag, assetId)
}

function insertTerms(db: WriteDb, assetId: number, terms: readonly AssetTermRow[]): void {
  const insert = sql(db, 'insert or ignore into asset_term (term, assetId, "column") values (?, ?, ?)')
  for (const { term, column } of terms) insert.run(term, assetId, column)
}

function deleteTags(db: WriteDb, assetId: number): void {
  sql(db, 'delete from asset_tag where assetId = ?').run(assetId)
}

function deleteTerms(db: WriteDb, assetId: number): void {
  sql(db, 'delete from asset_term where assetId = ?').run(assetId)
}

function deleteParts(db: WriteDb, assetId: number): void {
  deleteColumns(db, assetId)
  deleteTags(db, assetId)
  deleteTerms(db, assetId)
}

/** Removes everything derived of an asset that is no more, but for its words (deleteSearchWords). */
export function deleteDerivedAsset(db: WriteDb, assetId: number): void {
  deleteParts(db, assetId)
  sql(db, 'delete from edge where upId = :assetId or downId = :assetId').run({ assetId })
  deleteColumnEdges(db, assetId)
  deleteNextRow(db, assetId)
  sql(db, 'delete from asset where id = ?').run(assetId)
}

/**
 * What is derived of an asset that has no row yet, as it is bound: in flat lists, which cross from one thread to another quicker
 * than objects do.
 */
export type NextAsset = {
  readonly id: number
  /** In the order of NEXT_COLUMNS, up to the last that is not as it is of most. */
  readonly row: readonly Cell[]
  readonly checkedAssetId: number | null
  readonly columns: ColumnCells
  readonly tags: readonly string[]
  readonly terms: readonly AssetTermRow[]
}

/** Those that do not have a place of their own in NextAsset. */
const NEXT_COLUMNS = ASSET_COLUMNS.filter((name) => name !== 'id' && name !== 'checkedAssetId')

/** What most new assets have; where nothing stands here, that is nothing. */
const USUAL: Partial<Record<keyof AssetRow, string | number>> = {
  tags: '[]',
  columnCount: 0,
  describedColumnCount: 0,
  piiColumnCount: 0,
  hasConflict: 0,
  freshness: 'unknown',
  status: 'active',
  checkCount: 0,
  failingCheckCount: 0,
  upstreamCount: 0,
  downstreamCount: 0,
}

const USUAL_CELLS: readonly Cell[] = NEXT_COLUMNS.map((name) => USUAL[name] ?? null)

export const toNextAsset = ({ row, columns, tags, terms }: DerivedAsset): NextAsset => ({
  id: row.id,
  row: ownCells(row),
  checkedAssetId: row.checkedAssetId,
  columns: columnCells(columns),
  tags,
  terms,
})

function ownCells(row: AssetRow): Cell[] {
  const cells = NEXT_COLUMNS.map((name) => row[name])
  const last = cells.findLastIndex((cell, place) => cell !== USUAL_CELLS[place])
  return cells.slice(0, last + 1)
}

/** For rows of which so many cells, and one more, are bound; what comes after is as it is of most. */
const INSERT_NEXT = NEXT_COLUMNS.map((_, index) => {
  const bound = NEXT_COLUMNS.slice(0, index + 1)
  const usual = NEXT_COLUMNS.slice(index + 1).flatMap((name) => (USUAL[name] === undefined ? [] : [{ name, text: literal(USUAL[name]) }]))
  const names = listNames(['id', 'checkedAssetId', ...bound, ...usual.map(({ name }) => name)])
  return `insert into asset_next (${names}) values (${['?', '?', ...bound.map(() => '?'), ...usual.map(({ text }) => text)].join(', ')})`
})

function literal(value: string | number): string {
  return typeof value === 'number' ? String(value) : `'${value}'`
}

/**
 * Columns, tags and terms are written at once: before their asset has a row nobody sees them, every reader comes through `asset`.
 * Returns how many rows it wrote.
 */
export function insertNextAsset(db: WriteDb, { id, row, checkedAssetId, columns, tags, terms }: NextAsset): number {
  insertColumns(db, id, columns)
  insertTags(db, id, tags)
  insertTerms(db, id, terms)
  sql(db, INSERT_NEXT[row.length - 1] ?? '').run(id, checkedAssetId, row)
  return columns.cells.length / Math.max(1, columns.width) + tags.length + terms.length + 1
}

/** Assets that the import under way has made ready. */
export function listNextAssets(db: ReadDb): number[] {
  return sql<{ id: number }>(db, 'select id from asset_next')
    .all()
    .map(({ id }) => id)
}

export function setCheckedOfNext(db: WriteDb, assetId: number, checkedAssetId: number): void {
  sql(db, 'update asset_next set checkedAssetId = ? where id = ?').run(checkedAssetId, assetId)
}

export function deleteNextRow(db: WriteDb, assetId: number): void {
  sql(db, 'delete from asset_next where id = ?').run(assetId)
}

/** Removes what belongs to an asset's row, with the links into it; those out of it are others'. */
export function deletePartsInto(db: WriteDb, assetId: number): void {
  deleteParts(db, assetId)
  sql(db, 'delete from edge where downId = ?').run(assetId)
  replaceColumnEdges(db, assetId, [])
}

export function showNextAssets(db: WriteDb): void {
  db.exec(`insert or replace into asset (${ASSET_LIST}) select ${ASSET_LIST} from asset_next`)
  deleteNextAssets(db)
}

export function deleteNextAssets(db: WriteDb): void {
  sql(db, 'delete from asset_next').run()
}

/** Replaces the links into one asset. */
export function writeEdgesInto(db: WriteDb, downId: number, upIds: readonly number[]): void {
  sql(db, 'delete from edge where downId = ?').run(downId)
  insertEdgesInto(db, downId, upIds)
}

/** Writes the links into an asset that has none yet. */
export function insertEdgesInto(db: WriteDb, downId: number, upIds: readonly number[]): void {
  const insert = sql(db, 'insert or ignore into edge (upId, downId) values (?, ?)')
  for (const upId of upIds) if (upId !== downId) insert.run(upId, downId)
}

export function listUpstreamIds(db: ReadDb, assetId: number): number[] {
  return sql<{ upId: number }>(db, 'select upId from edge where downId = ?')
    .all(assetId)
    .map((row) => row.upId)
}

/** Neighbours of an asset that are on screen: both ends must be current. */
export function listNeighbourIds(db: ReadDb, assetId: number): number[] {
  return sql<{ id: number }>(db, 'select upId id from edge where downId = :assetId union select downId from edge where upId = :assetId')
    .all({ assetId })
    .map((row) => row.id)
}

const COUNT_LINKS = `upstreamCount = (select count(*) from edge e join asset u on u.id = e.upId and u.status = 'active' where e.downId = asset.id),
  downstreamCount = (select count(*) from edge e join asset d on d.id = e.downId and d.status = 'active' where e.upId = asset.id)`
const COUNT_CHECKS = `checkCount = (select count(*) from asset c where c.checkedAssetId = asset.id and c.status = 'active'),
  failingCheckCount = (select count(*) from asset c where c.checkedAssetId = asset.id and c.status = 'active' and c.lastOutcome in ${sqlList(FAILED_OUTCOMES)})`

/** Recounts links and checks of one asset, or of all. */
export function recountAsset(db: WriteDb, assetId: number): void {
  sql(db, `update asset set ${COUNT_LINKS}, ${COUNT_CHECKS} where id = ?`).run(assetId)
}
export function recountAllAssets(db: WriteDb): void {
  sql(db, `update asset set ${COUNT_LINKS}, ${COUNT_CHECKS} where kind <> 'check'`).run()
}
