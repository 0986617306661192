import { AssetKind } from '#core/assets/kinds'
import { readMergeSubject } from '#core/assets/merged-names'
import type { ReadDb } from '#db/connection'
import { findAssetRow } from '#db/current'
import { findKeyByUrn } from '#db/keys'

type Subject = {
  readonly key: string
  readonly assetName: string
  /** null: in no source at the moment, or a mere name. */
  readonly kind: AssetKind | null
  readonly isSleeping: boolean
}

/** What a decision is about, as a person calls it. A name that stands for another need not be set up to do so. */
export function nameSubject(db: ReadDb, { subject, field }: { readonly subject: string; readonly field: string }): Subject {
  const key = findKeyByUrn(db, subject)
  const asset = key === undefined ? undefined : findAssetRow(db, key.assetId)
  if (asset !== undefined) return { key: subject, assetName: asset.name, kind: AssetKind.parse(asset.kind), isSleeping: false }
  const merged = field === 'mergedInto' ? readMergeSubject(subject) : undefined
  return { key: subject, assetName: merged?.name ?? subject, kind: null, isSleeping: merged === undefined }
}
