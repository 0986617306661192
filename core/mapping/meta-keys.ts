import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '../json.ts'
import type { MetaKeyPack, MetaScope } from '../rule-packs.ts'
import { applyMetaMapping, type MetaMapping, metaValue } from './meta-mapping.ts'
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
  /** Its values that the field it is mapped to can't take: how many, and at most three of them with the reason, shortest first. */
  readonly notUnderstood: { readonly count: number; readonly examples: readonly Misfit[] }
  /** Where a key mapped before it says something else for the same field: how often, and the keys (at most three) that count instead. */
  readonly overruled: { readonly count: number; readonly by: readonly string[] }
}
type Misfit = { readonly value: string; readonly reason: string }

const EXAMPLES = 5
/** Of what is left out. */
const FAULTS = 3
const EXAMPLE_LENGTH = 80
/** Deeper objects are shown as one value. */
const DEPTH = 5

type Tally = {
  readonly metaKey: string
  readonly scope: MetaScope
  count: number
  examples: string[]
  notUnderstood: number
  misfits: Misfit[]
  readonly overruled: Map<string, number>
}

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
    const { notUnderstood, overruled } = applyMetaMapping(meta, mapping, scope, pack)
    for (const { metaKey, value, reason } of notUnderstood) {
      const tally = tallyOf(tallies, scope, metaKey)
      tally.notUnderstood += 1
      tally.misfits = withMisfit(tally.misfits, { value: exampleText(value), reason })
    }
    for (const { metaKey, by } of overruled) {
      const { overruled: times } = tallyOf(tallies, scope, metaKey)
      times.set(by, (times.get(by) ?? 0) + 1)
    }
  }
  const keys = [...tallies].map(([id, { metaKey, scope, count, examples, notUnderstood, misfits, overruled }]) => ({
    metaKey,
    scope,
    count,
    examples,
    mappedTo: mapped.get(id)?.field ?? null,
    suggestedField: suggestMetaField(pack, scope, metaKey),
    notUnderstood: { count: notUnderstood, examples: misfits },
    overruled: mostOften(overruled),
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
  const tally = tallies.get(id) ?? {
    metaKey,
    scope,
    count: 0,
    examples: [],
    notUnderstood: 0,
    misfits: [],
    overruled: new Map<string, number>(),
  }
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
  return examples.includes(text) ? examples : [...examples, text].sort(shortestFirst).slice(0, EXAMPLES)
}

/** A value stands once; of several reasons for the same text one is kept. */
function withMisfit(misfits: Misfit[], misfit: Misfit): Misfit[] {
  const same = misfits.find(({ value }) => value === misfit.value)
  const kept = same === undefined || misfit.reason < same.reason ? misfit : same
  const others = misfits.filter((one) => one !== same)
  return [...others, kept].sort((a, b) => shortestFirst(a.value, b.value)).slice(0, FAULTS)
}

function mostOften(times: ReadonlyMap<string, number>): CollectedMetaKey['overruled'] {
  const sorted = [...times].sort(([a, timesA], [b, timesB]) => timesB - timesA || compare(a, b))
  return { count: sorted.reduce((sum, [, count]) => sum + count, 0), by: sorted.slice(0, FAULTS).map(([metaKey]) => metaKey) }
}

const shortestFirst = (a: string, b: string): number => a.length - b.length || compare(a, b)

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
