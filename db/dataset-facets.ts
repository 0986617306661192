import { type ReadDb, sql } from './connection.ts'
import { COUNTED, countFacet } from './facet-counts.ts'
import { chosen, chosenStatuses, type DatasetFilter, datasetCondition, type Facet, FACETS, isUnfiltered } from './dataset-filter.ts'

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
    ${facets.map((facet) => countFacet(facet)).join(' union all ')}`
  return group(sql<CountRow>(db, text).all({ ...params, statuses: JSON.stringify(chosenStatuses(filter)) }))
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
