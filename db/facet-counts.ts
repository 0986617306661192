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
  const from = `from asset where kind = 'dataset' and status = 'active' group by 2`
  for (const [facet, expression] of Object.entries(FACET_EXPRESSIONS)) {
    if (facet === 'domain') continue
    const source = facet === 'status' ? `from asset where kind = 'dataset' group by 2` : from
    sql(db, `insert into facet_count (facet, value, count) select '${facet}', ${expression}, count(*) ${source}`).run()
  }
  sql(db, COUNT_DOMAINS).run()
  sql(
    db,
    `insert into facet_count (facet, value, count) select 'tag', t.tag, count(*) from asset_tag t join asset a on a.id = t.assetId
     where a.kind = 'dataset' and a.status = 'active' group by t.tag`,
  ).run()
  sql(
    db,
    `insert into facet_count (facet, value, count) select 'source', s.value, count(*) from asset a, json_each(a.sourceNames) s
     where a.kind = 'dataset' and a.status = 'active' group by s.value`,
  ).run()
  sql(
    db,
    `insert into facet_count (facet, value, count)
     select 'total', 'columns', coalesce(sum(columnCount), 0) from asset where kind = 'dataset' and status = 'active' union all
     select 'total', 'edges', coalesce(sum(downstreamCount), 0) from asset where status = 'active' union all
     select 'total', 'checks', count(*) from asset where kind = 'check' and status = 'active' union all
     select 'total', 'checksWithResult', count(*) from asset where kind = 'check' and status = 'active' and lastOutcome is not null`,
  ).run()
  for (const [value, condition] of Object.entries(PROBLEM_CONDITIONS)) {
    sql(
      db,
      `insert into facet_count (facet, value, count) select 'problem', '${value}', count(*) from asset where kind = 'dataset' and status = 'active' and ${condition}`,
    ).run()
  }
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
/** Domains, what the datasets of each miss, and what all of them miss: one pass over the datasets. */
const COUNT_DOMAINS = `with counted as materialized (
    select ${FACET_EXPRESSIONS.domain} domain, count(*) n, ${GAPS.map(([gap, condition]) => `sum(${condition}) ${gap}`).join(', ')}
    from asset where kind = 'dataset' and status = 'active' group by 1)
  insert into facet_count (facet, value, count) select 'domain', domain, n from counted
  ${GAPS.map(
    ([gap]) => `union all select '${domainGap(gap)}', domain, ${gap} from counted where ${gap} > 0 and domain <> ''
      union all select 'gap', '${gap}', coalesce(sum(${gap}), 0) from counted`,
  ).join(' ')}`

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
