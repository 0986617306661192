import type { JsonValue } from './json.ts'

/**
 * How numbers, dates and names read, on screen and on the command line alike. Pure: the clock and the time zone
 * are arguments, so the same input gives the same text everywhere. English, as the screens are.
 */

/** Stands wherever nothing is known; the reason goes beside it. */
export const DASH = '—'
const MINUS = '−'
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Where and when the reader is. `timeZone` is an IANA name such as `Europe/Berlin`. */
export type Clock = { readonly nowMs: number; readonly timeZone: string }

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

function signed(isNegative: boolean, text: string): string {
  return isNegative ? MINUS + text : text
}

/** A whole number with thousands separators: 1241806 is "1,241,806". Fractions are rounded. */
export function formatCount(value: number): string {
  const whole = Math.round(value)
  return signed(whole < 0, group(String(Math.abs(whole))))
}

/** A number to the last figure, whole ones in groups: "9,097,857", "1.5". */
export function formatNumber(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : formatJson(value)
}

/** A number in little room: exact below 10,000, then three figures: 1241806 is "1.24 M". Show the exact one beside it. */
export function formatShort(value: number): string {
  const size = Math.abs(value)
  if (size < 10_000) return formatCount(value)
  const units = [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const
  for (const [index, [unit, letter]] of units.entries()) {
    if (size < unit) continue
    const figures = threeFigures(size / unit)
    // 999,600 rounds up to the next unit: "1 M", not "1000 k".
    const bigger = units[index - 1]
    if (figures === '1000' && bigger !== undefined) return `${signed(value < 0, '1')} ${bigger[1]}`
    return `${signed(value < 0, figures)} ${letter}`
  }
  return formatCount(value)
}

function threeFigures(value: number): string {
  const places = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
  return value.toFixed(places).replace(/\.0+$/, '')
}

/** Bytes in decimal units: 1400000 is "1.4 MB". */
export function formatBytes(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${formatCount(sizeBytes)} B`
  const units = ['kB', 'MB', 'GB', 'TB', 'PB'] as const
  let value = sizeBytes
  let unit: string = 'B'
  for (const next of units) {
    if (value < 999.5) break
    value /= 1000
    unit = next
  }
  return `${threeFigures(value).replace(/(\.\d)0$/, '$1')} ${unit}`
}

/** A fraction as a percentage with one decimal: 0.772 is "77.2%"; null (cannot tell) is a dash. Never rounds up to 100%. */
export function formatShare(share: number | null): string {
  if (share === null) return DASH
  const tenths = Math.round(share * 1000)
  // 99.96% is not all of it, 0.04% is not none.
  if (tenths >= 1000 && share < 1) return '99.9%'
  if (tenths <= 0 && share > 0) return '0.1%'
  return `${signed(tenths < 0, (Math.abs(tenths) / 10).toFixed(1))}%`
}

/**
 * Money from its decimal text, rounded half away from zero on the text itself: no float touches it.
 * @param currency '' where it stands elsewhere, in the head of a column say
 * @param places decimals to show
 */
export function formatMoney(amount: string, currency: string, places = 2): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount)
  if (match === null) return `${currency} ${amount}`.trimStart()
  const fraction = match[3] ?? ''
  const kept = BigInt((match[2] ?? '0') + fraction.slice(0, places).padEnd(places, '0'))
  const rounded = kept + ((fraction[places] ?? '0') >= '5' ? 1n : 0n)
  const digits = String(rounded).padStart(places + 1, '0')
  const whole = group(digits.slice(0, digits.length - places))
  const text = places === 0 ? whole : `${whole}.${digits.slice(-places)}`
  return `${currency} ${signed(match[1] === '-' && rounded !== 0n, text)}`.trimStart()
}

type DateParts = { year: number; month: number; day: number; weekday: string; time: string }

const formatters = new Map<string, Intl.DateTimeFormat>()

function partsOf(atMs: number, timeZone: string): DateParts {
  let formatter = formatters.get(timeZone)
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    formatters.set(timeZone, formatter)
  }
  const found = new Map(formatter.formatToParts(atMs).map((part) => [part.type, part.value]))
  return {
    year: Number(found.get('year')),
    month: Number(found.get('month')),
    day: Number(found.get('day')),
    weekday: found.get('weekday') ?? '',
    time: `${found.get('hour') ?? '00'}:${found.get('minute') ?? '00'}`,
  }
}

const dayNumber = (parts: DateParts): number => Date.UTC(parts.year, parts.month - 1, parts.day) / DAY

/** A date: "3 Sep" this year, "3 Sep 2025" in others. */
export function formatDate(atMs: number, clock: Clock): string {
  const at = partsOf(atMs, clock.timeZone)
  const day = `${at.day} ${MONTHS[at.month - 1] ?? ''}`
  return at.year === partsOf(clock.nowMs, clock.timeZone).year ? day : `${day} ${at.year}`
}

/** A date with its weekday: "Wed 18 Nov". */
export function formatDay(atMs: number, clock: Clock): string {
  return `${partsOf(atMs, clock.timeZone).weekday} ${formatDate(atMs, clock)}`
}

/** A date and time as a person would say it: "today 06:40", "yesterday 17:42", "Mon 16 Nov, 17:42", "3 Sep 2025, 09:05". */
export function formatInstant(atMs: number, clock: Clock): string {
  const at = partsOf(atMs, clock.timeZone)
  const daysAgo = dayNumber(partsOf(clock.nowMs, clock.timeZone)) - dayNumber(at)
  if (daysAgo === 0) return `today ${at.time}`
  if (daysAgo === 1) return `yesterday ${at.time}`
  const weekday = daysAgo > 1 && daysAgo < 7 ? `${at.weekday} ` : ''
  return `${weekday}${formatDate(atMs, clock)}, ${at.time}`
}

/** The same instant for the tooltip, for comparing and for files: "2026-11-18 05:04 UTC". */
export function formatUtc(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** A length of time in its one biggest unit: "35 s", "12 min", "9 h", "17 d". */
export function formatSpan(spanMs: number): string {
  const span = Math.max(0, spanMs)
  if (span < MINUTE) return `${Math.floor(span / 1000)} s`
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`
  if (span < 2 * DAY) return `${Math.floor(span / HOUR)} h`
  return `${formatCount(Math.floor(span / DAY))} d`
}

/** How long ago: "just now" below a minute, then as formatSpan. */
export function formatAge(atMs: number, clock: Clock): string {
  const age = clock.nowMs - atMs
  return age < MINUTE ? 'just now' : formatSpan(age)
}

/** A count with its noun: "1 dataset", "1,204 datasets". `many` defaults to `one` + s. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** Cuts a name in the middle, where names differ least: "stg_shop_o…r_lines". Counts characters, not code units. */
export function middleCut(name: string, length: number): string {
  const characters = [...name]
  if (characters.length <= length || length < 3) return name
  const tail = Math.floor((length - 1) / 2)
  const head = length - 1 - tail
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - tail).join('')}`
}

/** Two letters for a team or person: "Commerce Data" is "CD", "platform" is "PL". */
export function initials(name: string): string {
  const words = name.split(/[\s@._\-/]+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => [...word][0] ?? '') : [...(words[0] ?? '')].slice(0, 2)
  return letters.join('').toUpperCase()
}

/** Any JSON value as one line of text, for change lists and exports. Text stays as it is, objects are JSON. */
export function formatJson(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return DASH
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return String(value).replace('-', MINUS)
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)) {
    return value.map((item: JsonValue) => formatJson(item)).join(', ')
  }
  return JSON.stringify(value)
}
