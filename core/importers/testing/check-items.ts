import { findField } from '#core/assets/fields'
import type { JsonValue } from '#core/json'
import type { IntakeColumn, IntakeEntry, IntakeItem } from '../intake.ts'

/** What is wrong with items an importer gave: fields of the wrong type, names that come twice. Empty where all is well. */
export function faultsOfItems(items: readonly IntakeItem[]): string[] {
  const faults: string[] = []
  const told = new Set<string>()
  for (const item of items) {
    if (item.kind !== 'entry') continue
    const id = `${item.part} ${item.name}`
    if (told.has(id)) faults.push(`${id} is told twice`)
    told.add(id)
    if (item.name === '' || item.position === '' || item.receiptKind === '' || item.fileIndex < 0)
      faults.push(`${id} lacks a name, position or kind`)
    faults.push(...faultsOfFields(item).map((fault) => `${id}: ${fault}`))
  }
  return faults
}

function faultsOfFields(entry: IntakeEntry): string[] {
  const kind = entry.assetKind ?? 'dataset'
  const faults = Object.entries(entry.fields).flatMap(([name, value]) => faultOf(kind, name, value))
  for (const column of entry.columns ?? [])
    faults.push(...Object.entries(column.fields).flatMap(([name, value]) => faultOf('column', name, value)))
  if (repeats((entry.columns ?? []).map((column: IntakeColumn) => column.name))) faults.push('a column is told twice')
  if (repeats(entry.upstream ?? [])) faults.push('a link is told twice')
  return faults
}

const repeats = (names: readonly string[]): boolean => new Set(names).size !== names.length

function faultOf(kind: Parameters<typeof findField>[0], name: string, value: JsonValue): string[] {
  const field = findField(kind, name)
  if (field === undefined) return [`a ${kind} has no field ${name}`]
  return fits(field.type.kind, value) ? [] : [`${name} is ${JSON.stringify(value).slice(0, 40)}`]
}

function fits(type: string, value: JsonValue): boolean {
  switch (type) {
    case 'list':
      return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    case 'instant':
      return Number.isSafeInteger(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'object':
      return typeof value === 'object' && value !== null
    default:
      return typeof value === 'string' && value.trim() !== ''
  }
}
