import { AppError } from '#core/errors'
import type { JsonObject, JsonValue } from '#core/json'
import type { ImportFile, Importer, Inspection, IntakeEntry, IntakeItem, IntakeSummary } from '../intake.ts'
import { isComplete } from '../is-complete.ts'
import { ItemBatch } from '../item-batch.ts'
import { Cells, faultOfNames, lacking, type RowsOf } from '../table/cells.ts'
import { readTable, rowNumberOf, type TableRow } from '../table/rows.ts'
import { Tally } from '../tally.ts'
import { type LinkColumn, type LinkColumns, readLinkHeaders } from './headers.ts'
import { type LinkedDataset, type LinkRow, LinkTable, type RepeatedRow } from './link-table.ts'

/**
 * Lists of links: a row names the dataset a link comes from and the one it leads to, and where it is between columns, both of
 * them. CSV, a JSON list or JSON lines, by hand or as the lineage tables of a warehouse hold them.
 */
export const linksImporter: Importer = { format: 'links', inspect, read }

const KIND = 'link'

async function inspect(files: readonly ImportFile[]): Promise<Inspection> {
  if (files.length === 0) throw new AppError('invalid-input', 'No files were given.')
  const left = new Set<string>()
  for (const file of files) {
    for await (const { table } of readLinkRows(file)) {
      for (const header of table.kept) left.add(header)
      break
    }
  }
  return {
    format: 'links',
    sourceName: null,
    target: null,
    files: files.map(({ name }) => ({ name, artifact: 'links', version: null, generatedAtMs: null })),
    remarks: left.size === 0 ? [] : [`A link has no field for these columns; what stands in them is left: ${[...left].join(', ')}.`],
  }
}

/**
 * `options.complete`, true: the files hold all links of their source, so that missing ones are retired; else they only add.
 * Every dataset that is named is told, so that links lead to it whatever other sources call it.
 */
async function* read(files: readonly ImportFile[], options: JsonObject): AsyncGenerator<readonly IntakeItem[], IntakeSummary> {
  if (files.length === 0) throw new AppError('invalid-input', 'No files were given.')
  const links = new LinkTable()
  const tallies: Tally[] = []
  const read: number[] = []
  for (const [fileIndex, file] of files.entries()) {
    const tally = new Tally()
    tallies.push(tally)
    read.push(0)
    const told = new Set<string>()
    for await (const { table, rows, left } of readLinkRows(file)) {
      tally.leftColumns(left)
      reportLeft(table, told, tally)
      for (const row of rows) {
        const link = readRow(row, table, tally)
        if (link === null) continue
        links.add(link, fileIndex)
        read[fileIndex] = (read[fileIndex] ?? 0) + 1
      }
    }
  }
  const linksAre = isComplete(options) ? 'all' : 'more'
  const batch = new ItemBatch()
  for (const dataset of links.datasets()) {
    for (const repeat of dataset.repeats) {
      read[repeat.fileIndex] = (read[repeat.fileIndex] ?? 0) - 1
      leaveRepeat(repeat, tallies[repeat.fileIndex])
    }
    const entry = toEntry(dataset, linksAre)
    batch.add(entry, dataset.columnLinks.length * BYTES_OF_LINK)
    if (batch.isFull) yield batch.take()
  }
  if (!batch.isEmpty) yield batch.take()
  return {
    files: tallies.map((tally, index) => {
      tally.took(KIND, read[index])
      return tally.receipt({ name: files[index]?.name ?? '', artifact: 'links', version: null, generatedAtMs: null })
    }),
    covers: [{ part: 'links', names: { kind: linksAre === 'all' ? 'all' : 'none' } }],
  }
}

/** Roughly, in memory. */
const BYTES_OF_LINK = 100

type LinkRows = RowsOf<LinkColumns>

/**
 * Rows of a JSON list name their own cells, and a row that lacks an end does not name it: only the whole file tells whether
 * there is a column for it.
 * @throws AppError bad-file where a column for one of the ends is missing
 */
async function* readLinkRows(file: ImportFile): AsyncGenerator<LinkRows, void> {
  const names = new Set<string>()
  let table = readLinkHeaders([])
  for await (const { headers, rows, left } of readTable(file)) {
    const known = names.size
    for (const name of headers ?? rows.flatMap((row) => [...row.cells.keys()])) names.add(name)
    if (names.size > known) table = readLinkHeaders([...names])
    if (names.size === 0 && rows.length === 0) continue
    if (headers !== null) checkEnds(file, table)
    yield { table, rows, left }
  }
  checkEnds(file, table)
}

function checkEnds(file: ImportFile, { columns, kept }: LinkColumns): void {
  const found = new Set(columns.values())
  for (const column of ['upstream', 'downstream'] as const)
    if (!found.has(column)) throw lacking(file, 'list of links', column, [...columns.keys(), ...kept])
}

function reportLeft(table: LinkColumns, told: Set<string>, tally: Tally): void {
  for (const header of table.kept) {
    if (told.has(header)) continue
    told.add(header)
    tally.notUnderstood(`column ${header}`, 'a link has no such field')
  }
}

/** null where the row is left, which the tally then says. */
function readRow(row: TableRow, table: LinkColumns, tally: Tally): LinkRow | null {
  tally.found(KIND)
  const cells = new Cells(row, table, tally)
  const [upstream, downstream] = [cells.text('upstream'), cells.text('downstream')]
  const [upstreamColumn, downstreamColumn] = [cells.text('upstreamColumn'), cells.text('downstreamColumn')]
  const hasBoth = upstreamColumn !== null && downstreamColumn !== null
  const isToItself = upstream === downstream && (!hasBoth || upstreamColumn === downstreamColumn)
  const fault =
    row.fault ??
    faultOf({ upstream, downstream, upstreamColumn, downstreamColumn }) ??
    (isToItself ? 'the link leads to where it comes from' : null)
  if (fault !== null || upstream === null || downstream === null) {
    tally.left(KIND, row.position, fault ?? '')
    return null
  }
  if (!hasBoth && upstreamColumn !== downstreamColumn)
    tally.notUnderstood(row.position, 'names a column at one end only; it is taken as a link between the datasets')
  const columns = hasBoth ? { upstream: upstreamColumn, downstream: downstreamColumn } : null
  return { upstream, downstream, columns, rowNumber: rowNumberOf(row) }
}

type Ends = Readonly<Record<LinkColumn, string | null>>

function faultOf(ends: Ends): string | null {
  if (ends.upstream === null) return 'the row names no dataset upstream'
  if (ends.downstream === null) return 'the row names no dataset downstream'
  return faultOfNames(Object.values(ends))
}

function leaveRepeat({ rowNumber, firstRowNumber }: RepeatedRow, tally: Tally | undefined): void {
  const where = firstRowNumber === null ? 'in a file before' : `in row ${firstRowNumber}`
  tally?.left(KIND, `row ${rowNumber}`, `the link is told twice, first ${where}`)
}

function toEntry({ name, upstream, columnLinks, first }: LinkedDataset, linksAre: 'all' | 'more'): IntakeEntry {
  const saysAll = linksAre === 'all'
  return {
    kind: 'entry',
    name,
    assetKind: 'dataset',
    // Rows are counted; a dataset they name is in none of the lines.
    receiptKind: null,
    fileIndex: first.fileIndex,
    part: 'links',
    fields: fieldsOf(name),
    columns: null,
    upstream: saysAll || upstream.length > 0 ? upstream : null,
    ...(saysAll || columnLinks.length > 0 ? { columnLinks } : {}),
    linksAre,
    check: null,
    sql: null,
    extras: {},
    carriesValues: [],
    position: `row ${first.rowNumber}`,
  }
}

/** dbt's unique ids have dots too. */
const UNIQUE_ID = /^(model|seed|snapshot|source|analysis)\./

/** What a name says of its dataset, by which other sources may know it: `database.schema.name`, `schema.name`. */
function fieldsOf(text: string): Readonly<Record<string, JsonValue>> {
  const parts = text.replaceAll(/["`[\]]/g, '').split('.')
  const [name, schema, database] = parts.toReversed()
  if (UNIQUE_ID.test(text) || parts.includes('') || parts.length > 3 || name === undefined || schema === undefined) return { name: text }
  return database === undefined ? { name, schema } : { name, schema, database, relation: parts.join('.') }
}
