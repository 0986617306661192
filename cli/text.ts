/** Text for people: aligned, without colours, and without anything that would steer a terminal. */

/** One column of a printed table. Numbers stand right. */
export type TextColumn<Row> = { readonly label: string; readonly of: (row: Row) => string | number | null; readonly align?: 'right' }

const GAP = '  '

/** A table with a heading line. Empty tables print nothing: say in a sentence that there is nothing. */
export function formatTable<Row>(columns: readonly TextColumn<Row>[], rows: readonly Row[]): string {
  if (rows.length === 0) return ''
  const cells = rows.map((row) => columns.map((column) => cellText(column.of(row))))
  const lines = [columns.map((column) => column.label), ...cells]
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => widthOf(line[index] ?? ''))))
  return lines.map((line) => formatLine(line, columns, widths)).join('\n')
}

function formatLine<Row>(line: readonly string[], columns: readonly TextColumn<Row>[], widths: readonly number[]): string {
  const padded = line.map((cell, index) => {
    const space = ' '.repeat((widths[index] ?? 0) - widthOf(cell))
    return columns[index]?.align === 'right' ? space + cell : cell + space
  })
  return padded.join(GAP).trimEnd()
}

function cellText(value: string | number | null): string {
  if (value === null || value === '') return '-'
  return plain(typeof value === 'number' ? String(value) : value)
}

/** One line, and no control characters: a name in a file must not move the cursor or change the window's title. */
export function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what is taken out
  return text.replace(/\s+/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
}

/** Columns a text takes in a terminal, near enough: wide East Asian letters count twice, marks not at all. */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text) {
    if (/\p{M}/u.test(letter)) continue
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u.test(
        letter,
      )
        ? 2
        : 1
  }
  return width
}

/** `1 dataset`, `2 datasets`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

/** An instant as ISO text in UTC, to the second. */
export function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** Parts of a text under each other, empty ones left out. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n')
}

/** A field's value in one line: lists by commas, instants as time. The field's name says what a number is. */
export function valueText(field: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => valueText(field, item)).join(', ')
  if (typeof value === 'number' && field.endsWith('Ms')) return instant(value) ?? ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
