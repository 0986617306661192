import { AppError } from './errors.ts'

/**
 * Exact decimal money: `micros` (millionths of the unit) plus `rest` (millionths of a micro), so twelve decimals
 * are exact. Both carry the amount's sign and `rest` stays below one micro. The two parts are the two INTEGER
 * columns a book stores; the `rest` of ten million rows still adds up within 64 bits.
 */
export type Money = { readonly micros: bigint; readonly rest: bigint }

/** What a text says: the amount to twelve decimals, and exactly what lies beyond them (null: nothing). */
export type ParsedMoney = {
  readonly money: Money
  /** Decimal text, e.g. "0.0000000000004"; `money` plus this is the number in the text, to the last digit. */
  readonly remainder: string | null
}

export const ZERO: Money = { micros: 0n, rest: 0n }

const MICRO = 1_000_000n
const DECIMALS = 12
/** What a signed 64-bit column holds: amounts amounts below about 9.2 × 10^12. */
const MAX_MICROS = 2n ** 63n - 1n
const MAX_TEXT = 200
const MAX_EXPONENT = 400
const DECIMAL = /^([+-]?)(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?$/

/**
 * Reads a plain decimal: optional sign, digits with at most one point, optional exponent; spaces around it are ignored.
 * Thousands separators, decimal commas, brackets and currency signs are refused, not guessed.
 * @throws AppError invalid-input when the text is no such number or is too large for a book
 */
export function parseMoney(text: string): ParsedMoney {
  const trimmed = text.trim()
  const match = trimmed.length <= MAX_TEXT ? DECIMAL.exec(trimmed) : null
  if (match === null) {
    throw new AppError('invalid-input', `“${shorten(trimmed)}” is not a plain decimal number such as 1234.56.`, { text: shorten(trimmed) })
  }
  const [whole = '', fraction = ''] = (match[2] ?? '').split('.')
  const exponent = Number(match[3] ?? '0')
  const digits = BigInt(whole + fraction)
  if (digits === 0n) return { money: ZERO, remainder: null }
  if (Math.abs(exponent) > MAX_EXPONENT) throw tooLarge(trimmed)
  const units = match[1] === '-' ? -digits : digits
  return fromScaled(units, fraction.length - exponent, trimmed)
}

/** Splits `units` × 10^-scale at the twelfth decimal. */
function fromScaled(units: bigint, scale: number, text: string): ParsedMoney {
  const beyond = scale - DECIMALS
  const smallest = beyond > 0 ? units / 10n ** BigInt(beyond) : units * 10n ** BigInt(-beyond)
  const money = fromSmallest(smallest)
  if (money.micros > MAX_MICROS || money.micros < -MAX_MICROS) throw tooLarge(text)
  const left = beyond > 0 ? units - smallest * 10n ** BigInt(beyond) : 0n
  return { money, remainder: left === 0n ? null : decimalText(left, scale) }
}

/**
 * The amount as plain decimal text, exact and as short as possible: "2216.35", "-0.5", "0".
 * This is the form money has everywhere outside the database.
 */
export function moneyToDecimal(money: Money): string {
  return decimalText(toSmallest(money), DECIMALS)
}

/** Brings any two column values (two SUMs, say) into the form both parts have the same sign in. */
export function moneyFromColumns(micros: bigint, rest: bigint): Money {
  return fromSmallest(micros * MICRO + rest)
}

export function addMoney(a: Money, b: Money): Money {
  return fromSmallest(toSmallest(a) + toSmallest(b))
}

export function sumMoney(amounts: Iterable<Money>): Money {
  let sum = 0n
  for (const amount of amounts) sum += toSmallest(amount)
  return fromSmallest(sum)
}

export function negateMoney(money: Money): Money {
  return { micros: -money.micros, rest: -money.rest }
}

/** Negative when `a` is less than `b`, 0 when equal, positive when more: for sort(). */
export function compareMoney(a: Money, b: Money): -1 | 0 | 1 {
  const difference = toSmallest(a) - toSmallest(b)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** Which part of a whole an amount is, as a number for showing; null where the whole is nothing or less. */
export function shareOf(part: Money, whole: Money): number | null {
  const all = toSmallest(whole)
  return all <= 0n ? null : Number((toSmallest(part) * SHARE_STEPS) / all) / Number(SHARE_STEPS)
}
/** Shares are exact to this many steps. */
const SHARE_STEPS = 1_000_000_000n

/**
 * Splits an amount by weights so that the shares add up to it exactly (largest remainder, at the twelfth decimal).
 * Equal remainders go to the earlier share, so the same input always gives the same shares.
 * @param weights whole numbers of any unit (bytes, seconds), none negative, at least one above zero
 */
export function splitMoney(money: Money, weights: readonly bigint[]): Money[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0n)
  if (all <= 0n || weights.some((weight) => weight < 0n)) throw new Error('weights must be zero or more, and not all zero')
  const amount = toSmallest(money)
  const sign = amount < 0n ? -1n : 1n
  const size = amount * sign
  const shares = weights.map((weight, index) => ({ index, units: (size * weight) / all, remainder: (size * weight) % all }))
  let left = size - shares.reduce((sum, share) => sum + share.units, 0n)
  const byRemainder = [...shares].sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
  for (const share of byRemainder) {
    if (left === 0n) break
    share.units += 1n
    left -= 1n
  }
  return shares.map((share) => fromSmallest(share.units * sign))
}

function toSmallest(money: Money): bigint {
  return money.micros * MICRO + money.rest
}

function fromSmallest(smallest: bigint): Money {
  return { micros: smallest / MICRO, rest: smallest % MICRO }
}

/** `units` × 10^-scale in plain digits, without trailing zeros or "-0". A negative scale appends zeros. */
function decimalText(units: bigint, scale: number): string {
  const sign = units < 0n ? '-' : ''
  const digits = String(units < 0n ? -units : units)
  if (scale <= 0) return sign + (units === 0n ? '0' : digits + '0'.repeat(-scale))
  const padded = digits.padStart(scale + 1, '0')
  const whole = padded.slice(0, padded.length - scale)
  const fraction = padded.slice(padded.length - scale).replace(/0+$/, '')
  return sign + (fraction === '' ? whole : `${whole}.${fraction}`)
}

/** Adds plain decimal texts exactly, however many decimals they have: what lies beyond the decimals of money, say. */
export function addDecimals(...texts: readonly string[]): string {
  const fractionOf = (text: string): string => text.split('.')[1] ?? ''
  const scale = Math.max(0, ...texts.map((text) => fractionOf(text).length))
  let units = 0n
  for (const text of texts) units += BigInt(text.replace('.', '') + '0'.repeat(scale - fractionOf(text).length))
  return decimalText(units, scale)
}

function tooLarge(text: string): AppError {
  return new AppError('invalid-input', `“${shorten(text)}” is outside the amounts a catalog file can hold.`, { text: shorten(text) })
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
