/** A row of a CSV file. Numbers are those a spreadsheet shows: the header is row 1, blank rows count. */
export type CsvRow = { readonly number: number; readonly cells: readonly string[] }

/** Why a text is no CSV, and in which row. */
export class CsvFault extends Error {
  readonly row: number
  constructor(row: number, what: string) {
    super(what)
    this.row = row
  }
}

const QUOTE = '"'

/**
 * Reads CSV (RFC 4180) fed in pieces: quoted cells may hold delimiters, line ends and doubled quotes; lines end in LF,
 * CRLF or CR. A quote inside an unquoted cell is a character like any other. Rows without any text are skipped.
 * @throws CsvFault
 */
export class CsvParser {
  readonly #delimiter: string
  readonly #rows: CsvRow[] = []
  #cells: string[] = []
  #cell = ''
  #state: 'start' | 'plain' | 'quoted' | 'closed' = 'start'
  #row = 1
  #quotedFrom = 1
  /** The last character was CR: an LF next belongs to it. */
  #hasCr = false

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  /** Adds a piece of text and takes the rows that are whole. */
  push(text: string): readonly CsvRow[] {
    let at = 0
    while (at < text.length) at = this.#state === 'quoted' ? this.#quoted(text, at) : this.#unquoted(text, at)
    return this.#rows.splice(0)
  }

  /** The last row, where it has no line end. */
  finish(): readonly CsvRow[] {
    if (this.#state === 'quoted') throw new CsvFault(this.#quotedFrom, 'has a quote that is never closed')
    if (this.#state !== 'start' || this.#cells.length > 0) this.#endRow()
    return this.#rows.splice(0)
  }

  #quoted(text: string, from: number): number {
    const quote = text.indexOf(QUOTE, from)
    const end = quote < 0 ? text.length : quote
    this.#cell += text.slice(from, end)
    if (quote >= 0) this.#state = 'closed'
    return end + 1
  }

  #unquoted(text: string, from: number): number {
    const character = text[from] ?? ''
    if (this.#hasCr) {
      this.#hasCr = false
      if (character === '\n') return from + 1
    }
    if (character === this.#delimiter) this.#endCell()
    else if (character === '\n' || character === '\r') {
      this.#hasCr = character === '\r'
      this.#endRow()
    } else if (character === QUOTE && this.#state !== 'plain') {
      // A second quote right after the closing one is a quote in the text.
      if (this.#state === 'closed') this.#cell += QUOTE
      else this.#quotedFrom = this.#row
      this.#state = 'quoted'
    } else if (this.#state === 'closed') {
      throw new CsvFault(this.#row, 'has text behind a closing quote')
    } else {
      return this.#plain(text, from)
    }
    return from + 1
  }

  #plain(text: string, from: number): number {
    let at = from + 1
    while (at < text.length && text[at] !== this.#delimiter && text[at] !== '\n' && text[at] !== '\r') at += 1
    this.#cell += text.slice(from, at)
    this.#state = 'plain'
    return at
  }

  #endCell(): void {
    this.#cells.push(this.#cell)
    this.#cell = ''
    this.#state = 'start'
  }

  #endRow(): void {
    this.#endCell()
    if (this.#cells.some((cell) => cell !== '')) this.#rows.push({ number: this.#row, cells: this.#cells })
    this.#cells = []
    this.#row += 1
  }
}

/** The delimiter that stands most often in the header line, outside of quotes; a comma where none does. */
export function sniffDelimiter(text: string): string {
  const start = text.slice(0, 1 << 16)
  const line = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(start)?.[0] ?? ''
  const bare = line.replaceAll(/"(?:[^"]|"")*"/g, '')
  let best = ','
  let most = 0
  for (const delimiter of [',', ';', '\t', '|']) {
    const count = bare.split(delimiter).length - 1
    if (count > most) {
      best = delimiter
      most = count
    }
  }
  return best
}
