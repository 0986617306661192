import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '../json.ts'
import type { MetaKeyPack, MetaScope } from '../rule-packs.ts'
import { readMetaValue } from './read-value.ts'

/** Which meta key fills which field; remembered per source. A key inside an object is named with dots: `owner.name`. */
export type MetaMapping = readonly { readonly metaKey: string; readonly scope: MetaScope; readonly field: string }[]

export type MappedMeta = {
  /** Values by field, each as checkDecidedValue stores it. */
  readonly fields: JsonObject
  /** For every field in `fields`, the key it was read from. */
  readonly metaKeys: Readonly<Record<string, string>>
  /** Keys that are mapped and present, and whose value the field can't take. The meta itself is always kept. */
  readonly notUnderstood: readonly MetaNotUnderstood[]
  /** Keys whose value differs from that of a key before them that fills the same field, and counts instead. */
  readonly overruled: readonly { readonly metaKey: string; readonly by: string }[]
}
export type MetaNotUnderstood = { readonly metaKey: string; readonly value: JsonValue; readonly reason: string }

/**
 * Reads fields out of a thing's free meta as a person mapped it. Where two keys fill one field, the first of the mapping
 * counts. What is left out is told beside, and the mapping screen says it (`collectMetaKeys`).
 */
export function applyMetaMapping(meta: JsonObject, mapping: MetaMapping, scope: MetaScope, pack: MetaKeyPack): MappedMeta {
  const fields = new Map<string, JsonValue>()
  const metaKeys = new Map<string, string>()
  const notUnderstood: MetaNotUnderstood[] = []
  const overruled: { metaKey: string; by: string }[] = []
  for (const { metaKey, scope: entryScope, field } of mapping) {
    if (entryScope !== scope) continue
    const raw = metaValue(meta, metaKey)
    if (raw === undefined) continue
    const read = readMetaValue(pack, scope, metaKey, field, raw)
    if (read.kind === 'nothing') continue
    if (read.kind === 'not-understood') {
      notUnderstood.push({ metaKey, value: raw, reason: read.reason })
      continue
    }
    const earlier = fields.get(field)
    if (earlier === undefined) {
      fields.set(field, read.value)
      metaKeys.set(field, metaKey)
    } else if (canonicalJson(earlier) !== canonicalJson(read.value)) overruled.push({ metaKey, by: metaKeys.get(field) ?? '' })
  }
  return { fields: Object.fromEntries(fields), metaKeys: Object.fromEntries(metaKeys), notUnderstood, overruled }
}

/** The value under a key: the key as it is written, else, at each dot, the key inside an object. */
export function metaValue(meta: JsonObject, metaKey: string): JsonValue | undefined {
  if (Object.hasOwn(meta, metaKey)) return meta[metaKey]
  let dot = metaKey.indexOf('.')
  while (dot !== -1) {
    const outer = metaKey.slice(0, dot)
    const inner = Object.hasOwn(meta, outer) ? meta[outer] : undefined
    const found = isJsonObject(inner) ? metaValue(inner, metaKey.slice(dot + 1)) : undefined
    if (found !== undefined) return found
    dot = metaKey.indexOf('.', dot + 1)
  }
  return undefined
}
