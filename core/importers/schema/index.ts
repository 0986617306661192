import { AppError } from '#core/errors'
import type { JsonObject } from '#core/json'
import { badFile } from '../bad-file.ts'
import type { FileReceipt, ImportFile, Importer, Inspection, IntakeItem, IntakeSummary, NotUnderstood } from '../intake.ts'
import { isComplete } from '../is-complete.ts'
import { ItemBatch } from '../item-batch.ts'
import { readTable, type TableRow } from '../table/rows.ts'
import { type Headers, isColumnList, readHeaders } from './headers.ts'
import { type Catalogs, cellOf, SchemaReader } from './tables.ts'

/** Exports of information_schema.columns and lists like it, of any warehouse: CSV, a JSON list, or JSON lines. */
export const schemaImporter: Importer = { format: 'schema', inspect, read }

const ROWS_LOOKED_AT = 500

async function inspect(files: readonly ImportFile[], options: JsonObject): Promise<Inspection> {
  if (files.length === 0) throw new AppError('invalid-input', 'No files were given.')
  const databases = new Set<string>()
  const platforms = new Set<string>()
  for (const file of files) {
    const reader = new SchemaReader(options)
    const catalogs = await lookAtCatalogs(file, options)
    let taken = 0
    for await (const { rows } of readSchemaRows(file)) {
      for (const { headers, row } of rows) {
        if (taken++ < ROWS_LOOKED_AT) reader.take(row, headers, catalogs)
      }
      if (taken >= ROWS_LOOKED_AT) break
    }
    for (const name of reader.databases()) databases.add(name)
    for (const name of reader.platforms()) platforms.add(name)
  }
  const [database] = databases
  const [platform] = platforms
  return {
    format: 'schema',
    sourceName: databases.size === 1 && database !== undefined ? database : null,
    target: platforms.size === 1 && platform !== undefined ? platform : null,
    files: files.map(({ name }) => ({ name, artifact: 'schema', version: null, generatedAtMs: null })),
    remarks: [],
  }
}

/** `options.complete`, true: the files list all tables of their source, so that those of schemas they don't name are retired too. */
async function* read(files: readonly ImportFile[], options: JsonObject): AsyncGenerator<readonly IntakeItem[], IntakeSummary> {
  if (files.length === 0) throw new AppError('invalid-input', 'No files were given.')
  const reader = new SchemaReader(options)
  const receipts: FileReceipt[] = []
  for (const file of files) {
    const catalogs = await lookAtCatalogs(file, options)
    for await (const { rows, left } of readSchemaRows(file)) {
      reader.leftColumns(left)
      for (const { headers, row } of rows) reader.take(row, headers, catalogs)
    }
    receipts.push(reader.endFile(file.name))
  }
  // Rows of one table may stand anywhere in the files: tables are whole only now.
  const batch = new ItemBatch()
  for (const { entry, sizeBytes } of reader.entries()) {
    batch.add(entry, sizeBytes)
    if (batch.isFull) yield batch.take()
  }
  if (!batch.isEmpty) yield batch.take()
  return { files: receipts, covers: [{ part: 'schema', names: isComplete(options) ? { kind: 'all' } : reader.namesCovered() }] }
}

/**
 * ClickHouse has no databases above schemas and says the schema once more as the catalog. Elsewhere a database may hold a schema
 * of its own name, so a file counts only where it is known to be ClickHouse's and does so in every row.
 */
async function lookAtCatalogs(file: ImportFile, options: JsonObject): Promise<Catalogs> {
  let isFirst = true
  for await (const { rows } of readSchemaRows(file)) {
    for (const { headers, row } of rows) {
      if (isFirst && !isClickHouse(row, headers, options)) return 'told'
      isFirst = false
      if (cellOf(row, headers, 'database') !== cellOf(row, headers, 'schema')) return 'told'
    }
  }
  return isFirst ? 'told' : 'repeated'
}

function isClickHouse(row: TableRow, headers: Headers, options: JsonObject): boolean {
  const platform = cellOf(row, headers, 'platform') ?? options['platform']
  return typeof platform === 'string' && platform !== '' ? platform.toLowerCase() === 'clickhouse' : headers.isOfClickHouse
}

type SchemaRow = { readonly row: TableRow; readonly headers: Headers }
type SchemaRows = { readonly rows: readonly SchemaRow[]; readonly left: readonly NotUnderstood[] }

/** @throws AppError bad-file where the table is no list of columns */
async function* readSchemaRows(file: ImportFile): AsyncGenerator<SchemaRows, void> {
  const known = new Map<string, Headers>()
  let isChecked = false
  for await (const { headers, rows, left } of readTable(file)) {
    const found: SchemaRow[] = []
    for (const row of rows) {
      const names = headers ?? [...row.cells.keys()]
      const id = names.join('\u0000')
      const meant = known.get(id) ?? readHeaders(names)
      known.set(id, meant)
      if (!isChecked) checkHeaders(file, meant, names)
      isChecked = true
      found.push({ row, headers: meant })
    }
    if (headers !== null && headers.length > 0 && !isChecked) {
      checkHeaders(file, readHeaders(headers), headers)
      isChecked = true
    }
    yield { rows: found, left }
  }
}

function checkHeaders(file: ImportFile, headers: Headers, names: readonly string[]): void {
  if (isColumnList(headers)) return
  const missing = headers.meanings.has('table') ? 'column_name' : 'table_name'
  const shown = names.slice(0, 8).map((name) => `“${name.slice(0, 40)}”`)
  throw badFile(file.name, 'missing-column', `is no list of columns: it has no “${missing}”, only ${shown.join(', ')}`)
}
