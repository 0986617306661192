import { type ReadDb, sql } from './connection.ts'
import { FACET_EXPRESSIONS, GAP_CONDITIONS } from './current.ts'
import { chosen, type DatasetFilter, datasetCondition, type Facet, FACETS, isUnfiltered } from './dataset-filter.ts'

export type FacetCounts = ReadonlyMap<string, number>

/** How many datasets have each value of each facet. A facet's own choice does not narrow its own counts. */
export function countFacets(db: ReadDb, filter: DatasetFilter): ReadonlyMap<Facet, FacetCounts> {
  if (isUnfiltered(filter)) return readCounters(db)
  const found = new Map<Facet, FacetCounts>()
  // status never narrows itself; it is a choice even where nobody chose, as retired ones are left out.
  const own = FACETS.filter((facet) => facet === 'status' || chosen(filter, facet).length > 0)
  const rest = FACETS.filter((facet) => !own.includes(facet))
  for (const [facet, counts] of countTogether(db, filter, rest)) found.set(facet, counts)
  for (const facet of own) for (const [name, counts] of countTogether(db, filter, [facet], facet)) found.set(name, counts)
  return found
}

type CountRow = { readonly facet: Facet; readonly value: string; readonly count: number }

function readCounters(db: ReadDb): Map<Facet, FacetCounts> {
  const known: ReadonlySet<string> = new Set(FACETS)
  return group(
    sql<CountRow>(db, `select facet, value, count from facet_count where count > 0`)
      .all()
      .filter((row) => known.has(row.facet)),
  )
}

/** One pass over the datasets that meet the filter; each facet groups what that pass kept. */
function countTogether(db: ReadDb, filter: DatasetFilter, facets: readonly Facet[], leaveOut?: Facet): Map<Facet, FacetCounts> {
  const { where, params } = datasetCondition(filter, leaveOut)
  const columns = `id, domain, tier, classification, ownerTeam, "schema", freshness, resourceType, status, sourceNames, description, checkCount`
  const text = `with kept as materialized (select ${columns} from asset where ${where})
    ${facets.map((facet) => countOne(facet)).join(' union all ')}`
  return group(sql<CountRow>(db, text).all(params))
}

function countOne(facet: Facet): string {
  switch (facet) {
    case 'tag':
      return `select 'tag' facet, t.tag value, count(*) count from kept join asset_tag t on t.assetId = kept.id group by t.tag`
    case 'source':
      return `select 'source' facet, s.value value, count(*) count from kept, json_each(kept.sourceNames) s group by s.value`
    case 'gap':
      return Object.entries(GAP_CONDITIONS)
        .map(([gap, condition]) => `select 'gap' facet, '${gap}' value, count(*) count from kept where ${condition}`)
        .join(' union all ')
    default:
      return `select '${facet}' facet, ${FACET_EXPRESSIONS[facet]} value, count(*) count from kept group by 2`
  }
}

function group(rows: readonly CountRow[]): Map<Facet, FacetCounts> {
  const found = new Map<Facet, Map<string, number>>()
  for (const { facet, value, count } of rows) {
    if (count === 0) continue
    const counts = found.get(facet) ?? new Map<string, number>()
    counts.set(value, count)
    found.set(facet, counts)
  }
  return found
}
