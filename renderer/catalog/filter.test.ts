import { expect, it } from 'vitest'
import { facetLabel, filterOf, filterWords, inOrder } from './filter.ts'

it('takes only what narrows from the address', () => {
  expect(filterOf({ text: '  ', domain: [], tier: ['gold'], by: 'name', dir: 'asc', sel: 'x' })).toEqual({ tier: ['gold'] })
  expect(filterOf({ text: ' orders ', gap: ['no_owner'] })).toEqual({ text: 'orders', gap: ['no_owner'] })
})

it('names each narrowing once', () => {
  const noName = () => undefined
  expect(filterWords({ text: 'orders', tier: ['gold', ''], gap: ['no_owner'] }, noName)).toEqual([
    'text “orders”',
    'dataset tier: Gold or No tier',
    'no owner',
  ])
  expect(filterWords({}, noName)).toEqual([])
  const names = new Map([['hand/p', 'Daily sales']])
  expect(filterWords({ product: ['hand/p', 'hand/gone'] }, (key) => names.get(key))).toEqual([
    'data product: Daily sales or one that is not known',
  ])
})

it('reads a schema or a tag as it is written, whatever it is called', () => {
  expect(facetLabel('tier', 'silver', 'silver')).toBe('Silver')
  expect(facetLabel('schema', 'silver', 'silver')).toBe('silver')
  expect(facetLabel('tag', 'late', 'late')).toBe('late')
  expect(facetLabel('freshness', 'late', 'late')).toBe('Late')
  expect(facetLabel('schema', '', '')).toBe('No schema')
})

it('keeps ranks in their order and "has none" last', () => {
  const values = ['', 'bronze', 'odd', 'gold'].map((value) => ({ value }))
  expect(inOrder('tier', values).map((one) => one.value)).toEqual(['gold', 'bronze', 'odd', ''])
  expect(inOrder('domain', values)).toBe(values)
})
