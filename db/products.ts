import { type ReadDb, sql } from './connection.ts'

/** A data product as lists show it. */
export type ProductRow = {
  readonly id: number
  readonly urn: string
  readonly name: string
  readonly description: string | null
  readonly ownerTeam: string | null
  readonly domain: string | null
  readonly sortName: string
}

const COLUMNS = 'id, urn, name, description, ownerTeam, domain, sortName'

/** Data products by name. */
export function listProducts(db: ReadDb): ProductRow[] {
  return sql<ProductRow>(db, `select ${COLUMNS} from asset where kind = 'data_product' and status = 'active' order by sortName, id`).all()
}

export function findProduct(db: ReadDb, assetId: number): ProductRow | undefined {
  return sql<ProductRow>(db, `select ${COLUMNS} from asset where id = ? and kind = 'data_product'`).get(assetId)
}

/** The first keys that a product's list names and nothing active in the catalog has. */
export function listMissingMembers(db: ReadDb, productId: number, limit: number): string[] {
  return sql<{ key: string }>(
    db,
    `select t.tag "key" from asset_tag t left join asset_key k on k.urn = t.tag left join asset a on a.id = k.assetId
     where t.assetId = ? and a.status is not 'active' order by t.tag limit ?`,
  )
    .all(productId, limit)
    .map(({ key }) => key)
}

export type MemberCounts = {
  readonly datasets: number
  readonly onTime: number
  readonly late: number
  readonly cannotTell: number
}
const NO_MEMBERS: MemberCounts = { datasets: 0, onTime: 0, late: 0, cannotTell: 0 }

/** Of how many active datasets each of these products is made, and how many come on time; two keys of one dataset count once. */
export function countMembers(db: ReadDb, productIds: readonly number[]): (productId: number) => MemberCounts {
  const rows = sql<MemberCounts & { readonly productId: number }>(
    db,
    `select productId, count(*) datasets, sum(freshness = 'on_time') onTime, sum(freshness = 'late') late, sum(freshness = 'unknown') cannotTell
     from (select distinct t.assetId productId, a.id, a.freshness from json_each(?) i cross join asset_tag t on t.assetId = i.value
       cross join asset_key k on k.urn = t.tag cross join asset a on a.id = k.assetId and a.status = 'active') group by productId`,
  ).all(JSON.stringify(productIds))
  const found = new Map(rows.map(({ productId, ...counts }) => [productId, counts]))
  return (productId) => found.get(productId) ?? NO_MEMBERS
}

/** Active products that name any key of a dataset, by name. */
export function listProductsOf(db: ReadDb, assetId: number, limit: number): { readonly urn: string; readonly name: string }[] {
  return sql<{ urn: string; name: string }>(
    db,
    `select distinct p.urn, p.name from asset_key k cross join asset_tag t on t.tag = k.urn
       cross join asset p on p.id = t.assetId and p.kind = 'data_product' and p.status = 'active'
     where k.assetId = :assetId order by p.sortName, p.id limit :limit`,
  ).all({ assetId, limit })
}
