import type { CurrentRules } from '#core/assets/current'
import { sql, type WriteDb } from '#db/connection'
import { listCostScopes, sumCostMonths, writeCostMonths } from '#db/costs'
import { listAssetRows, showNextAssets } from '#db/current'
import { makeImportVisible } from '#db/imports'
import { findKeyByName, listAssetsNaming, listAssetsOfSource, setKindOfKey } from '#db/keys'
import { listNamesWithResults } from '#db/runs'
import { type DeriveContext, forgetSources } from '../derive.ts'
import { loadCurrentRules } from '../rules.ts'
import type { Batches } from './batches.ts'
import { readAhead } from '../derive-together.ts'
import { deriveInGroups, type NewAsset } from './derive-beside.ts'
import { listLateChanges, type Marks, readMarks } from './late-changes.ts'
import { keepReady, NewWords, writeNewAsset } from './ready-assets.ts'
import { deriveAhead, NOTHING_AHEAD, rebuildAtSwitch } from '../rebuild.ts'

export type ShowRequest = {
  readonly importId: number
  readonly sourceId: number
  readonly isNewSource: boolean
  readonly newKinds: readonly { readonly keyId: number; readonly kind: string }[]
  readonly readySince: Marks
  readonly finishedAtMs: number
  readonly receipt: string
  readonly changes: string
  readonly factDigest: string
}

type Progress = (done: number, total: number | null) => void

/**
 * Makes a written import what readers see. New assets are made ready in short batches, invisible; then one
 * transaction puts everything in place: either all of it shows or nothing.
 * @param last runs inside that transaction, after everything else (journal, settings, decisions on renames)
 */
export async function showImport(
  write: WriteDb,
  rules: CurrentRules,
  request: ShowRequest,
  batches: Batches,
  progress: Progress,
  last: () => void,
): Promise<void> {
  forgetSources(write)
  const marks = readMarks(write)
  const touched = listTouchedAssets(write, request)
  const standing = listAssetRows(write, touched)
  const fresh = touched.filter((assetId) => !standing.has(assetId))
  const changed = touched.filter((assetId) => standing.has(assetId))
  const context = { db: write, rules, visible: request.importId, look: readAhead(write, request.importId) }
  const ready = await keepReady(write, fresh, request.readySince, batches)
  const anew = fresh.filter((assetId) => !ready.has(assetId))
  await prepareNewAssets(context, write, anew, batches, progress)
  // A key's kind is only changed by the switch.
  const ahead = request.newKinds.length > 0 ? NOTHING_AHEAD : deriveAhead(context, changed, batches)
  const costMonths = sumCostMonths(write, listCostScopes(write, request.importId), request.importId)
  write
    .transaction(() => {
      for (const { keyId, kind } of request.newKinds) setKindOfKey(write, keyId, kind)
      makeImportVisible(write, request.importId, request)
      showNextAssets(write)
      writeCostMonths(write, costMonths)
      const late = listLateChanges(write, marks)
      // Keys may be other assets' by now.
      if (late === 'all') {
        const all = [...touched, ...listTouchedAssets(write, request)]
        rebuildAtSwitch(write, loadCurrentRules(write), all, { ahead: NOTHING_AHEAD, fresh })
      } else {
        const stillRight = new Map([...ahead].filter(([assetId]) => !late.has(assetId)))
        const rebuilt = [...changed, ...fresh.filter((assetId) => late.has(assetId))]
        rebuildAtSwitch(write, rules, rebuilt, { ahead: stillRight, fresh })
      }
      last()
    })
    .immediate()
}

function listTouchedAssets(write: WriteDb, request: ShowRequest): number[] {
  if (request.isNewSource) return listAssetsOfSource(write, request.sourceId)
  const ids = sql<{ assetId: number }>(
    write,
    `select k.assetId from asset_key k where k.id in
       (select keyId from fact where fromImport = :importId union select keyId from fact where toImport = :importId)`,
  ).all({ importId: request.importId })
  const touched = new Set(ids.map((row) => row.assetId))
  for (const name of listNamesWithResults(write, request.importId)) {
    const key = findKeyByName(write, request.sourceId, name)
    if (key !== undefined) touched.add(key.assetId)
  }
  // New names may be what older assets of the source already linked to.
  for (const assetId of listAssetsNaming(write, request.sourceId, request.importId)) touched.add(assetId)
  return [...touched]
}

async function prepareNewAssets(
  context: DeriveContext,
  write: WriteDb,
  fresh: readonly number[],
  batches: Batches,
  progress: Progress,
): Promise<void> {
  const words = new NewWords(write)
  let done = 0
  for await (const assets of deriveInGroups(context, fresh)) {
    for (const asset of await prepareRows(write, assets, batches)) if (asset.words !== null) words.add(asset.words)
    await words.write(batches, 'many')
    done += assets.length
    progress(done, fresh.length)
  }
  await words.write(batches, 'all')
}

/** Returns those that were made ready: a decision made meanwhile may have given one a row already, and the switch sees to those. */
async function prepareRows(write: WriteDb, assets: readonly NewAsset[], batches: Batches): Promise<NewAsset[]> {
  const ready: NewAsset[] = []
  const ids = assets.map(({ id }) => id)
  let standing: ReadonlySet<number> = new Set()
  for (const asset of assets) {
    if (batches.begin()) standing = listAssetRows(write, ids)
    if (standing.has(asset.id)) continue
    const rows = writeNewAsset(write, asset)
    ready.push(asset)
    await batches.wrote(rows)
  }
  batches.end()
  return ready
}
