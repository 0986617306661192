import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillPage } from './paging.ts'

const MOST_BYTES = 256 * 1024
const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value), 'utf8')

/** Texts as sources may have them, control characters and lone halves of letters among them. */
const text = fc.string({
  unit: fc.oneof(fc.constantFrom('a', '"', '\\', '\n', 'é', '語', '😀', '\u0001', '\ud83d'), fc.string({ unit: 'grapheme' })),
})
const value = fc.oneof(text, fc.double(), fc.boolean(), fc.constant(null), fc.array(text, { maxLength: 3 }))
const item = fc.record({ name: text, value, inside: fc.dictionary(text, value, { maxKeys: 3 }), times: fc.integer({ min: 1, max: 4000 }) })

test('a page holds what fits and no more, the first item always', () => {
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 60 }), (rows) => {
      const page = fillPage(rows, 50, ({ times, ...rest }) => ({ ...rest, long: rest.name.repeat(times) }))
      const all = rows.slice(0, 50).map(({ times, ...rest }) => ({ ...rest, long: rest.name.repeat(times) }))
      expect(page.items).toEqual(all.slice(0, page.items.length))
      expect(page.items.length).toBeGreaterThan(0)
      if (page.items.length > 1) expect(bytesOf(page.items)).toBeLessThanOrEqual(MOST_BYTES)
      expect(page.isMore).toBe(page.items.length < rows.length)
      if (page.items.length < all.length) expect(bytesOf(all.slice(0, page.items.length + 1))).toBeGreaterThan(MOST_BYTES - 8 * 1024)
      expect(page.last).toBe(rows[page.items.length - 1])
    }),
    { numRuns: 300 },
  )
})
