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
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => canonicalJson(item)).join(',')}]`
  const object = value as JsonObject
  const members = Object.keys(object)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(object[name] ?? null)}`)
  return `{${members.join(',')}}`
}

/** Any JSON value, as an input or output of a method. */
export const Json: z.ZodType<JsonValue, JsonValue> = z.json() as unknown as z.ZodType<JsonValue, JsonValue>
