import { type CostEntry, monthPeriod } from '#core/costs/cost-entry'
import type { JsonObject } from '#core/json'
import { type Money, moneyFromColumns, ZERO } from '#core/money'
import { type ReadDb, sql, type WriteDb } from './connection.ts'

const STANDS = 'fromImport <= :visible and (toImport is null or toImport > :visible)'

/** What an entry is for. Names as the source writes them; null where it does not say. */
export type CostLine = Pick<CostEntry, 'pipelineName' | 'datasetName' | 'component' | 'currency'>
type Told = CostEntry & { readonly extras: JsonObject; readonly fileIndex: number; readonly rowNumber: number }

const line = ({ pipelineName, datasetName, component, currency }: CostLine): readonly string[] => [
  pipelineName ?? '',
  datasetName ?? '',
  component ?? '',
  currency,
]

/** Writes the cost entries of one import: what is told already stays, what is new is added. */
export class CostWriter {
  readonly #db: WriteDb
  readonly #importId: number
  readonly #sourceId: number
  readonly #lineIds = new Map<string, number>()
  readonly #told
  readonly #tell
  readonly #insert

  constructor(db: WriteDb, ids: { readonly importId: number; readonly sourceId: number }) {
    this.#db = db
    this.#importId = ids.importId
    this.#sourceId = ids.sourceId
    this.#told = sql<{ id: number }>(
      db,
      `select id from cost_entry where lineId = ? and chargePeriodStartMs = ? and amountMicros = ? and amountRest = ? and chargePeriodEndMs = ?
         and description is ? and extras is ? and toImport is null and toldByImport <> ? limit 1`,
    )
    this.#tell = sql(db, 'update cost_entry set toldByImport = ? where id = ?')
    this.#insert = sql(
      db,
      `insert into cost_entry (lineId, fromImport, toldByImport, chargePeriodStartMs, chargePeriodEndMs, amountMicros, amountRest, amountText,
         description, extras, fileIndex, rowNumber) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
  }

  /** Takes one entry over, comparing it with those of the source that stand where `isNewSource` is not so. */
  take(entry: Told, source: 'new' | 'known'): 'added' | 'unchanged' {
    const lineId = this.#lineId(entry)
    const { chargePeriodStartMs, chargePeriodEndMs, amount, description } = entry
    const extras = Object.keys(entry.extras).length === 0 ? null : JSON.stringify(entry.extras)
    if (source === 'known') {
      const known = this.#told.get(
        lineId,
        chargePeriodStartMs,
        amount.micros,
        amount.rest,
        chargePeriodEndMs,
        description,
        extras,
        this.#importId,
      )
      if (known !== undefined) {
        this.#tell.run(this.#importId, known.id)
        return 'unchanged'
      }
    }
    this.#insert.run(
      lineId,
      this.#importId,
      this.#importId,
      chargePeriodStartMs,
      chargePeriodEndMs,
      amount.micros,
      amount.rest,
      entry.amountText,
      description,
      extras,
      entry.fileIndex,
      entry.rowNumber,
    )
    return 'added'
  }

  #lineId(entry: CostLine): number {
    const values = line(entry)
    const key = values.join('\u0000')
    const known = this.#lineIds.get(key)
    if (known !== undefined) return known
    sql(
      this.#db,
      `insert or ignore into cost_line (sourceId, firstImportId, pipelineName, datasetName, component, currency) values (?, ?, ?, ?, ?, ?)`,
    ).run(this.#sourceId, this.#importId, ...values)
    const found = sql<{ id: number }>(
      this.#db,
      `select id from cost_line where sourceId = ? and pipelineName = ? and datasetName = ? and component = ? and currency = ?`,
    ).get(this.#sourceId, ...values)
    if (found === undefined) throw new Error('a cost line is missing right after it was made')
    this.#lineIds.set(key, found.id)
    return found.id
  }
}

export function listCostLineIds(db: ReadDb, sourceId: number): number[] {
  return sql<{ id: number }>(db, 'select id from cost_line where sourceId = ? order by id')
    .all(sourceId)
    .map((row) => row.id)
}

/** Ends what stands of a line in some time and was not told by this import. Returns how many entries that are. */
export function closeUntoldCosts(
  db: WriteDb,
  importId: number,
  lineId: number,
  charged: { readonly startMs: number; readonly endMs: number },
): number {
  return sql(
    db,
    `update cost_entry set toImport = :importId where lineId = :lineId and chargePeriodStartMs >= :startMs and chargePeriodStartMs < :endMs
       and toImport is null and toldByImport <> :importId`,
  ).run({ importId, lineId, ...charged }).changes
}

/** What readers see of one line in one month. */
export type CostMonth = {
  readonly month: string
  readonly lineId: number
  readonly amount: Money
  readonly entryCount: number
  /** End of the last charge period in it, ms UTC. */
  readonly chargedToMs: number
}
type CostScope = Pick<CostMonth, 'month' | 'lineId'>

const MONTH_OF = `strftime('%Y-%m', chargePeriodStartMs / 1000, 'unixepoch')`

/** The months of lines that an import changed: it brought something for them, or ended something. */
export function listCostScopes(db: ReadDb, importId: number): CostScope[] {
  return sql<CostScope>(
    db,
    `select ${MONTH_OF} month, lineId from cost_entry where fromImport = :importId group by lineId, month
     union select ${MONTH_OF} month, lineId from cost_entry where toImport = :importId group by lineId, month`,
  ).all({ importId })
}

/** All months of lines there is any entry for. */
export function listAllCostScopes(db: ReadDb): CostScope[] {
  return sql<CostScope>(db, `select ${MONTH_OF} month, lineId from cost_entry group by lineId, month`).all()
}

type SumRow = { readonly micros: string | null; readonly rest: string | null; readonly entryCount: number; readonly chargedToMs: number }

/** What such months are, or will be once imports up to `visible` are seen, added up from the entries. Writes nothing. */
export function sumCostMonths(db: ReadDb, scopes: readonly CostScope[], visible: number): CostMonth[] {
  // Sums are read as text: they need all 64 bits.
  const sum = sql<SumRow>(
    db,
    `select cast(sum(amountMicros) as text) micros, cast(sum(amountRest) as text) rest, count(*) entryCount, max(chargePeriodEndMs) chargedToMs
     from cost_entry where lineId = :lineId and chargePeriodStartMs >= :startMs and chargePeriodStartMs < :endMs and ${STANDS}`,
  )
  return scopes.map(({ month, lineId }) => {
    const row = sum.get({ lineId, visible, ...monthPeriod(month) })
    const amount = moneyFromColumns(BigInt(row?.micros ?? 0), BigInt(row?.rest ?? 0))
    return { month, lineId, amount, entryCount: row?.entryCount ?? 0, chargedToMs: row?.chargedToMs ?? 0 }
  })
}

/** The months as they stand, line by line. */
export function listStoredCostMonths(db: ReadDb): CostMonth[] {
  return sql<CostScope & { micros: string; rest: string; entryCount: number; chargedToMs: number }>(
    db,
    `select month, lineId, cast(amountMicros as text) micros, cast(amountRest as text) rest, entryCount, chargedToMs from cost_month
     order by lineId, month`,
  )
    .all()
    .map(({ micros, rest, ...row }) => ({ ...row, amount: moneyFromColumns(BigInt(micros), BigInt(rest)) }))
}

/** Puts months in place; those without an entry go. */
export function writeCostMonths(db: WriteDb, months: readonly CostMonth[]): void {
  const put = sql(
    db,
    `insert or replace into cost_month (month, lineId, amountMicros, amountRest, entryCount, chargedToMs) values (?, ?, ?, ?, ?, ?)`,
  )
  const remove = sql(db, 'delete from cost_month where month = ? and lineId = ?')
  for (const { month, lineId, amount, entryCount, chargedToMs } of months) {
    if (entryCount === 0) remove.run(month, lineId)
    else put.run(month, lineId, amount.micros, amount.rest, entryCount, chargedToMs)
  }
}

/** Takes back what an import brought and ended; its months are the caller's business. */
export function deleteCostsOfImport(db: WriteDb, importId: number): void {
  sql(db, 'delete from cost_entry where fromImport = ?').run(importId)
  sql(db, 'update cost_entry set toImport = null where toImport = ?').run(importId)
}

/** Lines nothing is charged for any more, of those an import brought. After its months are gone. */
export function deleteEmptyCostLines(db: WriteDb, importId: number): void {
  sql(
    db,
    `delete from cost_line where firstImportId = :importId and not exists (select 1 from cost_entry e where e.lineId = cost_line.id)`,
  ).run({ importId })
}

/** Entries an import brought, and entries it ended. */
export function countCostsOfImport(db: ReadDb, importId: number): { readonly added: number; readonly removed: number } {
  return (
    sql<{ added: number; removed: number }>(
      db,
      `select (select count(*) from cost_entry where fromImport = :importId) added,
         (select count(*) from cost_entry where toImport = :importId) removed`,
    ).get({ importId }) ?? { added: 0, removed: 0 }
  )
}

type Amounts = { readonly micros: string; readonly rest: string; readonly entryCount: number }
/** Sums are read as text: they need all 64 bits. */
const MONTH_SUMS = `cast(sum(m.amountMicros) as text) micros, cast(sum(m.amountRest) as text) rest, sum(m.entryCount) entryCount`
const amountOf = ({ micros, rest }: Pick<Amounts, 'micros' | 'rest'>): Money => moneyFromColumns(BigInt(micros), BigInt(rest))

export type CostSum = { readonly amount: Money; readonly entryCount: number }
export type CostMonthSum = CostSum & {
  readonly month: string
  readonly currency: string
  readonly component: string
  readonly chargedToMs: number
}

/** What is charged by month, currency and component, oldest first; '' = entries that name no component. */
export function listCostMonths(db: ReadDb): CostMonthSum[] {
  return sql<Amounts & Omit<CostMonthSum, 'amount'>>(
    db,
    `select m.month, l.currency, l.component, ${MONTH_SUMS}, max(m.chargedToMs) chargedToMs from cost_month m join cost_line l on l.id = m.lineId
     group by m.month, l.currency, l.component order by m.month, l.currency, l.component`,
  )
    .all()
    .map(({ micros, rest, ...row }) => ({ ...row, amount: amountOf({ micros, rest }) }))
}

/** Whether more than so many sums by month and line are kept. */
export function hasMoreCostMonths(db: ReadDb, count: number): boolean {
  return sql(db, 'select 1 from cost_month limit 1 offset ?').get(count) !== undefined
}

/** SQL: one month by the primary key; written so that it might be any, it would be looked for in every row. */
const ofMonth = (month: string | null): string => (month === null ? '' : 'and m.month = :month')

const GROUP_COLUMNS = { pipeline: 'l.pipelineName', dataset: 'l.datasetName', component: 'l.component' } as const

/** What is charged in one currency by one thing entries name, in no order; '' = entries that do not name it. */
export function listCostGroups(
  db: ReadDb,
  by: keyof typeof GROUP_COLUMNS,
  of: { readonly currency: string; readonly month: string | null },
): (CostSum & { readonly name: string })[] {
  return sql<Amounts & { readonly name: string }>(
    db,
    `select ${GROUP_COLUMNS[by]} name, ${MONTH_SUMS} from cost_month m join cost_line l on l.id = m.lineId
     where l.currency = :currency ${ofMonth(of.month)} group by 1`,
  )
    .all(of)
    .map((row) => ({ name: row.name, amount: amountOf(row), entryCount: row.entryCount }))
}

/** null does not narrow; '' = entries that do not say. */
export type CostWish = {
  readonly month: string | null
  readonly pipeline: string | null
  readonly dataset: string | null
  readonly component: string | null
  readonly currency: string | null
}
const OF_LINE = `(:pipeline is null or l.pipelineName = :pipeline) and (:dataset is null or l.datasetName = :dataset)
  and (:component is null or l.component = :component) and (:currency is null or l.currency = :currency)`

export function countCostEntries(db: ReadDb, wish: CostWish): number {
  return (
    sql<{ n: number }>(
      db,
      `select coalesce(sum(m.entryCount), 0) n from cost_month m join cost_line l on l.id = m.lineId
       where ${OF_LINE} ${ofMonth(wish.month)}`,
    ).get(wish)?.n ?? 0
  )
}

/** A place in the list; the amount as text, for it needs all 64 bits. */
export type CostPosition = { readonly lineId: number; readonly startMs: number; readonly micros: string; readonly id: number }

export type CostEntryLine = CostPosition & {
  readonly endMs: number
  readonly rest: string
  readonly amountText: string
  readonly description: string | null
  readonly extras: string | null
  readonly fromImport: number
  readonly fileIndex: number
  readonly rowNumber: number
  readonly sourceId: number
  readonly pipelineName: string
  readonly datasetName: string
  readonly component: string
  readonly currency: string
}

/** Entries that readers up to `visible` see, line by line and in each by time. Read one by one: there may be millions. */
export function iterateCostEntries(
  db: ReadDb,
  wish: CostWish,
  page: { readonly visible: number; readonly after: CostPosition | null; readonly limit: number },
): IterableIterator<CostEntryLine> {
  const after = page.after ?? { lineId: 0, startMs: 0, micros: '0', id: 0 }
  const { startMs: fromMs, endMs: toMs } = wish.month === null ? ALWAYS : monthPeriod(wish.month)
  return sql<CostEntryLine>(
    db,
    `select e.id, e.lineId, e.chargePeriodStartMs startMs, e.chargePeriodEndMs endMs, cast(e.amountMicros as text) micros,
       cast(e.amountRest as text) rest, e.amountText, e.description, e.extras, e.fromImport, e.fileIndex, e.rowNumber,
       l.sourceId, l.pipelineName, l.datasetName, l.component, l.currency
     from cost_line l cross join cost_entry e on e.lineId = l.id
     where l.id >= :lineId and ${OF_LINE} and e.chargePeriodStartMs >= :fromMs and e.chargePeriodStartMs < :toMs and ${STANDS}
       and (l.id > :lineId or (e.chargePeriodStartMs, e.amountMicros, e.id) > (:startMs, cast(:micros as integer), :id))
     order by l.id, e.chargePeriodStartMs, e.amountMicros, e.id limit :limit`,
  ).iterate({ ...wish, ...after, fromMs, toMs, visible: page.visible, limit: page.limit })
}

/** What such entries say beyond the columns there are, where they do; one text after the other of the same kind is one. */
export function* iterateCostExtras(db: ReadDb, wish: CostWish, visible: number): Generator<string> {
  const { startMs: fromMs, endMs: toMs } = wish.month === null ? ALWAYS : monthPeriod(wish.month)
  const rows = sql<{ extras: string }>(
    db,
    `select e.extras from cost_line l cross join cost_entry e on e.lineId = l.id
     where ${OF_LINE} and e.chargePeriodStartMs >= :fromMs and e.chargePeriodStartMs < :toMs and ${STANDS} and e.extras is not null`,
  )
  let last = ''
  for (const { extras } of rows.iterate({ ...wish, fromMs, toMs, visible })) {
    if (extras !== last) yield extras
    last = extras
  }
}
/** All instants there are. */
const ALWAYS = { startMs: -8.64e15, endMs: 8.64e15 }

export type NamedCostLine = { readonly id: number; readonly sourceId: number; readonly datasetName: string; readonly currency: string }

/** Lines whose entries name a dataset by one of these texts. */
export function listCostLinesNaming(db: ReadDb, names: readonly string[]): NamedCostLine[] {
  return sql<NamedCostLine>(
    db,
    `select id, sourceId, datasetName, currency from cost_line where datasetName in (select value from json_each(?)) order by id`,
  ).all(JSON.stringify(names))
}

/** The newest months a source charges for, newest first, and whether it charges to the end of each. */
export function listNewestCostMonths(db: ReadDb, sourceId: number, limit: number): { month: string; isFull: boolean }[] {
  const before = sql<{ month: string | null }>(db, 'select max(month) month from cost_month where month < ?')
  const charges = (month: string, fromMs: number): boolean =>
    sql(
      db,
      `select 1 from cost_month m cross join cost_line l on l.id = m.lineId
       where m.month = ? and m.chargedToMs >= ? and l.sourceId = ? limit 1`,
    ).get(month, fromMs, sourceId) !== undefined
  const found: { month: string; isFull: boolean }[] = []
  for (let month = before.get('~')?.month ?? null; month !== null && found.length < limit; month = before.get(month)?.month ?? null) {
    const isFull = charges(month, monthPeriod(month).endMs)
    if (isFull || charges(month, ALWAYS.startMs)) found.push({ month, isFull })
  }
  return found
}

/** What some lines charge in a month. */
export function sumCostLines(db: ReadDb, lineIds: readonly number[], month: string): CostSum {
  const row = sql<Amounts>(
    db,
    `select coalesce(cast(sum(m.amountMicros) as text), '0') micros, coalesce(cast(sum(m.amountRest) as text), '0') rest,
       coalesce(sum(m.entryCount), 0) entryCount from cost_month m where m.month = ? and m.lineId in (select value from json_each(?))`,
  ).get(month, JSON.stringify(lineIds))
  return row === undefined ? { amount: ZERO, entryCount: 0 } : { amount: amountOf(row), entryCount: row.entryCount }
}
