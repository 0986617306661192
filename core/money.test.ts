import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from './errors.ts'
import {
  addDecimals,
  addMoney,
  compareMoney,
  type Money,
  moneyFromColumns,
  moneyToDecimal,
  negateMoney,
  parseMoney,
  splitMoney,
  sumMoney,
  ZERO,
} from './money.ts'

/** An independent reading: numerator over a power of ten, built from digits alone. */
type Rational = { readonly top: bigint; readonly bottom: bigint }
const rational = (isNegative: boolean, whole: string, fraction: string, exponent: number): Rational => {
  const top = BigInt(`${whole}${fraction}`) * (isNegative ? -1n : 1n)
  const power = exponent - fraction.length
  return power >= 0 ? { top: top * 10n ** BigInt(power), bottom: 1n } : { top, bottom: 10n ** BigInt(-power) }
}
const ofMoney = (money: Money): Rational => ({ top: money.micros * 10n ** 6n + money.rest, bottom: 10n ** 12n })
const add = (a: Rational, b: Rational): Rational => ({ top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom })
const same = (a: Rational, b: Rational): boolean => a.top * b.bottom === b.top * a.bottom
const ofPlainText = (text: string): Rational => {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  return rational(text.startsWith('-'), whole, fraction, 0)
}

const outcomeOf = (text: string): 'read' | 'refused' | 'bug' => {
  try {
    parseMoney(text)
    return 'read'
  } catch (error) {
    return error instanceof AppError ? 'refused' : 'bug'
  }
}

const digits = (max: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{1,${max}}$`))
const smallest = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n })
const amount = smallest.map((value) => moneyFromColumns(0n, value))

describe('reading', () => {
  test.each([
    ['2216.35', 2216350000n, 0n, null],
    ['-0.000001', -1n, 0n, null],
    ['0.0000000000004', 0n, 0n, '0.0000000000004'],
    ['-1.2345678901234567', -1234567n, -890123n, '-0.0000000000004567'],
    ['+.5', 500000n, 0n, null],
    ['7.', 7000000n, 0n, null],
    [' 1e-7 ', 0n, 100000n, null],
    ['1.5E+3', 1500000000n, 0n, null],
    ['0e999999', 0n, 0n, null],
    ['-0', 0n, 0n, null],
  ])('%s', (text, micros, rest, remainder) => {
    expect(parseMoney(text)).toEqual({ money: { micros, rest }, remainder })
  })

  test.each([
    '',
    ' ',
    '.',
    '-',
    'e5',
    '1,234.56',
    '1.234,56',
    '1 000',
    "1'000",
    '1_000',
    '$5',
    '(5)',
    '5-',
    '0x10',
    'NaN',
    'Infinity',
    '1e',
    '1e1.5',
    '--1',
    '１',
  ])('refuses %j', (text) => {
    expect(() => parseMoney(text)).toThrow(AppError)
  })

  test.each(['1e30', '1e-500', '1e999999999999', '-10000000000000', '9'.repeat(300)])('refuses %s as outside what a book holds', (text) => {
    expect(() => parseMoney(text)).toThrow(AppError)
  })

  test('what it reads is the number in the text, to the last digit', () => {
    fc.assert(
      fc.property(fc.boolean(), digits(9), digits(30), fc.integer({ min: -20, max: 3 }), (isNegative, whole, fraction, exponent) => {
        const read = parseMoney(`${isNegative ? '-' : ''}${whole}.${fraction}e${exponent}`)
        const told = read.remainder === null ? ofMoney(read.money) : add(ofMoney(read.money), ofPlainText(read.remainder))
        expect(same(told, rational(isNegative, whole, fraction, exponent))).toBe(true)
      }),
    )
  })

  test('any text is read or refused with a sentence, never anything else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(outcomeOf(text)).not.toBe('bug')
      }),
    )
  })
})

describe('arithmetic', () => {
  test('text and back', () => {
    fc.assert(
      fc.property(amount, (money) => {
        const text = moneyToDecimal(money)
        expect(text).toMatch(/^(0|-?(?!0$)(0|[1-9]\d*)(\.\d*[1-9])?)$/)
        expect(same(ofPlainText(text), ofMoney(money))).toBe(true)
      }),
    )
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 21n), max: 10n ** 21n }), (value) => {
        const money = moneyFromColumns(0n, value)
        expect(parseMoney(moneyToDecimal(money))).toEqual({ money, remainder: null })
      }),
    )
  })

  test('both parts have one sign and the rest stays below a micro', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }), (micros, rest) => {
        const money = moneyFromColumns(micros, rest)
        expect(money.micros * money.rest >= 0n).toBe(true)
        expect(money.rest > -1_000_000n && money.rest < 1_000_000n).toBe(true)
        expect(same(ofMoney(money), { top: micros * 1_000_000n + rest, bottom: 10n ** 12n })).toBe(true)
      }),
    )
  })

  test('sums, signs and order agree with rationals', () => {
    fc.assert(
      fc.property(amount, amount, fc.array(amount), (a, b, more) => {
        expect(same(ofMoney(addMoney(a, b)), add(ofMoney(a), ofMoney(b)))).toBe(true)
        expect(addMoney(a, negateMoney(a))).toEqual(ZERO)
        const [left, right] = [ofMoney(a).top, ofMoney(b).top]
        expect(compareMoney(a, b)).toBe(left === right ? 0 : left < right ? -1 : 1)
        expect(
          same(
            ofMoney(sumMoney(more)),
            more.reduce((sum, item) => add(sum, ofMoney(item)), { top: 0n, bottom: 1n }),
          ),
        ).toBe(true)
      }),
    )
  })

  test('the largest amount fits a 64-bit column, and ten million rests add up in one', () => {
    const largest = parseMoney('9223372036854.775807999999').money
    expect(largest).toEqual({ micros: 2n ** 63n - 1n, rest: 999_999n })
    expect(largest.rest * 10_000_000n < 2n ** 63n).toBe(true)
    expect(() => parseMoney('9223372036854.775808')).toThrow('outside')
  })
})

describe('splitting', () => {
  test('a cent in three, by hand', () => {
    expect(splitMoney(parseMoney('0.01').money, [1n, 1n, 1n]).map(moneyToDecimal)).toEqual([
      '0.003333333334',
      '0.003333333333',
      '0.003333333333',
    ])
    expect(splitMoney(parseMoney('-10').money, [3n, 0n, 1n]).map(moneyToDecimal)).toEqual(['-7.5', '0', '-2.5'])
  })

  test('shares add up exactly and each is within one unit of its exact part', () => {
    const weights = fc
      .array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1, maxLength: 40 })
      .filter((list) => list.some((weight) => weight > 0n))
    fc.assert(
      fc.property(amount, weights, (money, list) => {
        const shares = splitMoney(money, list)
        const all = list.reduce((sum, weight) => sum + weight, 0n)
        expect(sumMoney(shares)).toEqual(money)
        shares.forEach((share, index) => {
          const distance = ofMoney(share).top * all - ofMoney(money).top * (list[index] ?? 0n)
          expect(distance < all && distance > -all).toBe(true)
        })
      }),
    )
  })

  test('no weights, only zeros and negative weights are mistakes of the caller', () => {
    for (const list of [[], [0n, 0n], [2n, -1n]]) expect(() => splitMoney(ZERO, list)).toThrow('weights')
  })
})

test('decimals of any length add up exactly', () => {
  expect(addDecimals()).toBe('0')
  expect(addDecimals('1', '-0.25')).toBe('0.75')
  expect(addDecimals('0.0000000000004', '-0.0000000000004')).toBe('0')
  fc.assert(
    fc.property(fc.array(amount), (amounts) => {
      expect(addDecimals(...amounts.map(moneyToDecimal))).toBe(moneyToDecimal(sumMoney(amounts)))
    }),
  )
})
