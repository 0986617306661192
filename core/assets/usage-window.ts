import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts'

/** Key among a dataset's extras that says over which time its source counted queries and consumers: `from`, `to`, `days`. */
export const USAGE_WINDOW = 'usageWindow'

/** Said of a count whose source does not say it. */
export const NO_WINDOW = 'the source does not name its window'

/** Over which time a source counted, in words: `counted from 2026-06-01 to 2026-06-30`, `counted over 30 days`. */
export function usageWindowWords(extras: JsonObject): string {
  const window = extras[USAGE_WINDOW] ?? null
  if (!isJsonObject(window)) return NO_WINDOW
  const from = textOf(window['from'])
  const to = textOf(window['to'])
  const days = typeof window['days'] === 'number' ? `${window['days']} ${window['days'] === 1 ? 'day' : 'days'}` : null
  if (from !== null && to !== null) return `counted from ${from} to ${to}`
  if (days !== null && to !== null) return `counted over the ${days} to ${to}`
  if (days !== null) return `counted over ${days}${from === null ? '' : ` from ${from}`}`
  if (from !== null) return `counted since ${from}`
  return to === null ? NO_WINDOW : `counted until ${to}`
}

const textOf = (value: JsonValue | undefined): string | null => (typeof value === 'string' ? value : null)
