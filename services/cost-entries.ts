import type { CostEntryRow, CostFilter } from '#contract/costs'
import { chargePeriodText, type CostComponent } from '#core/costs/cost-entry'
import { type CostTableRow, extraHeaders } from '#core/costs/cost-table'
import { moneyFromColumns, moneyToDecimal } from '#core/money'
import type { ReadDb } from '#db/connection'
import { type CostEntryLine, type CostWish, iterateCostEntries, iterateCostExtras } from '#db/costs'
import { visibleImportId } from '#db/imports'

/** A filter as the database takes it. */
export const wishOf = ({ month, pipeline, dataset, component, currency }: CostFilter): CostWish => ({
  month: month ?? null,
  pipeline: pipeline ?? null,
  dataset: dataset ?? null,
  component: component ?? null,
  currency: currency ?? null,
})

/** What an entry says, as lists and files show it. */
export function toEntry(
  line: CostEntryLine,
): Pick<CostEntryRow, 'pipeline' | 'dataset' | 'component' | 'amount' | 'currency' | 'description'> {
  return {
    pipeline: line.pipelineName === '' ? null : line.pipelineName,
    dataset: line.datasetName === '' ? null : line.datasetName,
    component: line.component === '' ? null : (line.component as CostComponent),
    amount: moneyToDecimal(moneyFromColumns(BigInt(line.micros), BigInt(line.rest))),
    currency: line.currency,
    description: line.description,
  }
}

/** The entries a table of costs holds, one by one: there may be millions. */
export function* iterateCostRows(read: ReadDb, filter: CostFilter): Generator<CostTableRow> {
  const lines = iterateCostEntries(read, wishOf(filter), { visible: visibleImportId(read), after: null, limit: -1 })
  for (const line of lines) yield { period: chargePeriodText(line), ...toEntry(line), extras: line.extras }
}

/** The columns that such a table needs for what entries say beyond its own. */
export const listCostHeaders = (read: ReadDb, filter: CostFilter): string[] =>
  extraHeaders(iterateCostExtras(read, wishOf(filter), visibleImportId(read)))
