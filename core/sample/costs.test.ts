import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { CostTableRow } from '../costs/cost-table.ts'
import { billsOf, type SampleBill } from './costs.ts'
import { SampleDefinition } from './definition.ts'
import { tablesIn } from './tables.ts'

const definition = SampleDefinition.parse(JSON.parse(readFileSync(new URL('../../assets/sample/larkmoor.json', import.meta.url), 'utf8')))
const { costs, months: MONTHS } = definition
const DAY_MS = 86_400_000
const ENDS = ['2026-03-31', '2026-03-01', '2026-03-02', '2026-03-03', '2024-02-29', '2026-01-15']
const make = (until: string, seed: number): SampleBill[] => {
  const endMs = Date.parse(until)
  return billsOf(definition, seed, endMs - (MONTHS - 1) * 30 * DAY_MS, endMs)
}
const made = new Map<string, SampleBill[]>()
function bill(until: string, seed = 1): SampleBill[] {
  const bills = made.get(`${until} ${seed}`) ?? make(until, seed)
  made.set(`${until} ${seed}`, bills)
  return bills
}
const isAnew = ({ fileName }: SampleBill): boolean => fileName.includes('corrected')
/** Ten-thousandths, exactly. */
const unitsOf = (amount: string): bigint => BigInt(amount.replace('.', ''))
const sum = (rows: readonly CostTableRow[]): number => Number(rows.reduce((all, { amount }) => all + unitsOf(amount), 0n)) / 10_000
const weekdayOf = (day: string): number => new Date(day).getUTCDay()
const isWeekend = (day: string): boolean => [0, 6].includes(weekdayOf(day))
const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

/** What stands in the end: the month that was told anew in place of what it was. */
function standing(until: string, seed = 1): { month: string; rows: readonly CostTableRow[] }[] {
  const bills = bill(until, seed)
  const plain = bills.filter((one) => !isAnew(one))
  return plain.map(({ fileName, rows }) => {
    const month = fileName.slice('cloud-bill-'.length, -'.csv'.length)
    return { month, rows: bills.find((one) => isAnew(one) && one.fileName.includes(month))?.rows ?? rows }
  })
}
const daysIn = (month: string): string[] => {
  const days: string[] = []
  for (let atMs = Date.parse(`${month}-01`); new Date(atMs).toISOString().startsWith(month); atMs += DAY_MS)
    days.push(new Date(atMs).toISOString().slice(0, 10))
  return days
}
/** The last month whose last day is charged for. */
function lastFull(until: string, seed = 1): readonly CostTableRow[] {
  const full = standing(until, seed).filter(({ month, rows }) => rows.some(({ period }) => period === daysIn(month).at(-1)))
  return full.at(-1)?.rows ?? []
}
type Planted = { readonly pipeline: string | null; readonly component: string; readonly dataset?: string | undefined }
const ofLine = ({ pipeline, component, dataset }: Planted, rows: readonly CostTableRow[]): CostTableRow[] =>
  rows.filter(
    (row) =>
      row.pipeline === pipeline &&
      row.component === component &&
      (row.dataset?.split('.')[1] ?? undefined) === dataset &&
      row.period.length === 10,
  )

describe.each(ENDS)('the bills until %s', (until) => {
  const bills = bill(until)
  const endMs = Date.parse(until)
  const plain = bills.filter((one) => !isAnew(one))
  /** The day before yesterday, seen from the morning on which the last bill is brought. */
  const lastDay = new Date(endMs - 2 * DAY_MS).toISOString().slice(0, 10)

  it('are one for each calendar month up to the last, and the months told anew', () => {
    const last = Number(lastDay.slice(0, 4)) * 12 + Number(lastDay.slice(5, 7)) - 1
    const months = Array.from({ length: MONTHS }, (_, index) => {
      const month = last - MONTHS + 1 + index
      return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
    })
    expect(plain.map(({ fileName }) => fileName)).toEqual(months.map((month) => `cloud-bill-${month}.csv`))
    expect(bills.filter(isAnew).map(({ fileName }) => fileName)).toEqual(
      costs.restatements.map(({ month }) => `cloud-bill-${months[month - 1]}-corrected.csv`),
    )
  })

  it('say every day of their month up to the last, and nothing else', () => {
    for (const { fileName, rows } of bills) {
      const month = fileName.slice(11, 18)
      const days = daysIn(month).filter((day) => day <= lastDay)
      const whole = days.length === daysIn(month).length
      expect(new Set(rows.map(({ period }) => period)), fileName).toEqual(new Set([...days, ...(whole ? [month] : [])]))
    }
  })

  it('are brought after what they charge for, before the end, by the third day of the next month once the story has begun', () => {
    for (const { atMs, rows, fileName } of plain) {
      const newest =
        rows
          .map(({ period }) => period)
          .filter((period) => period.length === 10)
          .sort()
          .at(-1) ?? ''
      expect(atMs, fileName).toBeGreaterThanOrEqual(Date.parse(newest) + DAY_MS)
      expect(atMs).toBeLessThan(endMs)
      const firstDay = endMs - (MONTHS - 1) * 30 * DAY_MS
      expect(atMs).toBeLessThan(Math.max(Date.parse(daysIn(fileName.slice(11, 18)).at(-1) ?? '') + 4 * DAY_MS, firstDay + DAY_MS))
    }
    for (const one of bills.filter(isAnew)) {
      const before = plain.find(({ fileName }) => fileName.slice(0, 18) === one.fileName.slice(0, 18))
      expect(one.atMs).toBeGreaterThan(before?.atMs ?? Infinity)
      expect(one.atMs).toBeLessThan(endMs)
    }
  })

  it('have as many rows as lines, days and stored tables ask for', () => {
    for (const [index, { fileName, rows }] of plain.entries()) {
      const number = index + 1
      const days = daysIn(fileName.slice(11, 18)).filter((day) => day <= lastDay)
      const isWhole = days.length === daysIn(fileName.slice(11, 18)).length
      const lines = costs.lines.filter(({ since = 1, until: gone = Infinity }) => since <= number && number < gone)
      const byDay = lines
        .filter(({ every }) => every === 'day')
        .map(({ weekend }) => days.filter((day) => weekend > 0 || !isWeekend(day)).length)
      const byMonth = isWhole ? lines.filter(({ every }) => every === 'month').length : 0
      const once = costs.extra.filter(({ month, day }) => month === number && day <= days.length).length
      const stored = rows.filter(({ component, dataset }) => component === 'storage' && dataset !== null)
      expect(rows.length - stored.length).toBe(byDay.reduce((all, one) => all + one, 0) + byMonth + once)
      const tables = tablesIn(definition, number).filter(({ layer }) => !['stg', 'int'].includes(layer))
      const names = new Set(tables.map(({ schema, name }) => `${schema}.${name}`))
      expect(stored.filter(({ dataset }) => !names.has(dataset ?? ''))).toEqual([])
      expect(new Set(stored.map(({ dataset }) => dataset)).size).toBe(stored.length)
      expect(isWhole ? stored.length > 40 : stored.length === 0).toBe(true)
    }
  })

  it('have one pipeline above 30 % in the last full month, and none near it', () => {
    const rows = lastFull(until)
    const whole = sum(rows)
    const shares = [...Map.groupBy(rows, ({ pipeline }) => pipeline)].map(([name, of]) => [name, sum(of) / whole] as const)
    const above = shares.filter(([, share]) => share > 0.25)
    expect(above.map(([name]) => name)).toEqual(['dbt_larkmoor_sales'])
    // Even with what the bill gives no pipeline for.
    expect(above[0]?.[1]).toBeGreaterThan(0.305)
    expect(rows.every(({ amount }) => !amount.startsWith('-'))).toBe(true)
  })
})

describe('what is planted in the bills', () => {
  const months = standing('2026-03-31')
  const all = months.flatMap(({ rows }) => rows)

  it('is in the company’s currency, of loaders and builds that there are, in a size that a test can bear', () => {
    expect(new Set(all.map(({ currency }) => currency))).toEqual(new Set([definition.currency]))
    const systems = new Set(definition.sources.map(({ system }) => `load_${system}`))
    const builds = new Set(definition.domains.map(({ name }) => `dbt_${definition.project}_${name.toLowerCase()}`))
    const names = new Set(all.map(({ pipeline }) => pipeline))
    for (const name of [...systems, ...builds]) expect(names).toContain(name)
    expect([...names].filter((name) => name?.startsWith('load_') === true && !systems.has(name))).toEqual([])
    expect(all.length).toBeGreaterThan(5_000)
    expect(all.length).toBeLessThan(15_000)
  })

  it('starts at the amounts that are declared, and costs less at weekends', () => {
    const first = months[0]?.rows ?? []
    for (const line of costs.lines.filter(({ every, since }) => every === 'day' && since === undefined)) {
      const parts = ofLine(line, first).map(({ period, amount }) => Number(amount) / (line.amount * (isWeekend(period) ? line.weekend : 1)))
      expect(Math.min(...parts)).toBeGreaterThanOrEqual(1 - line.noise - 0.001)
      expect(Math.max(...parts)).toBeLessThanOrEqual((1 + line.noise) * (1 + line.growth) + 0.001)
    }
    const mean = (isOf: (day: string) => boolean): number => {
      const days = Map.groupBy(
        first.filter(({ period }) => period.length === 10 && isOf(period)),
        ({ period }) => period,
      )
      return [...days.values()].reduce((whole, rows) => whole + sum(rows), 0) / days.size
    }
    expect(mean(isWeekend) / mean((day) => !isWeekend(day))).toBeLessThan(0.8)
  })

  function dayOf(spike: (typeof costs.lines)[number]['spikes'][number]): string {
    if ('daysBefore' in spike) return new Date(Date.UTC(2026, 2, 31 - spike.daysBefore)).toISOString().slice(0, 10)
    const weekday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(spike.weekday)
    return daysIn(months[spike.month - 1]?.month ?? '').filter((one) => weekdayOf(one) === weekday)[spike.week - 1] ?? ''
  }
  const spikes = costs.lines.flatMap((line) => line.spikes.map((spike) => ({ line, spike })))
  it.each(spikes)('a day at many times its weekday: $line.pipeline', ({ line, spike }) => {
    const rows = ofLine(line, all)
    const day = dayOf(spike)
    const usual = median(
      rows
        .filter(({ period }) => period < day && Date.parse(period) >= Date.parse(day) - 56 * DAY_MS && weekdayOf(period) === weekdayOf(day))
        .map(({ amount }) => Number(amount)),
    )
    expect(Number(rows.find(({ period }) => period === day)?.amount) / usual).toBeGreaterThanOrEqual(3.5)
  })

  it('days that stand out from the eight weeks before them are those planted, and no others', () => {
    const daily = [
      ...Map.groupBy(
        all.filter(({ period, component }) => period.length === 10 && component === 'compute'),
        ({ pipeline }) => pipeline,
      ),
    ]
    const found = daily.flatMap(([pipeline, rows]) => {
      const byDay = new Map([...Map.groupBy(rows, ({ period }) => period)].map(([day, of]) => [day, sum(of)]))
      return months
        .flatMap(({ month }) => daysIn(month))
        .filter((day) => standsOut(byDay, day))
        .map((day) => `${pipeline ?? ''} ${day}`)
    })
    // A level that rose for good stands out until it is the usual one.
    const risen = found.filter((one) => one.startsWith('dbt_larkmoor_sales 2026-0'))
    expect(found.filter((one) => !risen.includes(one))).toEqual([
      'dbt_larkmoor_supply 2026-02-14',
      'dbt_larkmoor_supply 2026-02-15',
      'load_shop 2026-03-27',
      'load_pos 2025-12-10',
    ])
    expect(risen[0]).toBe('dbt_larkmoor_sales 2026-01-01')
    expect(risen.length).toBeLessThan(40)
  })

  it('a table whose cost rises faster than its rows, month by month, and a pipeline that only moves more', () => {
    const perRow = (line: Planted, name: string): number[] =>
      months.slice(8, 13).map(({ month, rows }, index) => {
        const table = tablesIn(definition, index + 9).find((one) => one.name === name)
        return sum(ofLine(line, rows)) / daysIn(month).length / (table?.rows ?? 0)
      })
    const rises = (values: readonly number[]): number[] => values.slice(1).map((value, index) => value / (values[index] ?? 0))
    for (const line of costs.lines.filter(({ drift }) => drift !== undefined))
      for (const rise of rises(perRow(line, line.dataset ?? ''))) expect(rise).toBeGreaterThan(1.05)
    for (const rise of rises(perRow({ pipeline: 'load_web', component: 'compute' }, 'web_events'))) expect(rise).toBeLessThan(1.05)
  })

  it('a development environment that never rests beside one that does', () => {
    const daysOf = (environment: string): string[] =>
      (months[12]?.rows ?? []).filter(({ extras }) => extras?.includes(`"environment":"${environment}"`)).map(({ period }) => period)
    expect(daysOf('dev')).toEqual(daysIn('2026-02'))
    expect(daysOf('staging')).toEqual(daysIn('2026-02').filter((day) => !isWeekend(day)))
  })

  it('transfers between regions that cost money, and others that do not', () => {
    const rows = lastFull('2026-03-31').filter(({ component }) => component === 'egress')
    const cost = [...Map.groupBy(rows, ({ description }) => description ?? '')].map(([text, of]) => [text, sum(of)] as const)
    const between = cost.filter(([text]) => text.includes('between regions')).map(([, amount]) => amount)
    expect(between.filter((amount) => amount >= 10)).toHaveLength(1)
    expect(between.filter((amount) => amount === 0)).toHaveLength(1)
    expect(cost.filter(([text]) => !text.includes('between regions')).length).toBeGreaterThanOrEqual(2)
  })

  it('storage of tables nobody reads: one that is worth the trouble, others that are not', () => {
    const tables = tablesIn(definition, MONTHS)
    const read = new Set([...tables.flatMap(({ upstream }) => upstream), ...definition.exposures.flatMap(({ upstream }) => upstream)])
    const unread = tables
      .filter(({ name, uniqueId }) => !read.has(uniqueId) && !read.has(name))
      .map(({ schema, name }) => `${schema}.${name}`)
    const stored = lastFull('2026-03-31').filter(({ component, dataset }) => component === 'storage' && unread.includes(dataset ?? ''))
    expect(stored.filter(({ amount }) => Number(amount) >= 5).map(({ dataset }) => dataset)).toEqual(['core.fct_stock_movements'])
    expect(stored.filter(({ amount }) => Number(amount) < 5).length).toBeGreaterThanOrEqual(5)
  })

  it('a bucket that is not compressed beside one that is', () => {
    const buckets = lastFull('2026-03-31').filter(({ extras }) => extras?.includes('"compression"'))
    const told = buckets.map(({ component, amount, extras }) => [component, Number(amount) >= 5, JSON.parse(extras ?? '') as unknown])
    expect(told).toEqual([
      ['storage', true, { format: 'csv', compression: 'none' }],
      ['storage', true, { format: 'parquet', compression: 'zstd' }],
    ])
  })

  it('a credit that names no pipeline', () => {
    const credits = all.filter(({ amount }) => amount.startsWith('-'))
    expect(credits.map(({ pipeline, component, amount }) => [pipeline, component, amount])).toEqual([[null, null, '-180.0000']])
  })

  it('a month told anew, in which what some pipelines cost is another amount and nothing else changed', () => {
    const bills = bill('2026-03-31')
    for (const { month, pipelines, factor } of costs.restatements) {
      const before = bills[month - 1]?.rows ?? []
      const after = bills.find((one) => isAnew(one) && one.fileName.includes(months[month - 1]?.month ?? ''))?.rows ?? []
      expect(after.map(({ amount: _amount, ...row }) => row)).toEqual(before.map(({ amount: _amount, ...row }) => row))
      const changed = after.filter(({ amount }, index) => amount !== before[index]?.amount)
      expect(new Set(changed.map(({ pipeline }) => pipeline))).toEqual(new Set(pipelines))
      const of = (rows: readonly CostTableRow[]): number => sum(rows.filter(({ pipeline }) => pipelines.includes(pipeline ?? '')))
      expect(of(after) / of(before)).toBeCloseTo(factor, 4)
    }
  })

  it('is the same for the same seed, and differs a little for another', () => {
    expect(JSON.stringify(make('2026-03-31', 1))).toBe(JSON.stringify(bill('2026-03-31')))
    const other = standing('2026-03-31', 2)
    expect(other.map(({ rows }) => rows.length)).toEqual(months.map(({ rows }) => rows.length))
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(months))
    for (const [index, { rows }] of other.entries()) expect(sum(rows) / sum(months[index]?.rows ?? [])).toBeCloseTo(1, 1)
  })
})

/** The day against the 56 before it, weekday by weekday: |z| of 4, a quarter of what was expected, and 10 a month. */
function standsOut(byDay: ReadonlyMap<string, number>, day: string): boolean {
  const amount = byDay.get(day)
  const atMs = Date.parse(day)
  const before = [...byDay].filter(([one]) => one < day && Date.parse(one) >= atMs - 56 * DAY_MS)
  if (amount === undefined || before.length < 28) return false
  const middle = median(before.map(([, cost]) => cost))
  const byWeekday = Map.groupBy(before, ([one]) => weekdayOf(one))
  const factors = new Map([...byWeekday].map(([weekday, days]) => [weekday, median(days.map(([, cost]) => cost)) / middle]))
  const factor = (one: string): number => factors.get(weekdayOf(one)) ?? 1
  const levels = before.map(([one, cost]) => cost / factor(one))
  const usual = median(levels)
  const spread = Math.max(1.4826 * median(levels.map((level) => Math.abs(level - usual))), 0.05 * usual, 0.01)
  const expected = usual * factor(day)
  const gap = Math.abs(amount - expected)
  return Math.abs(amount / factor(day) - usual) / spread >= 4 && gap >= 0.25 * expected && gap * 30 >= 10
}
