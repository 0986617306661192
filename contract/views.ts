import { z } from 'zod'
import { command, query } from './kit.ts'
import { DatasetFilter, DatasetSort, Empty, Instant } from './shapes.ts'

const ViewName = z.string().trim().min(1).max(80)

/**
 * The chosen columns of the list, in its order, each by its id; its width in pixels where a person set one.
 * An id the list does not know (any more, or yet) is passed over. null: a view from before columns were kept.
 */
const ViewColumns = z.array(z.strictObject({ id: z.string().min(1).max(40), widthPx: z.int().min(1).max(4000).nullable() })).max(60)

/** What a view is kept as. Version 1 kept no columns, and stays readable. */
export const ViewContent = z.discriminatedUnion('schemaVersion', [
  z.strictObject({ schemaVersion: z.literal(1), filter: DatasetFilter, sort: DatasetSort }),
  z.strictObject({ schemaVersion: z.literal(2), filter: DatasetFilter, sort: DatasetSort, columns: ViewColumns.nullable() }),
])
export type ViewContent = z.infer<typeof ViewContent>

export const SavedView = z.strictObject({
  viewId: z.int(),
  name: z.string(),
  filter: DatasetFilter,
  sort: DatasetSort,
  columns: ViewColumns.nullable(),
  author: z.string(),
  savedAtMs: Instant,
})
export type SavedView = z.infer<typeof SavedView>

export const views = {
  /** Saved views of the Catalog list, by name; kept in the catalog file, so everyone who opens it has them. */
  list: query(z.strictObject({}), z.strictObject({ items: z.array(SavedView).max(200), total: z.int() })),
  /** Keeps a filter, an order and the chosen columns under a name, or in the place of the view `replaces`. */
  save: command(
    z.strictObject({
      name: ViewName,
      filter: DatasetFilter,
      sort: DatasetSort,
      columns: ViewColumns.nullable(),
      replaces: z.int().nullable().default(null),
    }),
    z.strictObject({ viewId: z.int() }),
  ),
  /** Takes a view away; nothing else changes. */
  remove: command(z.strictObject({ viewId: z.int() }), Empty),
}
