import { expect, it } from 'vitest'
import type { HomeCoverage, HomeTile } from '#contract/home'
import { runFixture } from '../program-fixture.ts'

const BOOK = ['--book', 'shop.stewardbook']
const NOON = Date.UTC(2026, 2, 1, 12)

const tile = (more: Partial<HomeTile>): HomeTile => ({
  id: 'late',
  label: 'Late',
  count: 0,
  unit: 'dataset',
  sentence: 'Older than the source allows.',
  list: { kind: 'datasets', filter: { freshness: ['late'], heldBy: ['Ines Duarte'] } },
  ...more,
})
const owned: HomeCoverage = {
  id: 'owned',
  label: 'Owned',
  counted: '',
  have: 2,
  of: 3,
  share: 2 / 3,
  target: 0.9,
  unknown: 0,
  isMet: false,
  gaps: [],
}
const changes = { added: 2, changed: 0, removed: 1, unchanged: 0, conflicts: 0 }
const asked: unknown[] = []
const handlers = {
  home: {
    today: (input: unknown) => {
      asked.push(input)
      return {
        scope: 'mine' as const,
        datasets: 3,
        mine: { name: 'Ines Duarte', datasets: 3 },
        tiles: [tile({ count: 2 }), tile({ id: 'failing_checks', label: 'Failing checks', count: null, list: null })],
        coverage: [owned],
        sources: {
          items: [{ sourceId: 1, name: 'shop', isStale: true, staleAfterDays: 30, canRefresh: true, lastImport: null }],
          total: 1,
        },
      }
    },
    since: () => ({
      sinceMs: NOON,
      items: [
        { kind: 'decide' as const, atMs: NOON + 1000, author: 'Ada', count: 2, groupIds: [4] },
        { kind: 'import' as const, atMs: NOON, author: 'Bo', importId: 7, sourceName: 'shop', changes, isUndone: true },
        { kind: 'mapping' as const, atMs: NOON, author: 'Ada', source: { sourceId: 1, name: 'shop' }, mapped: 2 },
        {
          kind: 'settings' as const,
          atMs: NOON,
          author: 'Ada',
          source: null,
          changes: [
            { name: 'currency' as const, value: 'CHF' },
            { name: 'staleAfterDays' as const, value: 1 },
            { name: 'coverageTargets' as const, value: null },
          ],
        },
        {
          kind: 'settings' as const,
          atMs: NOON,
          author: 'Ada',
          source: { sourceId: 1, name: 'shop' },
          changes: [{ name: 'importOptions' as const, value: null }],
        },
      ],
      failing: { items: [{ key: 'c', name: 'unique_id', datasetKey: 'd', datasetName: 'orders', schema: 'core' }], total: 1 },
      hidden: 1,
    }),
  },
}

it('prints what Home shows, each number with the call that lists its rows', async () => {
  const { out, code } = await runFixture([...BOOK, 'today', '--mine'], { handlers })
  expect(code).toBe(0)
  expect(asked).toEqual([{ scope: 'mine' }])
  const lines = out.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | ').trim())
  expect(lines).toEqual([
    '3 datasets of Ines Duarte',
    '',
    'WAITS | WHAT | WHY | LISTED BY',
    '| 2 | Late | Older than the source allows. | list datasets --freshness late --held-by "Ines Duarte"',
    '| - | Failing checks | Older than the source allows. | -',
    '',
    'COVERAGE | SHARE | HAVE | OF | TARGET',
    'Owned | 66.6% | 2 | 3 | 90% | missed',
    '',
    'Since 2026-03-01T12:00:00Z, when your last visit ended:',
    'WHEN | BY | WHAT',
    '2026-03-01T12:00:01Z | Ada | set 2 values',
    '2026-03-01T12:00:00Z | Bo | import 7 of shop: 2 added, 0 changed, 1 removed, 0 unchanged, undone since',
    '2026-03-01T12:00:00Z | Ada | changed the meta keys of shop: 2 mapped',
    '2026-03-01T12:00:00Z | Ada | changed settings: currency CHF, stale after 1 day, coverage targets',
    '2026-03-01T12:00:00Z | Ada | changed settings of shop: import options',
    'and 1 older journal entry',
    'Checks that did not fail before:',
    'CHECK | OF',
    'unique_id | core.orders',
    '',
    'SOURCE | LAST IMPORT',
    'shop | - | stale: not found up to date for more than 30 days',
    '',
  ])
})

it('is one document with --json', async () => {
  const { out } = await runFixture([...BOOK, 'today', '--json'], { handlers })
  expect(JSON.parse(out)).toMatchObject({
    schemaVersion: 1,
    scope: 'mine',
    coverage: [{ id: 'owned' }],
    since: { sinceMs: NOON, hidden: 1 },
  })
})
