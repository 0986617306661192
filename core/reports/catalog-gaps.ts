import { findField } from '../assets/fields.ts'
import { formatCount, plural } from '../format.ts'
import { canonicalJson, type JsonValue } from '../json.ts'
import type { ConflictForReport, DatasetForReport } from './catalog-snapshot.ts'
import type { ReportBlock, ReportColumn } from './document.ts'
import { instantText } from './instant.ts'
import { compareText } from './order.ts'
import { table } from './table.ts'

/** One list of datasets that lack something. `missing` is null for a dataset that lacks nothing. */
type Gap = { readonly id: string; readonly title: string; readonly missing: (dataset: DatasetForReport) => string | null }

const GAPS: readonly Gap[] = [
  { id: 'no-owner', title: 'No owner team', missing: (dataset) => (dataset.ownerTeam === null ? 'owner team' : null) },
  { id: 'not-described', title: 'Not described', missing: (dataset) => (dataset.isDescribed ? null : 'description') },
  { id: 'not-classified', title: 'Not classified', missing: (dataset) => (dataset.classification === null ? 'classification' : null) },
  { id: 'no-tests', title: 'Not tested', missing: (dataset) => (dataset.checkCount === 0 ? 'checks' : null) },
  { id: 'late', title: 'Late', missing: (dataset) => (dataset.freshness === 'late' ? lateWords(dataset.maxLoadedAtMs) : null) },
  {
    id: 'freshness-unknown',
    title: 'Freshness cannot be told',
    missing: (dataset) => (dataset.freshness === 'unknown' ? 'a freshness result' : null),
  },
  { id: 'columns-not-described', title: 'Columns not described', missing: (dataset) => columnWords(dataset) },
  { id: 'no-domain', title: 'No domain', missing: (dataset) => (dataset.domain === null ? 'domain' : null) },
  { id: 'no-tier', title: 'No tier', missing: (dataset) => (dataset.tier === null ? 'tier' : null) },
]

const PLACE: readonly ReportColumn[] = [
  { name: 'dataset', label: 'Dataset', type: 'name' },
  { name: 'schema', label: 'Schema', type: 'name' },
]

/** One table per gap, each dataset named in every gap it has. Tables without rows stay: the gap was looked for. */
export function gapBlocks(active: readonly DatasetForReport[]): ReportBlock[] {
  const columns: ReportColumn[] = [
    ...PLACE,
    { name: 'owner', label: 'Owner team', type: 'text' },
    { name: 'missing', label: 'What is missing', type: 'text' },
  ]
  const tables = GAPS.map((gap) => {
    const rows = active.flatMap((dataset) => {
      const missing = gap.missing(dataset)
      return missing === null ? [] : [{ cells: [dataset.name, dataset.schema, dataset.ownerTeam, missing], key: dataset.key }]
    })
    return table(gap.id, gap.title, columns, rows)
  })
  return [
    { kind: 'text', text: 'One list per gap. A dataset stands in every list whose gap it has; retired datasets stand in none.' },
    ...tables,
  ]
}

/** One row per claim, so that nothing a source says is hidden. */
export function conflictBlocks(conflicts: readonly ConflictForReport[]): ReportBlock[] {
  const columns: ReportColumn[] = [
    ...PLACE,
    { name: 'column', label: 'Column', type: 'name' },
    { name: 'field', label: 'Field', type: 'text' },
    { name: 'source', label: 'Source', type: 'text' },
    { name: 'says', label: 'Says', type: 'text' },
  ]
  const ordered = [...conflicts].sort(
    (a, b) =>
      compareText(a.schema ?? '', b.schema ?? '') ||
      compareText(a.datasetName, b.datasetName) ||
      compareText(a.key, b.key) ||
      compareText(a.column ?? '', b.column ?? '') ||
      compareText(a.field, b.field),
  )
  const rows = ordered.flatMap((conflict) => {
    const field = findField(conflict.column === null ? 'dataset' : 'column', conflict.field)?.label ?? conflict.field
    const claims = conflict.claims.map((claim) => ({ source: claim.sourceName, says: claimText(claim.value) }))
    claims.sort((a, b) => compareText(a.source, b.source) || compareText(a.says, b.says))
    return claims.map(({ source, says }) => ({
      cells: [conflict.datasetName, conflict.schema, conflict.column, field, source, says],
      key: conflict.key,
    }))
  })
  const text =
    ordered.length === 0
      ? 'No two sources whose word counts the same disagree.'
      : `${plural(ordered.length, 'field')} on which sources whose word counts the same disagree, and nobody has decided. Setting the field by hand settles it; so does saying that the two are not the same dataset. One row for each thing said.`
  return [{ kind: 'text', text }, table('conflicts', 'Conflicts', columns, rows)]
}

function lateWords(maxLoadedAtMs: number | null): string {
  return maxLoadedAtMs === null ? 'data within the source’s limits' : `data newer than ${instantText(maxLoadedAtMs)}`
}

function columnWords(dataset: DatasetForReport): string | null {
  const without = dataset.columnCount - dataset.describedColumnCount
  return without <= 0 ? null : `descriptions of ${formatCount(without)} of ${plural(dataset.columnCount, 'column')}`
}

function claimText(value: JsonValue | null): string {
  if (value === null) return '(withheld: it carries values of data)'
  return typeof value === 'string' ? value : canonicalJson(value)
}
