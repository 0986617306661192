import { isMissed, type Result } from './rounds.ts'

/** The results as a table for people. */
export function formatTable(results: readonly Result[]): string {
  const head = ['benchmark', 'size', 'value', 'limit', 'ratio', 'goal', '']
  const rows = results.map((result) => [
    result.name,
    result.size,
    String(result.value),
    String(result.limit),
    String(result.ratio),
    String(result.goal ?? ''),
    isMissed(result) ? 'MISSED' : result.goal === null ? 'no goal at this size' : 'met',
  ])
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)))
  const isText = (column: number): boolean => column === 0 || column === head.length - 1
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  return [head, ...rows].map((row) => line(row)).join('\n')
}
