import { NAME_HEADERS, type TableKind, tableFields } from '#core/assets/asset-table'
import { CUSTOM_FIELD_PREFIX, findField } from '#core/assets/fields'
import { plainHeader, readColumns, type TableColumns } from '../table/cells.ts'

/** What people write at the head of such a table and no field is called. */
const OTHER_NAMES: Readonly<Record<TableKind, Readonly<Record<string, string>>>> = {
  domain: { owner: 'ownerTeam', team: 'ownerTeam' },
  data_product: { product: 'name', dataproduct: 'name', owner: 'ownerTeam', team: 'ownerTeam', members: 'datasets' },
}

const NAMES: Readonly<Record<TableKind, ReadonlyMap<string, string>>> = { domain: namesOf('domain'), data_product: namesOf('data_product') }

/** Each field under its name and its label; then other names for it. */
function namesOf(kind: TableKind): ReadonlyMap<string, string> {
  const fields = tableFields(kind)
  return new Map([
    ...Object.entries(OTHER_NAMES[kind]),
    [NAME_HEADERS[kind], 'name'] as const,
    ...fields.map(({ name, label }) => [plainHeader(label), name] as const),
    ...fields.map(({ name }) => [plainHeader(name), name] as const),
  ])
}

/** Reads the headers of a table of this kind: columns are named as its fields, those of a steward's own by their whole name. */
export const readAssetHeaders = (kind: TableKind, headers: readonly string[]): TableColumns<string> =>
  readColumns(headers, (plain, header) => NAMES[kind].get(plain) ?? customField(kind, header))

const customField = (kind: TableKind, header: string): string | undefined =>
  header.startsWith(CUSTOM_FIELD_PREFIX) ? findField(kind, header)?.name : undefined

/**
 * Which of these tables a table surely is; undefined where it may be a list of datasets. Datasets say their domain beside
 * their name, and consist of no datasets.
 */
export function tableKindOf(headers: readonly string[]): TableKind | undefined {
  const names = new Set(headers.map(plainHeader))
  if (names.has('key')) return undefined
  if (['name', 'product', 'dataproduct'].some((name) => names.has(name))) return names.has('datasets') ? 'data_product' : undefined
  return names.has('domain') ? 'domain' : undefined
}
