import { formatShort } from '#core/format'

/** An amount beside an axis: short where it is large, with no more digits than it needs where it is small. */
export function axisAmount(value: number): string {
  if (Math.abs(value) >= 1000 || Number.isInteger(value)) return formatShort(value)
  return String(Number(value.toPrecision(3))).replace('-', '−')
}

const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const
const LINES = 3

export type AmountAxis = { readonly domain: [number, number]; readonly ticks: number[] }

/**
 * From where to where an axis goes that holds zero and both ends, with about three lines at round amounts.
 * A little less than nothing gets a strip of its own height, not a whole step: credits are small beside what is charged.
 */
export function amountAxis(least: number, most: number): AmountAxis {
  const low = Math.min(0, least)
  const high = Math.max(0, most)
  if (low === high) return { domain: [0, 1], ticks: [0] }
  const step = roundUp((high - low) / LINES)
  const up = Math.ceil(high / step)
  const down = -low < step / 2 ? 0 : Math.ceil(-low / step)
  return {
    domain: [down === 0 ? low : -down * step, up * step],
    ticks: Array.from({ length: up + down + 1 }, (_, at) => Number(((at - down) * step).toPrecision(12))),
  }
}

function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value))
  return (STEPS.find((step) => step * unit >= value * (1 - 1e-9)) ?? 10) * unit
}
