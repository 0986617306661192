import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { importTable, source } from './sources.ts'

/**
 * What a source calls a thing. Facts and decisions hang on keys; an asset is a class of keys.
 * `assetId` is derived (same-as decisions and equal relations); merging rewrites no fact.
 */
export const assetKey = sqliteTable(
  'asset_key',
  {
    /** Never used twice: an asset may outlive the key it took its id from. */
    id: integer().primaryKey({ autoIncrement: true }),
    sourceId: integer()
      .notNull()
      .references(() => source.id),
    name: text().notNull(),
    /** `<source identity>/<name>`: how decisions, links and people name it, and how a name is found in its source. */
    urn: text().notNull().unique(),
    kind: text().notNull(),
    assetId: integer().notNull(),
    /** Import that first told it; hand-made keys have none. */
    firstImportId: integer(),
  },
  (table) => [
    /** With the asset: of two indexes with one column each SQLite may take the one that finds every key of a source. */
    index('asset_key_source').on(table.sourceId, table.assetId),
    index('asset_key_asset').on(table.assetId),
    /** What an import brought, and what people said of it. */
    index('asset_key_import').on(table.firstImportId),
  ],
)

/**
 * What a source said, from one import up to (not including) another. One row per key, part of the source
 * (manifest, catalog, …) and section (fields, columns, upstream, columnLinks, check, sql, extras).
 */
export const fact = sqliteTable(
  'fact',
  {
    id: integer().primaryKey(),
    keyId: integer()
      .notNull()
      .references(() => assetKey.id),
    part: text().notNull(),
    section: text().notNull(),
    /** Canonical JSON. */
    payload: text().notNull(),
    fromImport: integer()
      .notNull()
      .references(() => importTable.id),
    toImport: integer().references(() => importTable.id),
    /** When the source says it was so. */
    seenFromMs: integer().notNull(),
    seenToMs: integer(),
  },
  (table) => [
    uniqueIndex('fact_open').on(table.keyId, table.part, table.section).where(sql`${table.toImport} is null`),
    /** Whole, not partial: deleting a key asks for all its facts, open and closed. */
    index('fact_history').on(table.keyId, table.fromImport),
    /** With the key: what an import changes is listed key by key. */
    index('fact_from').on(table.fromImport, table.keyId),
    index('fact_to').on(table.toImport, table.keyId).where(sql`${table.toImport} is not null`),
  ],
)

/** What people decided. Append-only; the newest row of a (subject, column, field) counts. */
export const decision = sqliteTable(
  'decision',
  {
    id: integer().primaryKey(),
    /** The urn of the key it was made on. */
    subject: text().notNull(),
    /** Column name; '' for the asset itself. */
    column: text().notNull(),
    field: text().notNull(),
    /** Canonical JSON; null when the decision takes an earlier one back. */
    value: text(),
    author: text().notNull(),
    atMs: integer().notNull(),
    reason: text().notNull(),
    supersedesId: integer(),
    /** Decisions made in one act, undone in one act. */
    groupId: integer().notNull(),
  },
  (table) => [index('decision_subject').on(table.subject, table.column, table.field, table.id), index('decision_group').on(table.groupId)],
)

const assetColumns = () => ({
  id: integer().primaryKey(),
  kind: text().notNull(),
  /** Its first key's urn. */
  urn: text().notNull(),
  status: text().notNull(),
  name: text().notNull(),
  /** Sort key: lower-case `schema.name`. */
  sortName: text().notNull(),
  database: text(),
  schema: text(),
  relation: text(),
  platform: text(),
  resourceType: text(),
  description: text(),
  ownerTeam: text(),
  steward: text(),
  domain: text(),
  tier: text(),
  classification: text(),
  /** JSON list. */
  tags: text().notNull(),
  /** JSON list of source names. */
  sourceNames: text().notNull(),
  columnCount: integer().notNull(),
  piiColumnCount: integer().notNull(),
  describedColumnCount: integer().notNull(),
  checkCount: integer().notNull(),
  failingCheckCount: integer().notNull(),
  upstreamCount: integer().notNull(),
  downstreamCount: integer().notNull(),
  lastSuccessfulRunMs: integer(),
  freshness: text().notNull(),
  rowCount: real(),
  sizeBytes: real(),
  hasConflict: integer().notNull(),
  /** For checks: the dataset they look at. */
  checkedAssetId: integer(),
  checkedColumn: text(),
  /** Outcome of the newest result that says something about data; null where none does. */
  lastOutcome: text(),
  lastOutcomeMs: integer(),
})

/** Derived: the current state of every asset, as lists need it. Rebuilt per asset by services/derive. */
export const asset = sqliteTable('asset', assetColumns(), (table) => [
  index('asset_list').on(table.kind, table.status, table.sortName, table.id),
  index('asset_checked').on(table.checkedAssetId).where(sql`${table.checkedAssetId} is not null`),
  index('asset_relation').on(sql`lower(${table.relation})`).where(sql`${table.relation} is not null`),
  index('asset_name').on(sql`lower(${table.name})`),
  /** Whose datasets are whose: one person's list must not read all of them. */
  index('asset_owner_team').on(table.ownerTeam).where(sql`${table.ownerTeam} is not null`),
  index('asset_steward').on(table.steward).where(sql`${table.steward} is not null`),
  /** The few checks that fail, among very many. */
  index('asset_failing').on(table.id).where(sql`${table.lastOutcome} in ('fail', 'error')`),
  index('asset_retired').on(table.id).where(sql`${table.status} = 'retired'`),
])

/** Derived: rows of `asset` that the import under way has made ready and its switch will show. Empty while none is. */
export const assetNext = sqliteTable('asset_next', assetColumns())

/** Derived: current columns. In the database this and `edge` are WITHOUT ROWID (migration 0015), which drizzle has no word for. */
export const assetColumn = sqliteTable(
  'asset_column',
  {
    assetId: integer().notNull(),
    ordinal: integer().notNull(),
    name: text().notNull(),
    dataType: text(),
    description: text(),
    piiType: text(),
    classification: text(),
    presence: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.assetId, table.ordinal] })],
)

/** Derived: current links between assets. */
export const edge = sqliteTable('edge', { upId: integer().notNull(), downId: integer().notNull() }, (table) => [
  primaryKey({ columns: [table.upId, table.downId] }),
  index('edge_down').on(table.downId, table.upId),
])

/**
 * Derived: current links between columns. A column is its asset and the number of its name (column_name): names outlive a new
 * order of columns, and a number of them takes a quarter of their room. In the database it is WITHOUT ROWID (migration
 * 0012), which drizzle has no word for.
 */
export const columnEdge = sqliteTable(
  'column_edge',
  {
    downId: integer().notNull(),
    downColumn: integer().notNull(),
    upId: integer().notNull(),
    upColumn: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.downId, table.downColumn, table.upId, table.upColumn] }),
    index('column_edge_up').on(table.upId, table.upColumn, table.downId, table.downColumn),
  ],
)

/** Derived: which tags an asset carries. */
export const assetTag = sqliteTable('asset_tag', { tag: text().notNull(), assetId: integer().notNull() }, (table) => [
  primaryKey({ columns: [table.tag, table.assetId] }),
  index('asset_tag_asset').on(table.assetId),
])

/** Derived: which glossary terms an asset or one of its columns carries. */
export const assetTerm = sqliteTable(
  'asset_term',
  {
    term: text().notNull(),
    assetId: integer().notNull(),
    /** Column name; '' for the asset itself. */
    column: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.term, table.assetId, table.column] }), index('asset_term_asset').on(table.assetId)],
)

/** Derived: how many active datasets have each value of each facet. */
export const facetCount = sqliteTable(
  'facet_count',
  { facet: text().notNull(), value: text().notNull(), count: integer().notNull() },
  (table) => [primaryKey({ columns: [table.facet, table.value] })],
)
