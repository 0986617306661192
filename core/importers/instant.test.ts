import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseInstant } from './instant.ts'

it('reads what toISOString writes, with any fraction and zone', () => {
  const date = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  fc.assert(
    fc.property(date, (at) => {
      const text = at.toISOString()
      if (at.getUTCFullYear() < 100) return
      expect(parseInstant(text)).toBe(at.getTime())
      expect(parseInstant(text.replace('Z', '123Z'))).toBe(at.getTime())
      expect(parseInstant(text.replace('T', ' ').replace('Z', ''))).toBe(at.getTime())
      expect(parseInstant(text.replace('Z', '+05:30'))).toBe(at.getTime() - 19_800_000)
    }),
  )
})

it.each([
  ['2022-03-01T06:30:00.123456Z', 1646116200123],
  ['2022-03-01 06:30 UTC', 1646116200000],
  ['2022-03-01', 1646092800000],
  ['2022-03-01T06:30:00-0800', 1646145000000],
  ['2022-03-01T06:30:00+01', 1646112600000],
])('%s', (text, ms) => {
  expect(parseInstant(text)).toBe(ms)
})

it.each(['', 'yesterday', '2022-02-30', '2022-13-01', '2022-03-01T25:00:00Z', '1646116200', '2022-03-01T06:30:00.Z'])(
  '%s is none',
  (text) => {
    expect(parseInstant(text)).toBeNull()
  },
)
