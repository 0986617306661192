import { z } from 'zod'
import type { CostEntryRow, CostFilter, CostMonthRow } from '#contract/costs'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { chargePeriodText } from '#core/costs/cost-entry'
import type { JsonObject } from '#core/json'
import type { ReadDb } from '#db/connection'
import { type CostEntryLine, type CostPosition, countCostEntries, hasMoreCostMonths, iterateCostEntries } from '#db/costs'
import { listImportFiles, visibleImportId } from '#db/imports'
import { findSource } from '#db/sources'
import { toEntry, wishOf } from './cost-entries.ts'
import { type CostGroups, type CostGroupsRequest, readCostGroups, readCostMonths } from './cost-sums.ts'
import type { GetBook } from './deps.ts'
import { type ExportParts, issueExport } from './issue-export.ts'
import { fillPage, readCursor, toCursor } from './paging.ts'
import { rememberLast, rememberLastAwaited } from './remember.ts'
import { inSnapshot } from './snapshot.ts'
import { labelSource } from './source-label.ts'

/** Sums that are worked out beside the thread that answers. */
export type CostSumsBeside = {
  readonly costMonths: () => Promise<readonly CostMonthRow[]>
  readonly costGroups: (request: CostGroupsRequest) => Promise<CostGroups>
}

/** What a worker costs to start is more than adding up fewer takes. */
const MANY_MONTHS = 50_000

/** @throws AppError from the handlers: invalid-input */
export function createCostHandlers(book: GetBook, parts: ExportParts & CostSumsBeside): Handlers<AppContract>['costs'] {
  const months = rememberLastAwaited<readonly CostMonthRow[]>()
  const groups = rememberLastAwaited<CostGroups>()
  const totals = rememberLast<number>()
  const areMany = (read: ReadDb): boolean => hasMoreCostMonths(read, MANY_MONTHS)
  const monthsOf = (read: ReadDb): Promise<readonly CostMonthRow[]> =>
    months.ask(read, '', async () => (areMany(read) ? parts.costMonths() : readCostMonths(read)))
  const groupsOf = (read: ReadDb, request: CostGroupsRequest): Promise<CostGroups> =>
    groups.ask(read, JSON.stringify(request), async () =>
      request.month === null && areMany(read) ? parts.costGroups(request) : readCostGroups(read, request),
    )
  return {
    months: async () => ({ items: [...(await monthsOf(book().read))] }),
    groups: async ({ by, currency, month = null, cursor, limit }) => {
      const list = JSON.stringify(['cost-groups', by, currency, month])
      const { all, amount } = await groupsOf(book().read, { by, currency, month })
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
