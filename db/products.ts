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

export type ProductMember = {
  /** As the product's list names it. */
  readonly key: string
  /** null: nothing in the catalog has this key. */
  readonly assetId: number | null
  readonly status: string | null
  readonly freshness: string | null
}

/** What a product's list names, with what became of it. A dataset's keys stand for one and the same. */
export function listMembers(db: ReadDb, productId: number): ProductMember[] {
  return sql<ProductMember>(
    db,
    `select t.tag "key", a.id assetId, a.status, a.freshness from asset_tag t left join asset_key k on k.urn = t.tag
       left join asset a on a.id = k.assetId where t.assetId = ? order by t.tag`,
  ).all(productId)
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
