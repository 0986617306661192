import Database from 'better-sqlite3'
import { inTransaction, type ReadDb, sql, type WriteDb } from './connection.ts'
import { visibleImportId } from './imports.ts'
import { urnSql } from './keys.ts'
import { migrate, readMigrations } from './migrate.ts'

/**
 * The book as its sources told it at an instant (ms UTC), in memory: what stood then by the sources' own time, and what people
 * had decided by then. Nothing is derived in it yet. Left out: SQL, links, runs, and what an asset's extras say.
 * The caller closes it.
 */
export function openAsOf(read: ReadDb, asOfMs: number): WriteDb {
  const db = new Database(':memory:') as WriteDb
  try {
    migrate(db, { migrations: readMigrations(), nowMs: asOfMs, backup: () => undefined })
    const params = { asOfMs, visible: visibleImportId(read) }
    inTransaction(db, () => {
      for (const [table, text] of COPIED) copyRows(read, db, table, text, params)
    })
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * A fact learned later speaks for the instant before one learned earlier: they come in the order of their ids, and the later one
 * takes the place of the earlier. One that was closed by then stays as history, so that its dataset counts as retired.
 */
const FACTS = `select f.id, f.keyId, f.part, f.section, f.payload, f.fromImport, f.seenFromMs,
    iif(f.toImport <= :visible and f.seenToMs <= :asOfMs, f.toImport, null) toImport,
    iif(f.toImport <= :visible and f.seenToMs <= :asOfMs, f.seenToMs, null) seenToMs
  from fact f where f.fromImport <= :visible and f.seenFromMs <= :asOfMs
    and (f.section in ('fields', 'columns', 'check') or (f.section = 'extras' and json_array_length(f.payload, '$.carriesValues') > 0))
  order by f.id`

const COPIED: readonly (readonly [table: string, text: string])[] = [
  ['book', 'select id, name, currency, createdAtMs, seq, visibleImportId, isClosedCleanly from book'],
  ['source', 'select * from source'],
  ['import', `select * from "import" where id <= :visible and status = 'visible' and seenAtMs <= :asOfMs`],
  ['import_file', `select * from import_file where importId in (select id from "import" where status = 'visible' and seenAtMs <= :asOfMs)`],
  [
    'asset_key',
    `select * from asset_key where firstImportId is null
       or id in (select keyId from fact where fromImport <= :visible and seenFromMs <= :asOfMs)`,
  ],
  ['fact', FACTS],
  ['decision', 'select * from decision where atMs <= :asOfMs'],
]

function copyRows(read: ReadDb, db: WriteDb, table: string, text: string, params: Readonly<Record<string, number>>): void {
  const rows = sql<Record<string, unknown>>(read, text)
  const names = rows.columns().map((column) => column.name)
  const insert = db.prepare(
    `insert or replace into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map((name) => `:${name}`).join(', ')})`,
  )
  for (const row of rows.iterate(params)) insert.run(row)
}

/** Keys of which people said after the instant what they are the same as, with what stood then; null = nobody had said. */
export function listSameAsSince(read: ReadDb, asOfMs: number): { readonly urn: string; readonly sameAs: string | null }[] {
  return sql<{ urn: string; sameAs: string | null }>(
    read,
    `select distinct d.subject urn, (select b.value ->> '$' from decision b where b.subject = d.subject and b."column" = '' and b.field = 'sameAs'
       and b.atMs <= :asOfMs order by b.id desc limit 1) sameAs
     from decision d where d.field = 'sameAs' and d."column" = '' and d.atMs > :asOfMs order by d.subject`,
  ).all({ asOfMs })
}

/** Counts the checks of each dataset from what sources say, for rows derived one by one without their neighbours. */
export function countChecksFromFacts(db: WriteDb): void {
  db.exec(
    `update asset set checkCount = counted.n from (
       select d.assetId, count(distinct c.assetId) n from fact f join asset_key c on c.id = f.keyId
         join asset_key d on d.urn = ${urnSql('c.sourceId', "f.payload ->> '$.datasetName'")}
       where f.section = 'check' and f.toImport is null group by d.assetId) counted
     where asset.id = counted.assetId and asset.kind = 'dataset'`,
  )
}
