import { describe, expect, it } from 'vitest'
import { coverageRows } from './coverage.ts'
import { DEFAULT_TARGETS } from './targets.ts'
import { type HomeCounts, tilesOf } from './tiles.ts'

const COUNTS: HomeCounts = {
  datasets: 10,
  gaps: { no_owner: 4, not_described: 0, not_classified: 10, no_tests: 2 },
  problems: { failing_checks: 1, conflict: 0 },
  freshness: { on_time: 5, late: 1, unknown: 4 },
  hasCheckResult: true,
  staleSources: 1,
  leftOwners: 0,
}

describe('tilesOf', () => {
  it('stands what is wrong now before what is not filled in, each with its list', () => {
    expect(tilesOf(COUNTS, []).map(({ id, count, list }) => [id, count, list])).toEqual([
      ['failing_checks', 1, { kind: 'datasets', filter: { problem: ['failing_checks'] } }],
      ['late', 1, { kind: 'datasets', filter: { freshness: ['late'] } }],
      ['conflict', 0, { kind: 'datasets', filter: { problem: ['conflict'] } }],
      ['stale_sources', 1, { kind: 'sources' }],
      ['left_owners', 0, { kind: 'owners' }],
      ['no_owner', 4, { kind: 'datasets', filter: { gap: ['no_owner'] } }],
      ['not_classified', 10, { kind: 'datasets', filter: { gap: ['not_classified'] } }],
      ['not_described', 0, { kind: 'datasets', filter: { gap: ['not_described'] } }],
    ])
  })

  it('narrows every list of datasets to a person, and leaves out what is nobody’s', () => {
    const tiles = tilesOf({ ...COUNTS, staleSources: null, leftOwners: null }, ['Ada'])
    expect(tiles.map(({ list }) => list?.kind === 'datasets' && list.filter.heldBy)).toEqual(Array(6).fill(['Ada']))
  })

  it.each([
    ['failing_checks', { hasCheckResult: false }, 'No result of a check is known.', null],
    [
      'late',
      { freshness: { on_time: 0, late: 0, unknown: 10 } },
      'No freshness result is known.',
      { kind: 'datasets', filter: { freshness: ['unknown'] } },
    ],
  ] as const)('%s cannot be told without a result, and says so', (id, change, sentence, list) => {
    const tile = tilesOf({ ...COUNTS, ...change }, []).find((one) => one.id === id)
    expect(tile).toMatchObject({ count: null, sentence, list })
  })

  it('says that of some it cannot be told whether they are late', () => {
    const sentence = (freshness: HomeCounts['freshness']) => tilesOf({ ...COUNTS, freshness }, [])[1]?.sentence
    expect(sentence(COUNTS.freshness)).toContain('can’t be told')
    expect(sentence({ on_time: 9, late: 1, unknown: 0 })).not.toContain('can’t be told')
  })
})

describe('coverageRows', () => {
  it.each([
    [50, true],
    [51, null],
    [90, null],
    [91, false],
  ])('of 5 on time, 1 late and 4 unknown, a target of %i%% is met: %s', (fresh, isMet) => {
    expect(coverageRows(COUNTS, { ...DEFAULT_TARGETS, fresh }, [])[4]).toMatchObject({ have: 5, of: 10, share: 0.5, unknown: 4, isMet })
  })

  it('tells nothing of an empty catalog', () => {
    const gaps = { no_owner: 0, not_described: 0, not_classified: 0, no_tests: 0 }
    const empty = { ...COUNTS, datasets: 0, gaps, freshness: { on_time: 0, late: 0, unknown: 0 } }
    for (const row of coverageRows(empty, DEFAULT_TARGETS, [])) expect(row).toMatchObject({ have: null, share: null, isMet: null })
  })
})
