import { hasNames, readColumns, type TableColumns } from '../table/cells.ts'

/** What a column of a list of costs can be. */
export type CostColumn = 'day' | 'pipeline' | 'dataset' | 'component' | 'amount' | 'currency' | 'description'

/** Names of these columns, in plain letters, as `export costs` writes them and as people and tools do. */
const NAMES: Readonly<Record<CostColumn, readonly string[]>> = {
  day: ['day', 'date', 'month', 'chargeperiod', 'chargeperiodstart', 'usagedate', 'usageday', 'usagemonth', 'billingmonth'],
  pipeline: ['pipeline', 'pipelinename', 'job', 'jobname', 'dag', 'dagid'],
  dataset: ['dataset', 'datasetname', 'table', 'tablename', 'model'],
  component: ['component', 'costcomponent', 'costtype'],
  amount: ['amount', 'cost', 'spend', 'charge'],
  currency: ['currency', 'currencycode', 'billingcurrency'],
  description: ['description', 'chargedescription', 'note', 'remark'],
}
const COLUMN_OF = new Map(Object.entries(NAMES).flatMap(([column, names]) => names.map((name) => [name, column as CostColumn] as const)))

/** `cost_usd`: the header says which currency. */
const WITH_CURRENCY = /^(amount|cost|spend|charge)([a-z]{3})$/

export type CostColumns = TableColumns<CostColumn> & {
  /** The currency the header of the amounts names; null where it names none. */
  readonly headerCurrency: string | null
}

export function readCostHeaders(headers: readonly string[]): CostColumns {
  let headerCurrency: string | null = null
  const columns = readColumns(headers, (plain) => {
    const column = COLUMN_OF.get(plain)
    const named = column === undefined ? WITH_CURRENCY.exec(plain)?.[2] : undefined
    if (named === undefined) return column
    headerCurrency ??= named.toUpperCase()
    return 'amount'
  })
  return { ...columns, headerCurrency }
}

/** A list of costs says when and how much, and no column says the name of a thing. */
export function isCostList(headers: readonly string[]): boolean {
  const columns = new Set(readCostHeaders(headers).columns.values())
  return columns.has('day') && columns.has('amount') && !hasNames(headers)
}
