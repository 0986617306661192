import { csvText } from '../csv-cell.ts'
import type { JsonObject, JsonValue } from '../json.ts'

export type CostTableRow = {
  /** `2026-01-31` or `2026-01`. */
  readonly period: string
  readonly pipeline: string | null
  readonly dataset: string | null
  readonly component: string | null
  /** Decimal text. */
  readonly amount: string
  readonly currency: string
  readonly description: string | null
  /** JSON of what a row said beyond that; null where nothing. */
  readonly extras: string | null
}

/** Entries as CSV: the columns the importer of costs reads, then those it keeps as they are, so that nothing is lost on the way. */
export function writeCostTable(rows: readonly CostTableRow[]): string {
  const read = rows.map(({ extras, ...row }) => ({ row, extras: extras === null ? {} : (JSON.parse(extras) as JsonObject) }))
  const kept = [...new Set(read.flatMap(({ extras }) => Object.keys(extras)))].filter((header) => header !== 'component').sort()
  return csvText([
    ['day', 'pipeline', 'dataset', 'component', 'amount', 'currency', 'description', ...kept],
    ...read.map(({ row, extras }) => [
      row.period,
      row.pipeline ?? '',
      row.dataset ?? '',
      // A word of the file's own went to `other`.
      textOf(extras['component']) || (row.component ?? ''),
      row.amount,
      row.currency,
      row.description ?? '',
      ...kept.map((header) => textOf(extras[header])),
    ]),
  ])
}

function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
