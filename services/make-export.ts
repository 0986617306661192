import type { CostFilter } from '#contract/costs'
import type { DatasetFile } from '#contract/datasets'
import type { ChangeCounts, DatasetRow } from '#contract/shapes'
import { type TableKind, writeAssetTable } from '#core/assets/asset-table'
import { writeDatasetJson, writeDatasetTable } from '#core/assets/dataset-table'
import { writeCostTable } from '#core/costs/cost-table'
import type { JsonValue } from '#core/json'
import { writeChangeTable } from '#core/reconcile/change-table'
import type { GlossaryShape } from '#core/terms/term'
import { writeGlossary } from '#core/terms/write-glossary'
import { readBook } from '#db/book-file/info'
import type { ReadDb } from '#db/connection'
import { iterateDatasets } from '#db/datasets'
import { type MadeFile, writePieces } from '#io/made-files'
import { iterateCostRows, listCostHeaders } from './cost-entries.ts'
import { listSelected } from './datasets/plan-edit.ts'
import { toDatasetRow } from './datasets/rows.ts'
import { iterateFileDecisions, listFileSources, writeDecisions } from './decisions-file.ts'
import { type ChangesFilter, iterateImportChanges } from './import-changes.ts'
import { inSnapshot } from './snapshot.ts'
import { listTableRows } from './table-rows.ts'
import { listWrittenTerms } from './terms/written-terms.ts'

/** What is written as a file. JSON-shaped: it may cross a thread. */
export type ExportRequest =
  | { readonly what: 'costs'; readonly filter: CostFilter }
  | { readonly what: 'datasets'; readonly file: DatasetFile }
  | { readonly what: 'decisions' }
  | { readonly what: 'glossary'; readonly shape: GlossaryShape }
  | { readonly what: 'import-changes'; readonly importId: number; readonly filter: ChangesFilter; readonly counts: ChangeCounts }
  | { readonly what: 'table'; readonly kind: TableKind }

/** A file that was made, and how many things are in it. */
export type MadeExport = MadeFile & { readonly count: number }

/** Makes a file of the open book elsewhere: in a worker. Rejects with AppError not-found, disk-full. */
export type ExportMaker = (request: ExportRequest) => Promise<MadeExport>

type Written = Pick<MadeFile, 'fileName' | 'mediaType'> & { readonly pieces: Iterable<string> }
/** Counts what goes by. */
type Counting = <T>(items: Iterable<T>) => Iterable<T>

const CSV = 'text/csv'
const JSON_TEXT = 'application/json'
const TABLE_NAMES: Readonly<Record<TableKind, string>> = { domain: 'domains.csv', data_product: 'data-products.csv' }

/**
 * Writes one state of the book to a file at `path`. Grows with the book, so it runs in a worker; what is read goes into the
 * file piece by piece.
 * @throws AppError not-found for a ticked dataset that is none any more; disk-full
 */
export function makeExport(read: ReadDb, request: ExportRequest, path: string): MadeExport {
  return inSnapshot(read, () => {
    let count = 0
    const counting = function* counting<T>(items: Iterable<T>): Generator<T> {
      for (const item of items) {
        count += 1
        yield item
      }
    }
    const { fileName, mediaType, pieces } = writtenAs(read, request, counting)
    const written = writePieces({ path, fileName }, pieces)
    return { path, fileName, mediaType, ...written, count }
  })
}

function writtenAs(read: ReadDb, request: ExportRequest, counting: Counting): Written {
  switch (request.what) {
    case 'costs': {
      const pieces = writeCostTable(counting(iterateCostRows(read, request.filter)), listCostHeaders(read, request.filter))
      return { fileName: 'costs.csv', mediaType: CSV, pieces }
    }
    case 'datasets':
      return datasetsAs(read, request.file, counting)
    case 'decisions': {
      const pieces = writeDecisions(listFileSources(read), counting(iterateFileDecisions(read)))
      return { fileName: 'decisions.json', mediaType: JSON_TEXT, pieces }
    }
    case 'glossary': {
      const terms = [...counting(listWrittenTerms(read, request.shape))]
      const { text, ...file } = writeGlossary(terms, request.shape, readBook(read).name)
      return { ...file, pieces: [text] }
    }
    case 'import-changes': {
      const pieces = writeChangeTable(counting(iterateImportChanges(read, request.importId, request.filter, request.counts)))
      return { fileName: `import-${request.importId}-changes.csv`, mediaType: CSV, pieces }
    }
    case 'table': {
      const rows = [...counting(listTableRows(read, request.kind))]
      return { fileName: TABLE_NAMES[request.kind], mediaType: CSV, pieces: [writeAssetTable(request.kind, rows)] }
    }
  }
}

function datasetsAs(read: ReadDb, { columns, format, selection, sort }: DatasetFile, counting: Counting): Written {
  const rows = counting(listRows(read, { selection, sort }))
  const file = { fileName: `datasets.${format}` }
  if (format === 'csv') return { ...file, mediaType: CSV, pieces: writeDatasetTable(rows, columns) }
  const list = { selection: JSON.parse(JSON.stringify(selection)) as JsonValue, sort }
  return { ...file, mediaType: JSON_TEXT, pieces: writeDatasetJson(rows, columns, list) }
}

function* listRows(read: ReadDb, { selection, sort }: Pick<DatasetFile, 'selection' | 'sort'>): Generator<DatasetRow> {
  // Says so where one of them is none any more.
  if ('keys' in selection) listSelected(read, selection)
  const except = new Set('keys' in selection ? [] : selection.except)
  for (const row of iterateDatasets(read, selection, sort)) if (!except.has(row.urn)) yield toDatasetRow(row)
}
