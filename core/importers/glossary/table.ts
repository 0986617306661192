import { textOfCsvCell } from '#core/csv-cell'
import type { JsonObject, JsonValue } from '#core/json'
import { readItems } from '#core/terms/cell-list'
import { joinName, lastName, splitName } from '#core/terms/full-names'
import type { GlossaryTerm } from '#core/terms/term'
import { badFile } from '../bad-file.ts'
import type { ImportFile, IntakeEntry } from '../intake.ts'
import { quoted, textOfValue } from '../object-reader.ts'
import { readTable, type TableRow } from '../table/rows.ts'
import type { Tally } from '../tally.ts'
import { readStatus, toTermEntry } from './entry.ts'
import { type GlossaryColumn, type GlossaryTable, readGlossaryHeaders } from './headers.ts'

type Batch = { readonly table: GlossaryTable; readonly rows: readonly TableRow[] }

/** The rows of a glossary table with what its columns are. @throws AppError bad-file where no column names the terms */
export async function* readGlossaryRows(file: ImportFile): AsyncGenerator<Batch, void> {
  let table: GlossaryTable | null = null
  for await (const { headers, rows } of readTable(file)) {
    const names = headers ?? [...new Set(rows.flatMap((row) => [...row.cells.keys()]))]
    // Rows of a JSON list name their own cells, so later ones may bring more.
    if (table === null || headers === null) table = names.length > 0 ? readGlossaryHeaders(names) : table
    if (table === null) continue
    if (![...table.columns.values()].includes('name')) {
      const shown = names.slice(0, 8).map((name) => `“${name.slice(0, 40)}”`)
      throw badFile(file.name, 'missing-column', `is no glossary: it has no column “name”, only ${shown.join(', ')}`)
    }
    yield { table, rows }
  }
}

/** OpenMetadata names other terms by their names, and shows them by display names, which are what a term goes by here. */
export async function readDisplayNames(file: ImportFile): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for await (const { table, rows } of readGlossaryRows(file)) {
    const headers = new Map([...table.columns].map(([header, column]) => [column, header]))
    for (const { cells } of rows) {
      const [name, shown] = (['name', 'displayName'] as const).map((column) => cells.get(headers.get(column) ?? '') ?? null)
      if (typeof name === 'string' && typeof shown === 'string' && !found.has(textOfCsvCell(name)))
        found.set(textOfCsvCell(name), textOfCsvCell(shown).trim())
    }
  }
  return found
}

export const NO_DISPLAY_NAMES: ReadonlyMap<string, string> = new Map()

/** Terms of one table's row; null where it is left, which the tally then says. */
export function readTermRow(
  row: TableRow,
  { table, shownAs }: { readonly table: GlossaryTable; readonly shownAs: ReadonlyMap<string, string> },
  seen: Set<string>,
  tally: Tally,
): IntakeEntry | null {
  const shown = (path: string): string => shownAs.get(lastName(path)) ?? lastName(path)
  tally.found('term')
  const cells = new Cells(row, table, tally)
  const name = cells.text('name')
  const parent = cells.text('parent')
  const isOwn = table.shape === 'csv'
  const key = name === null ? null : isOwn || parent === null ? name : joinName([...splitName(parent), name])
  const reason = row.fault ?? (key === null ? 'the row has no name' : seen.has(key) ? `“${key}” is told twice; the first was taken` : null)
  if (reason !== null || name === null || key === null) {
    tally.left('term', row.position, reason ?? '')
    return null
  }
  seen.add(key)
  tally.took('term')
  const term: GlossaryTerm = {
    name: (isOwn ? null : cells.text('displayName')) ?? name,
    parent: parent === null ? null : isOwn ? parent : shown(parent),
    definition: cells.text('definition'),
    synonyms: cells.items('synonyms'),
    related: isOwn ? cells.items('related') : [...new Set(cells.items('related').map((text) => shown(pathOfRelated(text))))],
    owner: isOwn ? cells.text('owner') : cells.owner(),
    status: cells.status(),
  }
  return toTermEntry(term, key, row.position, cells.extras())
}

/** `relatedTo:Glossary.Term`; older files leave the kind of relation out. */
const pathOfRelated = (text: string): string => text.replace(/^[A-Za-z]+:/, '')

class Cells {
  readonly #row: TableRow
  readonly #table: GlossaryTable
  readonly #tally: Tally
  readonly #headers: ReadonlyMap<GlossaryColumn, string>

  constructor(row: TableRow, table: GlossaryTable, tally: Tally) {
    this.#row = row
    this.#table = table
    this.#tally = tally
    this.#headers = new Map([...table.columns].map(([header, column]) => [column, header]))
  }

  text(column: GlossaryColumn): string | null {
    const value = this.#value(column)
    const text = value === undefined ? '' : textOfCsvCell(textOfValue(value)).trim()
    return text === '' ? null : text
  }

  items(column: GlossaryColumn): readonly string[] {
    const value = this.#value(column)
    if (value === undefined) return []
    const items = Array.isArray(value)
      ? value.map((item: JsonValue) => textOfValue(item).trim())
      : readItems(textOfCsvCell(textOfValue(value)))
    if (items === null) this.#odd(column, 'has a quote that is never closed')
    return [...new Set((items ?? []).filter((item) => item !== ''))]
  }

  status(): GlossaryTerm['status'] {
    const word = this.text('status')
    if (word === null) return null
    const status = readStatus(word)
    if (status === undefined) this.#odd('status', 'is neither draft nor approved')
    return status ?? null
  }

  /** `team;Finance` or `user;anna`, and more of them; the first one owns it here. */
  owner(): string | null {
    const words = this.items('owner')
    const named = words.filter((word) => !/^(?:team|user)$/i.test(word))
    if (named.length > 1) this.#odd('owner', `names ${named.length} owners; the first was taken`)
    return named[0] ?? null
  }

  /** Columns that have no field here. */
  extras(): JsonObject {
    return Object.fromEntries(
      this.#table.kept.flatMap((header) => {
        const value = this.#row.cells.get(header)
        return value === undefined ? [] : [[header, value]]
      }),
    )
  }

  #value(column: GlossaryColumn): JsonValue | undefined {
    const header = this.#headers.get(column)
    return header === undefined ? undefined : this.#row.cells.get(header)
  }

  #odd(column: GlossaryColumn, what: string): void {
    const header = this.#headers.get(column) ?? column
    this.#tally.notUnderstood(`${this.#row.position}/${header}`, `${quoted(this.#row.cells.get(header))} ${what}`)
  }
}
