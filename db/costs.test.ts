import fc from 'fast-check'
import { expect, it } from 'vitest'
import { monthPeriod } from '#core/costs/cost-entry'
import { countCostEntries, listCostGroups, listNewestCostMonths } from './costs.ts'
import { memoryBook } from './testing/memory-book.ts'

const NAMES = ['load', 'mart', '']
const MONTHS = ['2025-11', '2025-12', '2026-01', '2026-02']

it('months and groups are as the rows say, whatever month and source is asked for', () => {
  const db = memoryBook()
  db.pragma('foreign_keys = off')
  const addLine = db.prepare(
    `insert into cost_line (id, sourceId, firstImportId, pipelineName, datasetName, component, currency) values (?, ?, 1, ?, ?, '', 'EUR')`,
  )
  const addMonth = db.prepare(
    'insert into cost_month (month, lineId, amountMicros, amountRest, entryCount, chargedToMs) values (?, ?, ?, 0, ?, ?)',
  )
  const line = fc.record({ sourceId: fc.integer({ min: 1, max: 2 }), pipeline: fc.constantFrom(...NAMES) })
  const charge = fc.record({
    month: fc.constantFrom(...MONTHS),
    line: fc.nat({ max: 3 }),
    // Days from the month's end: a charge may go beyond it.
    endDays: fc.integer({ min: -2, max: 1 }),
    entries: fc.integer({ min: 1, max: 5 }),
  })
  const lines = fc.array(line, { minLength: 4, maxLength: 4 })
  const charges = fc.uniqueArray(charge, { maxLength: 12, selector: (one) => `${one.month} ${one.line}` })
  fc.assert(
    fc.property(lines, charges, (lines, charges) => {
      db.exec('delete from cost_month; delete from cost_line')
      for (const [id, { sourceId, pipeline }] of lines.entries()) addLine.run(id, sourceId, pipeline, `d${id}`)
      const endOf = (one: (typeof charges)[number]): number => monthPeriod(one.month).endMs + one.endDays * 86_400_000
      for (const one of charges) addMonth.run(one.month, one.line, one.entries * 1_000_000, one.entries, endOf(one))
      for (const sourceId of [1, 2]) {
        const own = charges.filter((one) => lines[one.line]?.sourceId === sourceId)
        const months = [...new Set(own.map(({ month }) => month))].sort().reverse().slice(0, 2)
        expect(listNewestCostMonths(db, sourceId, 2)).toEqual(
          months.map((month) => {
            const last = Math.max(...own.filter((one) => one.month === month).map(endOf))
            return { month, isFull: last >= monthPeriod(month).endMs }
          }),
        )
      }
      for (const month of [null, ...MONTHS]) {
        const wanted = charges.filter((one) => month === null || one.month === month)
        const sums = new Map<string, number>()
        for (const one of wanted) {
          const name = lines[one.line]?.pipeline ?? ''
          sums.set(name, (sums.get(name) ?? 0) + one.entries)
        }
        const found = listCostGroups(db, 'pipeline', { currency: 'EUR', month })
        expect(new Map(found.map(({ name, entryCount }) => [name, entryCount]))).toEqual(sums)
        const wish = { month, pipeline: 'mart', dataset: null, component: null, currency: null }
        expect(countCostEntries(db, wish)).toBe(sums.get('mart') ?? 0)
      }
    }),
  )
})
