import { type FieldDefinition, findField } from '#core/assets/fields'
import type { AssetKind } from '#core/assets/kinds'
import { type Clock, formatCount, formatInstant, formatJson, formatNumber } from '#core/format'
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

/** What a decision or an import changes of a thing; `column`: of one of its columns. */
type Place = { readonly column: string | null; readonly field: string }

/** `kind` null: of something that is not in the catalog now. */
function fieldAt(kind: AssetKind | null, { column, field }: Place): FieldDefinition | undefined {
  return findField(column === null ? (kind ?? 'dataset') : 'column', field)
}

/** The name of the field that a decision sets or an import changes. */
export function fieldLabel(kind: AssetKind | null, place: Place): string {
  const known = fieldAt(kind, place)?.label
  if (known !== undefined) return known
  if (place.column !== null) return place.field.replace(OF_COLUMN, '')
  return ABOUT_THE_WHOLE[place.field] ?? BESIDE_THE_FIELDS[place.field] ?? place.field
}

/** One side of a change in one line: numbers to the last figure, so that the sides differ, and times as a person says them. */
export function changedWords(kind: AssetKind | null, place: Place, value: JsonValue | null, clock: Clock): string {
  if (typeof value !== 'number') return formatJson(value)
  if (place.column === null && place.field === 'sizeBytes') return `${formatCount(value)} B`
  if (fieldAt(kind, place)?.type.kind === 'instant') return formatInstant(value, clock)
  return formatNumber(value)
}

/** What a decision says; null where it says that the sources count. */
export function decidedWords(field: string, value: unknown): string {
  if (value === null) return NOT_DECIDED[field] ?? 'what the sources say'
  return value === '' ? 'nothing' : formatJson(value as JsonValue)
}
