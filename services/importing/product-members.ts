import { canonicalJson, type JsonValue } from '#core/json'
import { parseFields, type SectionTexts } from '#core/reconcile/sections'
import type { ReadDb } from '#db/connection'
import { findKeyByUrn } from '#db/keys'
import { findDatasetsNamed } from '../asset-names.ts'

export type ReadMembers = {
  readonly sections: SectionTexts
  /** Names that are no dataset's key here and mean no single one. */
  readonly unknown: readonly { readonly name: string; readonly fits: number }[]
}

/**
 * A data product's list with names read as keys, since a file may name datasets as people do and a key is what holds
 * whatever they are called later. A name that means none, or several, stays as it is written.
 */
export function readMembers(db: ReadDb, sections: SectionTexts): ReadMembers {
  const fields = parseFields(sections.get('fields') ?? '{}')
  const listed = fields['datasets']
  if (!Array.isArray(listed)) return { sections, unknown: [] }
  const unknown: { name: string; fits: number }[] = []
  const read = listed.map((item: JsonValue): JsonValue => {
    if (typeof item !== 'string' || findKeyByUrn(db, item) !== undefined) return item
    const [only, ...more] = findDatasetsNamed(db, item)
    if (only !== undefined && more.length === 0) return only.urn
    unknown.push({ name: item, fits: only === undefined ? 0 : 1 + more.length })
    return item
  })
  return { sections: new Map(sections).set('fields', canonicalJson({ ...fields, datasets: [...new Set(read)] })), unknown }
}
