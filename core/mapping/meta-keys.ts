import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '../json.ts'
import type { MetaKeyPack, MetaScope } from '../rule-packs.ts'
import type { MetaMapping } from './meta-mapping.ts'
import { suggestMetaField } from './meta-pack.ts'

/** A meta key that a source's things carry, for the mapping screen. */
export type CollectedMetaKey = {
  readonly metaKey: string
  readonly scope: MetaScope
  /** Datasets or columns that carry it. */
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
 * Lists the keys of many metas: mapped and suggested ones first, then the most frequent. The order of `metas` has
 * no influence. Keys inside objects are listed with dots; an object that holds keys is not listed itself.
 */
export function collectMetaKeys(
  metas: Iterable<{ readonly scope: MetaScope; readonly meta: JsonObject }>,
  pack: MetaKeyPack,
  mapping: MetaMapping,
): CollectedMetaKey[] {
  const tallies = new Map<string, Tally>()
  for (const { scope, meta } of metas) {
    for (const [metaKey, value] of leaves(meta)) {
      const id = `${scope} ${metaKey}`
      const tally = tallies.get(id) ?? { metaKey, scope, count: 0, examples: [] }
      tallies.set(id, tally)
      tally.count += 1
      if (value !== null) tally.examples = withExample(tally.examples, exampleText(value))
    }
  }
  const mapped = new Map(mapping.map((entry) => [`${entry.scope} ${entry.metaKey}`, entry.field]))
  const keys = [...tallies].map(([id, tally]) => ({
    ...tally,
    mappedTo: mapped.get(id) ?? null,
    suggestedField: suggestMetaField(pack, tally.scope, tally.metaKey),
  }))
  return keys.sort(
    (a, b) => usefulness(b) - usefulness(a) || b.count - a.count || compare(b.scope, a.scope) || compare(a.metaKey, b.metaKey),
  )
}

function usefulness(key: CollectedMetaKey): number {
  return key.mappedTo !== null ? 2 : key.suggestedField !== null ? 1 : 0
}

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
