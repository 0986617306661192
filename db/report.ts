import { NO_HASH } from './journal.ts'
import { type ReadDb, sql } from './connection.ts'
import { ASSET_COLUMNS, type AssetRow } from './current.ts'
import { type DatasetFilter, datasetCondition } from './dataset-filter.ts'

const ROW = ASSET_COLUMNS.map((name) => `"${name}"`).join(', ')

/** Every dataset that meets a filter. */
export function listReported(db: ReadDb, filter: DatasetFilter): AssetRow[] {
  const { where, params } = datasetCondition(filter)
  return sql<AssetRow>(db, `select ${ROW} from asset where ${where}`).all(params)
}

/** The sources that tell, or told, of datasets that meet a filter. */
export function listReportedSources(db: ReadDb, filter: DatasetFilter): number[] {
  const { where, params } = datasetCondition(filter)
  return sql<{ sourceId: number }>(
    db,
    `select distinct sourceId from asset_key where assetId in (select id from asset where ${where}) order by 1`,
  )
    .all(params)
    .map((row) => row.sourceId)
}

/** The journal's newest entry that changed the book. An export is an entry too, but leaves the book as it was. */
export function newestChange(read: ReadDb): { readonly atMs: number; readonly hash: string } {
  return (
    sql<{ atMs: number; hash: string }>(read, `select atMs, hash from journal where kind <> 'export' order by seq desc limit 1`).get() ?? {
      atMs: 0,
      hash: NO_HASH,
    }
  )
}

/** Who tells of a dataset's columns; more than one voice may differ on them. */
export type ColumnVoice = { readonly assetId: number; readonly format: string; readonly part: string; readonly hasMeta: number }

export function iterateColumnVoices(db: ReadDb, visible: number): IterableIterator<ColumnVoice> {
  return sql<ColumnVoice>(
    db,
    `select k.assetId, s.format, f.part, instr(f.payload, '"meta":') > 0 hasMeta from asset_key k join source s on s.id = k.sourceId
       join fact f on f.keyId = k.id
     where k.kind = 'dataset' and f.section = 'columns' and f.fromImport <= :visible and (f.toImport is null or f.toImport > :visible)`,
  ).iterate({ visible })
}
