/**
 * Counts what a dbt artifact holds, from nothing but JSON.parse. Imports nothing of the product: it is what the
 * receipts are held against.
 */

type Plain = Record<string, unknown>
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)
const members = (value: unknown): [string, Plain][] => (isPlain(value) ? (Object.entries(value) as [string, Plain][]) : [])

const isSaid = (value: unknown): boolean => typeof value === 'string' && value.trim() !== ''

const SECTIONS: Record<string, string> = {
  nodes: '',
  sources: 'source',
  exposures: 'exposure',
  metrics: 'metric',
  semantic_models: 'semantic_model',
  saved_queries: 'saved_query',
  unit_tests: 'unit_test',
  functions: 'function',
}

/** How many of each kind an artifact holds; kinds it has none of are absent. */
export function countArtifact(text: string): Record<string, number> {
  const artifact = JSON.parse(text.replace(/^\uFEFF/, '')) as Plain
  const schema = String((artifact['metadata'] as Plain)['dbt_schema_version'])
  if (schema.includes('/manifest/')) return countManifest(artifact)
  if (schema.includes('/catalog/')) return countCatalog(artifact)
  const results = artifact['results'] as unknown[]
  const kind = schema.includes('/run-results/') ? 'run_result' : 'source_freshness'
  const compiled = kind === 'run_result' ? results.filter((result) => isPlain(result) && isSaid(result['compiled_code'])).length : 0
  return withoutZeros({ [kind]: results.length, compiled_code: compiled })
}

function countManifest(manifest: Plain): Record<string, number> {
  const counts: Record<string, number> = { column: 0, edge: 0 }
  for (const [section, usual] of Object.entries(SECTIONS)) {
    for (const [key, entry] of members(manifest[section])) {
      const kind = (entry['resource_type'] as string | undefined) ?? (usual === '' ? (key.split('.')[0] ?? '') : usual)
      counts[kind] = (counts[kind] ?? 0) + 1
      counts['column'] = (counts['column'] ?? 0) + new Set(members(entry['columns']).map(([name]) => name)).size
      const dependsOn = entry['depends_on'] as Plain | undefined
      counts['edge'] = (counts['edge'] ?? 0) + new Set((dependsOn?.['nodes'] ?? []) as string[]).size
    }
  }
  for (const [section, kind] of [
    ['groups', 'group'],
    ['docs', 'doc'],
    ['macros', 'macro'],
    ['selectors', 'selector'],
  ] as const) {
    counts[kind] = members(manifest[section]).length
  }
  const disabled = manifest['disabled']
  counts['disabled'] = Array.isArray(disabled)
    ? disabled.length
    : members(disabled).reduce((sum, [, list]) => sum + (list as unknown as unknown[]).length, 0)
  return withoutZeros(counts)
}

function countCatalog(catalog: Plain): Record<string, number> {
  const nodes = members(catalog['nodes'])
  const sources = members(catalog['sources'])
  const column = [...nodes, ...sources].reduce((sum, [, entry]) => sum + members(entry['columns']).length, 0)
  return withoutZeros({ catalog_node: nodes.length, catalog_source: sources.length, column })
}

const withoutZeros = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
