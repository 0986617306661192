import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { DatasetForReport } from '../reports/catalog-snapshot.ts'
import { coverageOf, MEASURES } from '../reports/coverage.ts'
import { coverageRows } from './coverage.ts'
import { DEFAULT_TARGETS } from './targets.ts'

const REPORT = { owned: 'owned', described: 'described', classified: 'classified', tested: 'tested', fresh: 'onTime' } as const
const anyDataset = fc.record({
  ownerTeam: fc.constantFrom(null, 'Sales'),
  isDescribed: fc.boolean(),
  classification: fc.constantFrom(null, 'public'),
  checkCount: fc.constantFrom(0, 2),
  freshness: fc.constantFrom('on_time' as const, 'late' as const, 'unknown' as const),
})

it('measures as the catalog report does', () => {
  fc.assert(
    fc.property(fc.array(anyDataset, { minLength: 1, maxLength: 40 }), (some) => {
      const datasets = some as unknown as DatasetForReport[]
      const count = (is: (dataset: DatasetForReport) => boolean): number => datasets.filter((dataset) => is(dataset)).length
      const fresh = (state: DatasetForReport['freshness']): number => count((dataset) => dataset.freshness === state)
      const rows = coverageRows(
        {
          datasets: datasets.length,
          gaps: {
            no_owner: count((dataset) => dataset.ownerTeam === null),
            not_described: count((dataset) => !dataset.isDescribed),
            not_classified: count((dataset) => dataset.classification === null),
            no_tests: count((dataset) => dataset.checkCount === 0),
          },
          problems: { failing_checks: 0, conflict: 0 },
          freshness: { on_time: fresh('on_time'), late: fresh('late'), unknown: fresh('unknown') },
          hasCheckResult: false,
          staleSources: null,
          leftOwners: null,
        },
        DEFAULT_TARGETS,
        [],
      )
      for (const { id, have, of, share } of rows) {
        const measure = MEASURES.find((known) => known.id === REPORT[id])
        if (measure === undefined) throw new Error(id)
        const isUntold = id === 'fresh' && fresh('unknown') === datasets.length
        expect({ id, have, of, share }).toEqual({
          id,
          ...(isUntold ? { have: null, of: datasets.length, share: null } : coverageOf(datasets, measure)),
        })
      }
    }),
  )
})
