import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts'
import type { Tally } from './tally.ts'

/** What a value is, in words for a person. */
export function kindOf(value: JsonValue): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  switch (typeof value) {
    case 'string':
      return 'text'
    case 'number':
      return 'a number'
    case 'boolean':
      return 'true or false'
    default:
      return 'an object'
  }
}

/** A value as text: as it is where it is text, else as JSON. */
export function textOfValue(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
}

/** A value for a sentence: in quotes and not too long. */
export function quoted(value: JsonValue | undefined): string {
  const text = textOfValue(value)
  return `“${text.length > 80 ? `${text.slice(0, 80)}…` : text}”`
}

/**
 * Reads members of a parsed object. A member that is absent, null or blank is null; one of another type than asked
 * for is null too and is written down as not understood.
 */
export class ObjectReader {
  readonly value: JsonObject
  readonly path: string
  readonly #tally: Tally

  constructor(value: JsonObject, path: string, tally: Tally) {
    this.value = value
    this.path = path
    this.#tally = tally
  }

  text(key: string): string | null {
    const value = this.value[key]
    if (value === undefined || value === null) return null
    if (typeof value !== 'string') return this.#wrong(key, value, 'text')
    return value.trim() === '' ? null : value
  }

  /** Text, or a number as text: versions are written both ways. */
  textOrNumber(key: string): string | null {
    const value = this.value[key]
    return typeof value === 'number' ? String(value) : this.text(key)
  }

  flag(key: string): boolean | null {
    const value = this.value[key]
    if (value === undefined || value === null) return null
    return typeof value === 'boolean' ? value : this.#wrong(key, value, 'true or false')
  }

  number(key: string): number | null {
    const value = this.value[key]
    if (value === undefined || value === null) return null
    return typeof value === 'number' && Number.isFinite(value) ? value : this.#wrong(key, value, 'a number')
  }

  object(key: string): JsonObject | null {
    const value = this.value[key]
    if (value === undefined || value === null) return null
    return isJsonObject(value) ? value : this.#wrong(key, value, 'an object')
  }

  list(key: string): readonly JsonValue[] | null {
    const value = this.value[key]
    if (value === undefined || value === null) return null
    return Array.isArray(value) ? (value as readonly JsonValue[]) : this.#wrong(key, value, 'a list')
  }

  /** Texts of a list, or a single text, without blanks and repetitions. */
  texts(key: string): readonly string[] {
    const value = this.value[key]
    if (typeof value === 'string') return value.trim() === '' ? [] : [value]
    const list = this.list(key)
    if (list === null || list.length === 0) return []
    const texts = new Set<string>()
    list.forEach((item, index) => {
      if (typeof item !== 'string') this.#wrong(`${key}/${index}`, item, 'text')
      else if (item.trim() !== '') texts.add(item)
    })
    return [...texts]
  }

  /** A reader of an object inside this one; of an empty one where it is absent. */
  inner(key: string): ObjectReader {
    return new ObjectReader(this.object(key) ?? {}, `${this.path}/${key}`, this.#tally)
  }

  notUnderstood(key: string, reason: string): void {
    this.#tally.notUnderstood(`${this.path}/${key}`, reason)
  }

  #wrong(key: string, value: JsonValue, wanted: string): null {
    this.notUnderstood(key, `is ${kindOf(value)}, not ${wanted}`)
    return null
  }
}

/** Members that say something: no null, no blank text, no empty list or object. */
export function withoutBlanks(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => !isBlank(member)))
}

function isBlank(value: JsonValue): boolean {
  if (value === null || value === '') return true
  if (typeof value !== 'object') return false
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0
}
