import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readChargePeriod } from '#core/costs/cost-entry'
import { extraHeaders, writeCostTable } from '#core/costs/cost-table'
import type { AppError } from '#core/errors'
import type { JsonObject } from '#core/json'
import { moneyToDecimal } from '#core/money'
import { detectFormat } from '../index.ts'
import type { IntakeCostEntry } from '../intake.ts'
import { errorOf, memoryFile, seededNumbers } from '../testing/memory-file.ts'
import { faultsOfReceipt, readAll } from '../testing/read-all.ts'
import { costsImporter } from './index.ts'

const FIXTURE = readFileSync(join(import.meta.dirname, 'fixtures/costs.csv'), 'utf8')
const JAN_1 = Date.UTC(2026, 0, 1)
const DAY_MS = 86_400_000

async function read(content: string, options: JsonObject = {}) {
  const files = [memoryFile('costs.csv', content, [13])]
  const inspection = await costsImporter.inspect(files, options)
  const { items, summary } = await readAll(costsImporter, files, options)
  expect(faultsOfReceipt(summary)).toEqual([])
  return { inspection, entries: items as IntakeCostEntry[], summary }
}

describe('a list of costs', () => {
  it('is read by its headers; what has no field is kept and said, a bad row is left and named', async () => {
    const { inspection, entries, summary } = await read(FIXTURE)
    expect(inspection).toEqual({
      format: 'costs',
      sourceName: null,
      target: null,
      files: [{ name: 'costs.csv', artifact: 'costs', version: null, generatedAtMs: null }],
      remarks: ['There is no field for these columns; what stands in them is kept as it is: Cost centre.'],
    })
    const first = {
      kind: 'cost-entry',
      chargePeriodStartMs: JAN_1,
      chargePeriodEndMs: JAN_1 + DAY_MS,
      pipelineName: 'load_orders',
      datasetName: 'main.orders',
      component: 'compute',
      amount: { micros: 12_500_000n, rest: 0n },
      amountText: '12.50',
      currency: 'EUR',
      description: 'nightly load',
      extras: { 'Cost centre': '4100' },
      fileIndex: 0,
      rowNumber: 2,
    }
    expect(entries).toEqual([
      first,
      {
        ...first,
        chargePeriodStartMs: JAN_1 + DAY_MS,
        chargePeriodEndMs: JAN_1 + 2 * DAY_MS,
        component: 'storage',
        amount: { micros: 1n, rest: 0n },
        amountText: '0.000001',
        description: null,
        extras: {},
        rowNumber: 3,
      },
      {
        ...first,
        chargePeriodEndMs: Date.UTC(2026, 1, 1),
        pipelineName: '=mart',
        datasetName: null,
        component: 'other',
        amount: { micros: -3_000_000n, rest: 0n },
        amountText: '-3',
        description: 'credit',
        extras: { 'Cost centre': '4200', component: 'licences' },
        rowNumber: 4,
      },
    ])
    expect(summary).toEqual({
      files: [
        {
          name: 'costs.csv',
          artifact: 'costs',
          version: null,
          generatedAtMs: null,
          kinds: [
            {
              kind: 'cost entry',
              inFile: 5,
              taken: 3,
              left: 2,
              byDesign: 0,
              reasons: [
                { path: 'row 5', reason: '“2026-02-30” is no day such as 2026-01-31 and no month such as 2026-01' },
                { path: 'row 6', reason: '“EURO” is no currency such as USD' },
              ],
            },
          ],
          notUnderstood: [],
          totals: [{ currency: 'EUR', inFile: '10.500001', taken: '9.500001', left: '1', beyond: '0' }],
        },
      ],
      covers: [{ part: 'costs', charged: { startMs: JAN_1, endMs: Date.UTC(2026, 1, 1) } }],
    })
  })

  it('takes the currency from the row, else the header, else the option; a row without any is left', async () => {
    const currencies = async (content: string, options: JsonObject = {}) =>
      (await read(content, options)).entries.map(({ currency }) => currency)
    expect(await currencies('day,amount,currency\n2026-01-01,1,CHF\n2026-01-01,1,', { currency: 'EUR' })).toEqual(['CHF', 'EUR'])
    expect(await currencies('day,Cost (USD)\n2026-01-01,1', { currency: 'EUR' })).toEqual(['USD'])
    const { inspection, summary } = await read('day,amount\n2026-01-01,1')
    expect(inspection.remarks).toEqual(['Not every file names a currency. Rows without one are left: say which it is, such as USD.'])
    expect(summary.files[0]?.kinds[0]?.reasons).toEqual([{ path: 'row 2', reason: 'the row names no currency' }])
    expect(summary.covers).toEqual([])
    expect((await read('day,amount\n2026-01-01,1', { currency: 'EUR' })).inspection.remarks).toEqual([
      'Not every file names a currency. Amounts without one are read as EUR.',
    ])
    const error = (await errorOf(() => read('day,amount\n2026-01-01,1', { currency: 'euro' }))) as AppError
    expect([error.code, error.message]).toEqual(['invalid-input', '“euro” is no currency such as USD.'])
  })

  it('is told from other tables by when and how much', async () => {
    const format = (content: string) => detectFormat([memoryFile('a.csv', content)])
    expect(await format('date,pipeline,cost\n2026-01-01,a,1')).toBe('costs')
    expect(await format('[{"month":"2026-01","amount_eur":3}]')).toBe('costs')
    expect(await format('name,date,cost\norders,2026-01-01,1')).toBe('datasets')
    expect(await format('name,cost\norders,1')).toBe('datasets')
  })

  it('comes back as it went out, whatever it says', async () => {
    const text = fc.string({ maxLength: 12 }).map((value) => value.trim().replaceAll('\u0000', ''))
    const filled = text.filter((value) => value !== '' && !value.startsWith("'"))
    const row = fc.record({
      period: fc.constantFrom('2026-01', '2026-01-31', '1969-12-31'),
      pipeline: fc.option(filled, { nil: null }),
      dataset: fc.option(filled, { nil: null }),
      component: fc.constantFrom(null, 'compute', 'storage', 'egress', 'other'),
      amount: fc.constantFrom('0', '1.5', '-0.000000000001', '9000000000000'),
      currency: fc.constantFrom('EUR', 'USD'),
      description: fc.option(filled, { nil: null }),
      extras: fc.option(
        fc.record({ Team: filled, 'Cost centre': filled }).map((extras) => JSON.stringify(extras)),
        { nil: null },
      ),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
        const kept = extraHeaders(rows.flatMap(({ extras }) => extras ?? []))
        const { items } = await readAll(costsImporter, [memoryFile('out.csv', [...writeCostTable(rows, kept)].join(''))], {})
        const back = (items as IntakeCostEntry[]).map((entry) => ({
          period: [entry.chargePeriodStartMs, entry.chargePeriodEndMs],
          pipeline: entry.pipelineName,
          dataset: entry.datasetName,
          component: entry.component,
          amount: moneyToDecimal(entry.amount),
          currency: entry.currency,
          description: entry.description,
          extras: entry.extras,
        }))
        const out = rows.map((one) => {
          const period = readChargePeriod(one.period)
          return {
            ...one,
            period: [period?.startMs, period?.endMs],
            extras: one.extras === null ? {} : (JSON.parse(one.extras) as JsonObject),
          }
        })
        expect(back).toEqual(out)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a damaged file', () => {
  it.each([
    ['pipeline,amount\na,1', 'missing-column'],
    ['day,pipeline\n2026-01-01,a', 'missing-column'],
    ['day,amount\n"2026-01-01,1\n', 'bad-csv'],
    ['[{"day":"2026-01-01","amount":1}', 'truncated'],
    ['', 'empty'],
  ])('%j is refused', async (content, problem) => {
    const error = (await errorOf(() => readAll(costsImporter, [memoryFile('a.csv', content)]))) as AppError
    expect(error.code).toBe('bad-file')
    expect(error.details).toMatchObject({ file: 'a.csv', problem })
  })

  it('is taken or refused, whatever became of its bytes, and what it charges ties out', async () => {
    const random = seededNumbers(11)
    const bytes = new TextEncoder().encode(FIXTURE)
    for (let round = 0; round < 300; round += 1) {
      const damaged = new Uint8Array(bytes)
      for (let hit = 0; hit < 3; hit += 1) damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256)
      const error = await errorOf(async () => {
        const { summary } = await readAll(costsImporter, [memoryFile('a.csv', damaged)])
        expect(faultsOfReceipt(summary)).toEqual([])
      }).catch(() => null)
      if (error !== null) expect((error as AppError).code, (error as AppError).message).toBe('bad-file')
    }
  })
})
