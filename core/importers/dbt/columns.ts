import { isJsonObject, type JsonObject, type JsonValue } from '#core/json'
import type { IntakeColumn } from '../intake.ts'
import { kindOf, ObjectReader } from '../object-reader.ts'
import type { Tally } from '../tally.ts'
import { type Fields, mergeMeta, mergeTags, put, putList } from './fields.ts'
import { columnExtrasOf } from './kept-keys.ts'

const NO_COLUMNS: readonly IntakeColumn[] = []

/** How a column of one artifact is read; null where it cannot be. */
export type ReadColumn = (column: ObjectReader, name: string) => IntakeColumn

/**
 * Columns of an entry, in the file's order, spelled as in the file. dbt writes an object by name; a list is read too.
 * Counts them: a column is one distinct name of the entry.
 * @returns null where the entry has no `columns` at all: it says nothing about them
 */
export function readColumns(entry: ObjectReader, tally: Tally, readColumn: ReadColumn): readonly IntakeColumn[] | null {
  const value = entry.value['columns']
  if (value === undefined || value === null) return null
  const members = membersOf(value)
  if (members === null) {
    entry.object('columns')
    return null
  }
  if (members.length === 0) return NO_COLUMNS
  const columns: IntakeColumn[] = []
  const seen = new Set<string>()
  for (const [key, member] of members) {
    const path = `${entry.path}/columns/${key}`
    const name = nameOf(key, member)
    if (seen.has(name)) {
      tally.notUnderstood(path, 'the column is named twice; the first is kept')
      continue
    }
    seen.add(name)
    tally.found('column')
    if (!isJsonObject(member)) {
      tally.left('column', path, `the column is ${kindOf(member)}, not an object`)
    } else if (name === '') {
      tally.left('column', path, 'the column has no name')
    } else {
      columns.push(readColumn(new ObjectReader(member, path, tally), name))
      tally.took('column')
    }
  }
  return columns
}

/** Counts the columns of an entry that is left. */
export function leaveColumns(value: JsonObject, path: string, tally: Tally, reason: string): void {
  const names = new Set((membersOf(value['columns'] ?? null) ?? []).map(([key, member]) => nameOf(key, member)))
  for (const name of names) {
    tally.found('column')
    tally.left('column', `${path}/columns/${name}`, reason)
  }
}

function membersOf(columns: JsonValue): readonly (readonly [string, JsonValue])[] | null {
  if (Array.isArray(columns)) return (columns as readonly JsonValue[]).map((column, index) => [String(index), column])
  return isJsonObject(columns) ? Object.entries(columns) : null
}

function nameOf(key: string, member: JsonValue): string {
  const name = isJsonObject(member) ? member['name'] : undefined
  return typeof name === 'string' ? name : key
}

/** A column as the project documents it. */
export function readDocumentedColumn(column: ObjectReader, name: string): IntakeColumn {
  const config = column.inner('config')
  const fields: Fields = {}
  put(fields, 'description', column.text('description'))
  put(fields, 'dataType', column.text('data_type'))
  putList(fields, 'tags', mergeTags(column, config))
  const meta = mergeMeta(column, config)
  if (Object.keys(meta).length > 0) fields['meta'] = meta
  putList(fields, 'docBlocks', column.texts('doc_blocks'))
  putList(fields, 'constraints', column.list('constraints') ?? [])
  const extras = columnExtrasOf(column.value, config.value)
  return extras.length === 0 ? { name, fields } : { name, fields, extras: Object.fromEntries(extras) }
}
