import type { CurrentRules } from '#core/assets/current'
import { AppError } from '#core/errors'
import { bumpSeq } from '#db/book-file/info'
import type { WriteDb } from '#db/connection'
import { deleteCostsOfImport, deleteEmptyCostLines, listCostScopes, sumCostMonths, writeCostMonths } from '#db/costs'
import { undoFacts } from '#db/facts'
import { findImport, type ImportRow, listImportsFrom, markImportUndone } from '#db/imports'
import { appendJournal } from '#db/journal'
import { deleteEmptyKeys, findKeyByName, listAssetsNaming } from '#db/keys'
import { deleteRunsOfImport, listNamesWithResults } from '#db/runs'
import { removeUnfinishedImports } from './clean-up.ts'
import { rebuildAssets } from '../rebuild.ts'
import { putSourceBack } from './source-before.ts'
import { findRenamesOf, takeRenamesBack } from './taken-renames.ts'

/** The imports undoing one takes along: newer ones of the same source, newest first, and itself last. */
function listUndone(write: WriteDb, importId: number): ImportRow[] {
  const found = findImport(write, importId)
  if (found === undefined) throw new AppError('not-found', `There is no import ${importId}.`, { importId })
  if (found.status === 'undone') throw new AppError('conflict', `Import ${importId} is undone already.`, { importId })
  return listImportsFrom(write, found.sourceId, found.id)
}

/**
 * Takes imports back, newest first, in one step: facts, and what was said of renames with them, are as before; later decisions and other sources stay.
 * @throws AppError conflict when newer imports of the source stand and `withNewer` was not asked for
 */
export function undoImport(
  write: WriteDb,
  rules: CurrentRules,
  request: { readonly importId: number; readonly newer: 'refuse' | 'undo-too'; readonly author: string; readonly atMs: number },
): number[] {
  removeUnfinishedImports(write)
  return write
    .transaction(() => {
      const undone = listUndone(write, request.importId)
      if (undone.length > 1 && request.newer === 'refuse') {
        throw new AppError('conflict', `${undone.length - 1} newer imports of this source stand on it. Undo them too, or first.`, {
          importId: request.importId,
          newer: undone.slice(0, -1).map((row) => String(row.id)),
        })
      }
      const renames = findRenamesOf(write, undone)
      const touched = new Set<number>()
      for (const row of undone) for (const assetId of takeBack(write, row, request.atMs)) touched.add(assetId)
      rebuildAssets(write, rules, touched)
      for (const { id } of undone) {
        const groupId = renames.get(id)
        if (groupId !== undefined) takeRenamesBack(write, rules, groupId, id, request)
      }
      const ids = undone.map((row) => row.id)
      appendJournal(write, { atMs: request.atMs, author: request.author, kind: 'undo-import', payload: { importIds: ids } })
      bumpSeq(write)
      return ids
    })
    .immediate()
}

function takeBack(write: WriteDb, row: ImportRow, atMs: number): Set<number> {
  const names = listNamesWithResults(write, row.id)
  const touched = undoFacts(write, row.id)
  for (const name of names) {
    const key = findKeyByName(write, row.sourceId, name)
    if (key !== undefined) touched.add(key.assetId)
  }
  deleteRunsOfImport(write, row.id)
  takeCostsBack(write, row.id)
  for (const assetId of listAssetsNaming(write, row.sourceId, row.id)) touched.add(assetId)
  for (const assetId of deleteEmptyKeys(write, row.id)) touched.add(assetId)
  putSourceBack(write, row)
  markImportUndone(write, row.id, atMs)
  return touched
}

function takeCostsBack(write: WriteDb, importId: number): void {
  const scopes = listCostScopes(write, importId)
  deleteCostsOfImport(write, importId)
  writeCostMonths(write, sumCostMonths(write, scopes, importId))
  deleteEmptyCostLines(write, importId)
}
