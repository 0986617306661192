import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatAge,
  formatBytes,
  formatCount,
  formatDate,
  formatDay,
  formatInstant,
  formatJson,
  formatMoney,
  formatNumber,
  formatShare,
  formatShort,
  formatSpan,
  formatUtc,
  initials,
  middleCut,
  plural,
} from './format.ts'

// Wed 18 Nov 2026, 08:12 UTC
const nowMs = Date.UTC(2026, 10, 18, 8, 12)
const berlin = { nowMs, timeZone: 'Europe/Berlin' }

describe('numbers', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1241806, '1,241,806'],
    [-1530, '−1,530'],
  ])('formatCount(%d) is %s', (value, text) => {
    expect(formatCount(value)).toBe(text)
  })

  it.each([
    [9097857, '9,097,857'],
    [1.5, '1.5'],
    [-1234, '−1,234'],
    [-0.5, '−0.5'],
  ])('formatNumber(%d) is %s', (value, text) => {
    expect(formatNumber(value)).toBe(text)
  })

  it('formatCount agrees with the language’s own grouping', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(formatCount(value)).toBe(value.toLocaleString('en-GB').replace('-', '−'))
      }),
    )
  })

  it.each([
    [9999, '9,999'],
    [10_000, '10 k'],
    [12_345, '12.3 k'],
    [999_600, '1 M'],
    [1_241_806, '1.24 M'],
    [148_800_000, '149 M'],
    [2_000_000_000, '2 G'],
    [-45_600, '−45.6 k'],
  ])('formatShort(%d) is %s', (value, text) => {
    expect(formatShort(value)).toBe(text)
  })

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1_400_000, '1.4 MB'],
    [12_340_000_000, '12.3 GB'],
    [999_700, '1 MB'],
  ])('formatBytes(%d) is %s', (value, text) => {
    expect(formatBytes(value)).toBe(text)
  })

  it.each([
    [null, '—'],
    [0, '0.0%'],
    [0.772, '77.2%'],
    [1, '100.0%'],
    [0.9999, '99.9%'],
    [0.0001, '0.1%'],
  ])('formatShare(%s) is %s', (value, text) => {
    expect(formatShare(value)).toBe(text)
  })

  it.each([
    ['2216.35', 'USD 2,216.35'],
    ['2216.345', 'USD 2,216.35'],
    ['0.005', 'USD 0.01'],
    ['-0.001', 'USD 0.00'],
    ['-5542.83', 'USD −5,542.83'],
    ['9007199254740993.1', 'USD 9,007,199,254,740,993.10'],
    ['7', 'USD 7.00'],
  ])('formatMoney(%s) is %s', (value, text) => {
    expect(formatMoney(value, 'USD')).toBe(text)
  })

  it('formatMoney can drop the decimals', () => {
    expect(formatMoney('48912.5', 'EUR', 0)).toBe('EUR 48,913')
  })
})

describe('times', () => {
  it.each([
    [Date.UTC(2026, 10, 18, 5, 40), 'today 06:40'],
    [Date.UTC(2026, 10, 17, 16, 42), 'yesterday 17:42'],
    // 23:30 UTC is already the next day in Berlin.
    [Date.UTC(2026, 10, 16, 23, 30), 'yesterday 00:30'],
    [Date.UTC(2026, 10, 16, 16, 42), 'Mon 16 Nov, 17:42'],
    [Date.UTC(2026, 8, 3, 7, 5), '3 Sep, 09:05'],
    [Date.UTC(2025, 8, 3, 7, 5), '3 Sep 2025, 09:05'],
    [Date.UTC(2026, 10, 19, 8, 0), '19 Nov, 09:00'],
  ])('formatInstant(%d) is %s', (atMs, text) => {
    expect(formatInstant(atMs, berlin)).toBe(text)
  })

  it('dates follow the zone', () => {
    expect(formatDate(Date.UTC(2025, 11, 31, 23, 30), berlin)).toBe('1 Jan')
    expect(formatDate(Date.UTC(2025, 11, 31, 23, 30), { nowMs, timeZone: 'UTC' })).toBe('31 Dec 2025')
    expect(formatDay(Date.UTC(2025, 11, 31, 23, 30), berlin)).toBe('Thu 1 Jan')
    expect(formatUtc(Date.UTC(2026, 10, 18, 5, 4))).toBe('2026-11-18 05:04 UTC')
  })

  it.each([
    [35_000, '35 s'],
    [12 * 60_000, '12 min'],
    [9 * 3_600_000, '9 h'],
    [47 * 3_600_000, '47 h'],
    [17 * 86_400_000, '17 d'],
    [-5, '0 s'],
  ])('formatSpan(%d) is %s', (span, text) => {
    expect(formatSpan(span)).toBe(text)
  })

  it('ages below a minute are just now', () => {
    expect(formatAge(nowMs - 20_000, berlin)).toBe('just now')
    expect(formatAge(nowMs - 3_700_000, berlin)).toBe('1 h')
  })
})

describe('names', () => {
  it('cuts in the middle and never gets longer', () => {
    expect(middleCut('stg_shop_order_lines', 18)).toBe('stg_shop_…er_lines')
    expect(middleCut('short', 18)).toBe('short')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 40 }), (name, length) => {
        const cut = [...middleCut(name, length)]
        expect(cut.length).toBeLessThanOrEqual(Math.max(length, 0))
        expect(cut[0]).toBe([...name][0])
      }),
    )
  })

  it.each([
    ['Commerce Data', 'CD'],
    ['platform', 'PL'],
    ['ines.duarte@larkmoor.example', 'ID'],
    ['data-platform', 'DP'],
    ['x', 'X'],
    ['', ''],
  ])('initials(%s) is %s', (name, letters) => {
    expect(initials(name)).toBe(letters)
  })

  it('counts with nouns', () => {
    expect(plural(1, 'dataset')).toBe('1 dataset')
    expect(plural(1204, 'dataset')).toBe('1,204 datasets')
    expect(plural(2, 'entry', 'entries')).toBe('2 entries')
  })

  it('puts any value on one line', () => {
    expect(formatJson(null)).toBe('—')
    expect(formatJson(true)).toBe('yes')
    expect(formatJson(-2)).toBe('−2')
    expect(formatJson(['a', 1])).toBe('a, 1')
    expect(formatJson({ a: 1 })).toBe('{"a":1}')
  })
})
