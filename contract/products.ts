import { z } from 'zod'
import { FieldValue } from '#core/assets/provenance'
import { DatasetSelection } from './datasets.ts'
import { command, query } from './kit.ts'
import { Cursor, ExportedFile, Key, page, PageLimit, Reason } from './shapes.ts'

export const ProductRow = z.strictObject({
  key: Key,
  name: z.string(),
  description: z.string().nullable(),
  ownerTeam: z.string().nullable(),
  domain: z.string().nullable(),
  sla: z.string().nullable(),
  /** Active datasets it is made of, and how they stand against their sources' own limits. */
  datasets: z.int(),
  onTime: z.int(),
  late: z.int(),
  cannotTell: z.int(),
})
export type ProductRow = z.infer<typeof ProductRow>

export const products = {
  /** Data products by name: named sets of datasets with a purpose, an owner and an SLA. `text` is looked for in name, description, owner and domain. */
  list: query(z.strictObject({ text: z.string().max(200).optional(), cursor: Cursor.optional(), limit: PageLimit }), page(ProductRow)),
  /** One data product with every field. Its datasets are a filter of datasets.list. */
  get: query(
    z.strictObject({ key: Key }),
    z.strictObject({
      row: ProductRow,
      fields: z.array(FieldValue),
      /** Members that no source tells of any more, or that are in the catalog under no such key: as the product names them. */
      missing: z.array(z.string()).max(200),
      /** Sources that tell of it; a product with none was made by hand and can be deleted. */
      sourceNames: z.array(z.string()),
    }),
  ),
  /** Every data product as a table (CSV) that can be imported again. */
  export: command(z.strictObject({}), ExportedFile),
  /** The products a dataset is part of. */
  ofDataset: query(
    z.strictObject({ key: Key }),
    z.strictObject({ items: z.array(z.strictObject({ key: Key, name: z.string() })).max(50) }),
  ),
  /** Puts datasets into a product or takes them out, as one group of decisions. Group null: nothing was to change. */
  setDatasets: command(
    z.strictObject({ key: Key, selection: DatasetSelection, how: z.enum(['add', 'remove']), reason: Reason.default('') }),
    z.strictObject({ groupId: z.int().nullable(), count: z.int() }),
  ),
}
