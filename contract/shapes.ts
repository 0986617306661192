import { z } from 'zod'
import { AssetKind, AssetStatus, Classification, DatasetTier } from '#core/assets/kinds'
import { FieldValue } from '#core/assets/provenance'
import { Json } from '#core/json'

export { Json }

/** Shapes that several nouns share. Only JSON: no dates, no bigints, no undefined in lists. */

/** An asset's key: `<source identity>/<name in the source>`. Stable over re-imports. */
export const Key = z.string().min(1).max(2000)
/** Instants are milliseconds UTC. */
export const Instant = z.int()
export const Empty = z.strictObject({})
/** Opaque; made by the previous page. */
export const Cursor = z.string().max(2000)
/** Where a page begins: after so many rows, from the top or from the cursor. So a list is read from any row on. */
export const Skip = z.int().min(0)
/** No list reply is over 200 rows. */
export const PageLimit = z.int().min(1).max(200).default(100)
export const Reason = z.string().trim().max(2000)

/** A currency that is to be kept (ISO 4217). What is read back is text: a book may hold one that this system does not know. */
export const Currency = z
  .string()
  .refine(
    (code) => Intl.supportedValuesOf('currency').includes(code),
    'The currency is a code of three letters (ISO 4217), such as USD or EUR.',
  )

/** A file that was made, fetched by a download ticket, and how many things are in it. */
export const ExportedFile = z.strictObject({ ticket: z.string(), fileName: z.string(), count: z.int() })

export const page = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item).max(200), total: z.int(), nextCursor: Cursor.nullable() })

/** Freshness against the source's own limits. unknown: no freshness result is known. */
export const Freshness = z.enum(['on_time', 'late', 'unknown'])

/** A filter over datasets. Values of one facet are alternatives; facets narrow each other. '' = has none. */
export const DatasetFilter = z.strictObject({
  text: z.string().max(200).optional(),
  domain: z.array(z.string()).max(200).optional(),
  tier: z.array(z.string()).max(10).optional(),
  classification: z.array(z.string()).max(10).optional(),
  ownerTeam: z.array(z.string()).max(200).optional(),
  source: z.array(z.string()).max(200).optional(),
  schema: z.array(z.string()).max(200).optional(),
  tag: z.array(z.string()).max(200).optional(),
  /** Glossary terms that the dataset itself carries. */
  term: z.array(z.string()).max(200).optional(),
  /** Keys of data products that the dataset is part of. */
  product: z.array(Key).max(50).optional(),
  freshness: z.array(Freshness).max(3).optional(),
  resourceType: z.array(z.string()).max(50).optional(),
  gap: z
    .array(z.enum(['no_owner', 'not_described', 'not_classified', 'no_tests']))
    .max(4)
    .optional(),
  /** What is wrong: the newest result of a check failed, or sources disagree and nobody has decided. */
  problem: z
    .array(z.enum(['failing_checks', 'conflict']))
    .max(2)
    .optional(),
  /** Whose they are, as owner team or as steward. */
  heldBy: z.array(z.string().max(400)).max(20).optional(),
  status: z.array(AssetStatus).max(2).optional(),
})
export type DatasetFilter = z.infer<typeof DatasetFilter>

export const DatasetSort = z.strictObject({
  by: z.enum(['name', 'ownerTeam', 'domain', 'tier', 'classification', 'columnCount', 'lastSuccessfulRunMs', 'rowCount']),
  direction: z.enum(['asc', 'desc']),
})

/** One row of the Catalog list. */
export const DatasetRow = z.strictObject({
  key: Key,
  name: z.string(),
  database: z.string().nullable(),
  schema: z.string().nullable(),
  relation: z.string().nullable(),
  platform: z.string().nullable(),
  resourceType: z.string().nullable(),
  status: AssetStatus,
  description: z.string().nullable(),
  ownerTeam: z.string().nullable(),
  steward: z.string().nullable(),
  domain: z.string().nullable(),
  tier: DatasetTier.nullable(),
  classification: Classification.nullable(),
  tags: z.array(z.string()),
  sourceNames: z.array(z.string()),
  columnCount: z.int(),
  piiColumnCount: z.int(),
  checkCount: z.int(),
  failingCheckCount: z.int(),
  upstreamCount: z.int(),
  downstreamCount: z.int(),
  lastSuccessfulRunMs: Instant.nullable(),
  freshness: Freshness,
  rowCount: z.number().nullable(),
  sizeBytes: z.number().nullable(),
  hasConflict: z.boolean(),
})
export type DatasetRow = z.infer<typeof DatasetRow>

/** A short reference to any asset, for links, neighbours and lists. */
export const AssetRef = z.strictObject({
  key: Key,
  name: z.string(),
  kind: AssetKind,
  schema: z.string().nullable(),
  resourceType: z.string().nullable(),
  status: AssetStatus,
})
export type AssetRef = z.infer<typeof AssetRef>

export const ColumnRow = z.strictObject({
  name: z.string(),
  ordinal: z.int().nullable(),
  dataType: z.string().nullable(),
  description: z.string().nullable(),
  piiType: z.string().nullable(),
  classification: Classification.nullable(),
  /** in: both the project and the warehouse; documented: only the project; undocumented: only the warehouse. */
  presence: z.enum(['both', 'documented', 'undocumented', 'unknown']),
  checks: z.array(z.strictObject({ name: z.string(), checkType: z.string(), lastOutcome: z.string().nullable() })),
  /** How many columns it comes from, and how many it feeds; null where no source tells of any. `lineage.columnLinks` lists them. */
  upstreamCount: z.int().nullable(),
  downstreamCount: z.int().nullable(),
  fields: z.array(FieldValue),
  /** What its sources say of it that no field is for, by source and part. */
  extras: Json,
})
export type ColumnRow = z.infer<typeof ColumnRow>

/**
 * Counts of what an import changes. Counted together are assets, their columns and links, links between columns, runs and their
 * results, and cost entries; a column that several parts of a source tell of counts once for each.
 */
export const ChangeCounts = z.strictObject({
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
  unchanged: z.int(),
  conflicts: z.int(),
})
export type ChangeCounts = z.infer<typeof ChangeCounts>

/** One line of an import's change list. before/after are null where the thing did not or will not exist. */
export const ChangeItem = z.strictObject({
  change: z.enum(['added', 'changed', 'removed', 'conflict']),
  /** column-link: a link between columns; the one upstream stands in before or after. */
  what: z.enum(['asset', 'column', 'link', 'column-link', 'sql']),
  key: Key,
  assetName: z.string(),
  assetKind: AssetKind,
  /** Column name, link target or field; null for the asset itself. */
  child: z.string().nullable(),
  field: z.string().nullable(),
  /**
   * Which of the source's files tells it, `manifest` or `catalog` for instance: each that tells of a column has a line. null for
   * an asset that comes or goes, with all that is told of it.
   */
  part: z.string().nullable(),
  before: Json.nullable(),
  after: Json.nullable(),
})
export type ChangeItem = z.infer<typeof ChangeItem>

export const ReceiptKindShape = z.strictObject({
  kind: z.string(),
  inFile: z.int(),
  taken: z.int(),
  left: z.int(),
  /** How many of the left ones are no catalog entries at all; imports made before this was counted do not say. */
  byDesign: z.int().optional(),
  /** Of the first 200 that were left. */
  reasons: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
})
export const NotUnderstoodShape = z.strictObject({ path: z.string(), reason: z.string() })
/** A month in UTC: `2026-01`. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)

/** An amount of money, exact: plain decimal text. */
export const Decimal = z.string().regex(/^-?\d+(\.\d+)?$/)

export const FileReceiptShape = z.strictObject({
  name: z.string(),
  artifact: z.string(),
  version: z.string().nullable(),
  generatedAtMs: Instant.nullable(),
  sizeBytes: z.number(),
  sha256: z.string(),
  /** Whether the file itself is kept with the catalog file; if not, why where that is known. */
  original: z.enum(['kept', 'over-limit', 'switched-off', 'not-kept']),
  kinds: z.array(ReceiptKindShape),
  notUnderstood: z.array(NotUnderstoodShape),
  /** What the file charges, by currency, in exact decimals: `inFile` is the sum of the others. */
  totals: z.array(z.strictObject({ currency: z.string(), inFile: Decimal, taken: Decimal, left: Decimal, beyond: Decimal })).optional(),
})
