import type { JsonObject } from '#core/json'

export type TestStatus = 'success' | 'error' | 'pass' | 'fail' | 'skipped'

/** One run of a project as tests think of it: what became of which unique id. */
export type TestRun = {
  readonly project: string
  readonly id: string
  readonly startedAtMs: number
  readonly statuses: Readonly<Record<string, TestStatus>>
}

/** run_results.json (schema v6) of a run; each thing takes a second. */
export function makeRunResults({ id, startedAtMs, statuses }: TestRun): JsonObject {
  const at = (seconds: number): string => new Date(startedAtMs + seconds * 1000).toISOString()
  const results = Object.entries(statuses).map(([uniqueId, status], index) => ({
    unique_id: uniqueId,
    status,
    execution_time: 1,
    timing: [
      { name: 'compile', started_at: at(index), completed_at: at(index) },
      { name: 'execute', started_at: at(index), completed_at: at(index + 1) },
    ],
    failures: status === 'fail' ? 3 : status === 'pass' ? 0 : null,
    message: null,
    thread_id: 'Thread-1',
    adapter_response: {},
  }))
  return {
    metadata: {
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/run-results/v6.json',
      dbt_version: '1.9.0',
      generated_at: at(results.length + 1),
      invocation_id: id,
    },
    results,
    elapsed_time: results.length,
    args: { which: 'build' },
  }
}

/** sources.json (schema v3): how fresh each source table is. */
export function makeFreshness(generatedAt: string, statuses: Readonly<Record<string, 'pass' | 'warn' | 'error'>>): JsonObject {
  const results = Object.entries(statuses).map(([uniqueId, status]) => ({
    unique_id: uniqueId,
    status,
    max_loaded_at: generatedAt,
    snapshotted_at: generatedAt,
    max_loaded_at_time_ago_in_s: 60,
    criteria: { warn_after: { count: 12, period: 'hour' }, error_after: null, filter: null },
    adapter_response: {},
    timing: [],
    thread_id: 'Thread-1',
    execution_time: 1,
  }))
  return {
    metadata: {
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/sources/v3.json',
      dbt_version: '1.9.0',
      generated_at: generatedAt,
      invocation_id: `freshness-${generatedAt}`,
    },
    results,
    elapsed_time: 1,
  }
}
