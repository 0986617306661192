import { type ReadDb, sql } from './connection.ts'
import { ASSET_COLUMNS, type AssetRow } from './current.ts'
import { type DatasetFilter, datasetCondition } from './dataset-filter.ts'
import { visibleImportId } from './imports.ts'
import { NO_HASH } from './journal.ts'

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

/** A file that came with an import of a source. */
export type ReportedFile = {
  readonly importId: number
  readonly name: string
  readonly artifact: string
  readonly sha256: string
  readonly generatedAtMs: number | null
  readonly importedAtMs: number
}

/** The files of a source's imports that stand, as they came; those of one import in its order. */
export function listReportedFiles(db: ReadDb, sourceId: number): ReportedFile[] {
  return sql<ReportedFile>(
    db,
    `select f.importId, f.name, f.artifact, f.sha256, i.generatedAtMs, coalesce(i.finishedAtMs, i.startedAtMs) importedAtMs
     from "import" i cross join import_file f on f.importId = i.id where i.sourceId = ? and i.status = 'visible' order by i.id, f.id`,
  ).all(sourceId)
}

/** Facts of one part of a source that one import told first: whether they stand, and of how many names they are. */
export type ToldTally = { readonly importId: number; readonly stands: 0 | 1; readonly names: number }

const OF_REPORT = `f.part = :part and f.section in ('fields', 'columns', 'check')`
/** Every part has a section of fields. */
const NAMES = `sum(f.section = 'fields') names`

/**
 * What stands of a part of a source, and what of it stood after an import of it, by the import that told it first. It goes by
 * what is open and what was closed since: what each import told in its time may be many times that. The plus sign keeps SQLite from
 * looking through a key's history.
 */
export function tallyTold(
  db: ReadDb,
  told: { readonly sourceId: number; readonly part: string; readonly afterImport: number },
): ToldTally[] {
  return sql<ToldTally>(
    db,
    `select f.fromImport importId, 1 stands, ${NAMES} from asset_key k cross join fact f on f.keyId = k.id and f.toImport is null
     where k.sourceId = :sourceId and ${OF_REPORT} and +f.fromImport <= :visible group by f.fromImport
     union all
     select f.fromImport, i.id > :visible, ${NAMES} from "import" i cross join fact f on f.toImport = i.id
     where i.sourceId = :sourceId and i.id > :afterImport and ${OF_REPORT} and f.fromImport <= :visible group by 1, 2 order by 1, 2`,
  ).all({ ...told, visible: visibleImportId(db) })
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
