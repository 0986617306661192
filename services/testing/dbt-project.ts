import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject, JsonValue } from '#core/json'

/** A small dbt project as tests think of it; written as the artifacts dbt would make. */
export type TestModel = {
  readonly name: string
  readonly kind?: 'model' | 'seed' | 'source'
  readonly description?: string
  readonly schema?: string
  readonly columns?: readonly { readonly name: string; readonly type?: string; readonly description?: string; readonly meta?: JsonObject }[]
  readonly dependsOn?: readonly string[]
  readonly meta?: JsonObject
  readonly tags?: readonly string[]
  readonly group?: string
  readonly path?: string
  /** Checks on it: not_null on these columns. */
  readonly notNull?: readonly string[]
  readonly sql?: string
}
export type TestProject = {
  readonly name: string
  readonly models: readonly TestModel[]
  readonly generatedAt?: string
  readonly adapter?: string
  readonly groups?: readonly { readonly name: string; readonly owner: string }[]
  /** Checks on whatever a unique id names, in the project or not. */
  readonly looseChecks?: readonly { readonly name: string; readonly on: string }[]
}

/** dbt's unique id of a test model. */
export function uniqueId(project: string, model: Pick<TestModel, 'name' | 'kind'>): string {
  return model.kind === 'source' ? `source.${project}.raw.${model.name}` : `${model.kind ?? 'model'}.${project}.${model.name}`
}

/** manifest.json (schema v12) of a project. */
export function makeManifest(project: TestProject): JsonObject {
  const idOf = new Map(project.models.map((model) => [model.name, uniqueId(project.name, model)]))
  const nodes: Record<string, JsonValue> = {}
  const sources: Record<string, JsonValue> = {}
  for (const model of project.models) {
    const id = uniqueId(project.name, model)
    const node = makeNode(project, model, id, idOf)
    if (model.kind === 'source') sources[id] = { ...node, source_name: 'raw', identifier: model.name, loader: 'loader' }
    else nodes[id] = node
    for (const column of model.notNull ?? []) {
      const testId = `test.${project.name}.not_null_${model.name}_${column}`
      nodes[testId] = makeTest(project, testId, id, column)
    }
  }
  for (const { name, on } of project.looseChecks ?? []) {
    const testId = `test.${project.name}.${name}`
    nodes[testId] = makeTest(project, testId, on, 'id')
  }
  return {
    metadata: {
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/manifest/v12.json',
      dbt_version: '1.9.0',
      generated_at: project.generatedAt ?? '2026-01-02T03:04:05.000000Z',
      project_name: project.name,
      adapter_type: project.adapter ?? 'postgres',
      invocation_id: `${project.name}-manifest`,
    },
    nodes,
    sources,
    macros: { 'macro.dbt.run_query': { name: 'run_query', unique_id: 'macro.dbt.run_query' } },
    // dbt brings its own start page along, in every project.
    docs: {
      'doc.dbt.__overview__': {
        unique_id: 'doc.dbt.__overview__',
        resource_type: 'doc',
        name: '__overview__',
        package_name: 'dbt',
        path: 'overview.md',
        original_file_path: 'docs/overview.md',
        block_contents: '### Welcome',
      },
    },
    exposures: {},
    metrics: {},
    groups: Object.fromEntries(
      (project.groups ?? []).map((group) => [
        `group.${project.name}.${group.name}`,
        {
          name: group.name,
          resource_type: 'group',
          unique_id: `group.${project.name}.${group.name}`,
          package_name: project.name,
          owner: { name: group.owner, email: null },
        },
      ]),
    ),
    disabled: {},
    semantic_models: {},
    saved_queries: {},
    unit_tests: {},
  }
}

function makeNode(project: TestProject, model: TestModel, id: string, idOf: ReadonlyMap<string, string>): JsonObject {
  return {
    unique_id: id,
    resource_type: model.kind ?? 'model',
    name: model.name,
    alias: model.name,
    database: 'warehouse',
    schema: model.schema ?? 'main',
    relation_name: `"warehouse"."${model.schema ?? 'main'}"."${model.name}"`,
    package_name: project.name,
    path: model.path ?? `${model.name}.sql`,
    original_file_path: `models/${model.path ?? `${model.name}.sql`}`,
    fqn: [project.name, model.name],
    description: model.description ?? '',
    tags: [...(model.tags ?? [])],
    meta: model.meta ?? {},
    group: model.group ?? null,
    config: { enabled: true, materialized: 'table', tags: [...(model.tags ?? [])], meta: model.meta ?? {} },
    columns: Object.fromEntries(
      (model.columns ?? []).map((column) => [
        column.name,
        {
          name: column.name,
          description: column.description ?? '',
          data_type: column.type ?? null,
          meta: column.meta ?? {},
          tags: [],
          constraints: [],
          quote: null,
        },
      ]),
    ),
    depends_on: { macros: [], nodes: (model.dependsOn ?? []).map((name) => idOf.get(name) ?? `model.${project.name}.${name}`) },
    raw_code: model.sql ?? `select * from ${model.name}`,
    compiled_code: model.sql ?? `select * from ${model.name}`,
    language: 'sql',
  }
}

function makeTest(project: TestProject, id: string, attachedTo: string, column: string): JsonObject {
  return {
    unique_id: id,
    resource_type: 'test',
    name: id.split('.').at(-1) ?? id,
    package_name: project.name,
    attached_node: attachedTo,
    column_name: column,
    test_metadata: { name: 'not_null', namespace: null, kwargs: { column_name: column } },
    config: { enabled: true, severity: 'ERROR' },
    depends_on: { macros: [], nodes: [attachedTo] },
    raw_code: '{{ test_not_null() }}',
    columns: {},
    tags: [],
    meta: {},
  }
}

/** catalog.json of a project: every model and source as the warehouse would list it, names in the given case. */
export function makeCatalog(project: TestProject, spell: (name: string) => string = (name) => name): JsonObject {
  const entry = (model: TestModel): JsonObject => ({
    unique_id: uniqueId(project.name, model),
    metadata: {
      type: 'BASE TABLE',
      database: 'warehouse',
      schema: model.schema ?? 'main',
      name: spell(model.name),
      comment: null,
      owner: 'loader',
    },
    columns: Object.fromEntries(
      (model.columns ?? []).map((column, index) => [
        spell(column.name),
        { name: spell(column.name), index: index + 1, type: column.type ?? 'text', comment: null },
      ]),
    ),
    stats: {},
  })
  const ofKind = (isSource: boolean): JsonObject =>
    Object.fromEntries(
      project.models
        .filter((model) => (model.kind === 'source') === isSource)
        .map((model) => [uniqueId(project.name, model), entry(model)]),
    )
  return {
    metadata: {
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/catalog/v1.json',
      dbt_version: '1.9.0',
      generated_at: project.generatedAt ?? '2026-01-02T03:05:00.000000Z',
      invocation_id: `${project.name}-catalog`,
    },
    nodes: ofKind(false),
    sources: ofKind(true),
    errors: null,
  }
}

/** Writes a project's artifacts to a folder, as dbt leaves them in target/. */
export function writeProject(folder: string, project: TestProject, parts: { readonly catalog?: 'with' | 'without' } = {}): string {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(makeManifest(project)))
  if (parts.catalog === 'with') writeFileSync(join(folder, 'catalog.json'), JSON.stringify(makeCatalog(project)))
  return folder
}

/** Three models over two sources, with checks: enough to see lineage, columns and coverage. */
export const SHOP: TestProject = {
  name: 'shop',
  models: [
    {
      name: 'orders_raw',
      kind: 'source',
      schema: 'raw',
      columns: [
        { name: 'id', type: 'integer' },
        { name: 'customer_email', type: 'text' },
      ],
    },
    { name: 'customers_raw', kind: 'source', schema: 'raw', columns: [{ name: 'id', type: 'integer' }] },
    {
      name: 'stg_orders',
      description: 'Orders, one row each.',
      dependsOn: ['orders_raw'],
      columns: [{ name: 'order_id', description: 'Its number.' }, { name: 'email' }],
      notNull: ['order_id'],
    },
    { name: 'stg_customers', dependsOn: ['customers_raw'], columns: [{ name: 'customer_id' }] },
    {
      name: 'fct_orders',
      description: 'Orders with customers.',
      dependsOn: ['stg_orders', 'stg_customers'],
      columns: [{ name: 'order_id' }, { name: 'customer_id' }, { name: 'amount' }],
      notNull: ['order_id', 'customer_id'],
      tags: ['finance'],
      meta: { owner: 'Commerce Data' },
    },
  ],
}

/** The project a month later, with one model changed. */
export const changed = (project: TestProject, name: string, more: Partial<TestProject['models'][number]>): TestProject => ({
  ...project,
  generatedAt: '2026-02-03T04:05:06Z',
  models: project.models.map((model) => (model.name === name ? { ...model, ...more } : model)),
})
