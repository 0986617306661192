import { csvText } from '../csv-cell.ts'
import type { JsonObject, JsonValue } from '../json.ts'
import { writeItems } from '../terms/cell-list.ts'
import { CUSTOM_FIELD_PREFIX, type FieldDefinition, fieldsOf } from './fields.ts'

/** Kinds that go out and come in as a table, one row each. */
export type TableKind = 'domain' | 'data_product'

/**
 * The header above the names. Without a column `name` a table of domains can't be taken for a list of datasets,
 * which may well say a description and an owner and nothing else.
 */
export const NAME_HEADERS: Readonly<Record<TableKind, string>> = { domain: 'domain', data_product: 'name' }

/** The fields that are columns of such a table, in its order. */
export const tableFields = (kind: TableKind): readonly FieldDefinition[] => fieldsOf(kind).filter(({ editable }) => editable)

/**
 * All things of one kind as CSV by name, capitals aside, one column per field and per field of a steward's own.
 * @param rows fields as named in fieldsOf(kind), each with a `name`
 */
export function writeAssetTable(kind: TableKind, rows: readonly JsonObject[]): string {
  const filled = rows.flatMap((row) => Object.keys(row).filter((name) => row[name] !== null))
  const own = [...new Set(filled)].filter((name) => name.startsWith(CUSTOM_FIELD_PREFIX)).sort()
  const columns = [...tableFields(kind).map(({ name }) => name), ...own]
  const byName = rows
    .map((row) => ({ row, key: textOf(row['name']).toLowerCase() }))
    .sort((a, b) => (a.key < b.key ? -1 : +(a.key > b.key)))
  return csvText([
    columns.map((column) => (column === 'name' ? NAME_HEADERS[kind] : column)),
    ...byName.map(({ row }) => columns.map((column) => textOf(row[column]))),
  ])
}

function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return writeItems(value.map((item: JsonValue) => textOf(item)))
  return typeof value === 'string' ? value : JSON.stringify(value)
}
