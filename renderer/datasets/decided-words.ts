import { findField } from '#core/assets/fields'
import type { AssetKind } from '#core/assets/kinds'
import { formatJson } from '#core/format'
import type { JsonValue } from '#core/json'

/** What is decided of a thing as such, in no field of its. */
const ABOUT_THE_WHOLE: Readonly<Record<string, string>> = { sameAs: 'The same as', exists: 'Set up by hand', mergedInto: 'Merged into' }
/** What it means that such a thing is not decided, or no longer. */
const NOT_DECIDED: Readonly<Record<string, string>> = { sameAs: 'as the sources say', exists: 'no', mergedInto: 'nothing' }

/** What a source says beside the fields, where that changes. */
const BESIDE_THE_FIELDS: Readonly<Record<string, string>> = {
  'extras.keys': 'Kept from the source',
  'extras.carriesValues': 'Where values stand',
}
/** Of a column each key that no field is for has a line of its own. */
const OF_COLUMN = /^extras\./

/** The name of the field that a decision sets or an import changes. `kind` null: of something that is not in the catalog now. */
export function fieldLabel(kind: AssetKind | null, { column, field }: { readonly column: string | null; readonly field: string }): string {
  if (column !== null) return findField('column', field)?.label ?? field.replace(OF_COLUMN, '')
  return findField(kind ?? 'dataset', field)?.label ?? ABOUT_THE_WHOLE[field] ?? BESIDE_THE_FIELDS[field] ?? field
}

/** What a decision says; null where it says that the sources count. */
export function decidedWords(field: string, value: unknown): string {
  if (value === null) return NOT_DECIDED[field] ?? 'what the sources say'
  return value === '' ? 'nothing' : formatJson(value as JsonValue)
}
