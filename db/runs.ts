import type { IntakeRun, IntakeRunResult } from '#core/importers/intake'
import { FAILED_OUTCOMES, PASSED_OUTCOMES, WARNED_OUTCOMES } from '#core/assets/check-outcomes'
import type { JsonObject } from '#core/json'
import { type ReadDb, sql, sqlList, type WriteDb } from './connection.ts'

export type LatestResult = {
  readonly outcome: string
  readonly endedAtMs: number | null
  readonly failures: number | null
  readonly message: string | null
}

/** Outcomes that say something about data; compiled and skipped ones don't. */
export const TELLING = sqlList([...PASSED_OUTCOMES, ...WARNED_OUTCOMES, ...FAILED_OUTCOMES])

/** Adds a run unless its source told it before. Returns its id, or null when it is known already. */
export function insertRun(db: WriteDb, sourceId: number, importId: number, run: IntakeRun): number | null {
  const done = sql(
    db,
    `insert or ignore into run (sourceId, importId, externalId, pipelineName, command, startedAtMs, endedAtMs, status, extras)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    sourceId,
    importId,
    run.externalId,
    run.pipelineName,
    run.command,
    run.startedAtMs,
    run.endedAtMs,
    run.status,
    JSON.stringify(run.extras),
  )
  return done.changes === 0 ? null : Number(done.lastInsertRowid)
}

export function findRun(db: ReadDb, sourceId: number, externalId: string): { id: number } | undefined {
  return sql<{ id: number }>(db, 'select id from run where sourceId = ? and externalId = ?').get(sourceId, externalId)
}

/** The number of what a run did something to, by its name inside its source; it gets one where it has none. */
function subjectIdOf(db: WriteDb, ids: { importId: number; sourceId: number }, name: string): number {
  const find = sql<{ id: number }>(db, 'select id from run_subject where sourceId = ? and name = ?')
  const known = find.get(ids.sourceId, name)
  if (known !== undefined) return known.id
  const made = sql(db, 'insert into run_subject (sourceId, firstImportId, name) values (?, ?, ?)').run(ids.sourceId, ids.importId, name)
  return Number(made.lastInsertRowid)
}

/** Adds what a run did to one thing unless it is known. Returns true when it was new. */
export function insertRunResult(db: WriteDb, ids: { runId: number; importId: number; sourceId: number }, result: IntakeRunResult): boolean {
  return (
    sql(
      db,
      `insert or ignore into run_result (runId, importId, subjectId, sourceStatus, outcome, startedAtMs, endedAtMs, durationSeconds,
         failures, message, rowsAffected, bytesProcessed, adapterResponse, extras) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(ids.runId, ids.importId, subjectIdOf(db, ids, result.name), ...fieldsOf(result), textOfExtras(result.extras)).changes > 0
  )
}

/** What was said beyond the fields of a result told before, where they are told alike; null: something else was told. */
export function findToldAlike(db: ReadDb, ids: { runId: number; sourceId: number }, result: IntakeRunResult): JsonObject | null {
  const told = sql<{ extras: string | null }>(
    db,
    `select extras from run_result where runId = ? and subjectId = (select id from run_subject where sourceId = ? and name = ?)
       and sourceStatus = ? and outcome = ? and startedAtMs is ? and endedAtMs is ? and durationSeconds is ? and failures is ? and message is ?
       and rowsAffected is ? and bytesProcessed is ? and adapterResponse = ?`,
  ).get(ids.runId, ids.sourceId, result.name, ...fieldsOf(result))
  return told === undefined ? null : (JSON.parse(told.extras ?? '{}') as JsonObject)
}

const fieldsOf = (result: IntakeRunResult) =>
  [
    result.sourceStatus,
    result.outcome,
    result.startedAtMs,
    result.endedAtMs,
    result.durationSeconds,
    result.failures,
    result.message,
    result.rowsAffected,
    result.bytesProcessed,
    JSON.stringify(result.adapterResponse),
  ] as const

function textOfExtras(extras: JsonObject): string | null {
  const text = JSON.stringify(extras)
  return text === '{}' ? null : text
}

const OF_SUBJECT = 'subjectId = (select id from run_subject where sourceId = :sourceId and name = :name)'

/** The newest result of a thing that says something about data. */
export function findLatestResult(db: ReadDb, sourceId: number, name: string, visible: number): LatestResult | undefined {
  return sql<LatestResult>(
    db,
    `select outcome, endedAtMs, failures, message from run_result
     where ${OF_SUBJECT} and importId <= :visible and outcome in ${TELLING} order by endedAtMs desc, id desc limit 1`,
  ).get({ sourceId, name, visible })
}

/** What the newest result of a thing says beyond what its fields hold; null: nothing, or there is none. */
export function findExtrasOfNewestResult(db: ReadDb, sourceId: number, name: string, visible: number): JsonObject | null {
  const newest = sql<{ extras: string | null }>(
    db,
    `select extras from run_result where ${OF_SUBJECT} and importId <= :visible order by endedAtMs desc, id desc limit 1`,
  ).get({ sourceId, name, visible })
  return newest === undefined || newest.extras === null ? null : (JSON.parse(newest.extras) as JsonObject)
}

/** When a thing was last built with success, ms UTC. */
export function findLastSuccess(db: ReadDb, sourceId: number, name: string, visible: number): number | null {
  return (
    sql<{ at: number | null }>(
      db,
      `select max(endedAtMs) at from run_result where ${OF_SUBJECT} and importId <= :visible and outcome = 'success'`,
    ).get({ sourceId, name, visible })?.at ?? null
  )
}

/** Names whose results an import brought. */
export function listNamesWithResults(db: ReadDb, importId: number): string[] {
  return sql<{ name: string }>(
    db,
    'select name from run_subject where id in (select subjectId from run_result where importId = ?) order by name',
  )
    .all(importId)
    .map((row) => row.name)
}

/** Names of a source that any run ever did something to. */
export function listNamesWithAnyResult(db: ReadDb, sourceId: number): Set<string> {
  const rows = sql<{ name: string }>(
    db,
    'select name from run_subject s where sourceId = ? and exists (select 1 from run_result r where r.subjectId = s.id)',
  ).all(sourceId)
  return new Set(rows.map((row) => row.name))
}

export function deleteRunsOfImport(db: WriteDb, importId: number): void {
  sql(db, 'delete from run_result where importId = ?').run(importId)
  sql(
    db,
    'delete from run_subject where firstImportId = ? and not exists (select 1 from run_result r where r.subjectId = run_subject.id)',
  ).run(importId)
  sql(db, 'delete from run where importId = ?').run(importId)
}

/** Runs and results that an import brought. */
export function countRunsOfImport(db: ReadDb, importId: number): number {
  return (
    sql<{ n: number }>(
      db,
      'select (select count(*) from run where importId = :importId) + (select count(*) from run_result where importId = :importId) n',
    ).get({ importId })?.n ?? 0
  )
}
