import { type ReadDb, sql, type WriteDb } from '#db/connection'
import { listAllCostScopes, sumCostMonths, writeCostMonths } from '#db/costs'
import { rebuildFacetCounts } from '#db/facet-counts'
import { visibleImportId } from '#db/imports'
import { rebuildAssets } from '../rebuild.ts'
import { loadCurrentRules } from '../rules.ts'
import { derivedDump } from './logical-dump.ts'

const DERIVED = [
  'asset',
  'asset_column',
  'asset_tag',
  'asset_term',
  'edge',
  'column_edge',
  'facet_count',
  'asset_search',
  'asset_name_search',
  'search_doc',
  'column_name',
  'cost_month',
]

/** What is derived, made again from nothing, as `derivedDump` shows it. The book stays as it is. */
export function rebuiltDump(write: WriteDb): string {
  write.exec('begin immediate')
  try {
    const ids = sql<{ assetId: number }>(write, 'select distinct assetId from asset_key').all()
    for (const table of DERIVED) write.exec(`delete from ${table}`)
    rebuildAssets(
      write,
      loadCurrentRules(write),
      ids.map((row) => row.assetId),
    )
    writeCostMonths(write, sumCostMonths(write, listAllCostScopes(write), visibleImportId(write)))
    const moved = derivedDump(write)
    // The counters moved row by row and the counters counted at once must be the same.
    rebuildFacetCounts(write)
    const counted = derivedDump(write)
    return moved === counted ? counted : `counters moved and counted differ:\n${moved}\n---\n${counted}`
  } finally {
    write.exec('rollback')
  }
}

/** Derived rows of assets that are not there: left by a crash, seen by nobody, and to be gone after the next import. */
export function countOrphans(db: ReadDb): number {
  const none = 'not in (select id from asset)'
  return (
    sql<{ n: number }>(
      db,
      `select (select count(*) from asset_column where assetId ${none}) + (select count(*) from asset_tag where assetId ${none})
         + (select count(*) from asset_term where assetId ${none})
         + (select count(*) from search_doc where assetId ${none}) + (select count(*) from edge where upId ${none} or downId ${none})
         + (select count(*) from column_edge where upId ${none} or downId ${none}) n`,
    ).get()?.n ?? -1
  )
}
