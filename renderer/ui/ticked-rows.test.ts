import { expect, it } from 'vitest'
import { between, countTicked, EVERYTHING, isTicked, NOTHING, tick } from './ticked-rows.ts'

/** A page is 100 rows at first, then 200: these end in the middle of the third. */
const KEYS = Array.from({ length: 412 }, (_, index) => `row ${index}`)
const key = (index: number): string => KEYS[index] ?? ''
const tickedOf = (ticked: Parameters<typeof isTicked>[0]): number => KEYS.filter((one) => isTicked(ticked, one)).length

it('ticks a range over the borders of pages, from either end, and counts exactly', () => {
  const one = tick(NOTHING, key(98), [key(98)])
  const range = tick(one, key(301), between(KEYS, key(98), key(301)))
  expect([countTicked(range, KEYS.length), tickedOf(range)]).toEqual([204, 204])
  const back = tick(range, key(0), between(KEYS, key(301), key(0)))
  expect([countTicked(back, KEYS.length), tickedOf(back)]).toEqual([302, 302])
})

it('takes a range out of what is ticked', () => {
  const range = tick(NOTHING, key(120), between(KEYS, key(80), key(120)))
  const less = tick(range, key(110), between(KEYS, key(90), key(110)))
  expect([countTicked(less, KEYS.length), tickedOf(less)]).toEqual([20, 20])
})

it('ticks everything the list holds, fetched or not, but for what is unticked', () => {
  expect(countTicked(EVERYTHING, 100_000)).toBe(100_000)
  const less = tick(EVERYTHING, key(101), between(KEYS, key(99), key(101)))
  expect([countTicked(less, 100_000), isTicked(less, 'a row of a page that is not there yet')]).toEqual([99_997, true])
  const again = tick(less, key(100), [key(100)])
  expect([countTicked(again, 100_000), isTicked(again, key(100)), isTicked(again, key(99))]).toEqual([99_998, true, false])
})

it('ticks one row where the one before is not in the list any more', () => {
  expect(between(KEYS, 'gone', key(7))).toEqual([key(7)])
  expect(between(KEYS, undefined, key(7))).toEqual([key(7)])
})
