import { CsvFault, CsvParser } from '../importers/table/csv.ts'

/** A list in one cell: items parted by semicolons, quoted where one holds a semicolon, a quote or a line end. */
export function writeItems(items: readonly string[]): string {
  const needsQuotes = (item: string): boolean => /[;"\r\n]/.test(item) || (items.length === 1 && item.includes(','))
  return items.map((item) => (needsQuotes(item) ? `"${item.replaceAll('"', '""')}"` : item)).join(';')
}

/**
 * The items of such a cell, without blanks and repetitions. A cell with no semicolon and no quote is split at commas, as people
 * type lists. null where a quote is never closed.
 */
export function readItems(cell: string): readonly string[] | null {
  const isPlain = !/[;"]/.test(cell)
  const items = isPlain ? cell.split(',') : splitQuoted(cell)
  if (items === null) return null
  return [...new Set(items.map((item) => item.trim()).filter((item) => item !== ''))]
}

function splitQuoted(cell: string): readonly string[] | null {
  const parser = new CsvParser(';')
  try {
    return [...parser.push(cell), ...parser.finish()].flatMap((row) => row.cells)
  } catch (error) {
    if (error instanceof CsvFault) return null
    throw error
  }
}
