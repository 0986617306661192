import type { IntakeColumnLink } from '../intake.ts'

/** A row of a list of links; columns are null where the link is between datasets. */
export type LinkRow = {
  readonly upstream: string
  readonly downstream: string
  readonly columns: { readonly upstream: string; readonly downstream: string } | null
  readonly rowNumber: number
}

/** A row that says what an earlier one did; `firstRowNumber` is null where that stands in another file. */
export type RepeatedRow = { readonly fileIndex: number; readonly rowNumber: number; readonly firstRowNumber: number | null }

/** All that the list says of one dataset. */
export type LinkedDataset = {
  readonly name: string
  /** Without itself: columns of one dataset may be made of each other. */
  readonly upstream: readonly string[]
  readonly columnLinks: readonly IntakeColumnLink[]
  readonly repeats: readonly RepeatedRow[]
  /** Of the row that names it first. */
  readonly first: { readonly fileIndex: number; readonly rowNumber: number }
}

const NO_COLUMN = -1

/**
 * Rows of a list in any order, to be taken dataset by dataset. Texts are held once and rows as six numbers: a million rows
 * are 24 MB and the names in them.
 */
export class LinkTable {
  readonly #names = new Texts()
  readonly #columns = new Texts()
  readonly #rows = new Rows()

  add(row: LinkRow, fileIndex: number): void {
    const columns = row.columns
    this.#rows.add([
      this.#names.idOf(row.downstream),
      this.#names.idOf(row.upstream),
      columns === null ? NO_COLUMN : this.#columns.idOf(columns.downstream),
      columns === null ? NO_COLUMN : this.#columns.idOf(columns.upstream),
      fileIndex,
      row.rowNumber,
    ])
  }

  /** Every dataset that is named, by name; whatever order the rows came in, what is said of it is the same. */
  *datasets(): Generator<LinkedDataset> {
    const starts = this.#rows.groupBy(DOWN, this.#names.size)
    const firsts = this.#firstMentions()
    for (const id of this.#names.sortedIds()) {
      const first = firsts[id] ?? 0
      yield this.#datasetOf(id, starts.rowsOf(id), { fileIndex: this.#rows.at(first, FILE), rowNumber: this.#rows.at(first, ROW) })
    }
  }

  #firstMentions(): Int32Array {
    const firsts = new Int32Array(this.#names.size)
    for (let row = this.#rows.length - 1; row >= 0; row -= 1) {
      firsts[this.#rows.at(row, DOWN)] = row
      firsts[this.#rows.at(row, UP)] = row
    }
    return firsts
  }

  #datasetOf(id: number, rows: readonly number[], first: LinkedDataset['first']): LinkedDataset {
    const upstream = new Set<string>()
    const links: IntakeColumnLink[] = []
    const repeats: RepeatedRow[] = []
    const seen = new Map<string, number>()
    for (const row of rows) {
      const [up, downColumn, upColumn] = [this.#rows.at(row, UP), this.#rows.at(row, DOWN_COLUMN), this.#rows.at(row, UP_COLUMN)]
      const said = `${up} ${downColumn} ${upColumn}`
      const earlier = seen.get(said)
      const [fileIndex, rowNumber] = [this.#rows.at(row, FILE), this.#rows.at(row, ROW)]
      if (earlier !== undefined) {
        const isSameFile = this.#rows.at(earlier, FILE) === fileIndex
        repeats.push({ fileIndex, rowNumber, firstRowNumber: isSameFile ? this.#rows.at(earlier, ROW) : null })
        continue
      }
      seen.set(said, row)
      const name = this.#names.textOf(up)
      if (up !== id) upstream.add(name)
      if (upColumn === NO_COLUMN) continue
      links.push({ upstream: name, upstreamColumn: this.#columns.textOf(upColumn), downstreamColumn: this.#columns.textOf(downColumn) })
    }
    return { name: this.#names.textOf(id), upstream: [...upstream], columnLinks: links, repeats, first }
  }
}

/** Texts with a number each. */
class Texts {
  readonly #ids = new Map<string, number>()
  readonly #texts: string[] = []

  get size(): number {
    return this.#texts.length
  }

  idOf(text: string): number {
    let id = this.#ids.get(text)
    if (id === undefined) {
      id = this.#texts.length
      this.#ids.set(text, id)
      this.#texts.push(text)
    }
    return id
  }

  textOf(id: number): string {
    return this.#texts[id] ?? ''
  }

  sortedIds(): number[] {
    return [...this.#texts.keys()].sort((a, b) => (this.textOf(a) < this.textOf(b) ? -1 : 1))
  }
}

const WIDTH = 6
const [DOWN, UP, DOWN_COLUMN, UP_COLUMN, FILE, ROW] = [0, 1, 2, 3, 4, 5] as const

/** Rows of numbers, in one piece of memory that doubles. */
class Rows {
  #numbers = new Int32Array(WIDTH * 1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  add(row: readonly number[]): void {
    const at = this.#length * WIDTH
    if (at === this.#numbers.length) {
      const larger = new Int32Array(this.#numbers.length * 2)
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    this.#numbers.set(row, at)
    this.#length += 1
  }

  at(row: number, column: number): number {
    return this.#numbers[row * WIDTH + column] ?? 0
  }

  /** Which rows have each value of a column, in their order. Values are below `count`. */
  groupBy(column: number, count: number): { readonly rowsOf: (value: number) => readonly number[] } {
    const ends = new Int32Array(count + 1)
    for (let row = 0; row < this.#length; row += 1) {
      const value = this.at(row, column) + 1
      ends[value] = (ends[value] ?? 0) + 1
    }
    for (let value = 1; value <= count; value += 1) ends[value] = (ends[value] ?? 0) + (ends[value - 1] ?? 0)
    const next = ends.slice(0, count)
    const rows = new Int32Array(this.#length)
    for (let row = 0; row < this.#length; row += 1) {
      const value = this.at(row, column)
      const place = next[value] ?? 0
      rows[place] = row
      next[value] = place + 1
    }
    return { rowsOf: (value) => [...rows.subarray(ends[value] ?? 0, ends[value + 1] ?? 0)] }
  }
}
