import { type ReadDb, sql, type WriteDb } from './connection.ts'
import type { AssetRefRow } from './datasets.ts'

/** A link into a column of an asset. Column names as core/assets/column-names compares them in links. */
export type ColumnEdge = { readonly upId: number; readonly upColumn: string; readonly downColumn: string }

/** What `edges` is in statements: a JSON list of [upId, upColumn, downColumn]. */
const jsonOf = (edges: readonly ColumnEdge[]): string =>
  JSON.stringify(edges.map(({ upId, upColumn, downColumn }) => [upId, upColumn, downColumn]))

const NAMES = `insert or ignore into column_name (name)
  select j.value ->> 1 from json_each(:edges) j union select j.value ->> 2 from json_each(:edges) j`
const INSERT = `insert or ignore into column_edge (downId, downColumn, upId, upColumn)
  select :assetId, d.id, j.value ->> 0, u.id from json_each(:edges) j
    cross join column_name u on u.name = j.value ->> 1 cross join column_name d on d.name = j.value ->> 2 order by 2, 3, 4`

/** Writes the links into the columns of an asset that has none. */
export function insertColumnEdges(db: WriteDb, assetId: number, edges: readonly ColumnEdge[]): void {
  if (edges.length === 0) return
  const json = jsonOf(edges)
  sql(db, NAMES).run({ edges: json })
  sql(db, INSERT).run({ assetId, edges: json })
}

/** Replaces the links into the columns of an asset; most changes leave them as they are. */
export function replaceColumnEdges(db: WriteDb, assetId: number, edges: readonly ColumnEdge[]): void {
  if (hasColumnEdges(db, assetId, edges)) return
  sql(db, 'delete from column_edge where downId = ?').run(assetId)
  insertColumnEdges(db, assetId, edges)
}

/** Whether these links, each once, and no others lead into the columns of an asset. */
export function hasColumnEdges(db: ReadDb, assetId: number, edges: readonly ColumnEdge[]): boolean {
  const standing = sql<ColumnEdge>(
    db,
    `select e.upId, u.name upColumn, d.name downColumn from column_edge e
       left join column_name u on u.id = e.upColumn left join column_name d on d.id = e.downColumn where e.downId = ?`,
  ).all(assetId)
  if (standing.length !== edges.length) return false
  const textOf = ({ upId, upColumn, downColumn }: ColumnEdge): string => JSON.stringify([upId, upColumn, downColumn])
  const wanted = new Set(edges.map(textOf))
  return standing.every((edge) => wanted.has(textOf(edge)))
}

export function deleteColumnEdges(db: WriteDb, assetId: number): void {
  sql(db, 'delete from column_edge where downId = :assetId or upId = :assetId').run({ assetId })
}

type Direction = 'up' | 'down'
const NEAR = { up: ['downId', 'downColumn'], down: ['upId', 'upColumn'] } as const
const FAR = { up: ['upId', 'upColumn'], down: ['downId', 'downColumn'] } as const

/** How many columns each column of an asset is linked to, by its name in links. What an import makes ready is not seen yet. */
export function countColumnLinks(db: ReadDb, assetId: number, direction: Direction): Map<string, number> {
  const [[nearId, nearColumn], [farId]] = [NEAR[direction], FAR[direction]]
  const rows = sql<{ name: string; count: number }>(
    db,
    `select n.name, counted.count from (select e.${nearColumn} id, count(*) count from column_edge e
       where e.${nearId} = ? and exists (select 1 from asset a where a.id = e.${farId}) group by 1) counted cross join column_name n on n.id = counted.id`,
  ).all(assetId)
  return new Map(rows.map(({ name, count }) => [name, count]))
}

export type LinkedColumnRow = AssetRefRow & {
  readonly sortName: string
  /** Its name in links. */
  readonly column: string
}
export type ColumnPlace = { readonly name: string; readonly assetId: number; readonly column: string }

/** Columns one step from a column of an asset, given by its name in links. */
export function listColumnLinks(
  db: ReadDb,
  of: { readonly assetId: number; readonly column: string; readonly direction: Direction },
  page: { readonly after: ColumnPlace | null; readonly limit: number },
): LinkedColumnRow[] {
  const [[nearId, nearColumn], [farId, farColumn]] = [NEAR[of.direction], FAR[of.direction]]
  const beyond = page.after === null ? '' : 'where (a.sortName, a.id, n.name) > (:afterName, :afterId, :afterColumn)'
  const after = page.after === null ? {} : { afterName: page.after.name, afterId: page.after.assetId, afterColumn: page.after.column }
  return sql<LinkedColumnRow>(
    db,
    `select a.id, a.urn, a.name, a.kind, a."schema", a.resourceType, a.status, a.sortName, n.name "column" from column_name o
       cross join column_edge e on o.name = :column and e.${nearId} = :assetId and e.${nearColumn} = o.id
       cross join asset a on a.id = e.${farId} cross join column_name n on n.id = e.${farColumn} ${beyond}
     order by a.sortName, a.id, n.name limit :limit`,
  ).all({ assetId: of.assetId, column: of.column, limit: page.limit, ...after })
}

/** Names of the columns of these assets. */
export function listColumnsOf(db: ReadDb, assetIds: readonly number[]): { readonly assetId: number; readonly name: string }[] {
  return sql<{ assetId: number; name: string }>(
    db,
    'select c.assetId, c.name from json_each(?) i cross join asset_column c on c.assetId = i.value order by c.assetId, c.ordinal',
  ).all(JSON.stringify(assetIds))
}
