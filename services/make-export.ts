import { createHash } from 'node:crypto'
import type { DatasetFile } from '#contract/datasets'
import type { ChangeCounts, DatasetRow } from '#contract/shapes'
import { writeDatasetJson, writeDatasetTable } from '#core/assets/dataset-table'
import type { JsonValue } from '#core/json'
import { writeChangeTable } from '#core/reconcile/change-table'
import type { ReadDb } from '#db/connection'
import { iterateDatasets } from '#db/datasets'
import { listSelected } from './datasets/plan-edit.ts'
import { toDatasetRow } from './datasets/rows.ts'
import { type ChangesFilter, iterateImportChanges } from './import-changes.ts'
import { inSnapshot } from './snapshot.ts'

/** What is written as a file. JSON-shaped: it may cross a thread. */
export type ExportRequest =
  | { readonly what: 'datasets'; readonly file: DatasetFile }
  | { readonly what: 'import-changes'; readonly importId: number; readonly filter: ChangesFilter; readonly counts: ChangeCounts }

export type MadeExport = { readonly bytes: Uint8Array; readonly sha256: string; readonly count: number }

/** Makes a file of the open book elsewhere: in a worker. Rejects with AppError not-found. */
export type ExportMaker = (request: ExportRequest) => Promise<MadeExport>

/** So many lines become bytes at a time. */
const LINES_AT_ONCE = 1000

/**
 * Writes a file of one state of the book. Grows with the book, so it runs in a worker; what is read goes into the file
 * line by line, and only the file itself is ever whole.
 * @throws AppError not-found for a ticked dataset that is none any more
 */
export function makeExport(read: ReadDb, request: ExportRequest): MadeExport {
  return inSnapshot(read, () => {
    const counted = { count: 0 }
    const bytes = toBytes(piecesOf(read, request, counted))
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), count: counted.count }
  })
}

function piecesOf(read: ReadDb, request: ExportRequest, counted: { count: number }): Iterable<string> {
  if (request.what === 'import-changes')
    return writeChangeTable(counting(iterateImportChanges(read, request.importId, request.filter, request.counts), counted))
  const { columns, format, selection, sort } = request.file
  const rows = counting(listRows(read, request.file), counted)
  if (format === 'csv') return writeDatasetTable(rows, columns)
  return writeDatasetJson(rows, columns, { selection: JSON.parse(JSON.stringify(selection)) as JsonValue, sort })
}

function* listRows(read: ReadDb, { selection, sort }: DatasetFile): Generator<DatasetRow> {
  // Says so where one of them is none any more.
  if ('keys' in selection) listSelected(read, selection)
  const except = new Set('keys' in selection ? [] : selection.except)
  for (const row of iterateDatasets(read, selection, sort)) if (!except.has(row.urn)) yield toDatasetRow(row)
}

function* counting<T>(items: Iterable<T>, counted: { count: number }): Generator<T> {
  for (const item of items) {
    counted.count += 1
    yield item
  }
}

function toBytes(pieces: Iterable<string>): Uint8Array {
  const chunks: Uint8Array[] = []
  let held: string[] = []
  const flush = (): void => {
    chunks.push(Buffer.from(held.join('')))
    held = []
  }
  for (const piece of pieces) {
    held.push(piece)
    if (held.length === LINES_AT_ONCE) flush()
  }
  flush()
  return Buffer.concat(chunks)
}
