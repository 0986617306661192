import type { AssetKind } from '#core/assets/kinds'
import { AppError } from '#core/errors'
import type { ReadDb } from '#db/connection'
import { type AssetRow, findAssetRow } from '#db/current'
import { resolveKey } from '../asset-names.ts'
import type { BookDeps } from '../deps.ts'
import { type AssetSources, type DeriveContext, loadAsset, visibleContext } from '../derive.ts'

export type LoadedAsset = { readonly context: DeriveContext; readonly row: AssetRow; readonly sources: AssetSources }

/** The derived row of a dataset by any of its names. Throws AppError ambiguous, not-found. */
export function findDataset(read: ReadDb, key: string): AssetRow {
  const row = findAssetRow(read, resolveKey(read, key, ['dataset']).assetId)
  if (row === undefined) throw new AppError('not-found', `“${key}” is not in the catalog.`, { key })
  return row
}

/** A dataset with everything said and decided about it. Throws AppError ambiguous, not-found. */
export const loadDataset = (deps: BookDeps, key: string): LoadedAsset => loadNamed(deps, key, ['dataset'])

/** Any asset with everything said and decided about it; `kinds`: only one of these. Throws AppError ambiguous, not-found. */
export function loadNamed({ read, rules }: BookDeps, key: string, kinds?: readonly AssetKind[]): LoadedAsset {
  const row = findAssetRow(read, resolveKey(read, key, kinds).assetId)
  if (row === undefined) throw new AppError('not-found', `“${key}” is not in the catalog.`, { key })
  const context = visibleContext(read, rules.current(read))
  const sources = loadAsset(context, row.id)
  if (sources === undefined) throw new AppError('not-found', `“${key}” is not in the catalog any more.`, { key })
  return { context, row, sources }
}
