import { type ReadDb, sql } from './connection.ts'

/** What a run did to one thing, with the run and the import that told it. */
export type ResultRow = {
  readonly id: number
  readonly runId: string
  readonly command: string | null
  readonly sourceName: string
  readonly importId: number
  readonly outcome: string
  readonly sourceStatus: string
  readonly startedAtMs: number | null
  readonly endedAtMs: number | null
  readonly durationSeconds: number | null
  readonly failures: number | null
  readonly message: string | null
  readonly rowsAffected: number | null
  readonly bytesProcessed: number | null
  readonly adapterResponse: string
}

/** Newest first; those without an end come last. */
type ResultPosition = { readonly endedAtMs: number | null; readonly id: number }

/** The numbers under which runs did something to an asset: one for each of its keys at most. */
export function listSubjects(db: ReadDb, assetId: number): number[] {
  return sql<{ id: number }>(
    db,
    'select s.id from asset_key k cross join run_subject s on s.sourceId = k.sourceId and s.name = k.name where k.assetId = ? order by s.id',
  )
    .all(assetId)
    .map((row) => row.id)
}

const RESULTS = `select r.id, u.externalId runId, u.command, o.name sourceName, r.importId, r.outcome, r.sourceStatus, r.startedAtMs,
    r.endedAtMs, r.durationSeconds, r.failures, r.message, r.rowsAffected, r.bytesProcessed, r.adapterResponse
  from run_result r cross join run u on u.id = r.runId cross join source o on o.id = u.sourceId
  where r.subjectId = :subjectId and r.importId <= :visible`

type ResultPage = { readonly visible: number; readonly after: ResultPosition | null; readonly limit: number }

/** A page of the results of these subjects, newest first. Each is read along its index, only as far as the page goes. */
export function listResults(db: ReadDb, subjectIds: readonly number[], page: ResultPage): ResultRow[] {
  return subjectIds
    .flatMap((subjectId) => [...resultsWithEnd(db, subjectId, page), ...resultsWithoutEnd(db, subjectId, page)])
    .sort((a, b) => (b.endedAtMs ?? -1) - (a.endedAtMs ?? -1) || b.id - a.id)
    .slice(0, page.limit)
}

function resultsWithEnd(db: ReadDb, subjectId: number, { visible, after, limit }: ResultPage): ResultRow[] {
  if (after?.endedAtMs === null) return []
  const { endedAtMs, id } = after ?? { endedAtMs: Number.MAX_SAFE_INTEGER, id: 0 }
  return sql<ResultRow>(db, `${RESULTS} and (r.endedAtMs, r.id) < (:endedAtMs, :id) order by r.endedAtMs desc, r.id desc limit :limit`).all(
    { subjectId, visible, endedAtMs, id, limit },
  )
}

function resultsWithoutEnd(db: ReadDb, subjectId: number, { visible, after, limit }: ResultPage): ResultRow[] {
  const id = after?.endedAtMs === null ? after.id : Number.MAX_SAFE_INTEGER
  return sql<ResultRow>(db, `${RESULTS} and r.endedAtMs is null and r.id < :id order by r.id desc limit :limit`).all({
    subjectId,
    visible,
    id,
    limit,
  })
}

export function countResults(db: ReadDb, subjectIds: readonly number[], visible: number): number {
  return (
    sql<{ n: number }>(
      db,
      'select count(*) n from json_each(:subjects) s cross join run_result r on r.subjectId = s.value and r.importId <= :visible',
    ).get({ subjects: JSON.stringify(subjectIds), visible })?.n ?? 0
  )
}

/** A run of a pipeline. `atMs`: its end, else its beginning, else 0. */
export type RunRow = {
  readonly id: number
  readonly atMs: number
  readonly runId: string
  readonly command: string | null
  readonly sourceName: string
  readonly importId: number
  readonly status: string
  readonly startedAtMs: number | null
  readonly endedAtMs: number | null
  readonly extras: string
}

const RUNS_OF = `from asset_key k cross join run u on u.sourceId = k.sourceId and u.pipelineName = k.name
  where k.assetId = :assetId and u.importId <= :visible`
const RUN_AT = 'coalesce(u.endedAtMs, u.startedAtMs, 0)'

/** A page of a pipeline's runs, newest first. */
export function listRuns(
  db: ReadDb,
  page: {
    readonly assetId: number
    readonly visible: number
    readonly after: { readonly atMs: number; readonly id: number } | null
    readonly limit: number
  },
): RunRow[] {
  const { atMs, id } = page.after ?? { atMs: Number.MAX_SAFE_INTEGER, id: 0 }
  return sql<RunRow>(
    db,
    `select u.id, ${RUN_AT} atMs, u.externalId runId, u.command, (select name from source o where o.id = u.sourceId) sourceName, u.importId,
       u.status, u.startedAtMs, u.endedAtMs, u.extras
     ${RUNS_OF} and (${RUN_AT}, u.id) < (:atMs, :id) order by 2 desc, u.id desc limit :limit`,
  ).all({ assetId: page.assetId, visible: page.visible, limit: page.limit, atMs, id })
}

export function countRuns(db: ReadDb, assetId: number, visible: number): number {
  return sql<{ n: number }>(db, `select count(*) n ${RUNS_OF}`).get({ assetId, visible })?.n ?? 0
}
