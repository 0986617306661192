import { type ReadDb, sql } from './connection.ts'
import { COUNTED, countFacet } from './facet-counts.ts'
import {
  chosen,
  type ChosenFacet,
  chosenStatuses,
  type Condition,
  type DatasetFilter,
  datasetCondition,
  type Facet,
  facetCondition,
  FACETS,
  isUnfiltered,
} from './dataset-filter.ts'

export type FacetCounts = ReadonlyMap<string, number>

/** How many datasets have each value of each facet. A facet's own choice does not narrow its own counts. */
export function countFacets(db: ReadDb, filter: DatasetFilter): ReadonlyMap<Facet, FacetCounts> {
  if (isUnfiltered(filter)) return readCounters(db)
  const freed = FACETS.filter((facet): facet is ChosenFacet => facet !== 'status' && chosen(filter, facet).length > 0)
  const [only, ...more] = freed
  if (only === undefined || more.length > 0 || !isUnfiltered({ ...filter, [only]: undefined })) {
    return countTogether(db, filter, FACETS, freed)
  }
  const rest = FACETS.filter((facet) => facet !== only)
  return countTogether(db, filter, rest).set(only, readCounters(db).get(only) ?? new Map())
}

/** The same of some facets only, from the counters where nothing is filtered. */
export function countSomeFacets(db: ReadDb, filter: DatasetFilter, facets: readonly Facet[]): ReadonlyMap<Facet, FacetCounts> {
  return isUnfiltered(filter) ? readCounters(db) : countTogether(db, filter, facets)
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

/**
 * One pass over the datasets that meet the filter, whatever their status; each facet groups what that pass kept. Of facets that are
 * freed of their own choice, it also keeps what misses that one choice and no other.
 */
function countTogether(
  db: ReadDb,
  filter: DatasetFilter,
  facets: readonly Facet[],
  freed: readonly ChosenFacet[] = [],
): Map<Facet, FacetCounts> {
  const choices = freed.map((facet, index) => ({ facet, bit: 2 ** index, ...facetCondition(facet, chosen(filter, facet)) }))
  const others = { ...filter, ...Object.fromEntries(freed.map((facet) => [facet, undefined])), status: ['active', 'retired'] }
  const { where, params } = datasetCondition(others)
  const missed = ['0', ...choices.map((choice) => `iif(${choice.where}, 0, ${choice.bit})`)].join(' + ')
  const keptFor = (facet: Facet): string => {
    const own = choices.find((choice) => choice.facet === facet)
    return `(select * from kept where missed in (0, ${own?.bit ?? 0})) kept`
  }
  const text = `with kept as materialized (
      select * from (
        select ${COUNTED}, status in (select value from json_each(:statuses)) isShown, ${missed} missed from asset where ${where})
      where missed in (${[0, ...choices.map(({ bit }) => bit)].join(', ')}))
    ${facets.map((facet) => countFacet(facet, keptFor(facet))).join(' union all ')}`
  const given = Object.assign({}, params, ...choices.map((choice) => choice.params)) as Condition['params']
  return group(sql<CountRow>(db, text).all({ ...given, statuses: JSON.stringify(chosenStatuses(filter)) }))
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
