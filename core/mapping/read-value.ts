import { checkDecidedValue, CUSTOM_FIELD_PREFIX, type FieldDefinition, findField } from '../assets/fields.ts'
import { AppError } from '../errors.ts'
import { isJsonObject, type JsonValue } from '../json.ts'
import type { MetaKeyPack, MetaScope } from '../rule-packs.ts'
import { aliasesOf, unitOf } from './meta-pack.ts'
import { comparable } from './words.ts'

/** value: what the field takes. nothing: understood, and it leaves the field empty. not-understood: why. */
export type ReadValue =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'not-understood'; readonly reason: string }

const NOTHING: ReadValue = { kind: 'nothing' }
const PLAIN_NUMBER = /^\d+(\.\d+)?$/
const notUnderstood = (reason: string): ReadValue => ({ kind: 'not-understood', reason })

/**
 * Reads a meta value for a field. Takes only what the field takes and the aliases the pack gives: an unknown word
 * for a choice is said to be not understood, never guessed.
 */
export function readMetaValue(pack: MetaKeyPack, scope: MetaScope, metaKey: string, fieldName: string, raw: JsonValue): ReadValue {
  const field = findField(scope, fieldName)
  if (field === undefined) return notUnderstood(`A ${scope} has no field “${fieldName}”.`)
  const one = field.type.kind === 'list' ? raw : onlyItem(raw)
  if (one === null || one === '') return NOTHING
  if (isJsonObject(one))
    return notUnderstood(`It holds further keys; map one of them, such as “${metaKey}.${Object.keys(one)[0] ?? 'name'}”.`)
  if (Array.isArray(one) && field.type.kind !== 'list')
    return notUnderstood(`It is a list of ${one.length}, and “${field.label}” takes one.`)
  const alias = typeof one === 'object' ? undefined : aliasesOf(pack, scope, fieldName).get(comparable(String(one)))
  if (alias === null) return NOTHING
  const shaped = shape(field, alias ?? one, unitOf(pack, scope, metaKey))
  try {
    const value = checkDecidedValue(scope, fieldName, shaped)
    return Array.isArray(value) && value.length === 0 ? NOTHING : { kind: 'value', value }
  } catch (error) {
    if (error instanceof AppError) return notUnderstood(error.message)
    throw error
  }
}

/** A list of one stands for its item, an empty one for nothing. */
function onlyItem(raw: JsonValue): JsonValue {
  if (Array.isArray(raw) && raw.length < 2) return (raw as readonly JsonValue[])[0] ?? null
  return typeof raw === 'string' ? raw.trim() : raw
}

/** Brings a value into the JSON shape its field has; what does not fit is left for the check to refuse. */
function shape(field: FieldDefinition, value: JsonValue, unit: string | null): JsonValue {
  const type = field.type
  switch (type.kind) {
    case 'text':
    case 'long-text':
      return shapeText(field, value, unit)
    case 'choice':
      return typeof value === 'string' ? (type.choices.find((choice) => comparable(choice) === comparable(value)) ?? value) : value
    case 'list':
      return shapeList(value)
    case 'number':
    case 'instant':
      return typeof value === 'string' && PLAIN_NUMBER.test(value.trim()) ? Number(value) : value
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : value
    case 'money':
    case 'object':
      return value
  }
}

function shapeText(field: FieldDefinition, value: JsonValue, unit: string | null): JsonValue {
  if (unit !== null && (typeof value === 'number' || (typeof value === 'string' && PLAIN_NUMBER.test(value)))) return `${value} ${unit}`
  if (typeof value === 'number') return String(value)
  // A bare true says something under a name a person made up (custom.reviewed), nothing as an owner or a region.
  if (typeof value === 'boolean' && field.name.startsWith(CUSTOM_FIELD_PREFIX)) return String(value)
  return value
}

function shapeList(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.split(',')
  if (typeof value === 'number') return [String(value)]
  return Array.isArray(value) ? value.map((item: JsonValue) => (typeof item === 'number' ? String(item) : item)) : value
}
