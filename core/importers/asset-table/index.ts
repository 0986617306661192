import { type TableKind, tableFields } from '#core/assets/asset-table'
import { CUSTOM_FIELD_PREFIX } from '#core/assets/fields'
import { AppError } from '#core/errors'
import type { JsonObject, JsonValue } from '#core/json'
import type { FileReceipt, ImportFile, Importer, Inspection, IntakeEntry, IntakeItem, IntakeSummary } from '../intake.ts'
import { isComplete } from '../is-complete.ts'
import { ItemBatch } from '../item-batch.ts'
import { Cells, faultOfRow, readRowsOf, type TableColumns } from '../table/cells.ts'
import type { TableRow } from '../table/rows.ts'
import { Tally } from '../tally.ts'
import { readAssetHeaders } from './headers.ts'

type TableFormat = 'domains' | 'products'
type About = { readonly format: TableFormat; readonly kind: TableKind; readonly what: string }

/** Tables of domains, as `export domains` writes them or by hand. */
export const domainsImporter = importerOf({ format: 'domains', kind: 'domain', what: 'table of domains' })

/** Tables of data products, as `export products` writes them or by hand. */
export const productsImporter = importerOf({ format: 'products', kind: 'data_product', what: 'table of data products' })

function importerOf(about: About): Importer {
  return { format: about.format, inspect: (files) => inspect(about, files), read: (files, options) => read(about, files, options) }
}

const readRows = ({ kind, what }: About, file: ImportFile) =>
  readRowsOf(file, { what, needed: ['name'], readHeaders: (headers) => readAssetHeaders(kind, headers) })

async function inspect(about: About, files: readonly ImportFile[]): Promise<Inspection> {
  if (files.length === 0) throw new AppError('invalid-input', 'No files were given.')
  const kept = new Set<string>()
  for (const file of files) {
    for await (const { table } of readRows(about, file)) {
      for (const header of table.kept) kept.add(header)
      break
    }
  }
  const { format } = about
  return {
    format,
    sourceName: null,
    target: null,
    files: files.map(({ name }) => ({ name, artifact: format, version: null, generatedAtMs: null })),
    remarks: kept.size === 0 ? [] : [`There is no field for these columns; what stands in them is kept as it is: ${[...kept].join(', ')}.`],
  }
}

/** `options.complete`, true: the files list all there is in their source, so that what is missing is retired. */
async function* read(
  about: About,
  files: readonly ImportFile[],
  options: JsonObject,
): AsyncGenerator<readonly IntakeItem[], IntakeSummary> {
  if (files.length === 0) throw new AppError('invalid-input', 'No files were given.')
  const { format } = about
  const batch = new ItemBatch()
  const seen = new Set<string>()
  const receipts: FileReceipt[] = []
  for (const [fileIndex, file] of files.entries()) {
    const tally = new Tally()
    for await (const { table, rows, left } of readRows(about, file)) {
      tally.leftColumns(left)
      for (const row of rows) {
        const entry = readRow(about, row, { table, seen, tally, fileIndex })
        if (entry !== null) batch.add(entry, row.sizeBytes)
        if (batch.isFull) yield batch.take()
      }
    }
    receipts.push(tally.receipt({ name: file.name, artifact: format, version: null, generatedAtMs: null }))
  }
  if (!batch.isEmpty) yield batch.take()
  return { files: receipts, covers: [{ part: format, names: { kind: isComplete(options) ? 'all' : 'none' } }] }
}

/** Names are asked for by people and stand in addresses; a longer text is none. */
const MOST_CHARACTERS = 200

type Reading = {
  readonly table: TableColumns<string>
  readonly seen: Set<string>
  readonly tally: Tally
  readonly fileIndex: number
}

/** null where the row is left, which the tally then says. */
function readRow({ format, kind }: About, row: TableRow, { table, seen, tally, fileIndex }: Reading): IntakeEntry | null {
  tally.found(kind)
  const cells = new Cells(row, table, tally)
  const name = cells.text('name')
  const isTooLong = name !== null && name.length > MOST_CHARACTERS
  const reason = isTooLong ? `the name is longer than ${MOST_CHARACTERS} characters` : faultOfRow(row, name, seen)
  if (reason !== null || name === null) {
    tally.left(kind, row.position, reason ?? '')
    return null
  }
  seen.add(name)
  tally.took(kind)
  return {
    kind: 'entry',
    name,
    assetKind: kind,
    receiptKind: kind,
    fileIndex,
    part: format,
    fields: readFields(kind, cells, table),
    columns: null,
    upstream: null,
    check: null,
    sql: null,
    extras: cells.extras(),
    carriesValues: [],
    position: row.position,
  }
}

function readFields(kind: TableKind, cells: Cells<string>, { columns }: TableColumns<string>): JsonObject {
  const fields: Record<string, JsonValue> = {}
  const own = [...columns.values()].filter((column) => column.startsWith(CUSTOM_FIELD_PREFIX))
  const lists = new Set(tableFields(kind).flatMap(({ name, type }) => (type.kind === 'list' ? [name] : [])))
  for (const name of [...tableFields(kind).map((field) => field.name), ...own]) {
    const value = lists.has(name) ? cells.items(name) : cells.text(name)
    if (value !== null && value.length > 0) fields[name] = value
  }
  return fields
}
