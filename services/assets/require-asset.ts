import { AppError } from '#core/errors'
import type { ReadDb } from '#db/connection'
import { type AssetRow, findAssetRow } from '#db/current'

export const notThere = (key: string): AppError => new AppError('not-found', `“${key}” is not in the catalog.`, { key })

/** @throws AppError not-found, by the text that meant it */
export function requireAsset(db: ReadDb, assetId: number, key: string): AssetRow {
  const row = findAssetRow(db, assetId)
  if (row === undefined) throw notThere(key)
  return row
}
