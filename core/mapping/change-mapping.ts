import type { MetaScope } from '../rule-packs.ts'
import type { MetaMapping } from './meta-mapping.ts'

/** What a key shall fill from now on; null: nothing. */
type MappingChange = { readonly metaKey: string; readonly scope: MetaScope; readonly field: string | null }

/**
 * A mapping with some keys changed. What is not spoken of stays, also where no file carries it now; a key keeps its place, as
 * the first that fills a field counts, and new ones come last. Of a key that fills several fields the first is changed.
 */
export function changeMapping(mapping: MetaMapping, changes: readonly MappingChange[]): MetaMapping[number][] {
  const left = new Map(changes.map((change) => [`${change.scope} ${change.metaKey}`, change]))
  const kept = mapping.flatMap((entry) => {
    const id = `${entry.scope} ${entry.metaKey}`
    const change = left.get(id)
    if (change === undefined) return [entry]
    left.delete(id)
    return change.field === null ? [] : [{ ...entry, field: change.field }]
  })
  const added = [...left.values()].flatMap(({ metaKey, scope, field }) => (field === null ? [] : [{ metaKey, scope, field }]))
  return [...kept, ...added]
}
