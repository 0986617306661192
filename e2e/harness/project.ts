import { readFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { App } from './app.ts'

/** A dbt project as a spec thinks of it; written as the artifacts dbt leaves in `target/`. */
export type Table = {
  readonly name: string
  readonly kind?: 'model' | 'source'
  readonly description?: string
  readonly schema?: string
  /** Name and type. */
  readonly columns?: Readonly<Record<string, string>>
  /** What the manifest says of each column that no field is for. */
  readonly ofColumns?: Readonly<Record<string, unknown>>
  readonly from?: readonly string[]
  readonly meta?: Readonly<Record<string, unknown>>
  readonly tags?: readonly string[]
  readonly group?: string
  /** Columns with a not_null test, and whether it passed last night. */
  readonly notNull?: Readonly<Record<string, 'pass' | 'fail'>>
}
export type Project = { readonly name: string; readonly tables: readonly Table[]; readonly groups?: Readonly<Record<string, string>> }
type Json = Record<string, unknown>

const MADE_AT = '2026-01-02T03:04:05.000000Z'
const metadata = (artifact: string): Json => ({
  dbt_schema_version: `https://schemas.getdbt.com/dbt/${artifact}.json`,
  dbt_version: '1.9.0',
  generated_at: MADE_AT,
  invocation_id: `nightly-${artifact}`,
})
const idOf = (project: Project, { kind = 'model', name }: Table): string =>
  kind === 'source' ? `source.${project.name}.raw.${name}` : `model.${project.name}.${name}`
const entriesOf = (project: Project, kind: 'model' | 'source', make: (table: Table) => Json): Json =>
  Object.fromEntries(project.tables.filter((table) => (table.kind ?? 'model') === kind).map((table) => [idOf(project, table), make(table)]))

function node(project: Project, table: Table): Json {
  const schema = table.schema ?? 'main'
  const byName = new Map(project.tables.map((one) => [one.name, idOf(project, one)]))
  const isSource = table.kind === 'source'
  const code = `select *\nfrom ${(table.from ?? [table.name]).join('\njoin ')}\nwhere ordered_at > '2020-01-01' -- the start of trade`
  return {
    unique_id: idOf(project, table),
    resource_type: table.kind ?? 'model',
    name: table.name,
    alias: table.name,
    database: 'warehouse',
    schema,
    relation_name: `"warehouse"."${schema}"."${table.name}"`,
    package_name: project.name,
    path: `${schema}/${table.name}.sql`,
    original_file_path: `models/${schema}/${table.name}.sql`,
    fqn: [project.name, schema, table.name],
    description: table.description ?? '',
    tags: table.tags ?? [],
    meta: table.meta ?? {},
    group: table.group ?? null,
    config: { enabled: true, materialized: 'table', meta: table.meta ?? {}, tags: table.tags ?? [] },
    columns: Object.fromEntries(
      Object.entries(table.columns ?? {}).map(([name, type]) => [
        name,
        { name, description: `The ${name} of ${table.name}`, data_type: type, meta: {}, tags: [], ...table.ofColumns },
      ]),
    ),
    depends_on: { macros: [], nodes: (table.from ?? []).map((name) => byName.get(name)) },
    ...(isSource
      ? { source_name: 'raw', identifier: table.name, loader: 'loader' }
      : { raw_code: code, compiled_code: code, language: 'sql' }),
  }
}

const testsOf = (project: Project): { id: string; table: Table; column: string; outcome: 'pass' | 'fail' }[] =>
  project.tables.flatMap((table) =>
    Object.entries(table.notNull ?? {}).map(([column, outcome]) => ({
      id: `test.${project.name}.not_null_${table.name}_${column}`,
      table,
      column,
      outcome,
    })),
  )

function manifest(project: Project): Json {
  const tests = testsOf(project).map(({ id, table, column }) => [
    id,
    {
      unique_id: id,
      resource_type: 'test',
      name: id.split('.').at(-1),
      package_name: project.name,
      attached_node: idOf(project, table),
      column_name: column,
      test_metadata: { name: 'not_null', namespace: null, kwargs: { column_name: column } },
      config: { enabled: true, severity: 'ERROR' },
      depends_on: { macros: [], nodes: [idOf(project, table)] },
    },
  ])
  const groups = Object.entries(project.groups ?? {}).map(([name, owner]) => {
    const id = `group.${project.name}.${name}`
    return [id, { unique_id: id, resource_type: 'group', name, package_name: project.name, owner: { name: owner, email: null } }]
  })
  return {
    metadata: { ...metadata('manifest/v12'), project_name: project.name, adapter_type: 'postgres' },
    nodes: { ...entriesOf(project, 'model', (table) => node(project, table)), ...Object.fromEntries(tests) },
    sources: entriesOf(project, 'source', (table) => node(project, table)),
    groups: Object.fromEntries(groups),
    ...{ macros: {}, docs: {}, exposures: {}, metrics: {}, disabled: {}, semantic_models: {}, saved_queries: {}, unit_tests: {} },
  }
}

function catalog(project: Project): Json {
  const entry = (table: Table): Json => ({
    unique_id: idOf(project, table),
    metadata: { type: 'BASE TABLE', database: 'warehouse', schema: table.schema ?? 'main', name: table.name },
    columns: Object.fromEntries(Object.entries(table.columns ?? {}).map(([name, type], index) => [name, { name, index: index + 1, type }])),
    stats: {},
  })
  return {
    metadata: metadata('catalog/v1'),
    nodes: entriesOf(project, 'model', entry),
    sources: entriesOf(project, 'source', entry),
    errors: null,
  }
}

function runResults(project: Project): Json {
  const result = (id: string, status: string): Json => ({
    unique_id: id,
    status,
    failures: status === 'fail' ? 3 : null,
    message: null,
    execution_time: 1.5,
    thread_id: 'Thread-1',
    timing: [{ name: 'execute', started_at: '2026-01-02T03:59:00.000000Z', completed_at: '2026-01-02T03:59:01.500000Z' }],
    adapter_response: { query_id: 'Q-17' },
  })
  return {
    metadata: metadata('run-results/v6'),
    args: { which: 'build' },
    elapsed_time: 12.5,
    results: [
      ...project.tables.filter((table) => table.kind !== 'source').map((table) => result(idOf(project, table), 'success')),
      ...testsOf(project).map(({ id, outcome }) => result(id, outcome)),
    ],
  }
}

/** What dbt leaves in `target/`, by file name. */
export function artifactsOf(project: Project): Readonly<Record<'manifest.json' | 'catalog.json' | 'run_results.json', Json>> {
  return { 'manifest.json': manifest(project), 'catalog.json': catalog(project), 'run_results.json': runResults(project) }
}

/** Writes a project's artifacts to a folder below the root. */
export function writeProject(app: App, folder: string, project: Project): void {
  for (const [name, content] of Object.entries(artifactsOf(project))) app.write(`${folder}/${name}`, content)
}

const MARTS = ['revenue', 'refunds', 'returns', 'sessions', 'baskets', 'coupons', 'stock', 'suppliers']
const GRAINS = ['daily', 'weekly', 'monthly', 'by_country', 'by_channel', 'by_campaign']

/** A web shop: sources, staging, a core of two, and enough marts that the list is longer than any window. */
export const SHOP: Project = {
  name: 'shop',
  groups: { commerce: 'Commerce Data' },
  tables: [
    { name: 'orders', kind: 'source', schema: 'raw', columns: { id: 'integer', customer_email: 'text' } },
    { name: 'customers', kind: 'source', schema: 'raw', columns: { id: 'integer', email: 'text' } },
    {
      name: 'stg_orders',
      schema: 'staging',
      description: 'Orders, one row each.',
      columns: { order_id: 'integer', email: 'text' },
      from: ['orders'],
      notNull: { order_id: 'pass' },
    },
    { name: 'stg_customers', schema: 'staging', columns: { customer_id: 'integer' }, from: ['customers'] },
    {
      name: 'fct_orders',
      schema: 'core',
      description: 'Orders with their customers.',
      columns: { order_id: 'integer', customer_id: 'integer', amount: 'numeric' },
      from: ['stg_orders', 'stg_customers'],
      meta: { owner: 'Commerce Data', maturity: 'high' },
      tags: ['finance'],
      group: 'commerce',
      notNull: { order_id: 'pass', customer_id: 'fail' },
    },
    {
      name: 'dim_customers',
      schema: 'core',
      columns: { customer_id: 'integer', country: 'text', since: 'date' },
      from: ['stg_customers'],
      meta: { owner: 'CRM' },
    },
    ...MARTS.flatMap((mart) =>
      GRAINS.map((grain): Table => ({ name: `mart_${mart}_${grain}`, schema: 'marts', columns: { day: 'date' }, from: ['fct_orders'] })),
    ),
  ],
}

/** A project in which one table reads otherwise. */
export function changeTable(project: Project, name: string, change: Partial<Table>): Project {
  return { ...project, tables: project.tables.map((table) => (table.name === name ? { ...table, ...change } : table)) }
}

/** The same project after a table of it was given another name. */
export function renameTable(project: Project, from: string, to: string): Project {
  const named = (name: string): string => (name === from ? to : name)
  const tables = project.tables.map((table) => ({ ...table, name: named(table.name), ...(table.from && { from: table.from.map(named) }) }))
  return { ...project, tables }
}

/** A JSON file, packed or not. */
export function readJson(path: string): Json {
  const bytes = readFileSync(path)
  return JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as Json
}

export const packed = (content: unknown): Buffer => gzipSync(typeof content === 'string' ? content : JSON.stringify(content))
