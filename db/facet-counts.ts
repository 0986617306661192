import { sql, type WriteDb } from './connection.ts'
import type { AssetRow } from './current.ts'

/** Facet values of active datasets, by facet. '' = has none. */
export const FACET_EXPRESSIONS = {
  domain: `coalesce(domain, '')`,
  tier: `coalesce(tier, '')`,
  classification: `coalesce(classification, '')`,
  ownerTeam: `coalesce(ownerTeam, '')`,
  schema: `coalesce("schema", '')`,
  freshness: 'freshness',
  resourceType: `coalesce(resourceType, '')`,
  status: 'status',
} as const
export type SimpleFacet = keyof typeof FACET_EXPRESSIONS

/** Rebuilds the facet counters from the asset rows. */
export function rebuildFacetCounts(db: WriteDb): void {
  sql(db, 'delete from facet_count').run()
  sql(db, COUNT_DATASETS).run()
  sql(
    db,
    `with every as (
       select coalesce(sum(downstreamCount), 0) edges, count(*) filter (where kind = 'check') checks,
         count(*) filter (where kind = 'check' and lastOutcome is not null) checksWithResult
       from asset not indexed where status = 'active')
     insert into facet_count (facet, value, count)
     select 'total', 'edges', edges from every union all
     select 'total', 'checks', checks from every union all
     select 'total', 'checksWithResult', checksWithResult from every`,
  ).run()
}

/** The counter of datasets of a domain that miss something; its values are domains. */
export const domainGap = (gap: string): string => `domain.${gap}`

/** What is missing, as conditions on an asset row. */
const GAP_CONDITIONS = {
  no_owner: 'ownerTeam is null',
  not_described: 'description is null',
  not_classified: 'classification is null',
  no_tests: 'checkCount = 0',
} as const

/** What is wrong, as conditions on an asset row. */
const PROBLEM_CONDITIONS = {
  failing_checks: 'failingCheckCount > 0',
  conflict: 'hasConflict = 1',
} as const

/** Facets of which a dataset may have several values, or none. */
export const FACET_CONDITIONS = { gap: GAP_CONDITIONS, problem: PROBLEM_CONDITIONS } as const
const GAPS = Object.entries(GAP_CONDITIONS)

/** SQL: what is counted of a dataset, many times as narrow as its row; gaps and problems are 0 or 1 by their names. */
export const COUNTED = `id, status, domain, tier, classification, ownerTeam, "schema", freshness, resourceType, sourceNames, columnCount,
  ${[...GAPS, ...Object.entries(PROBLEM_CONDITIONS)].map(([name, condition]) => `${condition} ${name}`).join(', ')}`

type CountedFacet = SimpleFacet | 'tag' | 'source' | keyof typeof FACET_CONDITIONS

/**
 * SQL: facet, value and count, out of a table `kept` of what is counted, of which `isShown` says who counts. Each status is counted
 * whoever does. `kept`: SQL, the table or a part of it.
 */
export function countFacet(facet: CountedFacet, kept = 'kept'): string {
  switch (facet) {
    case 'status':
      return `select 'status' facet, status value, count(*) count from ${kept} group by status`
    case 'tag':
      return `select 'tag' facet, t.tag value, count(*) count from ${kept} join asset_tag t on t.assetId = kept.id where isShown group by t.tag`
    case 'source':
      return `select 'source' facet, s.value value, count(*) count from ${kept}, json_each(kept.sourceNames) s where isShown group by s.value`
    case 'gap':
    case 'problem':
      return Object.keys(FACET_CONDITIONS[facet])
        .map((value) => `select '${facet}' facet, '${value}' value, count(*) count from ${kept} where ${value} and isShown`)
        .join(' union all ')
    default:
      return `select '${facet}' facet, ${FACET_EXPRESSIONS[facet]} value, count(*) count from ${kept} where isShown group by 2`
  }
}
const COUNTED_FACETS = [...Object.keys(FACET_EXPRESSIONS), 'tag', 'source', ...Object.keys(FACET_CONDITIONS)] as CountedFacet[]

/**
 * Everything counted of datasets, out of one pass over their rows. Most are read, so they are read in the order they lie in:
 * by an index it takes four times as long.
 */
const COUNT_DATASETS = `with kept as materialized (
    select ${COUNTED}, status = 'active' isShown from asset not indexed where kind = 'dataset')
  insert into facet_count (facet, value, count)
  ${COUNTED_FACETS.map((facet) => countFacet(facet)).join(' union all ')}
  ${GAPS.map(([gap]) => `union all select '${domainGap(gap)}', domain, count(*) from kept where ${gap} and isShown and domain <> '' group by domain`).join(' ')}
  union all select 'total', 'columns', coalesce(sum(columnCount), 0) from kept where isShown`

type FacetMove = readonly [facet: string, value: string, by?: number]

/** Which counters an asset row counts in, and by how much: the same as rebuildFacetCounts, row by row. */
function facetsOfRow(row: AssetRow): FacetMove[] {
  const edges: FacetMove[] = row.status === 'active' && row.downstreamCount > 0 ? [['total', 'edges', row.downstreamCount]] : []
  if (row.kind === 'check' && row.status === 'active') {
    return [['total', 'checks'], ...(row.lastOutcome === null ? [] : [['total', 'checksWithResult'] as const]), ...edges]
  }
  if (row.kind !== 'dataset') return edges
  if (row.status !== 'active') return [['status', row.status]]
  const tags = JSON.parse(row.tags) as string[]
  const sourceNames = JSON.parse(row.sourceNames) as string[]
  const gaps = gapsOfRow(row)
  return [
    ...edges,
    ['total', 'columns', row.columnCount],
    ['status', row.status],
    ['domain', row.domain ?? ''],
    ['tier', row.tier ?? ''],
    ['classification', row.classification ?? ''],
    ['ownerTeam', row.ownerTeam ?? ''],
    ['schema', row.schema ?? ''],
    ['freshness', row.freshness],
    ['resourceType', row.resourceType ?? ''],
    ...[...new Set(tags)].map((tag): FacetMove => ['tag', tag]),
    ...sourceNames.map((name): FacetMove => ['source', name]),
    ...gaps.map((gap): FacetMove => ['gap', gap]),
    ...(row.domain === null ? [] : gaps.map((gap): FacetMove => [domainGap(gap), row.domain ?? ''])),
    ...(row.failingCheckCount > 0 ? [['problem', 'failing_checks'] as const] : []),
    ...(row.hasConflict === 1 ? [['problem', 'conflict'] as const] : []),
  ]
}

/** The gaps of a row: GAP_CONDITIONS, row by row. */
function gapsOfRow(row: AssetRow): (keyof typeof GAP_CONDITIONS)[] {
  return [
    ...(row.ownerTeam === null ? (['no_owner'] as const) : []),
    ...(row.description === null ? (['not_described'] as const) : []),
    ...(row.classification === null ? (['not_classified'] as const) : []),
    ...(row.checkCount === 0 ? (['no_tests'] as const) : []),
  ]
}

/** Moves the counters by what changed in some rows. rebuildFacetCounts is the oracle of its test. */
export function adjustFacetCounts(db: WriteDb, before: readonly AssetRow[], after: readonly AssetRow[]): void {
  const moves = new Map<string, { readonly facet: string; readonly value: string; by: number }>()
  const add = (rows: readonly AssetRow[], sign: 1 | -1): void => {
    for (const [facet, value, by = 1] of rows.flatMap((row) => facetsOfRow(row))) {
      const id = `${facet}\u0000${value}`
      const move = moves.get(id) ?? { facet, value, by: 0 }
      move.by += sign * by
      moves.set(id, move)
    }
  }
  add(before, -1)
  add(after, 1)
  const upsert = sql(
    db,
    'insert into facet_count (facet, value, count) values (?, ?, ?) on conflict do update set count = count + excluded.count',
  )
  for (const { facet, value, by } of moves.values()) if (by !== 0) upsert.run(facet, value, by)
  sql(db, `delete from facet_count where count = 0 and facet not in ('gap', 'problem', 'total')`).run()
}
