import { createRandom } from '#core/random'
import { planTables, PROJECT, type ProjectSize, type Table } from './project.ts'
import { testsJson } from './table-json.ts'

const FIRST_RUN = Date.UTC(2025, 0, 6, 4)
const WEEK_MS = 7 * 86_400_000
/** One a week, for a quarter of a year. */
export const RUNS = 13
const FAILING = 0.01

/** run_results.json (v6) of one build of the whole project: a result for every model and test. */
export function* runPieces(size: ProjectSize, run: number): Generator<string> {
  const random = createRandom(size.seed, 'run', run)
  const startMs = FIRST_RUN + run * WEEK_MS
  const metadata = {
    dbt_schema_version: 'https://schemas.getdbt.com/dbt/run-results/v6.json',
    dbt_version: '1.9.4',
    generated_at: new Date(startMs + 3_600_000).toISOString(),
    invocation_id: `5f5e1000-0000-4000-8000-${run.toString(16).padStart(12, '0')}`,
    env: {},
  }
  yield `{"metadata":${JSON.stringify(metadata)},"results":[`
  let isFirst = true
  for (const table of planTables(size).filter(({ kind }) => kind === 'model')) {
    for (const [id, status] of resultsOf(size, table, random.chance(FAILING) ? 'fail' : 'pass')) {
      const seconds = random.next() * 60
      const startedAtMs = startMs + random.below(3_000_000)
      const timing = [{ name: 'execute', started_at: iso(startedAtMs), completed_at: iso(startedAtMs + seconds * 1000) }]
      const failures = status === 'fail' ? 1 + random.below(50) : status === 'pass' ? 0 : null
      const result = {
        status,
        timing,
        thread_id: 'Thread-1',
        execution_time: seconds,
        adapter_response: {},
        message: null,
        failures,
        unique_id: id,
      }
      yield `${isFirst ? '' : ','}${JSON.stringify(result)}`
      isFirst = false
    }
  }
  yield `],"elapsed_time":3600,"args":{"which":"build","project_name":"${PROJECT}"}}`
}

const iso = (atMs: number): string => new Date(Math.round(atMs)).toISOString()

/** A model is built, its tests pass, and now and then the first of them fails. */
function resultsOf(size: ProjectSize, table: Table, first: 'pass' | 'fail'): (readonly [string, string])[] {
  const tests = testsJson(size.seed, table).map((test, index) => [String(test['unique_id']), index === 0 ? first : 'pass'] as const)
  return [[table.id, 'success'], ...tests]
}
