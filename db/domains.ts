import { type ReadDb, sql } from './connection.ts'
import { domainGap } from './facet-counts.ts'

export type DomainCount = {
  readonly name: string
  readonly datasets: number
  readonly unowned: number
  readonly undescribed: number
  readonly unclassified: number
  readonly untested: number
}

const gap = (name: string): string =>
  `coalesce((select g.count from facet_count g where g.facet = '${domainGap(name)}' and g.value = f.value), 0)`
const COUNTS = `select f.value name, f.count datasets, ${gap('no_owner')} unowned, ${gap('not_described')} undescribed,
  ${gap('not_classified')} unclassified, ${gap('no_tests')} untested from facet_count f where f.facet = 'domain'`

/** Every domain that active datasets name, with how many of them miss what; '' counts those with none. From the counters. */
export function countDomains(db: ReadDb): DomainCount[] {
  return sql<DomainCount>(db, COUNTS).all()
}

export function countDomain(db: ReadDb, name: string): DomainCount | undefined {
  return sql<DomainCount>(db, `${COUNTS} and f.value = ?`).get(name)
}

/** Everything, retired or not, of one of these domains. There is no index of them: in the order they lie in, rows are read quickest. */
export function listAssetsOfDomains(db: ReadDb, names: readonly string[]): number[] {
  return sql<{ id: number }>(db, 'select id from asset not indexed where domain in (select value from json_each(?))')
    .all(JSON.stringify(names))
    .map((row) => row.id)
}

export type DomainAsset = {
  readonly id: number
  readonly urn: string
  readonly name: string
  readonly description: string | null
  readonly ownerTeam: string | null
}

/** Domains that are described, by hand or by a source; those set up by hand first. */
export function listDomainAssets(db: ReadDb): DomainAsset[] {
  return sql<DomainAsset>(
    db,
    `select id, urn, name, description, ownerTeam from asset where kind = 'domain' and status = 'active'
     order by urn not like 'hand/%', sortName, id`,
  ).all()
}
