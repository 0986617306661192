import { isJsonObject, type JsonValue } from '#core/json'
import type { ArtifactKind } from './artifact.ts'

export type MemberShape = 'object' | 'list' | 'value'
/** Members of a file's root and what they are. */
export type RootShapes = ReadonlyMap<string, MemberShape>

const MANIFEST_ONLY = ['macros', 'parent_map', 'child_map', 'docs', 'exposures', 'metrics', 'disabled', 'selectors']

/**
 * Which artifact a file is that does not state its schema; null where it is none. `samples` holds one member of each
 * section. Only where the shape leaves it open the file's name decides.
 */
export function artifactOfShape(shapes: RootShapes, samples: ReadonlyMap<string, JsonValue>, fileName: string): ArtifactKind | null {
  if (shapes.get('results') === 'list') {
    const sample = samples.get('results')
    const isFreshness = isJsonObject(sample)
      ? 'max_loaded_at' in sample || 'criteria' in sample || sample['status'] === 'runtime error'
      : /source|fresh/i.test(fileName)
    if (shapes.has('elapsed_time') || shapes.has('args') || isFreshness)
      return isFreshness && !shapes.has('args') ? 'sources' : 'run_results'
    return null
  }
  if (shapes.get('nodes') !== 'object') return null
  if (MANIFEST_ONLY.some((key) => shapes.has(key))) return 'manifest'
  const sample = samples.get('nodes') ?? samples.get('sources')
  if (isJsonObject(sample)) {
    if (isJsonObject(sample['metadata'] ?? null) && 'columns' in sample) return 'catalog'
    return 'unique_id' in sample || 'resource_type' in sample ? 'manifest' : null
  }
  if (shapes.get('sources') !== 'object') return null
  return shapes.has('errors') || /catalog/i.test(fileName) ? 'catalog' : 'manifest'
}

const LOOKS: readonly (readonly [needs: readonly string[], what: string])[] = [
  [['semantic_models', 'project_configuration'], 'dbt’s semantic manifest'],
  [['_invocation_id', 'linked'], 'dbt’s graph summary'],
  [['linked', 'with_test_edges'], 'dbt’s graph summary'],
  [['lockfileVersion'], 'a package-lock.json of Node'],
  [['name', 'dependencies'], 'a package.json of Node'],
  [['name', 'devDependencies'], 'a package.json of Node'],
  [['name', 'version', 'scripts'], 'a package.json of Node'],
  [['compilerOptions'], 'a TypeScript configuration'],
  [['name', 'icons'], 'the manifest of a web app'],
  [['name', 'start_url'], 'the manifest of a web app'],
  [['eventTime', 'producer'], 'an OpenLineage event'],
  [['$schema', 'properties'], 'a JSON schema'],
]

/** What other file it is, in words. */
export function looksLike(shapes: RootShapes): string {
  if (shapes.size === 0) return 'an empty object'
  const found = LOOKS.find(([needs]) => needs.every((key) => shapes.has(key)))
  if (found !== undefined) return found[1]
  const names = [...shapes.keys()].map((name) => (name.length > 40 ? `${name.slice(0, 40)}…` : name))
  const shown = names.slice(0, 5).map((name) => `“${name}”`)
  return `an object with ${shown.join(', ')}${names.length > shown.length ? ` and ${names.length - shown.length} more members` : ''}`
}
