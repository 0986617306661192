import { z } from 'zod'
import { COST_COMPONENTS } from '#core/costs/cost-entry'
import { command, query } from './kit.ts'
import { Cursor, Decimal, ExportedFile, Instant, Month, page, PageLimit } from './shapes.ts'

/** By what costs are added up. */
export const CostGrouping = z.enum(['pipeline', 'dataset', 'component'])
export type CostGrouping = z.infer<typeof CostGrouping>

/** '' = entries that do not say. */
const Component = z.enum([...COST_COMPONENTS, ''])
const Name = z.string().max(500)

/** Which cost entries; what is absent does not narrow, '' = entries that do not say. */
export const CostFilter = z.strictObject({
  month: Month.optional(),
  pipeline: Name.optional(),
  dataset: Name.optional(),
  component: Component.optional(),
  currency: z.string().max(10).optional(),
})
export type CostFilter = z.infer<typeof CostFilter>

/** What is charged for one month in one currency. */
export const CostMonthRow = z.strictObject({
  month: Month,
  currency: z.string(),
  amount: Decimal,
  entryCount: z.int(),
  /** Its last day is charged for; a month that is not full is not to be compared with one that is. */
  isFull: z.boolean(),
  components: z.array(z.strictObject({ component: Component, amount: Decimal })).max(COST_COMPONENTS.length + 1),
})
export type CostMonthRow = z.infer<typeof CostMonthRow>

export const CostGroup = z.strictObject({
  /** '': entries that do not say. */
  name: z.string(),
  amount: Decimal,
  entryCount: z.int(),
  /** Of all that is charged, 0 to 1; null where the whole is nothing or less, or some of it is negative. */
  share: z.number().nullable(),
})
export type CostGroup = z.infer<typeof CostGroup>

/** One row of a bill, with where it stands. */
export const CostEntryRow = z.strictObject({
  entryId: z.int(),
  /** `2026-01-31`, or `2026-01` for a whole month. */
  period: z.string(),
  chargePeriodStartMs: Instant,
  chargePeriodEndMs: Instant,
  pipeline: z.string().nullable(),
  dataset: z.string().nullable(),
  component: Component.exclude(['']).nullable(),
  amount: Decimal,
  /** As the file writes it. */
  amountText: z.string(),
  currency: z.string(),
  description: z.string().nullable(),
  importId: z.int(),
  sourceName: z.string(),
  fileName: z.string(),
  rowNumber: z.int(),
})
export type CostEntryRow = z.infer<typeof CostEntryRow>

export const costs = {
  /** Every month anything is charged for, oldest first, each currency by itself: amounts of several are never added. */
  months: query(z.strictObject({}), z.strictObject({ items: z.array(CostMonthRow).max(2000) })),
  /** What is charged in one currency, added up by pipeline, dataset or component; the most expensive first. `amount` is the sum of all. */
  groups: query(
    z.strictObject({
      by: CostGrouping,
      currency: z.string().max(10),
      month: Month.optional(),
      cursor: Cursor.optional(),
      limit: PageLimit,
    }),
    page(CostGroup).extend({ amount: Decimal }),
  ),
  /** The rows themselves, by what they are for and then by time. */
  entries: query(z.strictObject({ filter: CostFilter.default({}), cursor: Cursor.optional(), limit: PageLimit }), page(CostEntryRow)),
  /** The rows as a table (CSV) that can be imported again. */
  export: command(z.strictObject({ filter: CostFilter.default({}) }), ExportedFile),
}
