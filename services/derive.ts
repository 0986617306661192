import { CurrentAsset, type CurrentColumn, type CurrentRules, type DecisionsOfAsset, type PartFacts } from '#core/assets/current'
import { type StandingDecision, whichCounts } from '#core/assets/claims'
import { linkedColumn } from '#core/assets/column-names'
import { AssetKind } from '#core/assets/kinds'
import type { JsonValue } from '#core/json'
import { LINKS_PART } from '#core/reconcile/entry-facts'
import { parseCheck, parseColumnLinks, parseColumns, parseFields, parseUpstream } from '#core/reconcile/sections'
import type { AssetColumnRow } from '#db/asset-columns'
import type { ColumnEdge } from '#db/column-edges'
import type { ReadDb } from '#db/connection'
import type { AssetRow, AssetTermRow, DerivedAsset } from '#db/current'
import { type DecisionRow, listStandingDecisions } from '#db/decisions'
import { type AssetFactRow, listLastFacts, listSection, listStandingFacts } from '#db/facts'
import { visibleImportId } from '#db/imports'
import { findVisibleKey, type KeyRow, listVisibleKeys, type NamedKey } from '#db/keys'
import { findLastSuccess, findLatestResult, type LatestResult } from '#db/runs'
import { findSource, type SourceRow } from '#db/sources'

/** Kinds that are no part of lineage: they describe, test or own what is. */
export const UNLINKED_KINDS: ReadonlySet<string> = new Set(['check', 'doc', 'owner', 'domain', 'data_product', 'tag', 'term', 'issue'])

/** What the derivation of one asset starts from. */
export type AssetSources = {
  readonly keys: readonly KeyRow[]
  readonly current: CurrentAsset
  readonly kind: AssetKind
  readonly status: 'active' | 'retired'
  readonly facts: readonly AssetFactRow[]
}

/** What derivation asks the book besides an asset's own facts. */
export type Lookups = {
  readonly findKey: (sourceId: number, name: string) => NamedKey | undefined
  readonly listDecisions: (urn: string) => readonly DecisionRow[]
  readonly findLatestResult: (sourceId: number, name: string) => LatestResult | undefined
  readonly findLastSuccess: (sourceId: number, name: string) => number | null
  readonly sourceName: (sourceId: number) => string
}

export type DeriveContext = {
  readonly db: ReadDb
  readonly rules: CurrentRules
  /** Facts of imports up to this id count. */
  readonly visible: number
  readonly look: Lookups
}

/** What rows are made with, once all that is said of an asset is loaded. */
type Looking = Pick<DeriveContext, 'look'>

/** The context of everything readers see now. */
export function visibleContext(db: ReadDb, rules: CurrentRules): DeriveContext {
  forgetSources(db)
  const visible = visibleImportId(db)
  return { db, rules, visible, look: askTheBook(db, visible) }
}

/** Lookups that ask each time. */
export function askTheBook(db: ReadDb, visible: number): Lookups {
  return {
    findKey: (sourceId, name) => findVisibleKey(db, sourceId, name, visible),
    listDecisions: (urn) => listStandingDecisions(db, urn),
    findLatestResult: (sourceId, name) => findLatestResult(db, sourceId, name, visible),
    findLastSuccess: (sourceId, name) => findLastSuccess(db, sourceId, name, visible),
    sourceName: (sourceId) => sourceOf(db, sourceId).name,
  }
}

const sourcesByDb = new WeakMap<ReadDb, Map<number, SourceRow>>()
function sourceOf(db: ReadDb, id: number): SourceRow {
  let known = sourcesByDb.get(db)
  if (known === undefined) {
    known = new Map()
    sourcesByDb.set(db, known)
  }
  let found = known.get(id)
  if (found === undefined) {
    found = findSource(db, id)
    if (found === undefined) throw new Error(`source ${id} is missing`)
    known.set(id, found)
  }
  return found
}

/** Forgets what is remembered of sources on this connection: another program may have renamed one. */
export function forgetSources(db: ReadDb): void {
  sourcesByDb.delete(db)
}

/** Everything said and decided about an asset, or undefined where nothing is: such an asset is no more. */
export function loadAsset(context: DeriveContext, assetId: number): AssetSources | undefined {
  const { db, visible } = context
  const keys = listVisibleKeys(db, assetId, visible)
  if (keys.length === 0) return undefined
  const decisions = loadDecisions(context, keys)
  const facts = listStandingFacts(db, assetId, visible)
  if (facts.some(isTelling) || isSetUpByHand(decisions)) return toSources(context, { keys, facts, status: 'active', decisions })
  const last = listLastFacts(db, assetId, visible)
  if (facts.length > 0 && !last.some(isTelling)) return toSources(context, { keys, facts, status: 'active', decisions })
  if (last.length === 0) return undefined
  return toSources(context, { keys, facts: last, status: 'retired', decisions })
}

/** A link mentions a dataset; that alone keeps none that its own source no longer tells of. */
export const isTelling = ({ part }: Pick<AssetFactRow, 'part'>): boolean => part !== LINKS_PART

type Loaded = Pick<AssetSources, 'keys' | 'facts' | 'status'> & { readonly decisions: DecisionsOfAsset }

/** Puts together what was loaded of an asset. It is of the kind that the first key with facts says. */
export function toSources({ db, rules }: DeriveContext, { keys, facts, status, decisions }: Loaded): AssetSources | undefined {
  const told = keys.find((key) => facts.some((fact) => fact.keyId === key.id)) ?? keys[0]
  if (told === undefined) return undefined
  const kind = AssetKind.parse(told.kind)
  return { keys, kind, status, facts, current: new CurrentAsset({ kind, parts: toParts(db, facts), decisions }, rules) }
}

/** A hand-made asset exists while its `exists` decision stands. */
const isSetUpByHand = (decisions: DecisionsOfAsset): boolean => decisions.get('')?.get('exists')?.value === true

/** Each key has its own newest word on a field. Of those that say a value the newest counts; one taken back says none. */
export function loadDecisions({ look }: DeriveContext, keys: readonly KeyRow[]): DecisionsOfAsset {
  const byColumn = new Map<string, Map<string, StandingDecision>>()
  for (const key of keys) {
    for (const row of look.listDecisions(key.urn)) {
      let fields = byColumn.get(row.column)
      if (fields === undefined) {
        fields = new Map()
        byColumn.set(row.column, fields)
      }
      const earlier = fields.get(row.field)
      const value = row.value === null ? null : (JSON.parse(row.value) as JsonValue)
      const decision = { decisionId: row.id, value, author: row.author, atMs: row.atMs, reason: row.reason }
      fields.set(row.field, earlier === undefined ? decision : whichCounts(earlier, decision))
    }
  }
  return byColumn
}

export function toParts(db: ReadDb, facts: readonly AssetFactRow[]): PartFacts[] {
  const parts = new Map<string, { -readonly [K in keyof PartFacts]: PartFacts[K] }>()
  for (const fact of facts) {
    if (fact.section === 'check') continue
    const id = `${fact.keyId}\u0000${fact.part}`
    let part = parts.get(id)
    if (part === undefined) {
      const source = sourceOf(db, fact.sourceId)
      part = {
        sourceId: fact.sourceId,
        sourceName: source.name,
        format: source.format,
        part: fact.part,
        importId: fact.fromImport,
        seenAtMs: fact.seenFromMs,
        fields: {},
        columns: null,
      }
      parts.set(id, part)
    }
    if (fact.section === 'fields') part.fields = parseFields(fact.payload)
    else if (fact.section === 'columns') part.columns = parseColumns(fact.payload)
  }
  return [...parts.values()]
}

/** The derived rows of one asset; undefined where it is no more. Link and check counts are filled by recountAsset. */
export function deriveAsset(context: DeriveContext, assetId: number): DerivedAsset | undefined {
  const loaded = loadAsset(context, assetId)
  return loaded === undefined ? undefined : deriveFrom(context, assetId, loaded)
}

/** The derived rows of an asset that is loaded. */
export function deriveFrom(context: Looking, assetId: number, loaded: AssetSources): DerivedAsset {
  const { current } = loaded
  const said = current.columns()
  const columns = deriveColumns(current, said)
  const row = deriveRow(context, assetId, loaded, columns)
  return { row, columns, tags: tagsOf(loaded), terms: deriveTerms(current, said) }
}

/** Lists that stand where other kinds have their tags, so that they can be looked up both ways: by synonym, by dataset. */
const LISTED: Partial<Record<AssetKind, string>> = { term: 'synonyms', data_product: 'datasets' }
const tagsOf = ({ current, kind }: AssetSources): readonly string[] => current.list(LISTED[kind] ?? 'tags')

function deriveTerms(current: CurrentAsset, columns: readonly CurrentColumn[]): AssetTermRow[] {
  return [
    ...current.list('glossaryTerms').map((term) => ({ term, column: '' })),
    ...columns.flatMap((column) => current.columnList(column, 'glossaryTerms').map((term) => ({ term, column: column.name }))),
  ]
}

function deriveColumns(current: CurrentAsset, columns: readonly CurrentColumn[]): AssetColumnRow[] {
  return columns.map((column) => ({
    name: column.name,
    dataType: current.columnText(column, 'dataType'),
    description: current.columnText(column, 'description'),
    piiType: current.columnText(column, 'piiType'),
    classification: current.columnText(column, 'classification'),
    presence: column.presence,
  }))
}

function deriveRow(context: Looking, assetId: number, loaded: AssetSources, columns: readonly AssetColumnRow[]): AssetRow {
  const { current, keys, kind } = loaded
  const firstKey = keys[0]
  if (firstKey === undefined) throw new Error(`asset ${assetId} has no key`)
  const name = current.text('name') ?? firstKey.name
  const schema = current.text('schema')
  const check = loaded.facts.find((fact) => fact.section === 'check')
  const target = check === undefined ? null : checkTarget(context, check)
  const latest = latestResult(context, keys)
  const freshness = current.text('freshnessStatus')
  return {
    id: assetId,
    kind,
    urn: firstKey.urn,
    status: loaded.status,
    name,
    sortName: (schema === null ? name : `${schema}.${name}`).toLowerCase(),
    database: current.text('database'),
    schema,
    relation: current.text('relation'),
    platform: current.text('platform'),
    resourceType: current.text('resourceType'),
    description: current.text('description'),
    ownerTeam: current.text('ownerTeam'),
    steward: current.text('steward'),
    domain: current.text('domain'),
    // How far a thing is to be trusted: for a glossary term, whether it is a draft or approved.
    tier: current.text(kind === 'term' ? 'termStatus' : 'tier'),
    classification: current.text('classification'),
    tags: JSON.stringify(tagsOf(loaded)),
    sourceNames: JSON.stringify([...new Set(keys.map((key) => context.look.sourceName(key.sourceId)))]),
    columnCount: columns.length,
    piiColumnCount: columns.filter((column) => column.piiType !== null).length,
    describedColumnCount: columns.filter((column) => column.description !== null).length,
    checkCount: 0,
    failingCheckCount: 0,
    upstreamCount: 0,
    downstreamCount: 0,
    lastSuccessfulRunMs: kind === 'check' ? null : lastSuccess(context, keys),
    freshness:
      freshness === null
        ? 'unknown'
        : freshness === 'pass'
          ? 'on_time'
          : freshness === 'warn' || freshness === 'error'
            ? 'late'
            : 'unknown',
    rowCount: current.number('rowCount'),
    sizeBytes: current.number('sizeBytes'),
    hasConflict: current.hasConflict() ? 1 : 0,
    checkedAssetId: target?.assetId ?? null,
    checkedColumn: target?.column ?? null,
    lastOutcome: latest?.outcome ?? null,
    lastOutcomeMs: latest?.endedAtMs ?? null,
  }
}

function checkTarget({ look }: Looking, fact: AssetFactRow): { assetId: number | null; column: string | null } {
  const check = parseCheck(fact.payload)
  const key = check.datasetName === null ? undefined : look.findKey(fact.sourceId, check.datasetName)
  return { assetId: key?.assetId ?? null, column: check.columnName }
}

function latestResult(context: Looking, keys: readonly KeyRow[]): { outcome: string; endedAtMs: number | null } | undefined {
  let newest: { outcome: string; endedAtMs: number | null } | undefined
  for (const key of keys) {
    const found = context.look.findLatestResult(key.sourceId, key.name)
    if (found !== undefined && (newest === undefined || (found.endedAtMs ?? 0) > (newest.endedAtMs ?? 0))) newest = found
  }
  return newest
}

function lastSuccess(context: Looking, keys: readonly KeyRow[]): number | null {
  const times = keys.map((key) => context.look.findLastSuccess(key.sourceId, key.name)).filter((at) => at !== null)
  return times.length === 0 ? null : Math.max(...times)
}

/** What leads into an asset. */
export type LinksInto = { readonly upIds: readonly number[]; readonly columnEdges: readonly ColumnEdge[] }

/** Links into an asset from what its sources say, between datasets and between columns. Names in no import have none. */
export function linksInto(context: DeriveContext, assetId: number, kind: string): LinksInto {
  if (UNLINKED_KINDS.has(kind)) return { upIds: [], columnEdges: [] }
  const facts = (['upstream', 'columnLinks'] as const).flatMap((section) => listSection(context.db, assetId, section, context.visible))
  return linksOfFacts(context, assetId, facts)
}

/** What these facts of an asset link it to. */
export function linksOfFacts(context: DeriveContext, assetId: number, facts: readonly AssetFactRow[]): LinksInto {
  const upstream = facts.filter((fact) => fact.section === 'upstream')
  const columns = facts.filter((fact) => fact.section === 'columnLinks')
  return { upIds: linkedIds(context, upstream), columnEdges: columnEdgesOf(context, assetId, columns) }
}

/** Ids of the assets that these upstream facts name. */
function linkedIds({ look }: DeriveContext, facts: readonly AssetFactRow[]): number[] {
  const ids = new Set<number>()
  for (const fact of facts) {
    for (const name of parseUpstream(fact.payload)) {
      const key = look.findKey(fact.sourceId, name)
      if (key !== undefined && !UNLINKED_KINDS.has(key.kind)) ids.add(key.assetId)
    }
  }
  return [...ids]
}

/**
 * Links between columns that these facts tell, each once however many sources tell it. Columns go by their names, whether or not
 * a source tells of them: which are known is seen when they are read.
 */
function columnEdgesOf({ look }: DeriveContext, assetId: number, facts: readonly AssetFactRow[]): ColumnEdge[] {
  const edges = new Map<string, ColumnEdge>()
  for (const fact of facts) {
    for (const { upstream, upstreamColumn, downstreamColumn } of parseColumnLinks(fact.payload)) {
      const key = look.findKey(fact.sourceId, upstream)
      if (key === undefined || UNLINKED_KINDS.has(key.kind)) continue
      const [upColumn, downColumn] = [linkedColumn(upstreamColumn), linkedColumn(downstreamColumn)]
      // Two spellings of one name may have made a link of a column to itself.
      if (key.assetId === assetId && upColumn === downColumn) continue
      edges.set(JSON.stringify([key.assetId, upColumn, downColumn]), { upId: key.assetId, upColumn, downColumn })
    }
  }
  return [...edges.values()]
}
