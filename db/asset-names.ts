import { type ReadDb, sql } from './connection.ts'

/** An asset as names are resolved to it. */
export type NamedAsset = {
  readonly id: number
  readonly urn: string
  readonly kind: string
  readonly status: 'active' | 'retired'
  readonly name: string
  readonly database: string | null
  readonly schema: string | null
  readonly relation: string | null
}

const COLUMNS = 'a.id, a.urn, a.kind, a.status, a.name, a.database, a."schema", a.relation'
/** A name that fits more things than this is not looked at further. */
const MOST = 500

export function findAssetByUrn(db: ReadDb, urn: string): NamedAsset | undefined {
  return sql<NamedAsset>(db, `select ${COLUMNS} from asset_key k join asset a on a.id = k.assetId where k.urn = ?`).get(urn)
}

/** Assets some source calls so (dbt: unique_id). One look into the index per source. */
export function listAssetsByNameInSource(db: ReadDb, name: string): NamedAsset[] {
  return sql<NamedAsset>(
    db,
    `select distinct ${COLUMNS} from source s cross join asset_key k on k.urn = s.identity || '/' || :name join asset a on a.id = k.assetId order by a.id`,
  ).all({ name })
}

/** Letters A to Z count alike in both cases, as SQLite's lower() has it. */
export function listAssetsByRelation(db: ReadDb, relation: string): NamedAsset[] {
  return sql<NamedAsset>(
    db,
    `select ${COLUMNS} from asset a where lower(a.relation) = lower(?) and a.relation is not null order by a.id limit ${MOST}`,
  ).all(relation)
}

export function listAssetsByName(db: ReadDb, name: string): NamedAsset[] {
  return sql<NamedAsset>(db, `select ${COLUMNS} from asset a where lower(a.name) = lower(?) order by a.id limit ${MOST}`).all(name)
}

/** Assets whose relation, without quotes, ends in these parts (`main.orders`). Looks at every relation: the last thing to try. */
export function listAssetsByRelationEnd(db: ReadDb, end: string): NamedAsset[] {
  const plain = `lower(replace(replace(replace(replace(a.relation, '"', ''), '\`', ''), '[', ''), ']', ''))`
  return sql<NamedAsset>(
    db,
    `select ${COLUMNS} from asset a where a.relation is not null and substr('.' || ${plain}, -length(:end) - 1) = '.' || lower(:end)
     order by a.id limit ${MOST}`,
  ).all({ end })
}

/** Names of active assets that hold one of these pieces, to find what was meant by a name that does not exist. */
export function listNamesHolding(db: ReadDb, pieces: readonly string[], kinds: readonly string[]): string[] {
  return sql<{ name: string }>(
    db,
    `select distinct name from asset where kind in (select value from json_each(:kinds)) and status = 'active'
       and exists (select 1 from json_each(:pieces) p where instr(sortName, p.value) > 0) limit 20000`,
  )
    .all({ kinds: JSON.stringify(kinds), pieces: JSON.stringify(pieces) })
    .map((row) => row.name)
}
