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

export function findKeyByName(db: ReadDb, sourceId: number, name: string): KeyRow | undefined {
  return sql<KeyRow>(db, `select ${COLUMNS} from asset_key where sourceId = ? and name = ?`).get(sourceId, name)
}

export function findKeyByUrn(db: ReadDb, urn: string): KeyRow | undefined {
  return sql<KeyRow>(db, `select ${COLUMNS} from asset_key where urn = ?`).get(urn)
}

export function listKeysOfAsset(db: ReadDb, assetId: number): KeyRow[] {
  return sql<KeyRow>(db, `select ${COLUMNS} from asset_key where assetId = ? order by id`).all(assetId)
}

export function iterateKeysOfSource(db: ReadDb, sourceId: number): IterableIterator<KeyRow> {
  return sql<KeyRow>(db, `select ${COLUMNS} from asset_key where sourceId = ? order by id`).iterate(sourceId)
}

/** Adds a key as an asset of its own; the asset's id is the key's. */
export function insertKey(
  db: WriteDb,
  key: { sourceId: number; name: string; urn: string; kind: string; firstImportId: number | null },
): number {
  const id = Number(
    sql(db, 'insert into asset_key (sourceId, name, urn, kind, assetId, firstImportId) values (?, ?, ?, ?, 0, ?)').run(
      key.sourceId,
      key.name,
      key.urn,
      key.kind,
      key.firstImportId,
    ).lastInsertRowid,
  )
  sql(db, 'update asset_key set assetId = id where id = ?').run(id)
  return id
}

/** Makes a key part of another asset (same thing), or of its own again (assetId = its id). */
export function setAssetOfKey(db: WriteDb, keyId: number, assetId: number): void {
  sql(db, 'update asset_key set assetId = ? where id = ?').run(assetId, keyId)
}

export function setKindOfKey(db: WriteDb, keyId: number, kind: string): void {
  sql(db, 'update asset_key set kind = ? where id = ?').run(kind, keyId)
}

/** Removes keys an import brought that nothing else speaks of any more. Returns the assets they belonged to. */
export function deleteEmptyKeys(db: WriteDb, firstImportId: number): number[] {
  const gone = sql<{ id: number; assetId: number }>(
    db,
    'select id, assetId from asset_key where firstImportId = ? and not exists (select 1 from fact where keyId = asset_key.id)',
  ).all(firstImportId)
  const remove = sql(db, 'delete from asset_key where id = ?')
  for (const key of gone) remove.run(key.id)
  return gone.map((key) => key.assetId)
}
