import { coverage, MEASURES } from '../reports/coverage.ts'
import { COVERAGE_IDS, type CoverageId, type CoverageTargets } from './targets.ts'
import type { HomeCounts, ListFilter } from './tiles.ts'

/** One thing a dataset should have, and how many do. `have` and `share` null: it cannot be told. */
export type CoverageRow = {
  id: CoverageId
  label: string
  /** What is counted, in words. */
  counted: string
  have: number | null
  of: number
  share: number | null
  /** A share, as `share` is. */
  target: number
  /** Datasets of which it cannot be told. */
  unknown: number
  /** null: it cannot be told, as those of which it cannot be told would decide it. */
  isMet: boolean | null
  /** The datasets that are not counted, list by list; together with `have` they are all. */
  gaps: { label: string; count: number; filter: ListFilter }[]
}

/** The measures of the catalog report, by our names. */
const MEASURE_OF: Readonly<Record<CoverageId, string>> = {
  owned: 'owned',
  described: 'described',
  classified: 'classified',
  tested: 'tested',
  fresh: 'onTime',
}

/**
 * Coverage as the catalog report has it, from counts. As there, a dataset of which it cannot be told whether it is on time is
 * not counted as fresh; where that is so of all of them, the share is not known. A target is met when the share reaches it, and
 * missed when it would not be reached even if all of which it cannot be told were on time.
 * @param heldBy names the datasets are narrowed to; empty = all of them
 */
export function coverageRows(counts: HomeCounts, targets: CoverageTargets, heldBy: readonly string[]): CoverageRow[] {
  return COVERAGE_IDS.map((id) => {
    const measure = MEASURES.find((known) => known.id === MEASURE_OF[id])
    const gaps = gapsOf(id, counts).map((gap) => (heldBy.length === 0 ? gap : { ...gap, filter: { ...gap.filter, heldBy: [...heldBy] } }))
    const isKnown = counts.datasets > 0 && (id !== 'fresh' || counts.freshness.unknown < counts.datasets)
    const { have, of, share } = coverage(counts.datasets - gaps.reduce((sum, gap) => sum + gap.count, 0), counts.datasets)
    const target = targets[id] / 100
    const unknown = id === 'fresh' ? counts.freshness.unknown : 0
    const isReached = (count: number): boolean => count >= target * of
    return {
      id,
      label: id === 'fresh' ? 'Fresh' : (measure?.label ?? id),
      counted: measure?.counted ?? '',
      have: isKnown ? have : null,
      of,
      share: isKnown ? share : null,
      target,
      unknown,
      isMet: !isKnown ? null : isReached(have) ? true : isReached(have + unknown) ? null : false,
      gaps,
    }
  })
}

function gapsOf(id: CoverageId, { gaps, freshness }: HomeCounts): CoverageRow['gaps'] {
  switch (id) {
    case 'owned':
      return [{ label: 'no owner', count: gaps.no_owner, filter: { gap: ['no_owner'] } }]
    case 'described':
      return [{ label: 'not described', count: gaps.not_described, filter: { gap: ['not_described'] } }]
    case 'classified':
      return [{ label: 'not classified', count: gaps.not_classified, filter: { gap: ['not_classified'] } }]
    case 'tested':
      return [{ label: 'no tests', count: gaps.no_tests, filter: { gap: ['no_tests'] } }]
    case 'fresh':
      return [
        { label: 'late', count: freshness.late, filter: { freshness: ['late'] } },
        { label: 'cannot tell', count: freshness.unknown, filter: { freshness: ['unknown'] } },
      ]
  }
}
