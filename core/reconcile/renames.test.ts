import { expect, test } from 'vitest'
import { areTooManyPairs, offerRenames } from './renames.ts'

const columns = ['id', 'email', 'created_at', 'amount', 'status']

test('offers a dataset that came with the columns of one that went', () => {
  expect(
    offerRenames(
      [{ key: 'a', name: 'orders', columns }],
      [
        { key: 'b', name: 'fct_orders', columns: columns.map((name) => name.toUpperCase()) },
        { key: 'c', name: 'customers', columns: ['id', 'email', 'name', 'country'] },
      ],
    ),
  ).toEqual([{ from: 'a', fromName: 'orders', to: 'b', toName: 'fct_orders', sameColumns: 5, allColumns: 5 }])
})

test('offers the same name in another place, even without columns', () => {
  expect(offerRenames([{ key: 'a', name: 'orders', columns: [] }], [{ key: 'b', name: 'Orders', columns: [] }])).toHaveLength(1)
})

test('two columns in common prove nothing', () => {
  expect(
    offerRenames([{ key: 'a', name: 'x', columns: ['id', 'created_at'] }], [{ key: 'b', name: 'y', columns: ['id', 'created_at'] }]),
  ).toEqual([])
})

test('offers each dataset once, the best pair first', () => {
  const offers = offerRenames(
    [
      { key: 'a1', name: 'one', columns },
      { key: 'a2', name: 'two', columns },
    ],
    [
      { key: 'b1', name: 'two', columns },
      { key: 'b2', name: 'three', columns },
    ],
  )
  expect(offers.map((offer) => [offer.from, offer.to])).toEqual([
    ['a2', 'b1'],
    ['a1', 'b2'],
  ])
})

test('compares up to a quarter of a million pairs, and says where there are more', () => {
  const many = (side: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({ key: `${side}${index}`, name: `t${index}`, columns: [] }))
  expect(areTooManyPairs(many('a', 500), many('b', 500))).toBe(false)
  expect(offerRenames(many('a', 500), many('b', 500))).toHaveLength(500)
  expect(areTooManyPairs(many('a', 500), many('b', 501))).toBe(true)
  expect(offerRenames(many('a', 500), many('b', 501))).toEqual([])
})
