/** What spreadsheets take for the start of a formula, in half and full width, and our own mark. */
const FORMULA_START = /^['=+\-@\t\r\n＝＋－＠]/
const PLAIN_NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/

/**
 * One cell: made harmless for spreadsheets, then quoted where CSV needs it. A spreadsheet runs a cell that starts with
 * = + - @, a tab or a line end as a formula, so such text is written behind an apostrophe, and so is text that itself starts with one.
 */
export function csvCell(text: string): string {
  const harmless = FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** Lines of cells as CSV (RFC 4180), with line ends as spreadsheets write them. */
export const csvText = (lines: readonly (readonly string[])[]): string =>
  lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')

/** A cell's text as it was before csvCell made it harmless. */
export function textOfCsvCell(text: string): string {
  return text.startsWith("'") && FORMULA_START.test(text.slice(1)) ? text.slice(1) : text
}
