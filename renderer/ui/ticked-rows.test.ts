import { expect, it } from 'vitest'
import { add, addLate, countTicked, EVERYTHING, isTicked, type Kept, NOTHING, ofList, placeOf, setAll, tick } from './ticked-rows.ts'

/** A page is 100 rows at first, then 200: these end in the middle of the third. */
const KEYS = Array.from({ length: 412 }, (_, index) => `row ${index}`)
const key = (index: number): string => KEYS[index] ?? ''
const between = (from: number, to: number): string[] => KEYS.slice(Math.min(from, to), Math.max(from, to) + 1)
const tickedOf = (ticked: Parameters<typeof isTicked>[0]): number => KEYS.filter((one) => isTicked(ticked, one)).length

it('ticks a range over the borders of pages, from either end, and counts exactly', () => {
  const one = tick(NOTHING, key(98), [key(98)])
  const range = tick(one, key(301), between(98, 301))
  expect([countTicked(range, KEYS.length), tickedOf(range)]).toEqual([204, 204])
  const back = tick(range, key(0), between(301, 0))
  expect([countTicked(back, KEYS.length), tickedOf(back)]).toEqual([302, 302])
})

it('takes a range out of what is ticked', () => {
  const range = tick(NOTHING, key(120), between(80, 120))
  const less = tick(range, key(110), between(90, 110))
  expect([countTicked(less, KEYS.length), tickedOf(less)]).toEqual([20, 20])
})

it('ticks everything the list holds, fetched or not, but for what is unticked', () => {
  expect(countTicked(EVERYTHING, 100_000)).toBe(100_000)
  const less = tick(EVERYTHING, key(101), between(99, 101))
  expect([countTicked(less, 100_000), isTicked(less, 'a row of a page that is not there yet')]).toEqual([99_997, true])
  const again = tick(less, key(100), [key(100)])
  expect([countTicked(again, 100_000), isTicked(again, key(100)), isTicked(again, key(99))]).toEqual([99_998, true, false])
})

it('finds where a row stands by its key, past rows that are not there', () => {
  const there = (index: number): string | undefined => (index > 99 && index < 300 ? undefined : KEYS[index])
  expect(placeOf(key(301), KEYS.length, there)).toBe(301)
  expect(placeOf(key(150), KEYS.length, there)).toBe(-1)
  expect(placeOf('gone', KEYS.length, there)).toBe(-1)
  expect(placeOf(undefined, KEYS.length, there)).toBe(-1)
})

it('drops a range that comes after all was ticked or cleared, or ticks were set in another list', () => {
  const begun: Kept = { list: 'a', ticked: tick(NOTHING, key(3), [key(3)]), turn: 0 }
  const late = (now: Kept): Kept => addLate(now, begun, key(9), between(3, 9))
  expect(tickedOf(late(begun).ticked)).toBe(7)

  const cleared = setAll(begun, 'a', NOTHING)
  expect(late(cleared)).toBe(cleared)
  const all = setAll(begun, 'a', EVERYTHING)
  expect(late(all)).toBe(all)

  const elsewhere = setAll(begun, 'b', EVERYTHING)
  expect(late(elsewhere)).toBe(elsewhere)
  const back = setAll(elsewhere, 'a', NOTHING)
  expect(late(back)).toBe(back)
  expect(ofList(elsewhere, 'a').ticked).toBe(NOTHING)
})

it('adds a range to single ticks that were set meanwhile, and begins one in a list where nothing was ticked yet', () => {
  const begun: Kept = { list: 'a', ticked: tick(NOTHING, key(3), [key(3)]), turn: 0 }
  const one = add(begun, key(20), [key(20)])
  expect(tickedOf(addLate(one, begun, key(9), between(3, 9)).ticked)).toBe(8)
  expect(addLate(begun, ofList(begun, 'b'), key(1), [key(1)])).toMatchObject({ list: 'b', ticked: { keys: new Set([key(1)]) } })
})
