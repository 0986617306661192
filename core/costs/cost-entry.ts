import { parseInstant } from '../importers/instant.ts'
import type { Money } from '../money.ts'

/**
 * What a cost is for: the parts of the methodology's cost allocation template, and `other` for what is none of them.
 * Where a file does not say, an entry has none.
 */
export const COST_COMPONENTS = ['compute', 'storage', 'egress', 'other'] as const
export type CostComponent = (typeof COST_COMPONENTS)[number]

/**
 * What was charged for some time: one row of a bill. The charge period is what FOCUS calls so
 * (https://focus.finops.org, ChargePeriodStart inclusive, ChargePeriodEnd exclusive), ms UTC.
 */
export type CostEntry = {
  readonly chargePeriodStartMs: number
  readonly chargePeriodEndMs: number
  /** Names as the bill writes them. */
  readonly pipelineName: string | null
  readonly datasetName: string | null
  readonly component: CostComponent | null
  readonly amount: Money
  /** The amount as the file writes it. */
  readonly amountText: string
  /** ISO 4217. */
  readonly currency: string
  readonly description: string | null
}

export type ChargePeriod = { readonly startMs: number; readonly endMs: number }

const MONTH = /^(\d{4})-(\d{2})$/
const DAY_MS = 86_400_000

/**
 * The day or month a text names: `2026-01-31`, `2026-01`, or an instant, which counts for its day in UTC.
 * @returns null where it is neither
 */
export function readChargePeriod(text: string): ChargePeriod | null {
  const month = MONTH.exec(text.trim())
  if (month !== null) {
    const number = Number(month[2])
    return number >= 1 && number <= 12 ? monthPeriod(text.trim()) : null
  }
  const atMs = parseInstant(text)
  if (atMs === null) return null
  const startMs = Math.floor(atMs / DAY_MS) * DAY_MS
  return { startMs, endMs: startMs + DAY_MS }
}

/** From the first instant of a month (`2026-01`, UTC) to the first of the next. */
export function monthPeriod(month: string): ChargePeriod {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return { startMs: Date.UTC(year, number - 1, 1), endMs: Date.UTC(year, number, 1) }
}

/** The month (`2026-01`, UTC) an instant lies in. */
const monthOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 7)

/**
 * The newest month that is over and charged for to its last day; null where none is.
 * @param months with whether each is charged for to its last day
 */
export function lastFullMonth(months: readonly { readonly month: string; readonly isFull: boolean }[], nowMs: number): string | null {
  const full = months.filter(({ month, isFull }) => isFull && nowMs >= monthPeriod(month).endMs)
  return full.reduce<string | null>((newest, { month }) => (newest === null || month > newest ? month : newest), null)
}

/** A charge period as files write it: `2026-01` for a whole month, else its first day. */
export function chargePeriodText({ startMs, endMs }: ChargePeriod): string {
  const month = monthPeriod(monthOf(startMs))
  const isMonth = month.startMs === startMs && month.endMs === endMs
  return new Date(startMs).toISOString().slice(0, isMonth ? 7 : 10)
}
