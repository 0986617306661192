import { type ReadDb, sql } from './connection.ts'

export type Neighbour = { readonly id: number; readonly name: string }

/** What a lineage picture shows of an asset; counts are of all its neighbours, retired ones too. */
export type LineageRow = {
  readonly id: number
  readonly urn: string
  readonly name: string
  readonly kind: string
  readonly schema: string | null
  readonly resourceType: string | null
  readonly status: 'active' | 'retired'
  readonly classification: string | null
  readonly ownerTeam: string | null
  readonly piiColumnCount: number
  readonly failingCheckCount: number
  readonly upstreamCount: number
  readonly downstreamCount: number
}

const ids = (values: Iterable<number>): string => JSON.stringify([...values])

/** Everything one step up or down from any of these assets, each once. */
export function listNeighbours(db: ReadDb, from: readonly number[], direction: 'up' | 'down'): Neighbour[] {
  const [near, far] = direction === 'up' ? ['downId', 'upId'] : ['upId', 'downId']
  return sql<Neighbour>(
    db,
    `select a.id, a.sortName name from asset a where a.id in
       (select e.${far} from json_each(:from) f cross join edge e on e.${near} = f.value)`,
  ).all({ from: ids(from) })
}

/** `upstreamCount` counts what is active: so does the row itself. The retired ones, few, are looked up where only they are. */
const countRetired = (near: string, far: string): string =>
  `(select count(*) from edge e where e.${near} = a.id and exists
     (select 1 from asset r indexed by asset_retired where r.status = 'retired' and r.id = e.${far}))`

export function listLineageRows(db: ReadDb, assetIds: readonly number[]): LineageRow[] {
  return sql<LineageRow>(
    db,
    `select a.id, a.urn, a.name, a.kind, a."schema", a.resourceType, a.status, a.classification, a.ownerTeam, a.piiColumnCount, a.failingCheckCount,
       a.upstreamCount + ${countRetired('downId', 'upId')} upstreamCount, a.downstreamCount + ${countRetired('upId', 'downId')} downstreamCount
     from json_each(:ids) i cross join asset a on a.id = i.value`,
  ).all({ ids: ids(assetIds) })
}

export type Link = { readonly upId: number; readonly downId: number }

/** Links into and out of these assets; one between two of them comes twice. */
export function listLinksOf(db: ReadDb, assetIds: readonly number[]): Link[] {
  return sql<Link>(
    db,
    `select e.upId, e.downId from json_each(:ids) i cross join edge e on e.downId = i.value
     union all select e.upId, e.downId from json_each(:ids) i cross join edge e on e.upId = i.value`,
  ).all({ ids: ids(assetIds) })
}

export function listUrns(db: ReadDb, assetIds: Iterable<number>): Map<number, string> {
  const rows = sql<{ id: number; urn: string }>(db, 'select a.id, a.urn from json_each(:ids) i cross join asset a on a.id = i.value').all({
    ids: ids(assetIds),
  })
  return new Map(rows.map((row) => [row.id, row.urn]))
}
