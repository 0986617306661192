import type { JsonObject } from '../json.ts'

/** What one part of one source says that no field is for. */
export type ToldExtras = { readonly sourceName: string; readonly part: string; readonly keys: JsonObject }

/** By source and part; of one key that two keys of a source tell, what was told first stays. */
export function extrasBySource(told: Iterable<ToldExtras>): Record<string, Record<string, JsonObject>> {
  const extras: Record<string, Record<string, JsonObject>> = {}
  for (const { sourceName, part, keys } of told) {
    if (Object.keys(keys).length === 0) continue
    extras[sourceName] = { ...extras[sourceName], [part]: { ...keys, ...extras[sourceName]?.[part] } }
  }
  return extras
}
