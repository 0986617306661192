import { type ReadDb, sql, type WriteDb } from './connection.ts'

export type KeyRow = {
  readonly id: number
  readonly sourceId: number
  readonly name: string
  readonly urn: string
  readonly kind: string
  readonly assetId: number
  readonly firstImportId: number | null
}

const COLUMNS = 'id, sourceId, name, urn, kind, assetId, firstImportId'

/** The urn of what a source calls so: names have no index of their own, since every urn holds one. Both are SQL. */
export const urnSql = (sourceId: string, name: string): string => `(select identity || '/' || (${name}) from source where id = ${sourceId})`

const BY_NAME = `select ${COLUMNS} from asset_key where urn = ${urnSql(':sourceId', ':name')}`
const BY_URN = `select ${COLUMNS} from asset_key where urn = ?`

export function findKey(db: ReadDb, id: number): KeyRow | undefined {
  return sql<KeyRow>(db, `select ${COLUMNS} from asset_key where id = ?`).get(id)
}

export function findKeyByName(db: ReadDb, sourceId: number, name: string): KeyRow | undefined {
  return sql<KeyRow>(db, BY_NAME).get({ sourceId, name })
}

export function findKeyByUrn(db: ReadDb, urn: string): KeyRow | undefined {
  return sql<KeyRow>(db, BY_URN).get(urn)
}

export function listKeysOfAsset(db: ReadDb, assetId: number): KeyRow[] {
  return sql<KeyRow>(db, `select ${COLUMNS} from asset_key where assetId = ? order by id`).all(assetId)
}

/** A key of an import that readers don't see yet is not there for them. Hand-made keys belong to no import. */
const IS_VISIBLE = '(firstImportId is null or firstImportId <= :visible)'

const VISIBLE_OF_ASSET = `select ${COLUMNS} from asset_key where assetId = :assetId and ${IS_VISIBLE} order by id`
const VISIBLE_BY_NAME = `select ${COLUMNS} from asset_key where urn = ${urnSql(':sourceId', ':name')} and ${IS_VISIBLE}`

/** Keys of an asset that imports up to `visible` told of, oldest first. */
export function listVisibleKeys(db: ReadDb, assetId: number, visible: number): KeyRow[] {
  return sql<KeyRow>(db, VISIBLE_OF_ASSET).all({ assetId, visible })
}

/** Keys of many assets at once, oldest first. */
export function listVisibleKeysOf(db: ReadDb, assetIds: readonly number[], visible: number): KeyRow[] {
  return sql<KeyRow>(
    db,
    `select ${COLUMNS} from asset_key where assetId in (select value from json_each(:assetIds)) and ${IS_VISIBLE} order by id`,
  ).all({ assetIds: JSON.stringify(assetIds), visible })
}

export type NamedKey = Pick<KeyRow, 'assetId' | 'kind'>

/** What each name of a source is part of. */
export function readVisibleKeys(db: ReadDb, sourceId: number, visible: number): ReadonlyMap<string, NamedKey> {
  const rows = sql<NamedKey & { readonly name: string }>(
    db,
    `select name, assetId, kind from asset_key where sourceId = :sourceId and ${IS_VISIBLE}`,
  )
  const found = new Map<string, NamedKey>()
  for (const { name, assetId, kind } of rows.iterate({ sourceId, visible })) found.set(name, { assetId, kind })
  return found
}

export function findVisibleKey(db: ReadDb, sourceId: number, name: string, visible: number): KeyRow | undefined {
  return sql<KeyRow>(db, VISIBLE_BY_NAME).get({ sourceId, name, visible })
}

/** Assets that keys of a source are part of, by id. */
export function listAssetsOfSource(db: ReadDb, sourceId: number): number[] {
  return sql<{ assetId: number }>(db, 'select distinct assetId from asset_key where sourceId = ? order by assetId')
    .all(sourceId)
    .map(({ assetId }) => assetId)
}

/**
 * Assets of a source whose standing links, or whose checks, name one of the keys an import brought: what they are linked
 * to comes and goes with those keys.
 */
export function listAssetsNaming(db: ReadDb, sourceId: number, firstImportId: number): number[] {
  if (sql(db, 'select 1 from asset_key where firstImportId = ? limit 1').get(firstImportId) === undefined) return []
  const brought = 'select name from asset_key where sourceId = :sourceId and firstImportId = :firstImportId'
  return sql<{ assetId: number }>(
    db,
    `select k.assetId from asset_key k join fact f on f.keyId = k.id, json_each(f.payload) u
     where k.sourceId = :sourceId and f.section = 'upstream' and f.toImport is null and u.value in (${brought})
     union select k.assetId from asset_key k join fact f on f.keyId = k.id
     where k.sourceId = :sourceId and f.section = 'check' and f.payload ->> '$.datasetName' in (${brought})`,
  )
    .all({ sourceId, firstImportId })
    .map((row) => row.assetId)
}

/** Active datasets by this relation name, whatever its capitals, that a source does not tell of. */
export function listUntoldByRelation(db: ReadDb, relation: string, sourceId: number): number[] {
  return sql<{ id: number }>(
    db,
    `select a.id from asset a where lower(a.relation) = lower(?) and a.relation is not null and a.kind = 'dataset' and a.status = 'active'
       and not exists (select 1 from asset_key k where k.assetId = a.id and k.sourceId = ?) order by a.id`,
  )
    .all(relation, sourceId)
    .map((row) => row.id)
}

/** The key's own id comes after the last one ever given: AUTOINCREMENT says so. */
const INSERT_KEY = `insert into asset_key (sourceId, name, urn, kind, assetId, firstImportId)
  values (?, ?, ?, ?, 1 + coalesce((select seq from sqlite_sequence where name = 'asset_key'), 0), ?)`

/** Adds a key as an asset of its own; the asset's id is the key's. */
export function insertKey(
  db: WriteDb,
  key: { sourceId: number; name: string; urn: string; kind: string; firstImportId: number | null },
): number {
  return Number(sql(db, INSERT_KEY).run(key.sourceId, key.name, key.urn, key.kind, key.firstImportId).lastInsertRowid)
}

/** Makes a key part of another asset (same thing), or of its own again (assetId = its id). */
export function setAssetOfKey(db: WriteDb, keyId: number, assetId: number): void {
  sql(db, 'update asset_key set assetId = ? where id = ?').run(assetId, keyId)
}

export function setKindOfKey(db: WriteDb, keyId: number, kind: string): void {
  sql(db, 'update asset_key set kind = ? where id = ?').run(kind, keyId)
}

/** Removes keys an import brought that nothing else speaks of any more, so many at most. Returns the assets they belonged to. */
export function deleteEmptyKeys(db: WriteDb, firstImportId: number, limit = -1): number[] {
  const gone = sql<{ id: number; assetId: number }>(
    db,
    'select id, assetId from asset_key where firstImportId = ? and not exists (select 1 from fact where keyId = asset_key.id) limit ?',
  ).all(firstImportId, limit)
  const remove = sql(db, 'delete from asset_key where id = ?')
  for (const key of gone) remove.run(key.id)
  return gone.map((key) => key.assetId)
}

/** Whether anything but this source told of anything, ever. */
export function hasKeysOfOthers(db: ReadDb, sourceId: number): boolean {
  const found = sql(
    db,
    'select 1 from asset_key where sourceId < :sourceId union all select 1 from asset_key where sourceId > :sourceId limit 1',
  )
  return found.get({ sourceId }) !== undefined
}

/** Whether a source told of more things than so many, ever. */
export function hasMoreKeys(db: ReadDb, sourceId: number, most: number): boolean {
  return sql(db, 'select 1 from asset_key where sourceId = ? limit 1 offset ?').get(sourceId, most) !== undefined
}
