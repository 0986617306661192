import type { CatalogSnapshot, DatasetForReport } from './catalog-snapshot.ts'
import { coverageBlocks } from './catalog-coverage.ts'
import { conflictBlocks, gapBlocks } from './catalog-gaps.ts'
import type { Cell, Report, ReportBlock, ReportColumn } from './document.ts'
import { compareText, groupBy } from './order.ts'
import { table } from './table.ts'

/** How the report is listed. */
export const CATALOG_REPORT = {
  name: 'catalog',
  title: 'Catalog report',
  summary: 'What exists, how much of it is owned, described, classified, tested and fresh, and the lists of gaps and conflicts.',
} as const

/**
 * The catalog report: what exists, how much of it is owned, described, classified, tested and fresh, what is
 * missing where, and what sources disagree on. A pure function: the same snapshot gives the same report, whatever
 * the order of its lists.
 * Shares are of the active datasets in scope; "cannot tell" stands beside them and never counts as fine.
 */
export function buildCatalogReport(snapshot: CatalogSnapshot): Report {
  const datasets = [...snapshot.datasets].sort(byPlace)
  const active = datasets.filter((dataset) => !dataset.isRetired)
  return {
    schemaVersion: 1,
    name: CATALOG_REPORT.name,
    title: CATALOG_REPORT.title,
    head: {
      bookName: snapshot.bookName,
      asOfMs: snapshot.asOfMs,
      scope: snapshot.filterWords.length === 0 ? 'all datasets' : snapshot.filterWords.join('; '),
      population: active.length,
      populationOf: 'active datasets',
      sources: [...snapshot.sources].sort((a, b) => compareText(a.name, b.name) || a.importId - b.importId),
      rulePacks: [...snapshot.rulePacks].sort((a, b) => compareText(a.id, b.id)),
      headHash: snapshot.headHash,
    },
    sections: [
      { id: 'exists', title: 'What exists', blocks: existsBlocks(snapshot, datasets, active) },
      { id: 'coverage', title: 'Coverage', blocks: coverageBlocks(active) },
      { id: 'gaps', title: 'What is missing', blocks: gapBlocks(active) },
      { id: 'conflicts', title: 'Conflicts to settle', blocks: conflictBlocks(snapshot.conflicts) },
    ],
  }
}

/** By schema, then name, then key; those without a schema first. */
function byPlace(a: DatasetForReport, b: DatasetForReport): number {
  return compareText(a.schema ?? '', b.schema ?? '') || compareText(a.name, b.name) || compareText(a.key, b.key)
}

function existsBlocks(snapshot: CatalogSnapshot, all: readonly DatasetForReport[], active: readonly DatasetForReport[]): ReportBlock[] {
  const figure = (id: string, label: string, value: number, note: string) => ({ id, label, value, of: null, note })
  const sum = (count: (dataset: DatasetForReport) => number): number => active.reduce((total, dataset) => total + count(dataset), 0)
  return [
    {
      kind: 'figures',
      items: [
        figure('active', 'Active datasets', active.length, 'In a source now, or set up by hand.'),
        figure(
          'retired',
          'Retired datasets',
          all.length - active.length,
          'No longer in the source. Counted here and in the tables of this section only.',
        ),
        figure(
          'columns',
          'Columns',
          sum((dataset) => dataset.columnCount),
          'Of active datasets, as far as any source names them.',
        ),
        figure(
          'checks',
          'Checks',
          sum((dataset) => dataset.checkCount),
          'Attached to active datasets.',
        ),
        figure('sources', 'Sources', snapshot.sources.length, 'Listed at the head of this report.'),
      ],
    },
    countTable(
      'by-resource-type',
      'By resource type',
      [{ name: 'resourceType', label: 'Resource type', type: 'text' }],
      groupBy(all, (dataset) => dataset.resourceType).map(([type, group]) => [[type ?? '(not said)'], group]),
    ),
    countTable(
      'by-schema',
      'By platform and schema',
      [
        { name: 'platform', label: 'Platform', type: 'text' },
        { name: 'schema', label: 'Schema', type: 'text' },
      ],
      groupBy(all, (dataset) => dataset.platform).flatMap(([platform, onPlatform]) =>
        groupBy(onPlatform, (dataset) => dataset.schema).map(
          ([schema, group]) => [[platform ?? '(not said)', schema ?? '(no schema)'], group] as const,
        ),
      ),
    ),
    countTable('by-source', 'By source', [{ name: 'source', label: 'Source', type: 'text' }], bySource(all)),
    {
      kind: 'text',
      text: 'A dataset that two sources tell of is counted under both, so the sources can add up to more than there are datasets.',
    },
  ]
}

type CountRow = readonly [cells: readonly Cell[], datasets: readonly DatasetForReport[]]

function countTable(id: string, title: string, columns: readonly ReportColumn[], rows: readonly CountRow[]): ReportBlock {
  const counts: ReportColumn[] = [
    { name: 'active', label: 'Active', type: 'count' },
    { name: 'retired', label: 'Retired', type: 'count' },
  ]
  return table(
    id,
    title,
    [...columns, ...counts],
    rows.map(([cells, datasets]) => {
      const retired = datasets.filter((dataset) => dataset.isRetired).length
      return { cells: [...cells, datasets.length - retired, retired] }
    }),
  )
}

function bySource(datasets: readonly DatasetForReport[]): CountRow[] {
  const told = datasets.flatMap((dataset) => {
    const sources: (string | null)[] = dataset.sourceNames.length === 0 ? [null] : [...new Set(dataset.sourceNames)]
    return sources.map((source) => ({ source, dataset }))
  })
  return groupBy(told, (item) => item.source).map(([source, items]) => [[source ?? '(no source)'], items.map((item) => item.dataset)])
}
