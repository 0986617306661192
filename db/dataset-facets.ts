import { type ReadDb, sql } from './connection.ts'
import { COUNTED, FACET_CONDITIONS, FACET_EXPRESSIONS } from './facet-counts.ts'
import { chosen, type DatasetFilter, datasetCondition, type Facet, FACETS, isUnfiltered } from './dataset-filter.ts'

export type FacetCounts = ReadonlyMap<string, number>

/** How many datasets have each value of each facet. A facet's own choice does not narrow its own counts. */
export function countFacets(db: ReadDb, filter: DatasetFilter): ReadonlyMap<Facet, FacetCounts> {
  if (isUnfiltered(filter)) return readCounters(db)
  const chosenFacets = FACETS.filter((facet) => facet !== 'status' && chosen(filter, facet).length > 0)
  const found = new Map(
    countTogether(
      db,
      filter,
      FACETS.filter((facet) => !chosenFacets.includes(facet)),
    ),
  )
  for (const facet of chosenFacets) {
    const others = { ...filter, [facet]: undefined }
    const counts = isUnfiltered(others) ? readCounters(db) : countTogether(db, others, [facet])
    found.set(facet, counts.get(facet) ?? new Map())
  }
  return found
}

/** The same of some facets only, from the counters where nothing is filtered. */
export function countSomeFacets(db: ReadDb, filter: DatasetFilter, facets: readonly Facet[]): ReadonlyMap<Facet, FacetCounts> {
  return isUnfiltered(filter) ? readCounters(db) : new Map(countTogether(db, filter, facets))
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

/** One pass over the datasets that meet the filter, whatever their status; each facet groups what that pass kept. */
function countTogether(db: ReadDb, filter: DatasetFilter, facets: readonly Facet[]): Map<Facet, FacetCounts> {
  if (facets.length === 0) return new Map()
  const { where, params } = datasetCondition({ ...filter, status: ['active', 'retired'] })
  const text = `with kept as materialized (
      select ${COUNTED}, status in (select value from json_each(:statuses)) isShown from asset where ${where})
    ${facets.map((facet) => countOne(facet)).join(' union all ')}`
  const wanted = chosen(filter, 'status')
  return group(sql<CountRow>(db, text).all({ ...params, statuses: JSON.stringify(wanted.length === 0 ? ['active'] : wanted) }))
}

function countOne(facet: Facet): string {
  switch (facet) {
    case 'status':
      return `select 'status' facet, status value, count(*) count from kept group by status`
    case 'tag':
      return `select 'tag' facet, t.tag value, count(*) count from kept join asset_tag t on t.assetId = kept.id where isShown group by t.tag`
    case 'source':
      return `select 'source' facet, s.value value, count(*) count from kept, json_each(kept.sourceNames) s where isShown group by s.value`
    case 'gap':
    case 'problem':
      return Object.keys(FACET_CONDITIONS[facet])
        .map((value) => `select '${facet}' facet, '${value}' value, count(*) count from kept where ${value} and isShown`)
        .join(' union all ')
    default:
      return `select '${facet}' facet, ${FACET_EXPRESSIONS[facet]} value, count(*) count from kept where isShown group by 2`
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
