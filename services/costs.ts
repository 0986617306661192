import { z } from 'zod'
import type { CostEntryRow, CostFilter, CostGroup, CostMonthRow } from '#contract/costs'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { chargePeriodText, type CostComponent, monthPeriod } from '#core/costs/cost-entry'
import type { JsonObject } from '#core/json'
import { compareMoney, type Money, moneyToDecimal, shareOf, sumMoney } from '#core/money'
import type { ReadDb } from '#db/connection'
import {
  type CostEntryLine,
  type CostMonthSum,
  type CostPosition,
  countCostEntries,
  iterateCostEntries,
  listCostGroups,
  listCostMonths,
} from '#db/costs'
import { listImportFiles, visibleImportId } from '#db/imports'
import { findSource } from '#db/sources'
import { toEntry, wishOf } from './cost-entries.ts'
import type { GetBook } from './deps.ts'
import { type ExportParts, issueExport } from './issue-export.ts'
import { fillPage, readCursor, toCursor } from './paging.ts'
import { rememberLast } from './remember.ts'
import { inSnapshot } from './snapshot.ts'
import { labelSource } from './source-label.ts'

/** @throws AppError from the handlers: invalid-input */
export function createCostHandlers(book: GetBook, parts: ExportParts): Handlers<AppContract>['costs'] {
  const months = rememberLast<CostMonthRow[]>()
  const groups = rememberLast<{ readonly all: CostGroup[]; readonly amount: string }>()
  const totals = rememberLast<number>()
  return {
    months: () => {
      const { read } = book()
      return { items: inSnapshot(read, () => months.ask(read, '', () => readMonths(read))) }
    },
    groups: ({ by, currency, month, cursor, limit }) => {
      const { read } = book()
      const list = JSON.stringify(['cost-groups', by, currency, month ?? null])
      const { all, amount } = inSnapshot(read, () => groups.ask(read, list, () => readGroups(read, by, { currency, month: month ?? null })))
      const [from] = cursor === undefined ? [0] : readCursor(list, cursor, z.tuple([z.int().min(0)]))
      const { items, isMore } = fillPage(all.slice(from), limit, (group) => group)
      return { items, total: all.length, nextCursor: isMore ? toCursor(list, [from + items.length]) : null, amount }
    },
    entries: ({ filter, cursor, limit }) => {
      const { read } = book()
      return inSnapshot(read, () => {
        const total = totals.ask(read, JSON.stringify(wishOf(filter)), () => countCostEntries(read, wishOf(filter)))
        return { ...readEntries(read, filter, { cursor, limit }), total }
      })
    },
    export: ({ filter }) => issueExport(book, parts, { what: 'costs', filter }, { what: 'costs', ...(filter as JsonObject) }),
  }
}

function readMonths(db: ReadDb): CostMonthRow[] {
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

function readGroups(
  db: ReadDb,
  by: Parameters<typeof listCostGroups>[1],
  of: Parameters<typeof listCostGroups>[2],
): { readonly all: CostGroup[]; readonly amount: string } {
  const found = listCostGroups(db, by, of).sort((a, b) => compareMoney(b.amount, a.amount) || (a.name < b.name ? -1 : 1))
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

const PLACE = z.tuple([z.int(), z.int(), z.string().regex(/^-?\d+$/), z.int()])
type EntriesPage = { items: CostEntryRow[]; nextCursor: string | null }

function readEntries(db: ReadDb, filter: CostFilter, page: { readonly cursor: string | undefined; readonly limit: number }): EntriesPage {
  const wish = wishOf(filter)
  const list = JSON.stringify(['cost-entries', wish])
  const after = page.cursor === undefined ? null : toPosition(readCursor(list, page.cursor, PLACE))
  const toRow = createRowMaker(db)
  const rows = [...iterateCostEntries(db, wish, { visible: visibleImportId(db), after, limit: page.limit + 1 })]
  const { items, last, isMore } = fillPage(rows, page.limit, toRow)
  const nextCursor = isMore && last !== undefined ? toCursor(list, [last.lineId, last.startMs, last.micros, last.id]) : null
  return { items, nextCursor }
}

const toPosition = ([lineId, startMs, micros, id]: z.output<typeof PLACE>): CostPosition => ({ lineId, startMs, micros, id })

/** Names of sources and files are read once each. */
function createRowMaker(db: ReadDb): (line: CostEntryLine) => CostEntryRow {
  const sources = new Map<number, string>()
  const files = new Map<number, readonly string[]>()
  return (line) => {
    let sourceName = sources.get(line.sourceId)
    if (sourceName === undefined) {
      const source = findSource(db, line.sourceId)
      if (source === undefined) throw new Error(`source ${line.sourceId} is missing`)
      sourceName = labelSource(db, source)
      sources.set(line.sourceId, sourceName)
    }
    let names = files.get(line.fromImport)
    if (names === undefined) {
      names = listImportFiles(db, line.fromImport).map(({ name }) => name)
      files.set(line.fromImport, names)
    }
    return {
      entryId: line.id,
      period: chargePeriodText(line),
      chargePeriodStartMs: line.startMs,
      chargePeriodEndMs: line.endMs,
      ...toEntry(line),
      amountText: line.amountText,
      importId: line.fromImport,
      sourceName,
      fileName: names[line.fileIndex] ?? '',
      rowNumber: line.rowNumber,
    }
  }
}
