import { expect, it } from 'vitest'
import { filterOf, filterWords, inOrder } from './filter.ts'

it('takes only what narrows from the address', () => {
  expect(filterOf({ text: '  ', domain: [], tier: ['gold'], by: 'name', dir: 'asc', sel: 'x' })).toEqual({ tier: ['gold'] })
  expect(filterOf({ text: ' orders ', gap: ['no_owner'] })).toEqual({ text: 'orders', gap: ['no_owner'] })
})

it('names each narrowing once', () => {
  expect(filterWords({ text: 'orders', tier: ['gold', ''], gap: ['no_owner'] })).toEqual([
    'text “orders”',
    'tier: Gold or No tier',
    'no owner',
  ])
  expect(filterWords({})).toEqual([])
})

it('keeps ranks in their order and "has none" last', () => {
  const values = ['', 'bronze', 'odd', 'gold'].map((value) => ({ value }))
  expect(inOrder('tier', values).map((one) => one.value)).toEqual(['gold', 'bronze', 'odd', ''])
  expect(inOrder('domain', values)).toBe(values)
})
