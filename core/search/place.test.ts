import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Placed, searchPlace, UNRANKED_FROM, unrankedPlace } from './place.ts'

const dataset = (downstreamCount: number): Placed => ({ status: 'active', kind: 'dataset', downstreamCount })

it('puts what is there first, then datasets, then what many read', () => {
  const ordered = [
    searchPlace(9, dataset(40_000)),
    searchPlace(7, dataset(8)),
    searchPlace(8, dataset(15)),
    searchPlace(2, dataset(7)),
    searchPlace(1, dataset(0)),
    searchPlace(3, { status: 'active', kind: 'metric', downstreamCount: 900 }),
    searchPlace(4, { status: 'retired', kind: 'dataset', downstreamCount: 900 }),
    searchPlace(5, { status: 'retired', kind: 'owner', downstreamCount: 0 }),
    unrankedPlace(1),
    unrankedPlace(2),
  ]
  expect([...ordered].sort((a, b) => a - b)).toEqual(ordered)
})

const placed = fc.record({
  status: fc.constantFrom('active', 'retired'),
  kind: fc.constantFrom('dataset', 'tag'),
  downstreamCount: fc.nat(),
})

it('gives every asset a place of its own that a JavaScript number holds, before all without a rank', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 32 }), fc.integer({ min: 1, max: 2 ** 32 }), placed, placed, (a, b, x, y) => {
      const places = [searchPlace(a, x), searchPlace(b, y), unrankedPlace(a)]
      expect(places.every(Number.isSafeInteger)).toBe(true)
      expect(places[0]).toBeLessThan(UNRANKED_FROM)
      if (a !== b) expect(places[0]).not.toBe(places[1])
    }),
  )
})
