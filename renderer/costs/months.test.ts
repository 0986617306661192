import { expect, test } from 'vitest'
import type { CostMonthRow } from '#contract/costs'
import { currenciesOf, monthColumns, pickCurrency, totalOf } from './months.ts'
import { centsWords, exactWords, groupWords, monthWords } from './words.ts'

const row = (month: string, currency = 'EUR', amount = '1', entryCount = 1): CostMonthRow => ({
  month,
  currency,
  amount,
  entryCount,
  isFull: true,
  components: [],
})

test('months stand without a gap, the newest two years of them', () => {
  expect(monthColumns([row('2026-02'), row('2025-11')]).map(({ month, row: of }) => [month, of !== null])).toEqual([
    ['2025-11', true],
    ['2025-12', false],
    ['2026-01', false],
    ['2026-02', true],
  ])
  const many = monthColumns([row('2020-01'), row('2026-03')])
  expect([many.length, many[0]?.month, many.at(-1)?.month]).toEqual([24, '2024-04', '2026-03'])
  expect(monthColumns([])).toEqual([])
})

test('one currency is shown: the one asked for, the catalog file’s, or the one with most entries', () => {
  const rows = [row('2026-01', 'USD', '1', 2), row('2026-01', 'EUR', '1', 3), row('2026-02', 'USD', '1', 2)]
  expect(currenciesOf(rows)).toEqual(['EUR', 'USD'])
  expect(pickCurrency(rows, 'EUR', 'USD')).toBe('EUR')
  expect(pickCurrency(rows, 'CHF', 'EUR')).toBe('EUR')
  expect(pickCurrency(rows, undefined, 'CHF')).toBe('USD')
  expect(pickCurrency([], undefined, undefined)).toBe('')
})

test('totals are exact', () => {
  expect(totalOf([row('2026-01', 'EUR', '0.000000000001', 4), row('2026-02', 'EUR', '9', 2)])).toEqual({
    amount: '9.000000000001',
    entryCount: 6,
  })
  expect(totalOf([])).toEqual({ amount: '0', entryCount: 0 })
})

test('amounts, months and groups in words', () => {
  expect(monthWords('2026-01')).toBe('January 2026')
  expect(['1234.5', '0', '0.004', '-0.004', '-3', '0.005'].map(centsWords)).toEqual([
    '1,234.50',
    '0.00',
    '< 0.01',
    '> −0.01',
    '−3.00',
    '0.01',
  ])
  expect(['1234.5', '-0.000000000001', '7'].map(exactWords)).toEqual(['1,234.50', '−0.000000000001', '7.00'])
  expect(groupWords('component', 'compute')).toBe('Compute')
  expect(groupWords('component', '')).toBe('No component said')
  expect(groupWords('pipeline', '')).toBe('No pipeline named')
  expect(groupWords('dataset', 'main.orders')).toBe('main.orders')
})
