import { findField } from '#core/assets/fields'
import type { AssetKind } from '#core/assets/kinds'
import { formatJson } from '#core/format'
import type { JsonValue } from '#core/json'

/** What is decided of a thing as such, in no field of its. */
const ABOUT_THE_WHOLE: Readonly<Record<string, string>> = { sameAs: 'The same as', exists: 'Set up by hand', mergedInto: 'Merged into' }
/** What it means that such a thing is not decided, or no longer. */
const NOT_DECIDED: Readonly<Record<string, string>> = { sameAs: 'as the sources say', exists: 'no', mergedInto: 'nothing' }

/** The name of the field a decision sets. `kind` null: of something that is not in the catalog now. */
export function fieldLabel(kind: AssetKind | null, { column, field }: { readonly column: string | null; readonly field: string }): string {
  return findField(column === null ? (kind ?? 'dataset') : 'column', field)?.label ?? ABOUT_THE_WHOLE[field] ?? field
}

/** What a decision says; null where it says that the sources count. */
export function decidedWords(field: string, value: unknown): string {
  if (value === null) return NOT_DECIDED[field] ?? 'what the sources say'
  return value === '' ? 'nothing' : formatJson(value as JsonValue)
}
