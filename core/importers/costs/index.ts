import { COST_COMPONENTS, type ChargePeriod, type CostComponent, readChargePeriod } from '#core/costs/cost-entry'
import { AppError } from '#core/errors'
import type { JsonObject } from '#core/json'
import { type ParsedMoney, parseMoney } from '#core/money'
import type { Coverage, FileReceipt, ImportFile, Importer, Inspection, IntakeCostEntry, IntakeItem, IntakeSummary } from '../intake.ts'
import { ItemBatch } from '../item-batch.ts'
import { quoted } from '../object-reader.ts'
import { Cells, faultOfNames, readRowsOf, type RowsOf } from '../table/cells.ts'
import { rowNumberOf, type TableRow } from '../table/rows.ts'
import { Tally } from '../tally.ts'
import { type CostColumn, type CostColumns, readCostHeaders } from './headers.ts'

/**
 * Lists of costs: a row says when, how much, and what for (pipeline, dataset, component). CSV, a JSON list or JSON lines, as
 * `export costs` writes them or by hand.
 */
export const costsImporter: Importer = { format: 'costs', inspect, read }

const KIND = 'cost entry'

async function inspect(files: readonly ImportFile[], options: JsonObject): Promise<Inspection> {
  if (files.length === 0) throw new AppError('invalid-input', 'No files were given.')
  const kept = new Set<string>()
  let namesCurrency = true
  for (const file of files) {
    for await (const { table } of readCostRows(file)) {
      for (const header of table.kept) kept.add(header)
      namesCurrency &&= table.headerCurrency !== null || [...table.columns.values()].includes('currency')
      break
    }
  }
  const remarks: string[] = []
  if (!namesCurrency) remarks.push(remarkOf(currencyOf(options)))
  if (kept.size > 0) remarks.push(`There is no field for these columns; what stands in them is kept as it is: ${[...kept].join(', ')}.`)
  return {
    format: 'costs',
    sourceName: null,
    target: null,
    files: files.map(({ name }) => ({ name, artifact: 'costs', version: null, generatedAtMs: null })),
    remarks,
  }
}

const remarkOf = (currency: string | null): string =>
  currency === null
    ? 'Not every file names a currency. Rows without one are left: say which it is, such as USD.'
    : `Not every file names a currency. Amounts without one are read as ${currency}.`

/**
 * `options.currency`: of amounts whose file names none.
 * A file speaks for all time from the first day it charges for to the last: what an earlier import charged then and this one
 * does not is retired.
 */
async function* read(files: readonly ImportFile[], options: JsonObject): AsyncGenerator<readonly IntakeItem[], IntakeSummary> {
  if (files.length === 0) throw new AppError('invalid-input', 'No files were given.')
  const batch = new ItemBatch()
  const receipts: FileReceipt[] = []
  const covers: Coverage[] = []
  for (const [fileIndex, file] of files.entries()) {
    const reader = new CostReader(fileIndex, options)
    for await (const { table, rows, left } of readCostRows(file)) {
      reader.tally.leftColumns(left)
      for (const row of rows) {
        const entry = reader.take(row, table)
        if (entry !== null) batch.add(entry, row.sizeBytes)
        if (batch.isFull) yield batch.take()
      }
    }
    receipts.push(reader.tally.receipt({ name: file.name, artifact: 'costs', version: null, generatedAtMs: null }))
    if (reader.charged !== null) covers.push({ part: 'costs', charged: reader.charged })
  }
  if (!batch.isEmpty) yield batch.take()
  return { files: receipts, covers }
}

const readCostRows = (file: ImportFile): AsyncGenerator<RowsOf<CostColumns>, void> =>
  readRowsOf(file, { what: 'list of costs', needed: ['day', 'amount'], readHeaders: readCostHeaders })

/** null where the options name none. */
function currencyOf({ currency }: JsonObject): string | null {
  if (currency === undefined || currency === null) return null
  if (typeof currency === 'string' && isCurrency(currency)) return currency
  throw new AppError('invalid-input', `${quoted(currency)} is no currency such as USD.`, { option: 'currency' })
}

/** ISO 4217. */
const isCurrency = (text: string | null): text is string => text !== null && /^[A-Z]{3}$/.test(text)

/** Reads the rows of one file. */
class CostReader {
  readonly tally = new Tally()
  readonly #fileIndex: number
  /** Of amounts whose file names none. */
  readonly #currency: string | null
  #charged: ChargePeriod | null = null

  constructor(fileIndex: number, options: JsonObject) {
    this.#fileIndex = fileIndex
    this.#currency = currencyOf(options)
  }

  /** From the first day that is charged for to the end of the last. */
  get charged(): ChargePeriod | null {
    return this.#charged
  }

  /** null where the row is left, which the tally then says. */
  take(row: TableRow, table: CostColumns): IntakeCostEntry | null {
    this.tally.found(KIND)
    const cells = new Cells(row, table, this.tally)
    const currency = cells.text('currency')?.toUpperCase() ?? table.headerCurrency ?? this.#currency
    const amount = readAmount(cells.text('amount'))
    const period = readPeriod(cells.text('day'))
    const names = { pipelineName: cells.text('pipeline'), datasetName: cells.text('dataset') }
    const fault =
      row.fault ?? faultOf(period) ?? faultOf(amount) ?? faultOfCurrency(currency) ?? faultOfNames([names.pipelineName, names.datasetName])
    // Of a row with a cell too many no cell is sure.
    if (row.fault === null && typeof amount !== 'string' && isCurrency(currency))
      this.tally.charged(currency, amount, fault === null ? 'taken' : 'left')
    if (fault !== null || typeof amount === 'string' || typeof period === 'string' || !isCurrency(currency)) {
      this.tally.left(KIND, row.position, fault ?? '')
      return null
    }
    this.tally.took(KIND)
    this.#cover(period)
    return {
      kind: 'cost-entry',
      chargePeriodStartMs: period.startMs,
      chargePeriodEndMs: period.endMs,
      ...names,
      ...readComponent(cells),
      amount: amount.money,
      amountText: cells.text('amount') ?? '',
      currency,
      description: cells.text('description'),
      fileIndex: this.#fileIndex,
      rowNumber: rowNumberOf(row),
    }
  }

  #cover({ startMs, endMs }: ChargePeriod): void {
    const old = this.#charged ?? { startMs, endMs }
    this.#charged = { startMs: Math.min(old.startMs, startMs), endMs: Math.max(old.endMs, endMs) }
  }
}

/** What can't be read is told as a text. */
const faultOf = (found: unknown): string | null => (typeof found === 'string' ? found : null)

function readPeriod(text: string | null): ChargePeriod | string {
  if (text === null) return 'the row says no day'
  return readChargePeriod(text) ?? `${quoted(text)} is no day such as 2026-01-31 and no month such as 2026-01`
}

function readAmount(text: string | null): ParsedMoney | string {
  if (text === null) return 'the row says no amount'
  try {
    return parseMoney(text)
  } catch (error) {
    if (error instanceof AppError) return error.message.replace(/\.$/, '')
    throw error
  }
}

function faultOfCurrency(currency: string | null): string | null {
  if (currency === null) return 'the row names no currency'
  return isCurrency(currency) ? null : `${quoted(currency)} is no currency such as USD`
}

/** A word that is none of the components is kept beside `other`. */
function readComponent(cells: Cells<CostColumn>): Pick<IntakeCostEntry, 'component' | 'extras'> {
  const text = cells.text('component')
  const extras = cells.extras()
  if (text === null) return { component: null, extras }
  const component: CostComponent | undefined = COST_COMPONENTS.find((known) => known === text.toLowerCase())
  return component === undefined ? { component: 'other', extras: { ...extras, component: text } } : { component, extras }
}
