import { lastFullMonth } from '#core/costs/cost-entry'
import { moneyToDecimal } from '#core/money'
import type { ReadDb } from '#db/connection'
import { listCostLinesNaming, listNewestCostMonths, sumCostLines } from '#db/costs'
import { findDatasetsNamed } from '../asset-names.ts'
import type { Computed } from './computed-fields.ts'

const MONTHS_LOOKED_AT = 3

export type CostOfDataset = {
  readonly costMonthly: Computed
  readonly costMonthlyUsd: Computed
  /** The entries it was added up from: of this month and currency, and these datasets as the bill calls them. */
  readonly evidence: { readonly month: string; readonly currency: string; readonly names: string[] } | null
}

type About = { readonly assetId: number; readonly names: readonly string[]; readonly currency: string; readonly nowMs: number }

/**
 * What a dataset costs a month: the cost entries that name it, of the last month that is over and charged for to its end.
 * In the book's currency, and in US dollars as the methodology's catalog entry has it (usage.cost_monthly_usd).
 * @param about `names` is everything an entry may call it by; one that other datasets may be called by too is not taken
 */
export function costOfDataset(db: ReadDb, about: About): CostOfDataset {
  const none = (missing: string): CostOfDataset => ({ costMonthly: { missing }, costMonthlyUsd: { missing }, evidence: null })
  const named = listCostLinesNaming(db, about.names)
  if (named.length === 0) return none('no cost entry names it')
  const lines = named.filter(({ datasetName }) => isOnly(db, datasetName, about.assetId))
  if (lines.length === 0) return none(`“${named[0]?.datasetName ?? ''}” in the cost entries fits other datasets too`)
  const month = monthOfAll(
    db,
    lines.map(({ sourceId }) => sourceId),
    about.nowMs,
  )
  if (month === null) return none('no month is over and charged for to its end')
  const currencies = [...new Set(lines.map(({ currency }) => currency))]
  const [currency, second] = currencies
  if (currency === undefined || second !== undefined) return none(`it is charged in ${currencies.join(' and ')}`)
  const { amount, entryCount } = sumCostLines(
    db,
    lines.map(({ id }) => id),
    month,
  )
  if (entryCount === 0) return none(`no cost entry of ${month} names it`)
  const found: Computed = { value: moneyToDecimal(amount), from: `cost entries of ${month}` }
  const inOther = (wanted: string): Computed => (currency === wanted ? found : { missing: `it is charged in ${currency}` })
  const names = [...new Set(lines.map(({ datasetName }) => datasetName))].sort()
  return { costMonthly: inOther(about.currency), costMonthlyUsd: inOther('USD'), evidence: { month, currency, names } }
}

function isOnly(db: ReadDb, name: string, assetId: number): boolean {
  const fitting = findDatasetsNamed(db, name)
  return fitting.length === 1 && fitting[0]?.id === assetId
}

/** The last month that is full in each of these sources. */
function monthOfAll(db: ReadDb, sourceIds: readonly number[], nowMs: number): string | null {
  const months = [...new Set(sourceIds)].map((id) => lastFullMonth(listNewestCostMonths(db, id, MONTHS_LOOKED_AT), nowMs))
  const known = months.filter((month) => month !== null).sort()
  return known.length < months.length ? null : (known[0] ?? null)
}
