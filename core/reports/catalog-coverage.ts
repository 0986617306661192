import { DatasetTier } from '../assets/kinds.ts'
import { plural } from '../format.ts'
import type { DatasetForReport } from './catalog-snapshot.ts'
import { columnCoverage, type Coverage, coverageOf, MEASURES, type Measure } from './coverage.ts'
import type { ReportBlock, ReportColumn, ReportTable } from './document.ts'
import { groupBy } from './order.ts'
import { table } from './table.ts'

/** Coverage over all active datasets, by domain and by tier. */
export function coverageBlocks(active: readonly DatasetForReport[]): ReportBlock[] {
  const blocks: ReportBlock[] = [
    {
      kind: 'text',
      text: 'Each share is of the active datasets in scope. Fresh has three answers: on time, late, and cannot tell where no freshness result is known. A dataset of which it cannot be told is not counted as on time.',
    },
    overallTable(active),
  ]
  const withoutColumns = active.filter((dataset) => dataset.columnCount === 0).length
  if (withoutColumns > 0) {
    const text = `No source names the columns of ${plural(withoutColumns, 'dataset')}. Whether these columns are described cannot be told; they are not in the count of columns.`
    blocks.push({ kind: 'text', text })
  }
  const byDomain = groupBy(active, (dataset) => dataset.domain).map(([domain, group]) => [domain ?? '(no domain)', group] as const)
  return [...blocks, ...groupedTables('domain', 'Domain', byDomain), ...groupedTables('tier', 'Tier', byTier(active))]
}

function overallTable(active: readonly DatasetForReport[]): ReportTable {
  const columns: ReportColumn[] = [
    { name: 'measure', label: 'Measure', type: 'text' },
    { name: 'counted', label: 'What is counted', type: 'text' },
    { name: 'have', label: 'Counted', type: 'count' },
    { name: 'of', label: 'Of', type: 'count' },
    { name: 'share', label: 'Share', type: 'share' },
  ]
  const row = (label: string, counted: string, { have, of, share }: Coverage) => ({ cells: [label, counted, have, of, share] })
  return table('coverage-overall', 'Coverage of all active datasets', columns, [
    ...MEASURES.map((measure) => row(measure.label, measure.counted, coverageOf(active, measure))),
    row('Columns described', 'columns with a description, of the columns that any source names', columnCoverage(active)),
  ])
}

type Group = readonly [name: string, datasets: readonly DatasetForReport[]]

/** Gold, silver, bronze, then other words, then those without one. */
function byTier(active: readonly DatasetForReport[]): Group[] {
  const rank = (tier: string | null): number => {
    const index = DatasetTier.options.findIndex((option) => option === tier)
    return tier === null ? Number.POSITIVE_INFINITY : index === -1 ? DatasetTier.options.length : index
  }
  const groups = groupBy(active, (dataset) => dataset.tier)
  return groups.sort(([a], [b]) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b))).map(([tier, group]) => [tier ?? '(no tier)', group])
}

/** The same groups twice: as shares to compare, and as the counts behind them. */
function groupedTables(id: string, label: string, groups: readonly Group[]): ReportTable[] {
  const first: ReportColumn[] = [
    { name: id, label, type: 'text' },
    { name: 'datasets', label: 'Datasets', type: 'count' },
  ]
  const shares: ReportColumn[] = [
    ...MEASURES.map((measure): ReportColumn => ({ name: measure.id, label: shortLabel(measure), type: 'share' })),
    { name: 'columnsDescribed', label: 'Columns described', type: 'share' },
  ]
  const counts: ReportColumn[] = [
    ...MEASURES.map((measure): ReportColumn => ({ name: measure.id, label: shortLabel(measure), type: 'count' })),
    { name: 'columns', label: 'Columns', type: 'count' },
    { name: 'columnsDescribed', label: 'Columns described', type: 'count' },
  ]
  const lower = label.toLowerCase()
  return [
    table(
      `coverage-by-${id}`,
      `Coverage by ${lower}`,
      [...first, ...shares],
      groups.map(([name, group]) => ({
        cells: [name, group.length, ...MEASURES.map((measure) => coverageOf(group, measure).share), columnCoverage(group).share],
      })),
    ),
    table(
      `counts-by-${id}`,
      `The counts behind it, by ${lower}`,
      [...first, ...counts],
      groups.map(([name, group]) => {
        const columns = columnCoverage(group)
        const have = MEASURES.map((measure) => coverageOf(group, measure).have)
        return { cells: [name, group.length, ...have, columns.of, columns.have] }
      }),
    ),
  ]
}

/** In a column's head there is no room for "Fresh: ". */
function shortLabel(measure: Measure): string {
  const label = measure.label.replace('Fresh: ', '')
  return label.charAt(0).toUpperCase() + label.slice(1)
}
