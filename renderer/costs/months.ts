import type { CostMonthRow } from '#contract/costs'
import { addDecimals } from '#core/money'

/** So many months have room beside each other. */
const MONTHS_DRAWN = 24

/** A month of the time that is drawn; without a row nothing is charged in it. */
export type MonthColumn = { readonly month: string; readonly row: CostMonthRow | null }

/** Currencies anything is charged in, by name. */
export const currenciesOf = (rows: readonly CostMonthRow[]): string[] => [...new Set(rows.map(({ currency }) => currency))].sort()

/** The currency that is shown: the one asked for, else the catalog file's own, else the one most is charged in by entries. */
export function pickCurrency(rows: readonly CostMonthRow[], asked: string | undefined, own: string | undefined): string {
  const all = currenciesOf(rows)
  const entries = (currency: string): number => rows.reduce((sum, row) => (row.currency === currency ? sum + row.entryCount : sum), 0)
  const wanted = [asked, own].find((currency) => currency !== undefined && all.includes(currency))
  return wanted ?? all.toSorted((a, b) => entries(b) - entries(a))[0] ?? ''
}

/** The newest months of one currency, oldest first, without a gap: a month in which nothing is charged has its place too. */
export function monthColumns(rows: readonly CostMonthRow[]): MonthColumn[] {
  const byMonth = new Map(rows.map((row) => [row.month, row]))
  const months = [...byMonth.keys()].sort()
  const [first] = months
  let month = months.at(-1)
  const columns: MonthColumn[] = []
  while (first !== undefined && month !== undefined && month >= first && columns.length < MONTHS_DRAWN) {
    columns.unshift({ month, row: byMonth.get(month) ?? null })
    month = monthBefore(month)
  }
  return columns
}

function monthBefore(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 2, 1)).toISOString().slice(0, 7)
}

/** What the rows charge together, exact, and in how many entries. */
export function totalOf(rows: readonly CostMonthRow[]): { readonly amount: string; readonly entryCount: number } {
  return {
    amount: addDecimals('0', ...rows.map(({ amount }) => amount)),
    entryCount: rows.reduce((sum, row) => sum + row.entryCount, 0),
  }
}
