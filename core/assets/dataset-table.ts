import { csvText } from '../csv-cell.ts'
import type { JsonValue } from '../json.ts'
import { writeItems } from '../terms/cell-list.ts'

/** What a list of datasets can show of each, as files of it name them. */
export const DATASET_COLUMNS = [
  'key',
  'name',
  'database',
  'schema',
  'relation',
  'platform',
  'resourceType',
  'status',
  'description',
  'ownerTeam',
  'steward',
  'domain',
  'tier',
  'classification',
  'tags',
  'sourceNames',
  'columnCount',
  'piiColumnCount',
  'checkCount',
  'failingCheckCount',
  'upstreamCount',
  'downstreamCount',
  'lastSuccessfulRunMs',
  'freshness',
  'rowCount',
  'sizeBytes',
  'hasConflict',
] as const
export type DatasetColumn = (typeof DATASET_COLUMNS)[number]

type DatasetOfTable = Readonly<Record<DatasetColumn, string | number | boolean | null | readonly string[]>>

/** Which dataset is meant: these stand in every file, so that an import finds it again. */
const IDENTITY = ['key', 'name', 'database', 'schema', 'relation'] as const satisfies readonly DatasetColumn[]

/** The columns of a file in its order, each once: which dataset it is, then what was chosen. */
const datasetFileColumns = (chosen: readonly DatasetColumn[]): readonly DatasetColumn[] => [...new Set([...IDENTITY, ...chosen])]

type Column = { readonly header: string; readonly write: (value: JsonValue) => string }

/** Where nobody looked, none said is not none there. */
const knownCount = (count: JsonValue): string => (count === 0 ? '' : textOf(count))
const yesOrNothing = (is: boolean): string => (is ? 'yes' : '')

/** Columns a table writes otherwise than they are called: with a word of their own, or as a person reads them. */
const IN_TABLE: Partial<Record<DatasetColumn, Column>> = {
  status: { header: 'isRetired', write: (status) => yesOrNothing(status === 'retired') },
  lastSuccessfulRunMs: { header: 'lastSuccessfulRun', write: (atMs) => (typeof atMs === 'number' ? new Date(atMs).toISOString() : '') },
  // A header “freshness” would be the source's own word for it.
  freshness: { header: 'isOnTime', write: (state) => (state === 'on_time' ? 'yes' : state === 'late' ? 'no' : '') },
  columnCount: { header: 'columnCount', write: knownCount },
  piiColumnCount: { header: 'piiColumnCount', write: knownCount },
  hasConflict: { header: 'hasConflict', write: (has) => yesOrNothing(has === true) },
}

const headerOf = (column: DatasetColumn): string => IN_TABLE[column]?.header ?? column

/** Headers of such a table that tell what the catalog file counts or finds out itself: no import takes them for a field. */
export const WORKED_OUT_HEADERS: readonly string[] = (
  [
    'status',
    'sourceNames',
    'columnCount',
    'piiColumnCount',
    'checkCount',
    'failingCheckCount',
    'upstreamCount',
    'downstreamCount',
    'freshness',
    'hasConflict',
  ] as const satisfies readonly DatasetColumn[]
).map(headerOf)

/** Datasets as a table (CSV) that the importer of dataset lists reads back, in pieces: the head, then one row each. */
export function* writeDatasetTable(rows: Iterable<DatasetOfTable>, chosen: readonly DatasetColumn[]): Generator<string> {
  const columns = datasetFileColumns(chosen)
  yield csvText([columns.map(headerOf)])
  for (const row of rows) yield csvText([columns.map((column) => (IN_TABLE[column]?.write ?? textOf)(row[column] as JsonValue))])
}

function textOf(value: JsonValue): string {
  if (value === null) return ''
  if (Array.isArray(value)) return writeItems(value as readonly string[])
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The same as JSON in pieces, one line each, with how the list was narrowed and sorted. */
export function* writeDatasetJson(
  rows: Iterable<DatasetOfTable>,
  chosen: readonly DatasetColumn[],
  list: { readonly [name: string]: JsonValue },
): Generator<string> {
  const columns = datasetFileColumns(chosen)
  const head = JSON.stringify({ schemaVersion: 1, ...list })
  yield `${head.slice(0, -1)},"datasets":[`
  let count = 0
  for (const row of rows) {
    yield `${count === 0 ? '' : ','}\n${JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column]])))}`
    count += 1
  }
  yield `\n],"count":${count}}\n`
}
