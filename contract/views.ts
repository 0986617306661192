import { z } from 'zod'
import { command, query } from './kit.ts'
import { DatasetFilter, DatasetSort, Empty, Instant } from './shapes.ts'

const ViewName = z.string().trim().min(1).max(80)

/** What a view is kept as. */
export const ViewContent = z.strictObject({ schemaVersion: z.literal(1), filter: DatasetFilter, sort: DatasetSort })

export const SavedView = z.strictObject({
  viewId: z.int(),
  name: z.string(),
  filter: DatasetFilter,
  sort: DatasetSort,
  author: z.string(),
  savedAtMs: Instant,
})
export type SavedView = z.infer<typeof SavedView>

export const views = {
  /** Saved views of the Catalog list, by name; kept in the catalog file, so everyone who opens it has them. */
  list: query(z.strictObject({}), z.strictObject({ items: z.array(SavedView).max(200), total: z.int() })),
  /** Keeps a filter and an order under a name. */
  save: command(z.strictObject({ name: ViewName, filter: DatasetFilter, sort: DatasetSort }), z.strictObject({ viewId: z.int() })),
  /** Takes a view away; nothing else changes. */
  remove: command(z.strictObject({ viewId: z.int() }), Empty),
}
