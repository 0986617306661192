import { planTables, PROJECT, type ProjectSize } from './project.ts'
import { tableJson, testsJson, warehouseJson } from './table-json.ts'

const METADATA = {
  dbt_version: '1.9.4',
  generated_at: '2026-01-05T06:07:08.000000Z',
  invocation_id: '3b9aca00-0000-4000-8000-000000000000',
  env: {},
}
const MACROS = 300

/** manifest.json (v12) of a project, piece by piece: no size needs more memory than its list of tables. */
export function* manifestPieces(size: ProjectSize): Generator<string> {
  const tables = planTables(size)
  const models = tables.filter((table) => table.kind === 'model')
  const sources = tables.filter((table) => table.kind === 'source')
  const schema = 'https://schemas.getdbt.com/dbt/manifest/v12.json'
  yield `{"metadata":${JSON.stringify({ dbt_schema_version: schema, ...METADATA, project_name: PROJECT, adapter_type: 'postgres' })},"nodes":{`
  const parents = new Map<string, readonly string[]>()
  const children = new Map<string, string[]>()
  const link = (id: string, upstream: readonly string[]): void => {
    parents.set(id, upstream)
    for (const up of upstream) children.set(up, [...(children.get(up) ?? []), id])
  }
  yield* members(
    (function* () {
      for (const table of models) {
        link(table.id, table.upstream)
        yield [table.id, tableJson(size.seed, table)] as const
        for (const test of testsJson(size.seed, table)) {
          link(String(test['unique_id']), [table.id])
          yield [String(test['unique_id']), test] as const
        }
      }
    })(),
  )
  yield '},"sources":{'
  yield* members(sources.map((table) => [table.id, tableJson(size.seed, table)] as const))
  yield '},"macros":{'
  yield* members(Array.from({ length: MACROS }, (_, index) => macro(index)))
  yield '},"docs":{},"exposures":{},"metrics":{},"groups":{},"selectors":{},"disabled":{},"parent_map":{'
  yield* members(parents)
  yield '},"child_map":{'
  yield* members(children)
  yield '},"group_map":{},"saved_queries":{},"semantic_models":{},"unit_tests":{}}'
}

/** catalog.json (v1) of the same project. */
export function* catalogPieces(size: ProjectSize): Generator<string> {
  const tables = planTables(size)
  const schema = 'https://schemas.getdbt.com/dbt/catalog/v1.json'
  yield `{"metadata":${JSON.stringify({ dbt_schema_version: schema, ...METADATA })},"nodes":{`
  const rows = (kind: 'model' | 'source'): (readonly [string, unknown])[] =>
    tables.filter((table) => table.kind === kind).map((table) => [table.id, warehouseJson(size.seed, table)] as const)
  yield* members(rows('model'))
  yield '},"sources":{'
  yield* members(rows('source'))
  yield '},"errors":null}'
}

function macro(index: number): readonly [string, unknown] {
  const name = `macro_${index}`
  const id = `macro.dbt.${name}`
  const text = `{% macro ${name}(relation) %}\n${'  select column_name from information_schema.columns\n'.repeat(8)}{% endmacro %}`
  return [
    id,
    {
      name,
      resource_type: 'macro',
      package_name: 'dbt',
      unique_id: id,
      macro_sql: text,
      depends_on: { macros: [] },
      description: '',
      meta: {},
    },
  ]
}

function* members(entries: Iterable<readonly [string, unknown]>): Generator<string> {
  let isFirst = true
  for (const [key, value] of entries) {
    yield `${isFirst ? '' : ','}${JSON.stringify(key)}:${JSON.stringify(value)}`
    isFirst = false
  }
}
