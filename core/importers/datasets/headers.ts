import { WORKED_OUT_HEADERS } from '#core/assets/dataset-table'
import { COUNTED_BY_SOURCES, CUSTOM_FIELD_PREFIX, DATASET_FIELDS, type FieldDefinition, findField } from '#core/assets/fields'
import { plainHeader } from '../table/cells.ts'

/** What a column of a dataset list is. */
export type HeaderMeaning =
  | { readonly kind: 'key' }
  | { readonly kind: 'upstream' }
  | { readonly kind: 'field'; readonly field: FieldDefinition }
  /** Over which time queries and consumers were counted. */
  | { readonly kind: 'window'; readonly end: WindowEnd }
  /** Not taken, and why. */
  | { readonly kind: 'left'; readonly reason: string }

export type WindowEnd = 'from' | 'to' | 'days'

/** `usage_from`, `usage.window_to`, `Usage days`. */
const WINDOW = /^usage(?:window)?(from|to|days)$/

/** What people write at the head of a list and no field is called. */
const OTHER_NAMES: Readonly<Record<string, string>> = { owner: 'ownerTeam' }

const WORKED_OUT: ReadonlySet<string> = new Set(WORKED_OUT_HEADERS.map(plainHeader))

const FIELDS_BY_NAME: ReadonlyMap<string, FieldDefinition> = namesOfFields()

/** Each field under its name, its name in the specification (whole and its last part) and its label; then other names for it. */
function namesOfFields(): Map<string, FieldDefinition> {
  const found = new Map<string, FieldDefinition>()
  const spellings: readonly ((field: FieldDefinition) => string | null)[] = [
    (field) => field.name,
    (field) => field.specName,
    (field) => field.label,
    (field) => field.specName?.split('.').at(-1) ?? null,
  ]
  for (const spelling of spellings) {
    for (const field of DATASET_FIELDS) {
      const name = plainHeader(spelling(field) ?? '')
      if (name !== '' && !found.has(name)) found.set(name, field)
    }
  }
  for (const field of DATASET_FIELDS) {
    for (const [other, name] of Object.entries(OTHER_NAMES)) if (name === field.name && !found.has(other)) found.set(other, field)
  }
  return found
}

/** What the headers of a list mean, as they come. Of several that mean one thing the first counts, and a field's own name before others for it. */
export class DatasetHeaders {
  readonly meanings = new Map<string, HeaderMeaning>()
  readonly #taken = new Map<string, string>()

  add(headers: readonly string[]): void {
    const fresh = [...new Set(headers)].filter((header) => header !== '' && !this.meanings.has(header))
    const isOtherName = (header: string): boolean => plainHeader(header) in OTHER_NAMES
    // They stand in the order of the file all the same.
    for (const header of fresh) this.meanings.set(header, readHeader(header))
    for (const header of [...fresh.filter((one) => !isOtherName(one)), ...fresh.filter(isOtherName)]) this.#take(header)
  }

  #take(header: string): void {
    const meaning = this.meanings.get(header)
    if (meaning === undefined || meaning.kind === 'left') return
    const meant = meaning.kind === 'field' ? meaning.field.name : meaning.kind === 'window' ? `window ${meaning.end}` : meaning.kind
    const taken = this.#taken.get(meant)
    if (taken === undefined) this.#taken.set(meant, header)
    else this.meanings.set(header, { kind: 'left', reason: `“${taken}” says this already; what stands here is left` })
  }
}

/** Finds out what a header means. Unknown ones become custom fields. */
function readHeader(header: string): HeaderMeaning {
  const name = plainHeader(header)
  if (name === 'key') return { kind: 'key' }
  const window = WINDOW.exec(name.replaceAll(/[^a-z]/g, ''))
  if (window !== null) return { kind: 'window', end: window[1] as WindowEnd }
  const field = FIELDS_BY_NAME.get(name)
  if (field === undefined && WORKED_OUT.has(name)) return { kind: 'left', reason: 'the catalog works this out itself; it is not imported' }
  if (field === undefined) return readCustomHeader(header)
  if (field.name === 'sources') return { kind: 'upstream' }
  if (field.computedFrom !== null && !COUNTED_BY_SOURCES.has(field.name)) {
    return { kind: 'left', reason: `“${field.label}” is worked out from ${field.computedFrom}; it is not imported` }
  }
  return { kind: 'field', field }
}

function readCustomHeader(header: string): HeaderMeaning {
  const words = header
    .replace(/^custom\./, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
  const name = words.map((word, index) => (index === 0 ? lowerFirst(word) : word.charAt(0).toUpperCase() + word.slice(1))).join('')
  const field = findField('dataset', `${CUSTOM_FIELD_PREFIX}${name}`)
  if (field === undefined) return { kind: 'left', reason: 'a field name needs Latin letters or digits, a letter first, 60 at most' }
  return { kind: 'field', field }
}

/** `Cost centre` begins small, `GDPR scope` is gdprScope. */
function lowerFirst(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1)
}
