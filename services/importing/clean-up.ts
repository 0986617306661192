import { deleteDerivedAsset } from '#db/current'
import { sql, type WriteDb } from '#db/connection'
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
  for (const { id } of unfinished.reverse()) {
    write.transaction(() => removeImportFacts(write, id)).immediate()
  }
  return unfinished.length
}

function removeImportFacts(write: WriteDb, importId: number): void {
  undoFacts(write, importId)
  deleteRunsOfImport(write, importId)
  for (const assetId of deleteEmptyKeys(write, importId)) {
    // Rows made ahead of the switch belong to assets without a row of their own.
    if (sql(write, 'select 1 from asset where id = ?').get(assetId) === undefined) deleteDerivedAsset(write, assetId)
  }
  const row = sql<BeforeImport>(write, 'select sourceId, sourceBefore from "import" where id = ?').get(importId)
  if (row !== undefined) restoreSource(write, row)
  deleteUnfinishedImport(write, importId)
  if (row !== undefined) deleteUnusedSource(write, row.sourceId)
}

type BeforeImport = { readonly sourceId: number; readonly sourceBefore: string | null }

/** Where a source's files are and how they are read, as an import found it: that goes back with the import. */
export function restoreSource(write: WriteDb, { sourceId, sourceBefore }: BeforeImport): void {
  if (sourceBefore === null) return
  const before = JSON.parse(sourceBefore) as { place: string | null; options: string }
  sql(write, 'update source set place = ?, options = ? where id = ?').run(before.place, before.options, sourceId)
}

/** A source that was only ever previewed leaves nothing behind. */
function deleteUnusedSource(write: WriteDb, sourceId: number): void {
  sql(
    write,
    `delete from source where id = :sourceId and not exists (select 1 from "import" where sourceId = :sourceId)
       and not exists (select 1 from asset_key where sourceId = :sourceId)`,
  ).run({ sourceId })
}
