import type { DatasetForReport } from './catalog-snapshot.ts'

/** How many of how many. share null: there is nothing to count, so it cannot be told. */
export type Coverage = { readonly have: number; readonly of: number; readonly share: number | null }

/** One thing a dataset can have. */
export type Measure = {
  readonly id: string
  readonly label: string
  readonly counted: string
  readonly has: (dataset: DatasetForReport) => boolean
}

/**
 * What the catalog report covers. The three answers of fresh always stand together: a share on time alone would
 * show what cannot be told as not fresh.
 */
export const MEASURES: readonly Measure[] = [
  { id: 'owned', label: 'Owned', counted: 'datasets with an owner team', has: (dataset) => dataset.ownerTeam !== null },
  { id: 'described', label: 'Described', counted: 'datasets with a description', has: (dataset) => dataset.isDescribed },
  { id: 'classified', label: 'Classified', counted: 'datasets with a classification', has: (dataset) => dataset.classification !== null },
  { id: 'tested', label: 'Tested', counted: 'datasets with at least one check attached', has: (dataset) => dataset.checkCount > 0 },
  {
    id: 'onTime',
    label: 'Fresh: on time',
    counted: 'datasets whose newest freshness result is within the source’s limits',
    has: (dataset) => dataset.freshness === 'on_time',
  },
  {
    id: 'late',
    label: 'Fresh: late',
    counted: 'datasets whose newest freshness result is past the source’s limits',
    has: (dataset) => dataset.freshness === 'late',
  },
  {
    id: 'freshnessUnknown',
    label: 'Fresh: cannot tell',
    counted: 'datasets without a freshness result',
    has: (dataset) => dataset.freshness === 'unknown',
  },
]

export function coverageOf(datasets: readonly DatasetForReport[], measure: Measure): Coverage {
  return coverage(datasets.filter((dataset) => measure.has(dataset)).length, datasets.length)
}

/** Columns with a description among the columns that any source names. */
export function columnCoverage(datasets: readonly DatasetForReport[]): Coverage {
  const sum = (count: (dataset: DatasetForReport) => number): number => datasets.reduce((total, dataset) => total + count(dataset), 0)
  return coverage(
    sum((dataset) => dataset.describedColumnCount),
    sum((dataset) => dataset.columnCount),
  )
}

/** Of nothing no share can be told. */
export function coverage(have: number, of: number): Coverage {
  return { have, of, share: of === 0 ? null : have / of }
}
