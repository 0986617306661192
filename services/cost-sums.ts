import type { CostGroup, CostMonthRow } from '#contract/costs'
import { type CostComponent, monthPeriod } from '#core/costs/cost-entry'
import { compareMoney, type Money, moneyToDecimal, shareOf, sumMoney } from '#core/money'
import type { ReadDb } from '#db/connection'
import { type CostMonthSum, listCostGroups, listCostMonths } from '#db/costs'

export type CostGroupsRequest = {
  readonly by: Parameters<typeof listCostGroups>[1]
  readonly currency: string
  /** null: all months together. */
  readonly month: string | null
}
export type CostGroups = { readonly all: readonly CostGroup[]; readonly amount: string }

/** What each month charges in each currency, oldest first. Amounts as decimal text. */
export function readCostMonths(db: ReadDb): CostMonthRow[] {
  const byMonth = Map.groupBy(listCostMonths(db), ({ month, currency }) => `${month} ${currency}`)
  return [...byMonth.values()].flatMap((sums) => (sums[0] === undefined ? [] : [toMonthRow(sums[0], sums)]))
}

function toMonthRow({ month, currency }: CostMonthSum, sums: readonly CostMonthSum[]): CostMonthRow {
  return {
    month,
    currency,
    amount: moneyToDecimal(sumMoney(sums.map(({ amount }) => amount))),
    entryCount: sums.reduce((count, sum) => count + sum.entryCount, 0),
    isFull: Math.max(...sums.map(({ chargedToMs }) => chargedToMs)) >= monthPeriod(month).endMs,
    components: sums.map(({ component, amount }) => ({ component: component as CostComponent | '', amount: moneyToDecimal(amount) })),
  }
}

/** What each pipeline, dataset or component is charged, the most first; `share` null where amounts are given back as well: parts of a whole they are not. */
export function readCostGroups(db: ReadDb, { by, currency, month }: CostGroupsRequest): CostGroups {
  const found = listCostGroups(db, by, { currency, month }).sort((a, b) => compareMoney(b.amount, a.amount) || (a.name < b.name ? -1 : 1))
  const whole = sumMoney(found.map(({ amount }) => amount))
  const isPlain = found.every(({ amount }) => !isNegative(amount))
  const all = found.map(({ name, amount, entryCount }) => ({
    name,
    amount: moneyToDecimal(amount),
    entryCount,
    share: isPlain ? shareOf(amount, whole) : null,
  }))
  return { all, amount: moneyToDecimal(whole) }
}

const isNegative = ({ micros, rest }: Money): boolean => micros < 0n || rest < 0n
