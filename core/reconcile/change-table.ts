import { csvText } from '../csv-cell.ts'
import type { JsonValue } from '../json.ts'

const COLUMNS = ['change', 'what', 'key', 'assetName', 'assetKind', 'child', 'field', 'before', 'after', 'part'] as const

/** One thing an import changes. */
type ChangeOfTable = Readonly<Record<Exclude<(typeof COLUMNS)[number], 'before' | 'after'>, string | null>> & {
  readonly before: JsonValue | null
  readonly after: JsonValue | null
}

/** What an import changes as a table (CSV) in pieces: the head, then one line each; text as it is, other values as JSON. */
export function* writeChangeTable(lines: Iterable<ChangeOfTable>): Generator<string> {
  yield csvText([COLUMNS])
  for (const line of lines) {
    yield csvText([COLUMNS.map((column) => textOf(line[column]))])
  }
}

function textOf(value: JsonValue): string {
  if (value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
