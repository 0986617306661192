import { AppError } from '../errors.ts'
import { canonicalJson, type JsonValue } from '../json.ts'
import { checkDecidedValue, findField } from './fields.ts'
import { mergedValue } from './merged-names.ts'

/** One field, set on many datasets at once. */
export type BulkChange = {
  readonly field: string
  readonly value: JsonValue
  /** `add` and `remove` keep the rest of a list. */
  readonly how: 'set' | 'add' | 'remove'
  /** `empty`: what has a value keeps it. */
  readonly where: 'all' | 'empty'
}

/**
 * A change with its value in the form a decision of this field has.
 * @throws AppError invalid-input for a field that can't be set on many, and for a value it does not take
 */
export function checkBulkChange(change: BulkChange): BulkChange {
  const { field, how } = change
  const isList = findField('dataset', field)?.type.kind === 'list'
  if (field === 'name') throw new AppError('invalid-input', 'Many datasets can’t have one name.', { field })
  if (how !== 'set' && !isList)
    throw new AppError('invalid-input', `“${field}” holds one value: nothing can be added or removed.`, { field })
  const value = checkDecidedValue('dataset', field, change.value)
  if (how !== 'set' && Array.isArray(value) && value.length === 0) {
    throw new AppError('invalid-input', `Say what to ${how}.`, { field })
  }
  return { ...change, value }
}

/** A change as it will be read: to set or add a name that was merged is to set or add the one it stands for. */
export const asRead = (change: BulkChange, mergedName: (field: string, name: string) => string): BulkChange => ({
  ...change,
  value: mergedValue(change.field, change.value, mergedName),
})

/** What a field will be after a change; undefined where it stays as it is. */
export function valueAfter({ how, where, value }: BulkChange, before: JsonValue | null): JsonValue | undefined {
  if (where === 'empty' && !isEmpty(before)) return undefined
  const after = how === 'set' ? value : listAfter(how, before, value)
  return canonicalJson(after) === canonicalJson(before ?? (Array.isArray(after) ? [] : null)) ? undefined : after
}

function listAfter(how: 'add' | 'remove', before: JsonValue | null, value: JsonValue): JsonValue {
  const items = Array.isArray(before) ? before : []
  const named = Array.isArray(value) ? value : []
  const isIn = (list: readonly JsonValue[], item: JsonValue): boolean => list.includes(item)
  return how === 'add' ? [...items, ...named.filter((item) => !isIn(items, item))] : items.filter((item) => !isIn(named, item))
}

/** Nobody gave it a value, or an empty list. */
export const isEmpty = (value: JsonValue | null): boolean => value === null || value === '' || (Array.isArray(value) && value.length === 0)
