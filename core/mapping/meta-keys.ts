import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '../json.ts'
import type { MetaKeyPack, MetaScope } from '../rule-packs.ts'
import { type MetaMapping, metaValue } from './meta-mapping.ts'
import { suggestMetaField } from './meta-pack.ts'

/** A meta key that a source's things carry, for the mapping screen. */
export type CollectedMetaKey = {
  readonly metaKey: string
  readonly scope: MetaScope
  /** Datasets or columns that carry it; 0 for a mapped key that is in no file now. */
  readonly count: number
  /** At most five different values, shortest first; long ones are cut. */
  readonly examples: readonly string[]
  readonly mappedTo: string | null
  /** What its name suggests; null where the pack does not know it. */
  readonly suggestedField: string | null
}

const EXAMPLES = 5
const EXAMPLE_LENGTH = 80
/** Deeper objects are shown as one value. */
const DEPTH = 5

type Tally = { readonly metaKey: string; readonly scope: MetaScope; count: number; examples: string[] }

/**
 * Lists the keys of many metas: mapped ones first, in the order in which they count and whether or not anything carries them
 * now, then suggested ones, then the most frequent. The order of `metas` has no influence. Keys inside objects are listed with
 * dots; an object that holds keys is listed itself only where it is mapped.
 */
export function collectMetaKeys(
  metas: Iterable<{ readonly scope: MetaScope; readonly meta: JsonObject }>,
  pack: MetaKeyPack,
  mapping: MetaMapping,
): CollectedMetaKey[] {
  const tallies = new Map<string, Tally>()
  const mapped = new Map<string, { readonly field: string; readonly place: number }>()
  for (const { metaKey, scope, field } of mapping) {
    tallyOf(tallies, scope, metaKey)
    const id = `${scope} ${metaKey}`
    if (!mapped.has(id)) mapped.set(id, { field, place: mapped.size })
  }
  for (const { scope, meta } of metas) {
    const found = leaves(meta)
    for (const entry of mapping) {
      const value = entry.scope === scope && !found.has(entry.metaKey) ? metaValue(meta, entry.metaKey) : undefined
      if (value !== undefined) found.set(entry.metaKey, value)
    }
    for (const [metaKey, value] of found) {
      const tally = tallyOf(tallies, scope, metaKey)
      tally.count += 1
      if (value !== null) tally.examples = withExample(tally.examples, exampleText(value))
    }
  }
  const keys = [...tallies].map(([id, tally]) => ({
    ...tally,
    mappedTo: mapped.get(id)?.field ?? null,
    suggestedField: suggestMetaField(pack, tally.scope, tally.metaKey),
  }))
  const placeOf = (key: CollectedMetaKey): number => mapped.get(`${key.scope} ${key.metaKey}`)?.place ?? mapped.size
  return keys.sort(
    (a, b) =>
      placeOf(a) - placeOf(b) ||
      isSuggested(b) - isSuggested(a) ||
      b.count - a.count ||
      compare(b.scope, a.scope) ||
      compare(a.metaKey, b.metaKey),
  )
}

function tallyOf(tallies: Map<string, Tally>, scope: MetaScope, metaKey: string): Tally {
  const id = `${scope} ${metaKey}`
  const tally = tallies.get(id) ?? { metaKey, scope, count: 0, examples: [] }
  tallies.set(id, tally)
  return tally
}

const isSuggested = (key: CollectedMetaKey): number => (key.suggestedField === null ? 0 : 1)

/** Every path to a value once, though the same path can be written with dots and by nesting. */
function leaves(meta: JsonObject): Map<string, JsonValue> {
  const found = new Map<string, JsonValue>()
  const walk = (object: JsonObject, prefix: string, depth: number): void => {
    for (const [name, value] of Object.entries(object)) {
      const path = prefix + name
      if (isJsonObject(value) && depth < DEPTH && Object.keys(value).length > 0) walk(value, `${path}.`, depth + 1)
      else if (!found.has(path)) found.set(path, value)
    }
  }
  walk(meta, '', 1)
  return found
}

function exampleText(value: JsonValue): string {
  const characters = Array.from(typeof value === 'string' ? value : canonicalJson(value))
  return characters.length > EXAMPLE_LENGTH ? `${characters.slice(0, EXAMPLE_LENGTH - 1).join('')}…` : characters.join('')
}

function withExample(examples: string[], text: string): string[] {
  if (examples.includes(text)) return examples
  return [...examples, text].sort((a, b) => a.length - b.length || compare(a, b)).slice(0, EXAMPLES)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
