import { PASSED_OUTCOMES } from '#core/assets/check-outcomes'
import { type ReadDb, sql, sqlList } from './connection.ts'
import { OPEN_OR_CLOSED } from './history.ts'

/** A check of a dataset with what its source says of it. */
export type CheckOfDataset = {
  readonly id: number
  readonly urn: string
  readonly name: string
  readonly sortName: string
  readonly checkedColumn: string | null
  readonly lastOutcome: string | null
  /** Its name inside its source. */
  readonly sourceId: number
  readonly nameInSource: string
  /** Section texts of its newest word; extras are absent where it has none. */
  readonly check: string | null
  readonly extras: string | null
  readonly rank: number
}

export type CheckPosition = { readonly rank: number; readonly name: string; readonly id: number }

/** Failing first, then warnings, then the rest. */
const RANK = `case c.lastOutcome when 'fail' then 0 when 'error' then 0 when 'warn' then 1 else 2 end`
/** Checks of a dataset that is there are those that are there; a retired dataset shows the last ones it had. */
const OF_DATASET = `c.checkedAssetId = :assetId and c.status = (select d.status from asset d where d.id = :assetId)`

const newest = (section: string): string =>
  `(select f.payload from asset_key k cross join fact f on f.keyId = k.id
    where k.assetId = c.id and f.section = '${section}' and f.fromImport <= :visible and ${OPEN_OR_CLOSED} order by f.toImport is null desc, f.id desc limit 1)`

export function listChecks(
  db: ReadDb,
  page: { readonly assetId: number; readonly visible: number; readonly after: CheckPosition | null; readonly limit: number },
): CheckOfDataset[] {
  const after = page.after ?? { rank: -1, name: '', id: 0 }
  return sql<CheckOfDataset>(
    db,
    `select c.id, c.urn, c.name, c.sortName, c.checkedColumn, c.lastOutcome, k.sourceId, k.name nameInSource, ${RANK} rank,
       ${newest('check')} "check", ${newest('extras')} extras
     from asset c join asset_key k on k.urn = c.urn
     where ${OF_DATASET} and (${RANK}, c.sortName, c.id) > (:rank, :name, :id) order by ${RANK}, c.sortName, c.id limit :limit`,
  ).all({ assetId: page.assetId, visible: page.visible, limit: page.limit, ...after })
}

export function countChecks(db: ReadDb, assetId: number): number {
  return sql<{ n: number }>(db, `select count(*) n from asset c where ${OF_DATASET}`).get({ assetId })?.n ?? 0
}

/** How many checks of a dataset have a result that says something about data, and how many of those passed. */
export function countOutcomes(db: ReadDb, assetId: number): { readonly told: number; readonly passed: number } {
  return (
    sql<{ told: number; passed: number }>(
      db,
      `select count(*) told, count(*) filter (where c.lastOutcome in ${sqlList(PASSED_OUTCOMES)}) passed from asset c where ${OF_DATASET} and c.lastOutcome is not null`,
    ).get({ assetId }) ?? { told: 0, passed: 0 }
  )
}

export function listCheckNames(db: ReadDb, assetId: number): string[] {
  return sql<{ name: string }>(db, `select c.name from asset c where ${OF_DATASET} order by c.sortName, c.id`)
    .all({ assetId })
    .map((row) => row.name)
}
