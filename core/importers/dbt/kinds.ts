import type { AssetKind } from '#core/assets/kinds'

/** What dbt's resource types are in the book. */
const ASSET_KINDS: ReadonlyMap<string, AssetKind> = new Map([
  ['model', 'dataset'],
  ['seed', 'dataset'],
  ['snapshot', 'dataset'],
  ['source', 'dataset'],
  ['analysis', 'analysis'],
  ['operation', 'operation'],
  ['sql operation', 'operation'],
  ['sql_operation', 'operation'],
  ['rpc', 'operation'],
  ['test', 'check'],
  ['unit_test', 'check'],
  ['exposure', 'exposure'],
  ['metric', 'metric'],
  ['semantic_model', 'semantic_model'],
  ['saved_query', 'saved_query'],
  ['function', 'function'],
])

/** Sections of a manifest whose members are catalog entries, with the resource type of members that do not say theirs. */
export const ENTRY_SECTIONS: ReadonlyMap<string, string> = new Map([
  ['nodes', 'node'],
  ['sources', 'source'],
  ['exposures', 'exposure'],
  ['metrics', 'metric'],
  ['semantic_models', 'semantic_model'],
  ['saved_queries', 'saved_query'],
  ['unit_tests', 'unit_test'],
  ['functions', 'function'],
])

export function assetKindOf(resourceType: string): AssetKind | undefined {
  return ASSET_KINDS.get(resourceType)
}

/** The type in front of a unique id: `model` of `model.shop.orders`. */
export function typeInId(uniqueId: string): string {
  const dot = uniqueId.indexOf('.')
  return dot < 0 ? '' : uniqueId.slice(0, dot)
}

/** The package in a unique id: `shop` of `model.shop.orders`. */
export function packageInId(uniqueId: string): string | null {
  const [, name, ...rest] = uniqueId.split('.')
  return name === undefined || name === '' || rest.length === 0 ? null : name
}

/** Name of a project's pipeline inside its source. */
export function pipelineName(project: string): string {
  return `project.${project}`
}
