import { USAGE_WINDOW } from '#core/assets/usage-window'
import { AppError } from '#core/errors'
import type { JsonObject, JsonValue } from '#core/json'
import type { FileReceipt, ImportFile, Importer, Inspection, IntakeEntry, IntakeItem, IntakeSummary, NotUnderstood } from '../intake.ts'
import { isComplete } from '../is-complete.ts'
import { ItemBatch } from '../item-batch.ts'
import { quoted, textOfValue } from '../object-reader.ts'
import { faultOfRow, lacking } from '../table/cells.ts'
import { readTable, type TableRow } from '../table/rows.ts'
import { Tally } from '../tally.ts'
import { DatasetHeaders, type HeaderMeaning, type WindowEnd } from './headers.ts'
import { readList, readValue, readWindow } from './values.ts'

/** Plain lists of datasets: one row each, fields by their names or labels; CSV, a JSON list, or JSON lines. */
export const datasetsImporter: Importer = { format: 'datasets', inspect, read }

async function inspect(files: readonly ImportFile[]): Promise<Inspection> {
  if (files.length === 0) throw new AppError('invalid-input', 'No files were given.')
  const custom = new Set<string>()
  for (const file of files) {
    for await (const { meanings } of readDatasetRows(file)) {
      for (const meaning of meanings.values())
        if (meaning.kind === 'field' && meaning.field.name.startsWith('custom.')) custom.add(meaning.field.label)
      if (meanings.size > 0) break
    }
  }
  return {
    format: 'datasets',
    sourceName: null,
    target: null,
    files: files.map(({ name }) => ({ name, artifact: 'datasets', version: null, generatedAtMs: null })),
    remarks:
      custom.size === 0 ? [] : [`These columns are not fields of the catalog and become fields of your own: ${[...custom].join(', ')}.`],
  }
}

/** `options.complete`, true: the files list all datasets of their source, so that missing ones are retired. */
async function* read(files: readonly ImportFile[], options: JsonObject): AsyncGenerator<readonly IntakeItem[], IntakeSummary> {
  if (files.length === 0) throw new AppError('invalid-input', 'No files were given.')
  const batch = new ItemBatch()
  const seen = new Set<string>()
  const receipts: FileReceipt[] = []
  for (const [fileIndex, file] of files.entries()) {
    const tally = new Tally()
    const told = new Set<string>()
    for await (const { rows, meanings, left } of readDatasetRows(file)) {
      tally.leftColumns(left)
      reportLeft(meanings, told, tally)
      for (const row of rows) {
        const entry = readRow(row, meanings, { seen, tally, fileIndex })
        if (entry !== null) batch.add(entry, row.sizeBytes)
        if (batch.isFull) yield batch.take()
      }
    }
    receipts.push(tally.receipt({ name: file.name, artifact: 'datasets', version: null, generatedAtMs: null }))
  }
  if (!batch.isEmpty) yield batch.take()
  return { files: receipts, covers: [{ part: 'datasets', names: { kind: isComplete(options) ? 'all' : 'none' } }] }
}

type Meanings = ReadonlyMap<string, HeaderMeaning>
type DatasetRows = { readonly rows: readonly TableRow[]; readonly meanings: Meanings; readonly left: readonly NotUnderstood[] }

/** @throws AppError bad-file where no column names the datasets */
async function* readDatasetRows(file: ImportFile): AsyncGenerator<DatasetRows, void> {
  const headersOf = new DatasetHeaders()
  const { meanings } = headersOf
  let isChecked = false
  for await (const { headers, rows, left } of readTable(file)) {
    const names = headers ?? [...new Set(rows.flatMap((row) => [...row.cells.keys()]))]
    headersOf.add(names)
    if (!isChecked && names.length > 0) {
      checkName(file, meanings)
      isChecked = true
    }
    yield { rows, meanings, left }
  }
}

function checkName(file: ImportFile, meanings: Meanings): void {
  if (![...meanings.values()].some(isName)) throw lacking(file, 'list of datasets', 'name', [...meanings.keys()])
}

const isName = (meaning: HeaderMeaning): boolean => meaning.kind === 'field' && meaning.field.name === 'name'

function reportLeft(meanings: Meanings, told: Set<string>, tally: Tally): void {
  for (const [header, meaning] of meanings) {
    if (meaning.kind !== 'left' || told.has(header)) continue
    told.add(header)
    tally.notUnderstood(`column ${header}`, meaning.reason)
  }
}

type Reading = { readonly seen: Set<string>; readonly tally: Tally; readonly fileIndex: number }

function readRow(row: TableRow, meanings: Meanings, { seen, tally, fileIndex }: Reading): IntakeEntry | null {
  tally.found('row')
  const fields: Record<string, JsonValue> = {}
  let key: string | null = null
  let upstream: readonly string[] | null = null
  const window: Partial<Record<WindowEnd, JsonValue>> = {}
  const faults: string[] = []
  for (const [header, cell] of row.cells) {
    const meaning = meanings.get(header)
    if (meaning === undefined || meaning.kind === 'left') continue
    if (meaning.kind === 'key') key = textOfValue(cell)
    else if (meaning.kind === 'upstream') upstream = readList(cell)
    else if (meaning.kind === 'window') {
      const value = readWindow(meaning.end, cell)
      if (value === null) faults.push(header)
      else window[meaning.end] = value
    } else {
      const value = readValue(meaning.field.type, cell)
      if (value === null) faults.push(header)
      else fields[meaning.field.name] = value
    }
  }
  const label = fields['name']
  const name = key ?? (typeof label === 'string' ? label : null)
  const reason = faultOfRow(row, name, seen)
  if (reason !== null || name === null) {
    tally.left('row', row.position, reason ?? '')
    return null
  }
  for (const header of faults) tally.notUnderstood(`${row.position}/${header}`, `${quoted(row.cells.get(header))} does not fit this field`)
  const relation = relationOf(fields)
  if (relation !== null) fields['relation'] = relation
  seen.add(name)
  tally.took('row')
  const extras: JsonObject = Object.keys(window).length === 0 ? NOTHING_ELSE.extras : { [USAGE_WINDOW]: window }
  return { ...NOTHING_ELSE, name, fields, upstream, extras, fileIndex, position: row.position }
}

/**
 * What other sources call this table, put together as a list of columns does it; null where the row says it itself, or too little:
 * without its database a table of this name may be another one.
 */
function relationOf({ relation, database, schema, name }: Readonly<Record<string, JsonValue>>): string | null {
  const isTold = (relation ?? null) === null && typeof database === 'string' && typeof schema === 'string' && typeof name === 'string'
  return isTold ? `${database}.${schema}.${name}` : null
}

const NOTHING_ELSE = {
  kind: 'entry',
  assetKind: 'dataset',
  receiptKind: 'row',
  part: 'datasets',
  columns: null,
  check: null,
  sql: null,
  extras: {},
  carriesValues: [],
} as const
