import { deleteDerivedAsset, deleteNextAssets, findAssetRow } from '#db/current'
import { deleteSearchWords } from '#db/search-words'
import { sql, type WriteDb } from '#db/connection'
import { deleteCostsOfImport, deleteEmptyCostLines } from '#db/costs'
import { undoFacts } from '#db/facts'
import { deleteUnfinishedImport, listUnfinishedImports } from '#db/imports'
import { deleteEmptyKeys } from '#db/keys'
import { deleteRunsOfImport } from '#db/runs'

/**
 * Removes what imports left that never became visible: a preview nobody applied, or a crash.
 * Readers never saw any of it. One transaction per import.
 * @returns how many were removed
 */
export function removeUnfinishedImports(write: WriteDb): number {
  const unfinished = listUnfinishedImports(write)
  for (const { id } of unfinished.reverse()) removeUnfinishedImport(write, id)
  return unfinished.length
}

/** Removes one import that never became visible. Does nothing where another program removed it or it is visible by now. */
export function removeUnfinishedImport(write: WriteDb, importId: number): void {
  write
    .transaction(() => {
      const found = listUnfinishedImports(write).find((row) => row.id === importId)
      if (found === undefined) return
      removeImportFacts(write, importId)
      deleteUnfinishedImport(write, importId)
      deleteUnusedSource(write, found.sourceId)
    })
    .immediate()
}

function removeImportFacts(write: WriteDb, importId: number): void {
  undoFacts(write, importId)
  deleteRunsOfImport(write, importId)
  deleteCostsOfImport(write, importId)
  deleteEmptyCostLines(write, importId)
  for (const assetId of deleteEmptyKeys(write, importId)) {
    // Rows made ahead of the switch belong to assets without a row of their own.
    if (findAssetRow(write, assetId) !== undefined) continue
    deleteDerivedAsset(write, assetId)
    deleteSearchWords(write, assetId)
  }
  // One import at a time makes assets ready.
  deleteNextAssets(write)
}

/** A source that was only ever previewed leaves nothing behind. */
function deleteUnusedSource(write: WriteDb, sourceId: number): void {
  sql(
    write,
    `delete from source where id = :sourceId and not exists (select 1 from "import" where sourceId = :sourceId)
       and not exists (select 1 from asset_key where sourceId = :sourceId)`,
  ).run({ sourceId })
}
