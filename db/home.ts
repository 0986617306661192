import { type ReadDb, sql } from './connection.ts'

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
