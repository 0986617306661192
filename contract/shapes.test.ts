import { expect, test } from 'vitest'
import { DEFAULT_TARGETS } from '#core/home/targets'
import { book } from './book.ts'
import { settings } from './settings.ts'

test('only a currency there is can be kept, and what a catalog file holds already can be read', () => {
  const kept = (currency: string): boolean[] => [
    settings.set.input.safeParse({ currency }).success,
    book.create.input.safeParse({ pickId: 'p', name: 'Shop', currency }).success,
  ]
  for (const currency of ['USD', 'EUR', 'JPY']) expect(kept(currency)).toEqual([true, true])
  for (const currency of ['ZZZ', 'EURO', 'eur', '']) expect(kept(currency)).toEqual([false, false])
  const old = { bookName: 'Shop', currency: 'ZZZ', keepOriginalUpToMb: 0, staleAfterDays: 30, coverageTargets: DEFAULT_TARGETS }
  expect(settings.get.output.safeParse({ settings: old, rulePacks: [] }).success).toBe(true)
  expect(settings.set.input.parse({ staleAfterDays: 7 })).toEqual({ staleAfterDays: 7 })
})
