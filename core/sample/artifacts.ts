import type { JsonObject, JsonValue } from '../json.ts'
import type { MetaMapping } from '../mapping/meta-mapping.ts'
import type { SampleColumn, SampleDefinition } from './definition.ts'
import { bytesOf, checksOf, isView, type SampleCheck, type SampleTable, tablesIn } from './tables.ts'

// The sample's dbt artifacts, as dbt 1.9 on Snowflake writes them.

/** A dbt project in one month of the sample's story. */
export type SampleProject = {
  readonly definition: SampleDefinition
  readonly month: number
  readonly tables: readonly SampleTable[]
  readonly checks: readonly SampleCheck[]
}

export function projectIn(definition: SampleDefinition, month: number): SampleProject {
  const tables = tablesIn(definition, month)
  return { definition, month, tables, checks: checksOf(definition.project, tables) }
}

export type Invocation = { readonly id: string; readonly atMs: number }

export const metadataOf = (schema: string, { id, atMs }: Invocation): JsonObject => ({
  dbt_schema_version: `https://schemas.getdbt.com/dbt/${schema}.json`,
  dbt_version: '1.9.4',
  generated_at: new Date(atMs).toISOString(),
  invocation_id: id,
  env: {},
})

const DATABASE = 'warehouse'
const byId = (nodes: readonly (readonly [string, JsonValue])[]): JsonObject => Object.fromEntries(nodes)

export function manifestOf(project: SampleProject, invocation: Invocation): JsonObject {
  const { definition, tables, checks } = project
  const sources = tables.filter(({ source }) => source !== null)
  const models = tables.filter(({ source }) => source === null)
  const idOf = new Map(tables.map(({ name, uniqueId }) => [name, uniqueId]))
  return {
    metadata: { ...metadataOf('manifest/v12', invocation), project_name: definition.project, adapter_type: 'snowflake' },
    nodes: byId([
      ...models.map((table) => [table.uniqueId, modelNode(project, table)] as const),
      ...checks.map((check) => [check.uniqueId, checkNode(definition, check)] as const),
    ]),
    sources: byId(sources.map((table) => [table.uniqueId, sourceNode(project, table)] as const)),
    exposures: byId(
      definition.exposures
        .filter(({ upstream }) => upstream.every((name) => idOf.has(name)))
        .map((exposure) => {
          const { name, type, description, owner, email, upstream } = exposure
          const uniqueId = `exposure.${definition.project}.${name}`
          const nodes = upstream.map((one) => idOf.get(one) ?? one)
          const node: JsonObject = {
            unique_id: uniqueId,
            resource_type: 'exposure',
            name,
            type,
            description,
            owner: { name: owner, email },
            package_name: definition.project,
            original_file_path: 'models/exposures.yml',
            depends_on: { macros: [], nodes },
            tags: [],
            meta: {},
            config: { enabled: true },
          }
          return [uniqueId, node] as const
        }),
    ),
    macros: {},
    docs: {},
    metrics: {},
    groups: {},
    selectors: {},
    disabled: {},
    semantic_models: {},
    saved_queries: {},
    unit_tests: {},
  }
}

/** As the project writes it; the warehouse writes it in capitals. */
export const relationOf = ({ schema, name }: SampleTable): string => `${DATABASE}.${schema}.${name}`

function placeOf({ definition }: SampleProject, table: SampleTable): JsonObject {
  return {
    unique_id: table.uniqueId,
    name: table.name,
    database: DATABASE,
    schema: table.schema,
    relation_name: relationOf(table),
    package_name: definition.project,
    path: table.path,
    original_file_path: `models/${table.path}`,
    description: table.description,
  }
}

function sourceNode(project: SampleProject, table: SampleTable): JsonObject {
  const { source } = table
  if (source === null) throw new Error(`${table.name} is no source`)
  return {
    ...placeOf(project, table),
    resource_type: 'source',
    source_name: source.system,
    source_description: '',
    identifier: table.name,
    loader: 'elt',
    loaded_at_field: '_loaded_at',
    freshness: {
      warn_after: { count: source.warnAfterHours, period: 'hour' },
      error_after: { count: source.warnAfterHours * 2, period: 'hour' },
      filter: null,
    },
    fqn: [project.definition.project, 'staging', source.system, table.name],
    columns: columnNodes(table.columns),
    meta: { domain: table.domain },
    source_meta: {},
    tags: [],
    config: { enabled: true },
  }
}

function modelNode(project: SampleProject, table: SampleTable): JsonObject {
  const { model } = table
  const tags = [...(model?.tags ?? [])]
  // What a project says of itself is patchy: models with an owner are the tended ones.
  const meta: JsonObject = {
    ...(model?.owner === undefined ? {} : { owner: model.owner, domain: table.domain }),
    ...(model?.tier === undefined ? {} : { tier: model.tier }),
  }
  const contract = { enforced: model?.hasContract === true }
  return {
    ...placeOf(project, table),
    resource_type: 'model',
    alias: table.name,
    fqn: [project.definition.project, ...table.path.replace(/\.sql$/, '').split('/')],
    columns: columnNodes(table.columns),
    depends_on: { macros: [], nodes: [...table.upstream] },
    raw_code: sqlOf(project, table, 'raw'),
    compiled_code: sqlOf(project, table, 'compiled'),
    compiled: true,
    language: 'sql',
    tags,
    meta,
    contract,
    access: table.layer === 'int' ? 'private' : 'protected',
    constraints: [],
    config: { enabled: true, materialized: isView(table) ? 'view' : 'table', tags, meta, contract },
  }
}

function columnNodes(columns: readonly SampleColumn[]): JsonObject {
  return byId(
    columns.map(({ name, type, description = '', pii }) => [
      name,
      { name, description, data_type: type, meta: pii === undefined ? {} : { pii_type: pii }, tags: [], constraints: [], quote: null },
    ]),
  )
}

function checkNode({ project }: SampleDefinition, check: SampleCheck): JsonObject {
  const { uniqueId, name, type, table, column, values, refersTo } = check
  const kwargs: JsonObject = {
    column_name: column,
    ...(values === null ? {} : { values: [...values] }),
    ...(refersTo === null ? {} : { to: `ref('${refersTo.name}')`, field: refersTo.key }),
  }
  return {
    unique_id: uniqueId,
    resource_type: 'test',
    name,
    package_name: project,
    path: `${name}.sql`,
    original_file_path: `models/${table.path.replace(/[^/]+$/, 'schema.yml')}`,
    fqn: [project, name],
    attached_node: table.uniqueId,
    column_name: column,
    test_metadata: { name: type, namespace: null, kwargs },
    depends_on: { macros: [], nodes: [table.uniqueId, ...(refersTo === null ? [] : [refersTo.uniqueId])] },
    raw_code: `{{ test_${type}(**_dbt_generic_test_kwargs) }}`,
    language: 'sql',
    columns: {},
    tags: [],
    meta: {},
    config: { enabled: true, severity: type === 'relationships' ? 'WARN' : 'ERROR' },
  }
}

/** A select that reads what the model reads. `raw` names it as dbt's authors do, `compiled` as the warehouse does. */
function sqlOf({ tables }: SampleProject, table: SampleTable, form: 'raw' | 'compiled'): string {
  const from = table.upstream.map((id) => tables.find((one) => one.uniqueId === id)).filter((one) => one !== undefined)
  const nameOf = (one: SampleTable): string => {
    if (form === 'compiled') return relationOf(one)
    return one.source === null ? `{{ ref('${one.name}') }}` : `{{ source('${one.source.system}', '${one.name}') }}`
  }
  const [first, ...others] = from
  const lines = table.columns.map((column) => `    ${column.name}`).join(',\n')
  const joins = others.map((other) => {
    const shared = first?.columns.find(({ name }) => name.endsWith('_id') && other.columns.some((column) => column.name === name))
    return shared === undefined ? `cross join ${nameOf(other)}` : `left join ${nameOf(other)} using (${shared.name})`
  })
  return [`select\n${lines}`, `from ${first === undefined ? '' : nameOf(first)}`, ...joins].join('\n')
}

/** What the meta keys of its models and columns mean: what a steward says of the source once. */
export const META_MAPPING: MetaMapping = [
  { metaKey: 'owner', scope: 'dataset', field: 'ownerTeam' },
  { metaKey: 'domain', scope: 'dataset', field: 'domain' },
  { metaKey: 'tier', scope: 'dataset', field: 'tier' },
  { metaKey: 'pii_type', scope: 'column', field: 'piiType' },
]

export function catalogOf({ tables }: SampleProject, invocation: Invocation): JsonObject {
  const entry = (table: SampleTable): JsonObject => {
    const stat = (id: string, label: string, value: number): JsonObject => ({ id, label, value, include: true, description: label })
    return {
      unique_id: table.uniqueId,
      metadata: {
        type: isView(table) ? 'VIEW' : 'BASE TABLE',
        // Snowflake keeps what nobody quotes in capitals.
        database: DATABASE.toUpperCase(),
        schema: table.schema.toUpperCase(),
        name: table.name.toUpperCase(),
        comment: null,
        owner: table.layer === 'raw' ? 'LOADER' : 'TRANSFORMER',
      },
      columns: byId(
        table.columns.map(({ name, type }, index) => {
          const spelt = name.toUpperCase()
          return [spelt, { name: spelt, type, index: index + 1, comment: null }]
        }),
      ),
      // A view has no rows of its own to count.
      stats: isView(table)
        ? {}
        : {
            row_count: stat('row_count', 'Row Count', table.rows),
            bytes: stat('bytes', 'Approximate Size', bytesOf(table)),
          },
    }
  }
  const pick = (isSource: boolean): JsonObject =>
    byId(tables.filter(({ layer }) => (layer === 'raw') === isSource).map((table) => [table.uniqueId, entry(table)]))
  return { metadata: metadataOf('catalog/v1', invocation), nodes: pick(false), sources: pick(true), errors: null }
}
