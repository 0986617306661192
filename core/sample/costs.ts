import type { CostTableRow } from '../costs/cost-table.ts'
import { createRandom } from '../random.ts'
import type { SampleCostLine, SampleDefinition } from './definition.ts'
import { bytesOf, isThereIn, isView, type SampleTable, tablesIn } from './tables.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const BYTES_A_TERABYTE = 1e12
/** Amounts are written with four decimals. */
const UNITS = 10_000
/** A month's bill is there on this day of the next. */
const BILL_DAY = 3
const BILL_HOUR = 9

/** A bill as somebody brings it. */
export type SampleBill = {
  readonly atMs: number
  readonly fileName: string
  readonly rows: readonly CostTableRow[]
}

/**
 * The company's bills: one for each calendar month, brought early in the next; of the last month what there is on the day before
 * the end; and those that were told anew later. The same definition, seed and days give the same bills.
 * @param startMs nothing is brought earlier (ms UTC)
 * @param endMs the first instant of the story's last day (ms UTC)
 */
export function billsOf(definition: SampleDefinition, seed: number, startMs: number, endMs: number): SampleBill[] {
  const lastMs = endMs - DAY_MS + BILL_HOUR * HOUR_MS
  const months = calendarOf(definition, endMs)
  const broughtMs = ({ nextMs }: Month): number => {
    const dueMs = nextMs + (BILL_DAY - 1) * DAY_MS + BILL_HOUR * HOUR_MS
    return Math.min(Math.max(dueMs, startMs), lastMs)
  }
  const bills = months.map((month): SampleBill => {
    const rows = billOf(definition, seed, month).map(toRow)
    return { atMs: broughtMs(month), fileName: `cloud-bill-${month.name}.csv`, rows }
  })
  for (const { month: number, daysAfter, pipelines, factor } of definition.costs.restatements) {
    const month = months.find((one) => one.number === number)
    if (month === undefined) throw new Error(`month ${number} is told anew, which the story does not have`)
    const rows = billOf(definition, seed, month).map((charge) => {
      const isWrong = charge.pipeline !== null && pipelines.includes(charge.pipeline)
      return toRow(isWrong ? { ...charge, units: Math.round(charge.units * factor) } : charge)
    })
    bills.push({ atMs: Math.min(broughtMs(month) + daysAfter * DAY_MS, lastMs), fileName: `cloud-bill-${month.name}-corrected.csv`, rows })
  }
  return bills
}

/** A calendar month of the story, counted from 1. Days before `chargedToMs` are charged for; `endMs` is the story's. */
type Month = {
  readonly number: number
  /** `2026-01` */
  readonly name: string
  readonly startMs: number
  readonly nextMs: number
  readonly chargedToMs: number
  readonly endMs: number
  readonly tables: readonly SampleTable[]
}

/** The last month is that of the last day charged for. */
function calendarOf(definition: SampleDefinition, endMs: number): Month[] {
  const chargedToMs = endMs - DAY_MS
  const last = new Date(chargedToMs - DAY_MS)
  const startOf = (number: number): number => Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - definition.months + number, 1)
  return Array.from({ length: definition.months }, (_, index) => {
    const number = index + 1
    const startMs = startOf(number)
    const nextMs = startOf(number + 1)
    const tables = tablesIn(definition, number)
    return { number, name: dayText(startMs).slice(0, 7), startMs, nextMs, chargedToMs: Math.min(nextMs, chargedToMs), endMs, tables }
  })
}

const dayText = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10)

/** A row of a bill; its amount in ten-thousandths of the currency's unit. */
type Charge = Omit<CostTableRow, 'amount'> & { readonly units: number }

const toRow = ({ units, ...row }: Charge): CostTableRow => ({ ...row, amount: (units / UNITS).toFixed(4) })

/** What is charged by the month is charged at its end. */
function billOf(definition: SampleDefinition, seed: number, month: Month): Charge[] {
  const { currency, costs } = definition
  const isOver = month.chargedToMs === month.nextMs
  const charges = costs.lines.flatMap((line, index) => {
    if (!isThereIn(month.number, line)) return []
    const { next } = createRandom(seed, 'costs', index, month.number)
    const times = line.every === 'day' ? daysOf(line, month) : isOver ? [monthOf(line, month)] : []
    const of = toLine(line, month, currency)
    return times.map(({ period, amount }) => ({ ...of, period, units: Math.round(amount * vary(line, next) * UNITS) }))
  })
  return [...charges, ...(isOver ? storageOf(definition, month) : []), ...extraOf(definition, month)]
}

function toLine({ pipeline, dataset, component, description, more }: SampleCostLine, month: Month, currency: string) {
  const table = month.tables.find(({ name }) => name === dataset)
  if (dataset !== undefined && table === undefined)
    throw new Error(`${dataset} is charged for in month ${month.number}, which does not have it`)
  return {
    pipeline,
    dataset: table === undefined ? null : datasetName(table),
    component,
    currency,
    description: description ?? null,
    extras: Object.keys(more).length === 0 ? null : JSON.stringify(more),
  }
}

const datasetName = ({ schema, name }: SampleTable): string => `${schema}.${name}`
const vary = ({ noise }: SampleCostLine, next: () => number): number => 1 + (next() * 2 - 1) * noise

type Time = { readonly period: string; readonly amount: number }

const monthOf = (line: SampleCostLine, { name, number }: Month): Time => ({ period: name, amount: levelOf(line, number - 1) })

/** Days on which nothing runs are on no bill. */
function daysOf(line: SampleCostLine, month: Month): Time[] {
  const { number, startMs, nextMs, chargedToMs } = month
  const days: Time[] = []
  for (let dayMs = startMs; dayMs < chargedToMs; dayMs += DAY_MS) {
    const passed = number - 1 + (dayMs - startMs) / (nextMs - startMs)
    const factor = factorOn(line, month, dayMs)
    if (factor > 0) days.push({ period: dayText(dayMs), amount: levelOf(line, passed) * factor })
  }
  return days
}

/** What a plain weekday, or a month, costs once so many months have passed since the first. */
function levelOf({ amount, growth, drift, step }: SampleCostLine, passed: number): number {
  const drifted = drift === undefined ? 1 : (1 + drift.growth) ** Math.max(0, passed - (drift.since - 1))
  const stepped = step === undefined || passed < step.since - 1 ? 1 : step.factor
  return amount * (1 + growth) ** passed * drifted * stepped
}

function factorOn(line: SampleCostLine, month: Month, dayMs: number): number {
  const day = new Date(dayMs)
  const weekday = WEEKDAYS[day.getUTCDay()]
  const weekOf = (dayOfMonth: number): number => Math.ceil(dayOfMonth / 7)
  const spike = line.spikes.find((one) =>
    'daysBefore' in one
      ? month.endMs - one.daysBefore * DAY_MS === dayMs
      : one.month === month.number && one.weekday === weekday && one.week === weekOf(day.getUTCDate()),
  )
  if (weekday !== 'Sat' && weekday !== 'Sun') return spike?.factor ?? 1
  // A weekend is counted by its Saturday.
  const week = weekOf(day.getUTCDate() - (weekday === 'Sun' ? 1 : 0))
  const isBusy = line.busyWeekends.some((one) => one.month === month.number && one.week === week)
  return (isBusy ? 1 : line.weekend) * (spike?.factor ?? 1)
}

/** Views take no room, and what comes to less than an amount can say is on no bill. */
function storageOf({ costs, project, currency }: SampleDefinition, month: Month): Charge[] {
  const { perTerabyte, copies, kept } = costs.storage
  const stored = month.tables.filter((table) => !isView(table))
  const charges = stored.map((table): Charge => {
    const longer = kept.find(({ dataset }) => dataset === table.name)
    const times = longer?.copies ?? (table.source === null ? copies.built : copies.loaded)
    return {
      period: month.name,
      pipeline: table.source === null ? `dbt_${project}_${table.domain.toLowerCase()}` : `load_${table.source.system}`,
      dataset: datasetName(table),
      component: 'storage',
      units: Math.round(((bytesOf(table) * times) / BYTES_A_TERABYTE) * perTerabyte * UNITS),
      currency,
      description: longer?.description ?? null,
      extras: null,
    }
  })
  return charges.filter(({ units }) => units > 0)
}

function extraOf({ costs, currency }: SampleDefinition, month: Month): Charge[] {
  const ofNothing = { pipeline: null, dataset: null, component: null, currency, extras: null }
  return costs.extra
    .filter((one) => one.month === month.number)
    .map(({ day, amount, description }) => ({ dayMs: month.startMs + (day - 1) * DAY_MS, units: Math.round(amount * UNITS), description }))
    .filter(({ dayMs }) => dayMs < month.chargedToMs)
    .map(({ dayMs, units, description }) => ({ ...ofNothing, period: dayText(dayMs), units, description }))
}
