import type { ReportTable } from '#core/reports/document'

/** A table as CSV for the clipboard. Text that a spreadsheet would run as a formula gets an apostrophe. */
export function tableCsv(table: ReportTable): string {
  const lines = [table.columns.map((column) => column.label), ...table.rows]
  return lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
