import { textOfCsvCell } from '#core/csv-cell'
import { isJsonObject, type JsonValue } from '#core/json'
import { badFile, type BadFileProblem } from '../bad-file.ts'
import type { ImportFile, NotUnderstood } from '../intake.ts'
import { splitJsonRows } from '../json/split.ts'
import { classifyStart, START_BYTES } from '../json/start.ts'
import { CsvFault, CsvParser, type CsvRow, sniffDelimiter } from './csv.ts'
import { readText } from './text.ts'

/** A row of a table: what stands under each header, blanks left out; of CSV without what makes a cell harmless. */
export type TableRow = {
  /** `row 12`: CSV rows as a spreadsheet numbers them, JSON rows from 1. */
  readonly position: string
  readonly cells: ReadonlyMap<string, JsonValue>
  /** Why the row can't be used: null where it can. */
  readonly fault: string | null
  readonly sizeBytes: number
}

/** The number in a row's position. */
export const rowNumberOf = ({ position }: TableRow): number => Number(position.replace(/^row /, ''))

/**
 * headers: of CSV; null for JSON, where each row names its own. left: columns in which something stands that can't be told by a
 * header, each once in a file.
 */
export type TableBatch = {
  readonly headers: readonly string[] | null
  readonly rows: readonly TableRow[]
  readonly left: readonly NotUnderstood[]
}

/**
 * Reads a table: CSV with a header row (delimiter sniffed), a JSON list of objects, or JSON lines.
 * @throws AppError bad-file
 */
export async function* readTable(file: ImportFile): AsyncGenerator<TableBatch, void> {
  const first = await readStart(file)
  const shape = shapeOf(file, first)
  if (shape === 'json') yield* readJsonTable(file)
  else yield* readCsvTable(file)
}

/** Whether a file begins like JSON or like delimited text. @throws AppError bad-file where it is neither */
export async function tableShape(file: ImportFile): Promise<'json' | 'csv'> {
  return shapeOf(file, await readStart(file))
}

async function readStart(file: ImportFile): Promise<Uint8Array> {
  const start = new Uint8Array(START_BYTES)
  let length = 0
  for await (const { bytes } of file.open()) {
    const taken = bytes.subarray(0, START_BYTES - length)
    start.set(taken, length)
    length += taken.length
    if (length === START_BYTES) break
  }
  return start.subarray(0, length)
}

const HOPELESS: ReadonlySet<BadFileProblem> = new Set(['empty', 'lfs-pointer', 'html', 'compressed', 'conflict-markers', 'bad-utf8'])

function shapeOf(file: ImportFile, bytes: Uint8Array): 'json' | 'csv' {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  let at = hasMark ? 3 : 0
  while (at < bytes.length && (bytes[at] ?? 0) <= 0x20) at += 1
  if (bytes[at] === 0x7b || bytes[at] === 0x5b) return 'json'
  const { problem, what } = classifyStart(bytes.subarray(at), 'rows')
  if (HOPELESS.has(problem)) throw badFile(file.name, problem, what)
  if (bytes.includes(0)) throw badFile(file.name, 'bad-csv', 'is not text')
  return 'csv'
}

async function* readCsvTable(file: ImportFile): AsyncGenerator<TableBatch, void> {
  const table = new CsvTable()
  try {
    for await (const text of readText(file)) yield table.take(table.push(text))
    yield table.take(table.finish())
  } catch (error) {
    if (error instanceof CsvFault) throw badFile(file.name, 'bad-csv', `${error.message} in row ${error.row}`)
    throw error
  }
  if (!table.hasHeaders) throw badFile(file.name, 'empty', 'is empty')
}

const MOST_HEADER_CHARACTERS = 1 << 20

/** The delimiter is told by the header line, so parsing begins when that is whole. */
class CsvTable {
  #parser: CsvParser | null = null
  #headers: readonly string[] | null = null
  /** Places of columns without a header of their own, and those in which something was found. */
  #nameless: readonly number[] = []
  readonly #left = new Set<number>()
  #held = ''

  get hasHeaders(): boolean {
    return this.#headers !== null
  }

  push(text: string): readonly CsvRow[] {
    if (this.#parser !== null) return this.#parser.push(text)
    this.#held += text
    return /\n|\r[^\n]/.test(this.#held) || this.#held.length > MOST_HEADER_CHARACTERS ? this.#start() : []
  }

  finish(): readonly CsvRow[] {
    const rows = this.#parser === null ? this.#start() : []
    return [...rows, ...(this.#parser?.finish() ?? [])]
  }

  take(rows: readonly CsvRow[]): TableBatch {
    let data = rows
    if (this.#headers === null && rows[0] !== undefined) {
      const headers = rows[0].cells.map((cell) => cell.trim())
      this.#headers = headers
      this.#nameless = [...headers.keys()].filter((place) => headers[place] === '' || headers.indexOf(headers[place] ?? '') < place)
      data = rows.slice(1)
    }
    const headers = this.#headers ?? []
    return { headers, rows: data.map((row) => toTableRow(row, headers)), left: this.#leave(data, headers) }
  }

  #leave(rows: readonly CsvRow[], headers: readonly string[]): NotUnderstood[] {
    const found = this.#nameless.filter((place) => !this.#left.has(place) && rows.some(({ cells }) => (cells[place] ?? '').trim() !== ''))
    for (const place of found) this.#left.add(place)
    return found.map((place) => ({
      path: `column ${place + 1}`,
      reason:
        headers[place] === ''
          ? 'it has no name; what stands in it is left'
          : `“${headers[place]}” is an earlier column too; this one is left`,
    }))
  }

  #start(): readonly CsvRow[] {
    const held = this.#held
    this.#held = ''
    // Excel writes this line before the header where the delimiter is not the usual one.
    const declared = /^sep=(.)\r?\n/i.exec(held)
    this.#parser = new CsvParser(declared?.[1] ?? sniffDelimiter(held))
    return this.#parser.push(held.slice(declared?.[0].length ?? 0))
  }
}

function toTableRow({ number, cells }: CsvRow, headers: readonly string[]): TableRow {
  const found = new Map<string, JsonValue>()
  let sizeBytes = 0
  cells.forEach((cell, index) => {
    const header = headers[index]
    sizeBytes += cell.length
    const text = textOfCsvCell(cell.trim()).trim()
    if (header !== undefined && header !== '' && text !== '' && !found.has(header)) found.set(header, text)
  })
  const isTooLong = cells.slice(headers.length).some((cell) => cell.trim() !== '')
  const fault = isTooLong ? `the row has ${cells.length} cells, the header ${headers.length}` : null
  return { position: `row ${number}`, cells: found, fault, sizeBytes }
}

async function* readJsonTable(file: ImportFile): AsyncGenerator<TableBatch, void> {
  for await (const parts of splitJsonRows(file)) {
    const rows: TableRow[] = []
    for (const part of parts) {
      if (part.kind === 'open') continue
      const position = `row ${Number(part.key) + 1}`
      const cells = isJsonObject(part.value) ? Object.entries(part.value).filter(([, value]) => value !== null && value !== '') : []
      rows.push({
        position,
        cells: new Map(cells),
        fault: isJsonObject(part.value) ? null : 'the row is not an object',
        sizeBytes: part.sizeBytes,
      })
    }
    yield { headers: null, rows, left: [] }
  }
}
