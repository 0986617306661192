import { expect, test } from 'vitest'
import { NO_WINDOW, usageWindowWords } from './usage-window.ts'

test.each([
  [{ from: '2026-06-01', to: '2026-06-30' }, 'counted from 2026-06-01 to 2026-06-30'],
  [{ from: '2026-06-01', to: '2026-06-30', days: 30 }, 'counted from 2026-06-01 to 2026-06-30'],
  [{ to: '2026-06-30', days: 30 }, 'counted over the 30 days to 2026-06-30'],
  [{ from: '2026-06-01', days: 1 }, 'counted over 1 day from 2026-06-01'],
  [{ days: 30 }, 'counted over 30 days'],
  [{ from: '2026-06-01' }, 'counted since 2026-06-01'],
  [{ to: '2026-06-30' }, 'counted until 2026-06-30'],
  [{}, NO_WINDOW],
])('%j is said as %s', (usageWindow, words) => {
  expect(usageWindowWords({ usageWindow })).toBe(words)
})

test('a source that says nothing of it is said to', () => {
  expect(usageWindowWords({})).toBe(NO_WINDOW)
})
