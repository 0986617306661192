import { z } from 'zod'

/** A value JSON can carry. Facts, decisions and extras are made of these. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject
export type JsonObject = { readonly [name: string]: JsonValue }

/** True for a plain JSON object (not null, not a list). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * JSON text with object keys in code-unit order, so that equal values have equal text.
 * Facts are compared, and hashed, in this form.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) {
    let items = ''
    for (const item of value as readonly JsonValue[]) items += items === '' ? canonicalJson(item) : `,${canonicalJson(item)}`
    return `[${items}]`
  }
  const object = value as JsonObject
  const names = Object.keys(object)
  if (names.length > 1) names.sort()
  let members = ''
  for (const name of names) members += `${members === '' ? '' : ','}${quoted(name)}:${canonicalJson(object[name] ?? null)}`
  return `{${members}}`
}

/** The same few names stand in nearly every object; what a damaged file is full of is not kept. */
const QUOTED = new Map<string, string>()
const QUOTED_KEPT = 2000

function quoted(name: string): string {
  let text = QUOTED.get(name)
  if (text === undefined) {
    text = JSON.stringify(name)
    if (QUOTED.size < QUOTED_KEPT) QUOTED.set(name, text)
  }
  return text
}

/** Any JSON value, as an input or output of a method. */
export const Json: z.ZodType<JsonValue, JsonValue> = z.json() as unknown as z.ZodType<JsonValue, JsonValue>
