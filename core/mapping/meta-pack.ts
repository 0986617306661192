import type { MetaKeyPack, MetaScope } from '../rule-packs.ts'
import { comparable } from './words.ts'

type Aliases = ReadonlyMap<string, string | null>
type Compiled = {
  readonly fieldByName: ReadonlyMap<string, string>
  readonly aliases: ReadonlyMap<string, Aliases>
  readonly units: ReadonlyMap<string, string>
  readonly containers: ReadonlySet<string>
}

// Asked for every dataset and column that carries meta.
const compiled = new WeakMap<MetaKeyPack, Compiled>()
const NONE: Aliases = new Map()

/** The field that a meta key's name suggests; null where the pack does not know it. */
export function suggestMetaField(pack: MetaKeyPack, scope: MetaScope, metaKey: string): string | null {
  return compile(pack).fieldByName.get(nameIn(pack, scope, metaKey)) ?? null
}

/** Other words for the values of a field, as `comparable` writes them; a null says that there is nothing to say. */
export function aliasesOf(pack: MetaKeyPack, scope: MetaScope, field: string): Aliases {
  return compile(pack).aliases.get(`${scope} ${field}`) ?? NONE
}

/** What a bare number under this key counts ("days" for retention_days), else null. */
export function unitOf(pack: MetaKeyPack, scope: MetaScope, metaKey: string): string | null {
  return compile(pack).units.get(nameIn(pack, scope, metaKey)) ?? null
}

function nameIn(pack: MetaKeyPack, scope: MetaScope, metaKey: string): string {
  const { containers } = compile(pack)
  const segments = metaKey.split('.')
  while (segments.length > 1 && containers.has(comparable(segments[0] ?? ''))) segments.shift()
  return `${scope} ${comparable(segments.join('.'))}`
}

function compile(pack: MetaKeyPack): Compiled {
  const known = compiled.get(pack)
  if (known !== undefined) return known
  const fieldByName = new Map<string, string>()
  const aliases = new Map<string, Map<string, string | null>>()
  const units = new Map<string, string>()
  for (const rule of pack.rules) {
    for (const scope of rule.scopes) {
      const ofField = aliases.get(`${scope} ${rule.field}`) ?? new Map<string, string | null>()
      aliases.set(`${scope} ${rule.field}`, ofField)
      for (const { value, aliases: words } of rule.values ?? []) for (const word of words) ofField.set(comparable(word), value)
      for (const name of rule.names) {
        fieldByName.set(`${scope} ${comparable(name)}`, rule.field)
        if (rule.unit !== undefined) units.set(`${scope} ${comparable(name)}`, rule.unit)
      }
    }
  }
  const made: Compiled = { fieldByName, aliases, units, containers: new Set(pack.containers.map(comparable)) }
  compiled.set(pack, made)
  return made
}
