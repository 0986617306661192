import { type ReadDb, sql, type WriteDb } from './connection.ts'

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
