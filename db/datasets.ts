import { type ReadDb, sql } from './connection.ts'
import { ASSET_COLUMNS, type AssetRow } from './current.ts'
import { type Condition, type DatasetFilter, datasetCondition, isUnfiltered } from './dataset-filter.ts'
import { urnSql } from './keys.ts'
import { isNewestSql } from './standing.ts'

export type DatasetSortBy = 'name' | 'ownerTeam' | 'domain' | 'tier' | 'classification' | 'columnCount' | 'lastSuccessfulRunMs' | 'rowCount'
export type DatasetSort = { readonly by: DatasetSortBy; readonly direction: 'asc' | 'desc' }

/** Where a page ends: the sort value, name and id of its last row. */
export type DatasetPosition = { readonly value: string | number | null; readonly name: string; readonly id: number }
/** What a list shows of a dataset. */
export type ListedAsset = Omit<AssetRow, (typeof NOT_LISTED)[number]>
export type SortedRow = ListedAsset & { readonly sortValue: string | number | null }

/** What each sort compares; trust and secrecy go by rank, not by letter. `name` is the index's own order. */
const SORT_EXPRESSIONS: Readonly<Record<Exclude<DatasetSortBy, 'name'>, string>> = {
  ownerTeam: 'lower(ownerTeam)',
  domain: 'lower(domain)',
  tier: `case tier when 'gold' then 1 when 'silver' then 2 when 'bronze' then 3 end`,
  classification: `case classification when 'public' then 1 when 'internal' then 2 when 'confidential' then 3 when 'restricted' then 4 end`,
  columnCount: 'columnCount',
  lastSuccessfulRunMs: 'lastSuccessfulRunMs',
  rowCount: 'rowCount',
}

const NOT_LISTED = ['kind', 'describedColumnCount', 'checkedAssetId', 'checkedColumn', 'lastOutcome', 'lastOutcomeMs'] as const
const ROW = ASSET_COLUMNS.filter((name) => !(NOT_LISTED as readonly string[]).includes(name))
  .map((name) => `"${name}"`)
  .join(', ')

export type DatasetPage = {
  readonly filter: DatasetFilter
  readonly sort: DatasetSort
  readonly after: DatasetPosition | null
  /** So many rows are passed over first. */
  readonly skip?: number | undefined
  readonly limit: number
}

/** One page of datasets. */
export function listDatasets(db: ReadDb, page: DatasetPage): SortedRow[] {
  const { text, params } = datasetPageQuery(page)
  return sql<SortedRow>(db, text).all(params)
}

/** Every dataset that a filter finds, or of these keys, in the order of a list. */
export function iterateDatasets(db: ReadDb, which: WantedDatasets, sort: DatasetSort): IterableIterator<ListedAsset> {
  const { where, params } = 'keys' in which ? ofKeys(which.keys) : datasetCondition(which.filter)
  return sql<ListedAsset>(db, `select ${ROW} from asset where ${where} ${orderBy(sort)}`).iterate(params)
}

type WantedDatasets = { readonly filter: DatasetFilter } | { readonly keys: readonly string[] }

const ofKeys = (keys: readonly string[]): Condition => ({
  where: `kind = 'dataset' and id in (select k.assetId from json_each(:keys) i cross join asset_key k on k.urn = i.value)`,
  params: { keys: JSON.stringify(keys) },
})

/** Rows without a value come last in both directions; equal ones are in name order. */
function orderBy({ by, direction }: DatasetSort): string {
  if (by === 'name') return `order by sortName ${direction}, id ${direction}`
  return `order by ${SORT_EXPRESSIONS[by]} is null, ${SORT_EXPRESSIONS[by]} ${direction}, sortName, id`
}

/** The query of a page, for its plan to be looked at. */
export function datasetPageQuery({ filter, sort, after, skip = 0, limit }: DatasetPage): {
  readonly text: string
  readonly params: Record<string, unknown>
} {
  const condition = datasetCondition(filter, 'by-name')
  const params = {
    ...condition.params,
    limit,
    ...(skip === 0 ? {} : { skip }),
    ...(after === null ? {} : { afterValue: after.value, afterName: after.name, afterId: after.id }),
  }
  const compare = sort.direction === 'asc' ? '>' : '<'
  if (sort.by === 'name') {
    const beyond = after === null ? '' : ` and (sortName, id) ${compare} (:afterName, :afterId)`
    return { text: pageText('null', `${condition.where}${beyond}`, orderBy(sort), skip), params }
  }
  const value = SORT_EXPRESSIONS[sort.by]
  const next = '(sortName, id) > (:afterName, :afterId)'
  const beyond =
    after === null
      ? ''
      : after.value === null
        ? ` and ${value} is null and ${next}`
        : ` and (${value} ${compare} :afterValue or (${value} = :afterValue and ${next}) or ${value} is null)`
  return { text: pageText(value, `${condition.where}${beyond}`, orderBy(sort), skip), params }
}

/** Rows that are passed over are counted by their ids alone: sorted whole, those of a long list are more than the memory that sorts. */
function pageText(value: string, where: string, order: string, skip: number): string {
  const page = `select ${ROW}, ${value} sortValue from asset where`
  if (skip === 0) return `${page} ${where} ${order} limit :limit`
  return `${page} id in (select id from asset where ${where} ${order} limit :limit offset :skip) ${order}`
}

/** How many datasets meet a filter: from the counters where nothing is filtered. */
export function countDatasets(db: ReadDb, filter: DatasetFilter): number {
  if (isUnfiltered(filter)) {
    return sql<{ count: number }>(db, `select count from facet_count where facet = 'status' and value = 'active'`).get()?.count ?? 0
  }
  const { where, params } = datasetCondition(filter)
  return sql<{ n: number }>(db, `select count(*) n from asset where ${where}`).get(params)?.n ?? 0
}

/** What a bulk edit reads of a dataset. */
export type SelectedRow = Pick<
  AssetRow,
  'id' | 'urn' | 'name' | 'schema' | 'description' | 'ownerTeam' | 'steward' | 'domain' | 'tier' | 'classification' | 'tags'
>
const SELECTED = `a.id, a.urn, a.name, a."schema", a.description, a.ownerTeam, a.steward, a.domain, a.tier, a.classification, a.tags`

/** Every dataset a filter finds, by name. */
export function listFiltered(db: ReadDb, filter: DatasetFilter): SelectedRow[] {
  const { where, params } = datasetCondition(filter)
  return sql<SelectedRow>(
    db,
    `select ${SELECTED} from asset a where a.id in (select id from asset where ${where}) order by a.sortName, a.id`,
  ).all(params)
}

/** Those of these assets that fit a filter, in no order: each is looked at, and no other. */
export function listFilteredAmong(db: ReadDb, filter: DatasetFilter, ids: readonly number[]): SelectedRow[] {
  const { where, params } = datasetCondition(filter)
  return sql<SelectedRow>(
    db,
    `select ${SELECTED} from asset a
     where a.id in (select id from asset not indexed where id in (select value from json_each(:among)) and ${where})`,
  ).all({ ...params, among: JSON.stringify(ids) })
}

/** The datasets of these keys, by name, each once; a key that is none has none. */
export function listKeyed(db: ReadDb, keys: readonly string[]): SelectedRow[] {
  return sql<SelectedRow>(
    db,
    `select distinct ${SELECTED} from json_each(:keys) i cross join asset_key k on k.urn = i.value
       cross join asset a on a.id = k.assetId and a.kind = 'dataset' order by a.sortName, a.id`,
  ).all({ keys: JSON.stringify(keys) })
}

/** What links and lists show of any asset. */
export type AssetRefRow = Pick<AssetRow, 'id' | 'urn' | 'name' | 'kind' | 'schema' | 'resourceType' | 'status'>
const REF = 'a.id, a.urn, a.name, a.kind, a."schema", a.resourceType, a.status'
const REFS_SHOWN = 200

/** Assets one step up or down, by name, retired ones last. Checks have no links. */
export function listLinked(db: ReadDb, assetId: number, direction: 'up' | 'down'): AssetRefRow[] {
  const [near, far] = direction === 'up' ? ['downId', 'upId'] : ['upId', 'downId']
  return sql<AssetRefRow>(
    db,
    `select ${REF} from edge e join asset a on a.id = e.${far} where e.${near} = ?
     order by a.status, a.sortName, a.id limit ${REFS_SHOWN}`,
  ).all(assetId)
}

export function countLinked(db: ReadDb, assetId: number, direction: 'up' | 'down'): number {
  return sql<{ n: number }>(db, `select count(*) n from edge where ${direction === 'up' ? 'downId' : 'upId'} = ?`).get(assetId)?.n ?? 0
}

/** The names of all of them, for a field's value. */
export function listLinkedNames(db: ReadDb, assetId: number, direction: 'up' | 'down'): string[] {
  const [near, far] = direction === 'up' ? ['downId', 'upId'] : ['upId', 'downId']
  return sql<{ name: string }>(
    db,
    `select a.name from edge e join asset a on a.id = e.${far} where e.${near} = ? order by a.sortName, a.id`,
  )
    .all(assetId)
    .map((row) => row.name)
}

/** Which of these names of a source are assets a reader can see. */
export function listKnownNames(db: ReadDb, sourceId: number, names: readonly string[]): Set<string> {
  const rows = sql<{ name: string }>(
    db,
    `select k.name from json_each(:names) n join asset_key k on k.urn = ${urnSql(':sourceId', 'n.value')} join asset a on a.id = k.assetId`,
  ).all({ sourceId, names: JSON.stringify(names) })
  return new Set(rows.map((row) => row.name))
}

export type OpenIssue = { readonly urn: string; readonly name: string; readonly severity: string | null }

/** Open issues that name the dataset by one of these, worst first, those without a severity last. Issues are only ever set up by hand. */
export function listOpenIssues(db: ReadDb, names: readonly string[]): OpenIssue[] {
  const standing = (field: string): string =>
    `(select d.value from asset_key k cross join decision d on d.subject = k.urn and d."column" = '' and d.field = '${field}'
       where k.assetId = a.id and d.value is not null and ${isNewestSql('d')} order by d.id desc limit 1)`
  return sql<OpenIssue>(
    db,
    `select a.urn, a.name, ${standing('severity')} ->> '$' severity from asset a where a.kind = 'issue' and a.status = 'active'
       and lower(${standing('dataset')} ->> '$') in (select lower(value) from json_each(:names))
       and coalesce(${standing('issueStatus')} ->> '$', 'open') <> 'closed' order by severity is null, severity, a.sortName, a.id limit ${REFS_SHOWN}`,
  ).all({ names: JSON.stringify(names) })
}
