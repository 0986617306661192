import type { AppError } from '#core/errors'
import type { JsonObject, JsonValue } from '#core/json'
import { readItems } from '#core/terms/cell-list'
import { badFile } from '../bad-file.ts'
import type { ImportFile, NotUnderstood } from '../intake.ts'
import { quoted, textOfValue } from '../object-reader.ts'
import type { Tally } from '../tally.ts'
import { readTable, type TableRow } from './rows.ts'

/** What the columns of a table of named things are. */
export type TableColumns<Column extends string> = {
  /** By header. */
  readonly columns: ReadonlyMap<string, Column>
  /** Headers with no field here; what stands below them is kept as it is. */
  readonly kept: readonly string[]
}

/** Header names as they are compared, letters and digits alone: `Owner team`, `owner_team` and `ownerTeam` are one. */
export const plainHeader = (header: string): string => header.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** Finds out what each header means; of several with one meaning the first counts. `columnOf` is asked with the plain header. */
export function readColumns<Column extends string>(
  headers: readonly string[],
  columnOf: (plain: string, header: string) => Column | undefined,
): TableColumns<Column> {
  const columns = new Map<string, Column>()
  const kept: string[] = []
  const taken = new Set<Column>()
  for (const header of headers) {
    const column = columnOf(plainHeader(header), header)
    if (column === undefined || taken.has(column)) {
      if (header !== '') kept.push(header)
      continue
    }
    taken.add(column)
    columns.set(header, column)
  }
  return { columns, kept }
}

export type RowsOf<Table> = { readonly table: Table; readonly rows: readonly TableRow[]; readonly left: readonly NotUnderstood[] }

type Wanted<Table> = {
  /** The table should be this, for the refusal: `glossary`. */
  readonly what: string
  /** Columns it can't be without. */
  readonly needed: readonly string[]
  readonly readHeaders: (headers: readonly string[]) => Table
}

/**
 * The rows of a table with what its columns are.
 * @throws AppError bad-file where a column it can't be without is not there
 */
export async function* readRowsOf<Table extends TableColumns<string>>(
  file: ImportFile,
  { what, needed, readHeaders }: Wanted<Table>,
): AsyncGenerator<RowsOf<Table>, void> {
  let table: Table | null = null
  for await (const { headers, rows, left } of readTable(file)) {
    const names = headers ?? [...new Set(rows.flatMap((row) => [...row.cells.keys()]))]
    // Rows of a JSON list name their own cells, so later ones may bring more.
    if (table === null || headers === null) table = names.length > 0 ? readHeaders(names) : table
    if (table === null) continue
    const found = new Set(table.columns.values())
    for (const column of needed) if (!found.has(column)) throw lacking(file, what, column, names)
    yield { table, rows, left }
  }
}

/** Why a table without a column it can't be without is refused. */
export function lacking(file: ImportFile, what: string, column: string, headers: readonly string[]): AppError {
  const shown = headers.slice(0, 8).map((name) => `“${name.slice(0, 40)}”`)
  return badFile(file.name, 'missing-column', `is no ${what}: it has no column “${column}”, only ${shown.join(', ')}`)
}

/** A table of things has a column of their names. */
export const hasNames = (headers: readonly string[]): boolean => headers.some((header) => /^name$/i.test(header.trim()))

/** Names stand in lists and addresses; a longer text is none. */
const MOST_CHARACTERS = 500

/** Why the names in a row can't be taken; null where they can. */
export function faultOfNames(names: readonly (string | null)[]): string | null {
  const isTooLong = names.some((name) => name !== null && name.length > MOST_CHARACTERS)
  return isTooLong ? `a name is longer than ${MOST_CHARACTERS} characters` : null
}

/** Why a row can't be taken; null where it can. `key` is what it goes by in its source, `seen` those of the rows before. */
export function faultOfRow(row: TableRow, key: string | null, seen: ReadonlySet<string>): string | null {
  if (row.fault !== null) return row.fault
  if (key === null) return 'the row has no name'
  return seen.has(key) ? `“${key}” is told twice; the first was taken` : null
}

/** Reads one row by what its columns are; what does not fit is written down as not understood. */
export class Cells<Column extends string> {
  readonly #row: TableRow
  readonly #kept: readonly string[]
  readonly #tally: Tally
  readonly #headers: ReadonlyMap<Column, string>

  constructor(row: TableRow, { columns, kept }: TableColumns<Column>, tally: Tally) {
    this.#row = row
    this.#kept = kept
    this.#tally = tally
    this.#headers = new Map([...columns].map(([header, column]) => [column, header]))
  }

  /** null where nothing stands there. */
  text(column: Column): string | null {
    const value = this.#value(column)
    const text = value === undefined ? '' : textOfValue(value).trim()
    return text === '' ? null : text
  }

  /** Items of a list in one cell, without blanks and repetitions. */
  items(column: Column): readonly string[] {
    const value = this.#value(column)
    if (value === undefined) return []
    const items = Array.isArray(value) ? value.map((item: JsonValue) => textOfValue(item).trim()) : readItems(textOfValue(value))
    if (items === null) this.odd(column, 'has a quote that is never closed')
    return [...new Set((items ?? []).filter((item) => item !== ''))]
  }

  /** What stands in columns that have no field here. */
  extras(): JsonObject {
    return Object.fromEntries(
      this.#kept.flatMap((header) => {
        const value = this.#row.cells.get(header)
        return value === undefined ? [] : [[header, value]]
      }),
    )
  }

  /** Writes down that a cell says something this column does not take. */
  odd(column: Column, what: string): void {
    const header = this.#headers.get(column) ?? column
    this.#tally.notUnderstood(`${this.#row.position}/${header}`, `${quoted(this.#row.cells.get(header))} ${what}`)
  }

  #value(column: Column): JsonValue | undefined {
    const header = this.#headers.get(column)
    return header === undefined ? undefined : this.#row.cells.get(header)
  }
}
