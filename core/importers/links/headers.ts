import { hasNames, plainHeader, readColumns, type TableColumns } from '../table/cells.ts'

/** What a column of a list of links can be. */
export type LinkColumn = 'upstream' | 'downstream' | 'upstreamColumn' | 'downstreamColumn'
export type LinkColumns = TableColumns<LinkColumn>

/**
 * Names of these columns, in plain letters: what a list says of a link's ends, `upstream_table` and `from` alike. `source` and
 * `target` go before a whole name in the lineage tables of Databricks Unity Catalog (source_table_full_name, source_column_name).
 */
const ENDS: Readonly<Record<'upstream' | 'downstream', readonly string[]>> = {
  upstream: ['upstream', 'from', 'source', 'parent'],
  downstream: ['downstream', 'to', 'target', 'child'],
}
/** From what is surely a whole name to what may be a part of one: of several in one list the first here counts. */
const DATASET_WORDS = ['tablefullname', 'dataset', 'table', 'model', 'key', 'datasetname', 'tablename', 'name', '']
const COLUMN_WORDS = ['column', 'columnname', 'field', 'fieldname']

type Meaning = { readonly column: LinkColumn; readonly rank: number }
const COLUMN_OF: ReadonlyMap<string, Meaning> = new Map(
  (['upstream', 'downstream'] as const).flatMap((end) =>
    ENDS[end].flatMap((word): (readonly [string, Meaning])[] => [
      ...DATASET_WORDS.map((of, rank) => [`${word}${of}`, { column: end, rank }] as const),
      ...COLUMN_WORDS.map((of, rank) => [`${word}${of}`, { column: `${end}Column` as const, rank }] as const),
    ]),
  ),
)

/** Finds out what each header means. */
export function readLinkHeaders(headers: readonly string[]): LinkColumns {
  const best = new Map<LinkColumn, number>()
  for (const header of headers) {
    const found = COLUMN_OF.get(plainHeader(header))
    if (found !== undefined) best.set(found.column, Math.min(found.rank, best.get(found.column) ?? found.rank))
  }
  return readColumns(headers, (plain) => {
    const found = COLUMN_OF.get(plain)
    return found !== undefined && found.rank === best.get(found.column) ? found.column : undefined
  })
}

/** A list of links names both ends, and no column says the name of a thing. */
export function isLinkList(headers: readonly string[]): boolean {
  const columns = new Set(readLinkHeaders(headers).columns.values())
  return columns.has('upstream') && columns.has('downstream') && !hasNames(headers)
}
