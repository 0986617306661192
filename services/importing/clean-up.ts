import { deleteDerivedAsset, deleteNextAssets, findAssetRow } from '#db/current'
import { deleteSearchWords } from '#db/search-words'
import { sql, type WriteDb } from '#db/connection'
import { deleteCostsOfImport, deleteEmptyCostLines } from '#db/costs'
import { undoSomeFacts } from '#db/facts'
import { deleteUnfinishedImport, isUnfinished, listUnfinishedImports } from '#db/imports'
import { deleteEmptyKeys } from '#db/keys'
import { deleteRunsOfImport } from '#db/runs'

/** What one transaction removes: about the 50 ms an import's batch may take. */
const FACTS_AT_ONCE = 2000
const KEYS_AT_ONCE = 200

/**
 * Removes what imports left that never became visible: a preview nobody applied, or a crash.
 * Readers never saw any of it, so it goes in short transactions, and what a kill leaves of it goes the next time.
 * @returns how many were removed
 */
export function removeUnfinishedImports(write: WriteDb): number {
  const unfinished = listUnfinishedImports(write)
  for (const { id } of unfinished.reverse()) removeUnfinishedImport(write, id)
  return unfinished.length
}

/** Removes one import that never became visible. Does nothing where another program removed it or it is visible by now. */
export function removeUnfinishedImport(write: WriteDb, importId: number): void {
  const removeSome = write.transaction(() => (isUnfinished(write, importId) ? removePiece(write, importId) : 0))
  while (removeSome.immediate() > 0) letOthersIn()
  write
    .transaction(() => {
      const found = listUnfinishedImports(write).find((row) => row.id === importId)
      if (found === undefined) return
      deleteRunsOfImport(write, importId)
      deleteCostsOfImport(write, importId)
      deleteEmptyCostLines(write, importId)
      // One import at a time makes assets ready.
      deleteNextAssets(write)
      deleteUnfinishedImport(write, importId)
      deleteUnusedSource(write, found.sourceId)
    })
    .immediate()
}

/** Returns 0 once nothing is left of its facts and of what only they told of. */
function removePiece(write: WriteDb, importId: number): number {
  const facts = undoSomeFacts(write, importId, FACTS_AT_ONCE)
  if (facts > 0) return facts
  const gone = deleteEmptyKeys(write, importId, KEYS_AT_ONCE)
  for (const assetId of gone) {
    // Rows made ahead of the switch belong to assets without a row of their own.
    if (findAssetRow(write, assetId) !== undefined) continue
    deleteDerivedAsset(write, assetId)
    deleteSearchWords(write, assetId)
  }
  return gone.length
}

/** A moment in which other programs and the thread that answers get their turn to write. */
function letOthersIn(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
}

/** A source that was only ever previewed leaves nothing behind. */
function deleteUnusedSource(write: WriteDb, sourceId: number): void {
  sql(
    write,
    `delete from source where id = :sourceId and not exists (select 1 from "import" where sourceId = :sourceId)
       and not exists (select 1 from asset_key where sourceId = :sourceId)`,
  ).run({ sourceId })
}
