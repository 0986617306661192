import type { FieldType } from '#core/assets/fields'
import { isJsonObject, type JsonValue } from '#core/json'
import { readItems } from '#core/terms/cell-list'
import { parseInstant } from '../instant.ts'
import { textOfValue } from '../object-reader.ts'
import type { WindowEnd } from './headers.ts'

/** A cell as a value of a field; null where it does not fit. Lists are split as readList says. */
export function readValue(type: FieldType, cell: JsonValue): JsonValue {
  if (type.kind === 'list') return readList(cell)
  if (type.kind === 'object') return readObject(cell)
  if (type.kind === 'boolean') return readFlag(cell)
  const text = typeof cell === 'number' ? String(cell) : typeof cell === 'string' ? cell.trim() : ''
  if (text === '') return null
  switch (type.kind) {
    case 'text':
    case 'long-text':
      return text
    case 'choice':
      return type.choices.find((choice) => choice.toLowerCase() === text.toLowerCase().replaceAll(' ', '-')) ?? null
    case 'number':
      return /^\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : null
    case 'instant':
      return /^\d{11,15}$/.test(text) ? Number(text) : parseInstant(text)
    case 'money':
      return /^-?\d+(\.\d+)?$/.test(text) ? text : null
  }
}

/** Items without blanks and repetitions, of a text as tables write lists; null where there are none, or a quote is never closed. */
export function readList(cell: JsonValue): readonly string[] | null {
  const items = Array.isArray(cell) ? (cell as readonly JsonValue[]) : typeof cell === 'string' ? readItems(cell) : [cell]
  const texts = (items ?? []).map((item) => (typeof item === 'string' ? item.trim() : typeof item === 'number' ? String(item) : null))
  if (texts.includes(null)) return null
  const found = [...new Set(texts.filter((text): text is string => text !== null && text !== ''))]
  return found.length === 0 ? null : found
}

/** One end of the time that usage was counted over, or its length in days; null where it is none. A day or instant stays as it is written. */
export function readWindow(end: WindowEnd, cell: JsonValue): JsonValue {
  const text = textOfValue(cell).trim()
  if (end === 'days') return /^[1-9]\d{0,4}$/.test(text) ? Number(text) : null
  return parseInstant(text) === null ? null : text
}

function readFlag(cell: JsonValue): boolean | null {
  if (typeof cell === 'boolean') return cell
  const text = textOfValue(cell).trim().toLowerCase()
  if (['true', 'yes', 'y', '1'].includes(text)) return true
  return ['false', 'no', 'n', '0'].includes(text) ? false : null
}

function readObject(cell: JsonValue): JsonValue {
  if (isJsonObject(cell)) return cell
  if (typeof cell !== 'string') return null
  try {
    const parsed = JSON.parse(cell) as JsonValue
    return isJsonObject(parsed) ? parsed : null
  } catch {
    return null
  }
}
