import { expect, test } from 'vitest'
import { amountAxis, axisAmount } from './amount-axis.ts'

test.each([
  [0, '0'],
  [0.25, '0.25'],
  [-0.5, '−0.5'],
  [2.5, '2.5'],
  [0.30000000000000004, '0.3'],
  [750, '750'],
  [2500, '2,500'],
  [60_000, '60 k'],
  [-1_500_000, '−1.50 M'],
])('%d beside an axis is %s', (value, words) => {
  expect(axisAmount(value)).toBe(words)
})

test.each([
  ['what is charged alone', 0, 13_600, [0, 13_600 + 1400], [0, 5000, 10_000, 15_000]],
  ['a small credit beside it', -12, 13_600, [-12, 15_000], [0, 5000, 10_000, 15_000]],
  ['a large credit', -4, 5, [-6, 6], [-6, -3, 0, 3, 6]],
  ['credits alone', -0.9, 0, [-0.9, 0], [-0.9, -0.6, -0.3, 0]],
  ['cents', 0, 0.3, [0, 0.3], [0, 0.1, 0.2, 0.3]],
  ['nothing', 0, 0, [0, 1], [0]],
])('an axis for %s', (_, least, most, domain, ticks) => {
  const axis = amountAxis(least, most)
  expect(axis.ticks).toEqual(ticks)
  expect(axis.domain.map((end) => Number(end.toPrecision(12)))).toEqual(domain)
})
