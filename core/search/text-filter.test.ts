import { expect, test } from 'vitest'
import { textFilter } from './text-filter.ts'

const TEXTS = ['Sales of Ägypten', null, 'What is sold, and to whom.', 'Shop desk']

test.each([
  ['', true],
  ['  ', true],
  ['sales', true],
  ['ÄGYPT', true],
  // In any order, and from one text or several.
  ['egypt', false],
  ['ypten SALES', true],
  ['desk sold', true],
  ['desk\tsold\n', true],
  // Every piece, each inside one text.
  ['desk bought', false],
  ['whom.Shop', false],
])('“%s” fits: %s', (typed, fits) => {
  expect(textFilter(typed)(TEXTS)).toBe(fits)
})

test('nothing fits where there is no text, but nothing typed', () => {
  expect([textFilter('a')([]), textFilter('a')([null]), textFilter('')([])]).toEqual([false, false, true])
})
