/**
 * What a book must hold after some artifacts, worked out from their raw JSON alone. Imports nothing of the product:
 * it is what an import is held against.
 */
export type Expected = {
  /** Columns of every dataset, by unique id. */
  readonly columns: ReadonlyMap<string, number>
  /** `from → to` for every link between things that are there. */
  readonly links: ReadonlySet<string>
  readonly checks: number
}

type Plain = Readonly<Record<string, unknown>>
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)
const members = (value: unknown): [string, Plain][] =>
  isPlain(value) ? Object.entries(value).filter((entry): entry is [string, Plain] => isPlain(entry[1])) : []

const DATASETS = new Set(['model', 'seed', 'snapshot', 'source'])
const CHECKS = new Set(['test', 'unit_test'])
const SECTIONS = ['nodes', 'sources', 'exposures', 'metrics', 'semantic_models', 'saved_queries', 'functions', 'unit_tests']
/** Warehouses that spell unquoted names in upper case, or compare names without case. */
const IGNORES_CASE = new Set([
  'snowflake',
  'oracle',
  'sqlserver',
  'databricks',
  'trino',
  'spark',
  'fabric',
  'athena',
  'synapse',
  'hive',
  'teradata',
])

export function expectFrom(artifacts: readonly unknown[]): Expected {
  const files = artifacts.filter(isPlain)
  const schemaOf = (file: Plain): string => String(isPlain(file['metadata']) ? file['metadata']['dbt_schema_version'] : '')
  const manifest = files.find((file) => schemaOf(file).includes('/manifest/'))
  const catalog = files.find((file) => schemaOf(file).includes('/catalog/'))
  const things = manifest === undefined ? new Map<string, Plain>() : new Map(SECTIONS.flatMap((section) => members(manifest[section])))
  const typeOf = (id: string): string => {
    const said = things.get(id)?.['resource_type']
    return typeof said === 'string' ? said : (id.split('.')[0] ?? '')
  }
  const documented = [...things].filter(([id]) => DATASETS.has(typeOf(id)))
  const listed = catalog === undefined ? [] : [...members(catalog['nodes']), ...members(catalog['sources'])]
  const adapter = manifest !== undefined && isPlain(manifest['metadata']) ? String(manifest['metadata']['adapter_type']) : ''
  const spell = (name: string): string => (IGNORES_CASE.has(adapter) ? name.toLowerCase() : name)

  const names = new Map(documented.map(([id, node]) => [id, new Set(columnNames(node).map(spell))]))
  for (const [id, table] of listed) {
    const known = names.get(id) ?? (manifest === undefined && DATASETS.has(id.split('.')[0] ?? '') ? new Set<string>() : undefined)
    if (known === undefined) continue
    for (const name of columnNames(table)) known.add(spell(name))
    names.set(id, known)
  }
  const links = new Set<string>()
  for (const [id, node] of things) {
    const dependsOn = node['depends_on']
    const parents = isPlain(dependsOn) && Array.isArray(dependsOn['nodes']) ? (dependsOn['nodes'] as unknown[]) : []
    for (const parent of parents) {
      if (typeof parent !== 'string' || parent === id || !things.has(parent)) continue
      if (!CHECKS.has(typeOf(id)) && !CHECKS.has(typeOf(parent))) links.add(`${parent} → ${id}`)
    }
  }
  return {
    columns: new Map([...names].map(([id, found]) => [id, found.size])),
    links,
    checks: [...things.keys()].filter((id) => CHECKS.has(typeOf(id))).length,
  }
}

function columnNames(table: Plain): string[] {
  return members(table['columns']).map(([key, column]) => (typeof column['name'] === 'string' ? column['name'] : key))
}
