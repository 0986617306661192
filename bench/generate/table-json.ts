import { PROJECT, type Table, TESTS_PER_MODEL } from './project.ts'
import { createRandom, type Random } from '#core/random'
import { COLUMN_TYPES, columnNames, sentence, TEAMS } from './words.ts'

type Json = Record<string, unknown>
export type Column = { readonly name: string; readonly type: string; readonly description: string }

const FEWEST_COLUMNS = 12
const MOST_COLUMNS = 28

export function columnsOf(seed: number, table: Table): readonly Column[] {
  const random = createRandom(seed, 'columns', table.index)
  const count = FEWEST_COLUMNS + random.below(MOST_COLUMNS - FEWEST_COLUMNS + 1)
  return columnNames(random, count).map((name) => ({
    name,
    type: name === 'id' ? 'bigint' : random.pick(COLUMN_TYPES),
    description: random.chance(0.4) ? sentence(random, 4 + random.below(8)) : '',
  }))
}

/** A table as dbt 1.9 writes it in manifest v12. */
export function tableJson(seed: number, table: Table): Json {
  const random = createRandom(seed, 'table', table.index)
  const tags = random.chance(0.3) ? [random.pick(['daily', 'finance', 'pii', 'core', 'experimental'])] : []
  const meta = {
    ...(table.kind === 'model' ? { domain: table.domain } : {}),
    ...(random.chance(0.6) ? { owner: random.pick(TEAMS), tier: random.pick(['gold', 'silver', 'bronze']) } : {}),
    ...(random.chance(0.3) ? { classification: random.pick(['internal', 'confidential', 'restricted']) } : {}),
  }
  const columns = columnsOf(seed, table)
  const common = {
    database: 'prod',
    schema: table.schema,
    name: table.name,
    resource_type: table.kind,
    package_name: PROJECT,
    path: `${table.schema}/${table.name}.sql`,
    original_file_path: `models/${table.schema}/${table.name}.${table.kind === 'source' ? 'yml' : 'sql'}`,
    unique_id: table.id,
    fqn: [PROJECT, table.schema, table.name],
    description: random.chance(0.6) ? sentence(random, 10 + random.below(20)) : '',
    tags,
    meta,
    columns: Object.fromEntries(columns.map((column) => [column.name, columnJson(column)])),
    relation_name: `"prod"."${table.schema}"."${table.name}"`,
    created_at: 1767225600.5,
  }
  if (table.kind === 'source')
    return {
      ...common,
      source_name: 'landing',
      identifier: table.name,
      loader: 'loader',
      source_description: '',
      config: { enabled: true },
    }
  return { ...common, ...codeOf(random, table, columns), ...modelParts(table, tags, meta) }
}

function columnJson({ name, type, description }: Column): Json {
  return { name, description, meta: {}, data_type: type, constraints: [], quote: null, tags: [] }
}

function modelParts(table: Table, tags: readonly string[], meta: Json): Json {
  return {
    alias: table.name,
    checksum: { name: 'sha256', checksum: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
    config: {
      enabled: true,
      materialized: table.schema.startsWith('stg') ? 'view' : 'table',
      tags,
      meta,
      group: null,
      unique_key: null,
      on_schema_change: 'ignore',
      grants: {},
      contract: { enforced: false },
    },
    depends_on: { macros: ['macro.dbt.is_incremental'], nodes: table.upstream },
    compiled: true,
    language: 'sql',
    access: 'protected',
    constraints: [],
    version: null,
    latest_version: null,
    deprecation_date: null,
  }
}

function codeOf(random: Random, table: Table, columns: readonly Column[]): Json {
  const chosen = columns.map((column, index) => `    t${index % 3}.${column.name}${random.chance(0.3) ? `::${column.type}` : ''}`)
  const select = (named: (id: string) => string): string =>
    [
      ...table.upstream.map(
        (id, index) => `${index === 0 ? 'with' : '   , '} t${index} as (select * from ${named(id)} where not is_deleted)`,
      ),
      'select',
      chosen.join(',\n'),
      'from t0',
      ...table.upstream
        .slice(1)
        .map((_, index) => `left join t${index + 1} on t${index + 1}.id = t0.id and t${index + 1}.valid_to is null`),
      `where t0.created_at >= '2020-01-01'`,
    ].join('\n')
  return {
    raw_code: select((id) => `{{ ref('${id.split('.').at(-1)}') }}`),
    compiled_code: select((id) => `"prod"."${id.split('.').at(-2)}"."${id.split('.').at(-1)}"`),
  }
}

const TEST_KINDS = ['not_null', 'unique', 'accepted_values'] as const

/** The tests of a model. */
export function testsJson(seed: number, table: Table): readonly Json[] {
  const columns = columnsOf(seed, table)
  return Array.from({ length: TESTS_PER_MODEL }, (_, index) => {
    const kind = TEST_KINDS[index % TEST_KINDS.length] ?? 'not_null'
    const column = columns[index % columns.length]?.name ?? 'id'
    return testJson(table, kind, column, (table.index * 16 + index).toString(16).padStart(10, '0'))
  })
}

function testJson(table: Table, kind: string, column: string, hash: string): Json {
  const name = `${kind}_${table.name}_${column}`
  const model = `{{ get_where_subquery(ref('${table.name}')) }}`
  return {
    unique_id: `test.${PROJECT}.${name}.${hash}`,
    resource_type: 'test',
    name,
    package_name: PROJECT,
    path: `${name}.sql`,
    original_file_path: `models/${table.schema}/schema.yml`,
    config: { enabled: true, severity: 'ERROR', tags: [], meta: {}, where: null },
    test_metadata: {
      name: kind,
      kwargs: { column_name: column, model, ...(kind === 'accepted_values' ? { values: ['open', 'closed'] } : {}) },
      namespace: null,
    },
    depends_on: { macros: [`macro.dbt.test_${kind}`], nodes: [table.id] },
    attached_node: table.id,
    column_name: column,
    raw_code: `{{ test_${kind}(**_dbt_generic_test_kwargs) }}`,
  }
}

/** The table as the warehouse sees it, for catalog.json. */
export function warehouseJson(seed: number, table: Table): Json {
  const random = createRandom(seed, 'warehouse', table.index)
  const stat = (id: string, value: number): Json => ({ id, label: id, value, include: true, description: id })
  return {
    metadata: { type: 'BASE TABLE', schema: table.schema, name: table.name, database: 'prod', comment: null, owner: 'loader' },
    columns: Object.fromEntries(
      columnsOf(seed, table).map(({ name, type }, index) => [name, { type: type.toUpperCase(), index: index + 1, name, comment: null }]),
    ),
    stats: {
      row_count: stat('row_count', random.below(10_000_000)),
      bytes: stat('bytes', random.below(4_000_000_000)),
      has_stats: { id: 'has_stats', label: 'Has Stats?', value: true, include: false, description: 'has stats' },
    },
    unique_id: table.id,
  }
}
