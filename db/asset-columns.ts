import { type ReadDb, sql, type WriteDb } from './connection.ts'

/** What a place in a row holds, as it is bound. */
export type Cell = string | number | null

/** A column; they stand in the order of their ordinals, from 1. */
export type AssetColumnRow = {
  readonly name: string
  readonly dataType: string | null
  readonly description: string | null
  readonly piiType: string | null
  readonly classification: string | null
  readonly presence: string
}
/** Those that many columns hold nothing or the usual in last: as in ASSET_COLUMNS (current). */
const COLUMN_PARTS = [
  'name',
  'dataType',
  'description',
  'presence',
  'classification',
  'piiType',
] as const satisfies readonly (keyof AssetColumnRow)[]
const USUAL_PRESENCE = 'unknown'
const USUAL_PARTS: readonly Cell[] = COLUMN_PARTS.map((part) => (part === 'presence' ? USUAL_PRESENCE : null))
/** In the order of COLUMN_PARTS. Read by name: reading each part by its place in that list takes as long as all the rest of a column. */
const partsOf = ({ name, dataType, description, presence, classification, piiType }: AssetColumnRow): readonly Cell[] => [
  name,
  dataType,
  description,
  presence,
  classification,
  piiType,
]
const LIST_COLUMNS = `select ordinal, ${COLUMN_PARTS.join(', ')} from asset_column where assetId = ? order by ordinal`

type StandingColumn = AssetColumnRow & { readonly ordinal: number }

export function listAssetColumns(db: ReadDb, assetId: number): readonly StandingColumn[] {
  return sql<StandingColumn>(db, LIST_COLUMNS).all(assetId)
}

/** Whether an asset has these columns and no others. */
export function hasColumns(db: ReadDb, assetId: number, columns: readonly AssetColumnRow[]): boolean {
  const standing = listAssetColumns(db, assetId)
  return (
    standing.length === columns.length &&
    standing.every((column, index) => column.ordinal === index + 1 && isSameColumn(column, columns[index]))
  )
}

function isSameColumn(a: AssetColumnRow, b: AssetColumnRow | undefined): boolean {
  return b !== undefined && COLUMN_PARTS.every((part) => a[part] === b[part])
}

/** An asset's columns, from the first on, as they are bound: row after row, each with the first `width` of COLUMN_PARTS. */
export type ColumnCells = { readonly width: number; readonly cells: readonly Cell[] }

export function columnCells(columns: readonly AssetColumnRow[]): ColumnCells {
  const rows = columns.map(partsOf)
  const width = rows.reduce((most, parts) => Math.max(most, parts.findLastIndex((cell, place) => cell !== USUAL_PARTS[place]) + 1), 0)
  const cells: Cell[] = []
  for (const parts of rows) for (let place = 0; place < width; place += 1) cells.push(parts[place] ?? null)
  return { width, cells }
}

export const columnNamesOf = ({ width, cells }: ColumnCells): string[] =>
  cells.flatMap((cell, index) => (index % width === NAME_PLACE && typeof cell === 'string' ? [cell] : []))

const NAME_PLACE = COLUMN_PARTS.indexOf('name')

/** Many rows a statement take two thirds of the time of as many statements. */
const COLUMNS_AT_ONCE = 32
/** By how many cells a row has and how many rows there are. */
const insertColumnsTexts = new Map<string, string>()

function insertColumnsText(width: number, rows: number): string {
  const known = insertColumnsTexts.get(`${width} ${rows}`)
  if (known !== undefined) return known
  const bound = COLUMN_PARTS.slice(0, width)
  const isUsual = !bound.includes('presence')
  const places = bound.map(() => ', ?').join('')
  const text = `insert into asset_column (assetId, ordinal, ${bound.join(', ')}${isUsual ? ', presence' : ''})
    select ?, ? + column1, ${bound.map((_, place) => `column${place + 2}`).join(', ')}${isUsual ? `, '${USUAL_PRESENCE}'` : ''}
    from (values ${Array.from({ length: rows }, (_, row) => `(${row + 1}${places})`).join(', ')})`
  insertColumnsTexts.set(`${width} ${rows}`, text)
  return text
}

export function insertColumns(db: WriteDb, assetId: number, { width, cells }: ColumnCells): void {
  if (cells.length === 0) return
  const rows = cells.length / width
  for (let done = 0; done < rows; done += COLUMNS_AT_ONCE) {
    const some = cells.slice(done * width, (done + COLUMNS_AT_ONCE) * width)
    sql(db, insertColumnsText(width, some.length / width)).run(assetId, done, some)
  }
}

export function deleteColumns(db: WriteDb, assetId: number): void {
  sql(db, 'delete from asset_column where assetId = ?').run(assetId)
}
