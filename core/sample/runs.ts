import type { JsonObject, JsonValue } from '../json.ts'
import { type Invocation, metadataOf, type SampleProject } from './artifacts.ts'
import { isView, type SampleCheck, type SampleTable } from './tables.ts'

const HOUR_MS = 3_600_000

type Result = { readonly uniqueId: string; readonly status: string; readonly seconds: number; readonly more: JsonObject }

/**
 * run_results.json of a `dbt build`: tables in order, each followed by its tests; what stands on a broken one is skipped.
 * @param daysBefore the end of the story, for troubles
 */
export function runResultsOf(project: SampleProject, invocation: Invocation, daysBefore: number, random: () => number): JsonObject {
  const { definition, tables, checks } = project
  const troubles = definition.troubles.filter((trouble) => trouble.toDaysBefore <= daysBefore && daysBefore <= trouble.fromDaysBefore)
  const broken = new Map(troubles.filter(({ check }) => check === null).map((trouble) => [trouble.model, trouble.message]))
  const skipped = new Set<string>()
  const results: Result[] = []

  const build = (table: SampleTable): void => {
    const message = broken.get(table.name)
    const isSkipped = table.upstream.some((id) => skipped.has(id))
    const seconds = isSkipped ? 0 : Math.round((2 + Math.sqrt(table.rows) / 400) * (0.8 + 0.4 * random()) * 100) / 100
    const status = isSkipped ? 'skipped' : message === undefined ? 'success' : 'error'
    if (status !== 'success') skipped.add(table.uniqueId)
    const told = message ?? (isSkipped ? null : `SUCCESS 1`)
    const rows = status === 'success' && !isView(table) ? { rows_affected: table.rows } : {}
    results.push({ uniqueId: table.uniqueId, status, seconds, more: { message: told, failures: null, adapter_response: rows } })
  }
  const test = (check: SampleCheck): void => {
    const isSkipped = skipped.has(check.table.uniqueId)
    const trouble = troubles.find((one) => one.model === check.table.name && one.check === check.type && one.column === check.column)
    const failures = isSkipped ? null : (trouble?.failures ?? 0)
    const status = isSkipped ? 'skipped' : trouble === undefined ? 'pass' : check.type === 'relationships' ? 'warn' : 'fail'
    const seconds = isSkipped ? 0 : Math.round((0.4 + random()) * 100) / 100
    results.push({ uniqueId: check.uniqueId, status, seconds, more: { message: trouble?.message ?? null, failures, adapter_response: {} } })
  }
  for (const table of tables) {
    if (table.source !== null) continue
    build(table)
    for (const check of checks) if (check.table === table) test(check)
  }

  let atMs = invocation.atMs
  const told = results.map(({ uniqueId, status, seconds, more }): JsonValue => {
    const startedAt = new Date(atMs).toISOString()
    // Four threads share the work.
    atMs += Math.round(seconds * 250)
    const completedAt = new Date(atMs).toISOString()
    const timing = status === 'skipped' ? [] : [{ name: 'execute', started_at: startedAt, completed_at: completedAt }]
    return { unique_id: uniqueId, status, timing, thread_id: 'Thread-1', execution_time: seconds, ...more }
  })
  return {
    metadata: metadataOf('run-results/v6', { id: invocation.id, atMs }),
    args: { which: 'build', target: 'prod' },
    elapsed_time: (atMs - invocation.atMs) / 1000,
    results: told,
  }
}

/** sources.json of a `dbt source freshness`: most loads came in the night, the last of the list is a late one. */
export function freshnessOf({ tables }: SampleProject, invocation: Invocation, random: () => number): JsonObject {
  const sources = tables.filter(({ source }) => source !== null)
  const results = sources.map(({ uniqueId, source }, index): JsonValue => {
    const warnAfter = source?.warnAfterHours ?? 24
    const isLate = index === sources.length - 1
    const ageHours = warnAfter * (isLate ? 1.3 : 0.1 + 0.6 * random())
    return {
      unique_id: uniqueId,
      max_loaded_at: new Date(invocation.atMs - Math.round(ageHours * HOUR_MS)).toISOString(),
      snapshotted_at: new Date(invocation.atMs).toISOString(),
      max_loaded_at_time_ago_in_s: Math.round(ageHours * 3600),
      status: isLate ? 'warn' : 'pass',
      criteria: {
        warn_after: { count: warnAfter, period: 'hour' },
        error_after: { count: warnAfter * 2, period: 'hour' },
        filter: null,
      },
      adapter_response: {},
      timing: [],
      thread_id: 'Thread-1',
      execution_time: 0.5,
    }
  })
  return { metadata: metadataOf('sources/v3', invocation), results, elapsed_time: results.length / 8 }
}
