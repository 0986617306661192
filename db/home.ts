import { FAILED_OUTCOMES } from '#core/assets/check-outcomes'
import { type ReadDb, sql, sqlList } from './connection.ts'
import { TELLING } from './runs.ts'

/** Whether the newest result of at least one active check is known; of these people's datasets, where names are given. */
export function hasCheckResult(db: ReadDb, heldBy: readonly string[]): boolean {
  if (heldBy.length === 0) {
    const counted = sql<{ count: number }>(db, `select count from facet_count where facet = 'total' and value = 'checksWithResult'`).get()
    return (counted?.count ?? 0) > 0
  }
  return (
    sql(
      db,
      `select 1 from (select id from asset where ownerTeam in (select value from json_each(:names))
         union select id from asset where steward in (select value from json_each(:names))) held
       cross join asset c on c.checkedAssetId = held.id where c.status = 'active' and c.lastOutcome is not null limit 1`,
    ).get({ names: JSON.stringify(heldBy) }) !== undefined
  )
}

const FAILED = sqlList(FAILED_OUTCOMES)

export type FailingCheck = {
  readonly key: string
  readonly name: string
  readonly datasetKey: string
  readonly datasetName: string
  readonly schema: string | null
}

/** Whether more checks than so many fail now. */
export function hasMoreFailing(db: ReadDb, most: number): boolean {
  const text = `select 1 from asset c indexed by asset_failing where c.lastOutcome in ${FAILED} limit 1 offset ?`
  return sql(db, text).get(most) !== undefined
}

/** Checks that fail now and did not, the first of them. JSON-shaped: they may cross a thread. */
export type NewlyFailing = { readonly items: readonly FailingCheck[]; readonly total: number }

/**
 * The newest result an import up to `sinceImport` told. Results are numbered as imports come, so that of those told since, however
 * many, only the index is read. The plus sign keeps SQLite from looking for that number itself.
 */
const LAST_TOLD = '(select id from run_result where importId <= :sinceImport order by importId desc, id desc limit 1)'
const TOLD_BY_THEN = `r.importId <= :sinceImport and +r.id <= ${LAST_TOLD}`

/**
 * Checks of active datasets that fail now, and of which what imports up to `sinceImport` told last was no failure or nothing.
 * By dataset; `total` counts beyond the limit.
 */
export function listNewlyFailing(
  db: ReadDb,
  { sinceImport, limit }: { readonly sinceImport: number; readonly limit: number },
): NewlyFailing {
  const rows = sql<FailingCheck & { readonly total: number }>(
    db,
    `select c.urn key, c.name, d.urn datasetKey, d.name datasetName, d."schema", count(*) over () total
     from asset c indexed by asset_failing cross join asset d on d.id = c.checkedAssetId
     where c.lastOutcome in ${FAILED} and c.kind = 'check' and c.status = 'active' and d.kind = 'dataset' and d.status = 'active'
       and coalesce((select r.outcome from asset_key k cross join run_subject s on s.sourceId = k.sourceId and s.name = k.name cross join run_result r on r.subjectId = s.id
         where k.assetId = c.id and ${TOLD_BY_THEN} and r.outcome in ${TELLING}
         order by r.endedAtMs desc, r.id desc limit 1), '') not in ${FAILED}
     order by d.sortName, c.sortName, c.id limit :limit`,
  ).all({ sinceImport, limit })
  return { items: rows.map(({ total: _total, ...check }) => check), total: rows[0]?.total ?? 0 }
}
