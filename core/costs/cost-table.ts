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

const COLUMNS = ['day', 'pipeline', 'dataset', 'component', 'amount', 'currency', 'description'] as const

/**
 * The columns a table needs for what entries say beyond its own, in its order.
 * @param extras of the entries, as CostTableRow holds them; those that say nothing may be left out
 */
export function extraHeaders(extras: Iterable<string>): string[] {
  const headers = new Set<string>()
  for (const text of extras) for (const header of Object.keys(JSON.parse(text) as JsonObject)) headers.add(header)
  headers.delete('component')
  return [...headers].sort()
}

/**
 * Entries as CSV in pieces, the head and then one row each: the columns the importer of costs reads, then those it keeps as
 * they are, so that nothing is lost on the way.
 * @param kept the extraHeaders of all rows
 */
export function* writeCostTable(rows: Iterable<CostTableRow>, kept: readonly string[]): Generator<string> {
  yield csvText([[...COLUMNS, ...kept]])
  for (const { extras: text, ...row } of rows) {
    const extras = text === null ? {} : (JSON.parse(text) as JsonObject)
    yield csvText([
      [
        row.period,
        row.pipeline ?? '',
        row.dataset ?? '',
        // A word of the file's own went to `other`.
        textOf(extras['component']) || (row.component ?? ''),
        row.amount,
        row.currency,
        row.description ?? '',
        ...kept.map((header) => textOf(extras[header])),
      ],
    ])
  }
}

function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
