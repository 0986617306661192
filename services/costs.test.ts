import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CostFilter } from '#contract/costs'
import { createTickets } from '#io/tickets'
import { checkBook } from './check-book.ts'
import { createCostHandlers } from './costs.ts'
import { createDatasetHandlers } from './datasets.ts'
import { removeUnfinishedImports } from './importing/clean-up.ts'
import { besideHere } from './testing/beside-here.ts'
import { derivedDump, logicalDump } from './testing/logical-dump.ts'
import { rebuiltDump } from './testing/rebuild.ts'
import { createTestBook, type TestBook } from './testing/test-book.ts'

let book: TestBook
beforeEach(() => {
  book = createTestBook()
})
afterEach(() => {
  book.close()
})

const tickets = createTickets({ now: () => 0, randomId: () => 'ticket' })
const costs = (of = book) => createCostHandlers(() => of.deps, { ...besideHere(of.deps), tickets })

function bring(text: string, options = {}, of = book) {
  const path = join(of.folder, 'costs.csv')
  writeFileSync(path, text)
  return of.importFolder(path, { format: 'costs', sourceName: 'bill', options })
}

async function exported(filter: CostFilter = {}, of = book): Promise<string> {
  const { ticket } = await costs(of).export({ filter })
  const pieces: Uint8Array[] = []
  for await (const piece of tickets.redeem(ticket).open()) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}

const groups = async (by: 'pipeline' | 'dataset' | 'component', month?: string) => {
  const answer = await costs().groups({ by, currency: 'EUR', ...(month === undefined ? {} : { month }), limit: 100 })
  return { amount: answer.amount, rows: answer.items.map(({ name, amount, entryCount, share }) => [name, amount, entryCount, share]) }
}
const entries = async (filter: CostFilter = {}) => (await costs().entries({ filter, limit: 200 })).items

const BILL = `day,pipeline,dataset,component,amount,currency,description,Cost centre
2026-01-01,load_orders,main.orders,compute,1.25,EUR,,4100
2026-01-02,load_orders,main.orders,compute,1.25,EUR,,4100
2026-01-02,load_orders,main.orders,storage,0.000000000001,EUR,,
2026-01-31,mart,,compute,-0.5,EUR,credit,
2026-02-01,,,egress,10,USD,,
2026-02,mart,,licence,7,EUR,,
`

describe('a list of costs', () => {
  test('becomes months, groups and entries that lead back to the file', async () => {
    const imported = await bring(BILL)
    expect(imported).toMatchObject({ format: 'costs', changes: { added: 6, changed: 0, removed: 0 } })
    expect((await costs().months({})).items).toEqual([
      {
        month: '2026-01',
        currency: 'EUR',
        amount: '2.000000000001',
        entryCount: 4,
        isFull: true,
        components: [
          { component: 'compute', amount: '2' },
          { component: 'storage', amount: '0.000000000001' },
        ],
      },
      { month: '2026-02', currency: 'EUR', amount: '7', entryCount: 1, isFull: true, components: [{ component: 'other', amount: '7' }] },
      {
        month: '2026-02',
        currency: 'USD',
        amount: '10',
        entryCount: 1,
        isFull: false,
        components: [{ component: 'egress', amount: '10' }],
      },
    ])
    expect(await groups('pipeline')).toEqual({
      amount: '9.000000000001',
      rows: [
        ['mart', '6.5', 2, 0.722222222],
        ['load_orders', '2.500000000001', 3, 0.277777777],
      ],
    })
    // A share of a whole that some of it makes less says nothing.
    expect(await groups('pipeline', '2026-01')).toEqual({
      amount: '2.000000000001',
      rows: [
        ['load_orders', '2.500000000001', 3, null],
        ['mart', '-0.5', 1, null],
      ],
    })
    expect((await groups('dataset')).rows).toEqual([
      ['', '6.5', 2, 0.722222222],
      ['main.orders', '2.500000000001', 3, 0.277777777],
    ])
    expect(await entries({ pipeline: 'mart' })).toMatchObject([
      {
        period: '2026-01-31',
        dataset: null,
        component: 'compute',
        amount: '-0.5',
        description: 'credit',
        fileName: 'costs.csv',
        rowNumber: 5,
      },
      { period: '2026-02', component: 'other', amount: '7', amountText: '7', sourceName: 'bill', rowNumber: 7 },
    ])
    expect((await entries({ pipeline: '' })).map(({ amount, currency }) => [amount, currency])).toEqual([['10', 'USD']])
    expect((await entries({ month: '2026-01', component: 'storage' })).map(({ rowNumber }) => rowNumber)).toEqual([4])
    expect(checkBook(book.write)).toEqual({ ok: true, problems: [] })
  })

  test('read again, restated, and taken back: only what differs changes', async () => {
    const before = [logicalDump(book.write), derivedDump(book.write)]
    const first = await bring(BILL)
    const told = [logicalDump(book.write), derivedDump(book.write)]
    // January alone, with one row told differently, one twice and one no more.
    const later = `day,pipeline,dataset,component,amount,currency,description,Cost centre
2026-01-01,load_orders,main.orders,compute,1.25,EUR,,4100
2026-01-02,load_orders,main.orders,compute,1.50,EUR,,4100
2026-01-31,mart,,compute,-0.50,EUR,credit,
2026-01-31,mart,,compute,-0.5,EUR,credit,
`
    const second = await bring(later)
    expect(second.changes).toEqual({ added: 2, changed: 0, removed: 2, unchanged: 2, conflicts: 0 })
    expect(
      (await costs().months({})).items.map(({ month, currency, amount, entryCount }) => [month, currency, amount, entryCount]),
    ).toEqual([
      ['2026-01', 'EUR', '1.75', 4],
      ['2026-02', 'EUR', '7', 1],
      ['2026-02', 'USD', '10', 1],
    ])
    // What was told before leads to where it was told first.
    expect((await entries({ month: '2026-01' })).map(({ importId, rowNumber }) => [importId, rowNumber])).toEqual([
      [first.importId, 2],
      [second.importId, 3],
      [first.importId, 5],
      [second.importId, 5],
    ])
    expect(rebuiltDump(book.write)).toBe(derivedDump(book.write))
    book.undo(second.importId)
    expect([logicalDump(book.write), derivedDump(book.write)]).toEqual(told)
    book.undo(first.importId)
    expect([logicalDump(book.write), derivedDump(book.write)]).toEqual(before)
  })

  test('looked at and not taken leaves nothing behind', async () => {
    await bring(BILL)
    const before = [logicalDump(book.write), derivedDump(book.write)]
    const path = join(book.folder, 'other.csv')
    writeFileSync(path, 'day,pipeline,amount,currency\n2026-01-15,brand_new,3,EUR\n2026-01-20,mart,4,EUR\n')
    await book.plan(path, { format: 'costs', sourceName: 'bill' })
    // Nobody sees it before it is applied.
    expect([logicalDump(book.write), derivedDump(book.write)]).toEqual(before)
    expect((await costs().months({})).items.map(({ entryCount }) => entryCount)).toEqual([4, 1, 1])
    removeUnfinishedImports(book.write)
    expect([logicalDump(book.write), derivedDump(book.write)]).toEqual(before)
    expect(book.write.prepare('select count(*) from cost_line').pluck().get()).toBe(5)
  })

  test('says of each file what it charges, to the last digit, taken or not', async () => {
    const { receipt } = await bring(`date,pipeline,cost
2026-01-01,a,0.1234567890123
2026-01-01,b,1e3
yesterday,c,5
2026-01-02,d,1.000,50
2026-01-03,e,
2026-01-04,f,"1,5"
`)
    const [file] = receipt.files
    expect(file?.kinds).toEqual([
      {
        kind: 'cost entry',
        inFile: 6,
        taken: 2,
        left: 4,
        byDesign: 0,
        reasons: [
          { path: 'row 4', reason: '“yesterday” is no day such as 2026-01-31 and no month such as 2026-01' },
          { path: 'row 5', reason: 'the row has 4 cells, the header 3' },
          { path: 'row 6', reason: 'the row says no amount' },
          { path: 'row 7', reason: '“1,5” is not a plain decimal number such as 1234.56' },
        ],
      },
    ])
    // The currency is the catalog file's, since the file names none.
    expect(file?.totals).toEqual([
      { currency: 'USD', inFile: '1005.1234567890123', taken: '1000.123456789012', left: '5', beyond: '0.0000000000003' },
    ])
    expect((await bring('date,pipeline,cost_chf\n2026-01-01,a,2\n')).receipt.files[0]?.totals?.[0]?.currency).toBe('CHF')
  })

  test('goes out as a table that comes in again with nothing added or lost', async () => {
    await bring(BILL)
    const out = await exported()
    expect(out.split('\r\n')[0]).toBe('day,pipeline,dataset,component,amount,currency,description,Cost centre')
    expect(out).toContain('2026-02,mart,,licence,7,EUR,,')
    expect((await bring(out)).changes).toMatchObject({ added: 0, removed: 0, unchanged: 6 })
    expect((await exported({ month: '2026-02', currency: 'USD' })).split('\r\n').slice(1)).toEqual(['2026-02-01,,,egress,10,USD,', ''])
  })
})

test('sums of very many months are worked out beside the thread that answers, once for as long as the book stands', async () => {
  await bring(BILL)
  book.write.exec(`insert into cost_month (month, lineId, amountMicros, amountRest, entryCount, chargedToMs)
    with recursive n (n) as (select 0 union all select n + 1 from n where n < 50000)
    select printf('%d-%02d', 3000 + n / 12, 1 + n % 12), 1, n, 0, 1, 0 from n`)
  const sums = besideHere(book.deps)
  const asked: string[] = []
  const handlers = createCostHandlers(() => book.deps, {
    ...sums,
    costMonths: () => {
      asked.push('months')
      return sums.costMonths()
    },
    costGroups: (request) => {
      asked.push(request.by)
      return sums.costGroups(request)
    },
  })
  const months = await handlers.months({})
  expect([months.items.length, await handlers.months({})]).toEqual([50_004, months])
  const ask = { currency: 'EUR', limit: 10 } as const
  const groups = await handlers.groups({ ...ask, by: 'pipeline' })
  expect([groups.total, await handlers.groups({ ...ask, by: 'pipeline' })]).toEqual([2, groups])
  await handlers.groups({ ...ask, by: 'pipeline', month: '2026-01' })
  await handlers.groups({ ...ask, by: 'component' })
  expect(asked).toEqual(['months', 'pipeline', 'component'])
})

test('pages through entries and groups as they are, each once', async () => {
  const lines = Array.from(
    { length: 25 },
    (_, index) => `2026-01-${String((index % 9) + 1).padStart(2, '0')},p${index % 4},${index % 3},EUR`,
  )
  await bring(['day,pipeline,amount,currency', ...lines].join('\n'))
  const seen: number[] = []
  let cursor: string | undefined
  do {
    const page: Awaited<ReturnType<ReturnType<typeof costs>['entries']>> = await costs().entries({
      filter: {},
      limit: 4,
      ...(cursor === undefined ? {} : { cursor }),
    })
    expect(page.total).toBe(25)
    seen.push(...page.items.map(({ entryId }) => entryId))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(new Set(seen).size).toBe(25)
  const first = await costs().groups({ by: 'pipeline', currency: 'EUR', limit: 3 })
  const second = await costs().groups({ by: 'pipeline', currency: 'EUR', limit: 3, cursor: first.nextCursor ?? '' })
  expect([first.total, first.items.length, second.items.length, second.nextCursor]).toEqual([4, 3, 1, null])
})

test('a dataset’s cost a month is what names it in the last full month, in the catalog file’s currency', async () => {
  const list = join(book.folder, 'datasets.csv')
  writeFileSync(list, 'key,name,database,schema\nmain.orders,orders,shop,main\nmain.users,users,shop,main\nraw.users,users,shop,raw\n')
  await book.importFolder(list, { sourceName: 'shop' })
  const datasets = createDatasetHandlers(() => book.deps, besideHere(book.deps))
  const cost = async (key: string) => {
    const { fields } = await datasets.get({ key })
    return fields.filter(({ field }) => field.startsWith('costMonthly')).map(({ value, provenance }) => value ?? provenance)
  }
  const missing = (text: string) => Array.from({ length: 2 }, () => ({ kind: 'none', missing: text }))
  expect(await cost('datasets:shop/main.orders')).toEqual(missing('no cost entry names it'))
  await bring(`day,dataset,amount,currency
2025-10-15,orders,3,USD
2025-10-31,main.orders,4.5,USD
2025-11-15,main.orders,100,USD
2025-10-01,users,9,USD
2025-10-01,raw.users,2,EUR
`)
  expect(await cost('datasets:shop/main.orders')).toEqual(['7.5', '7.5'])
  expect((await datasets.get({ key: 'datasets:shop/main.orders' })).costEntries).toEqual({
    month: '2025-10',
    currency: 'USD',
    names: ['main.orders', 'orders'],
  })
  expect(await cost('datasets:shop/main.users')).toEqual(missing('“users” in the cost entries fits other datasets too'))
  expect(await cost('datasets:shop/raw.users')).toEqual(missing('it is charged in EUR'))
})

test('whatever is imported, restated and undone, what stands is what the last word on each day says', async () => {
  const day = fc.integer({ min: 1, max: 6 })
  const row = fc.record({ day, pipeline: fc.constantFrom('a', 'b'), amount: fc.constantFrom('1', '0.000000000001', '-3.5') })
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.array(row, { minLength: 1, maxLength: 8 }) },
    { weight: 1, arbitrary: fc.constant('undo' as const) },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const own = createTestBook()
      // The same handlers all along: what they remember must not outlive a change.
      const { entries: ask } = costs(own)
      try {
        let stack: { id: number; before: string[]; hash: string }[] = []
        let standing: string[] = []
        for (const wanted of steps) {
          if (wanted === 'undo') {
            const last = stack.at(-1)
            if (last === undefined) continue
            own.undo(last.id)
            standing = last.before
            stack = stack.slice(0, -1)
          } else {
            const lines = wanted.map((one) => `2026-01-0${one.day},${one.pipeline},${one.amount},EUR`)
            const hash = lines.join('\n')
            const done = await bring(`day,pipeline,amount,currency\n${hash}\n`, {}, own)
            if (hash !== stack.at(-1)?.hash) stack.push({ id: done.importId, before: standing, hash })
            const days = wanted.map((one) => one.day)
            const isKept = (line: string): boolean =>
              Number(line.slice(9, 10)) < Math.min(...days) || Number(line.slice(9, 10)) > Math.max(...days)
            standing = [...standing.filter(isKept), ...lines]
          }
          const { items, total } = await ask({ filter: {}, limit: 200 })
          expect(total).toBe(standing.length)
          expect(items.map((one) => `${one.period},${one.pipeline},${one.amount},EUR`).sort()).toEqual([...standing].sort())
          expect(rebuiltDump(own.write)).toBe(derivedDump(own.write))
        }
        expect(checkBook(own.write).problems).toEqual([])
      } finally {
        own.close()
      }
    }),
    { numRuns: 25 },
  )
})
