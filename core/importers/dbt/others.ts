import type { JsonObject, JsonValue } from '#core/json'
import type { ObjectReader } from '../object-reader.ts'
import { withoutBlanks } from '../object-reader.ts'
import { commonFields, type Fields, joinRelation, put, unquoteRelation } from './fields.ts'

/** The keys that make up a thing's own structure, kept as `definition`. */
const DEFINITION_KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ['exposure', ['type', 'maturity', 'owner']],
  [
    'metric',
    [
      'type',
      'type_params',
      'filter',
      'filters',
      'time_granularity',
      'calculation_method',
      'expression',
      'timestamp',
      'time_grains',
      'dimensions',
      'window',
      'model',
      'sql',
    ],
  ],
  ['semantic_model', ['model', 'defaults', 'entities', 'measures', 'dimensions', 'primary_entity']],
  ['saved_query', ['query_params', 'exports']],
  ['function', ['arguments', 'returns', 'access']],
])
/** Filters hold SQL conditions with values in them. */
const FILTER_PATHS: readonly (readonly string[])[] = [
  ['definition', 'filter'],
  ['definition', 'filters'],
  ['definition', 'query_params', 'where'],
  ['freshnessPolicy', 'filter'],
]

/** Fields of exposures, metrics, semantic models, saved queries, functions, analyses and operations. */
export function otherFields(entry: ObjectReader, config: ObjectReader, resourceType: string): Fields {
  const fields = commonFields(entry, config, resourceType)
  put(fields, 'label', entry.text('label'))
  const definition = definitionOf(entry, resourceType)
  if (resourceType === 'exposure') {
    put(fields, 'url', entry.text('url'))
    const owner = entry.inner('owner')
    put(fields, 'ownerTeam', owner.text('name') ?? owner.text('email'))
  }
  if (resourceType === 'function') {
    put(definition, 'relation', relationOf(entry))
    put(definition, 'type', config.text('type'))
  }
  if (Object.keys(definition).length > 0) fields['definition'] = definition
  return fields
}

/** Paths in an entry's fields that hold values of data. */
export function valuePathsOf(fields: JsonObject): readonly string[] {
  return FILTER_PATHS.filter((path) => has(fields, path)).map((path) => `fields.${path.join('.')}`)
}

function definitionOf(entry: ObjectReader, resourceType: string): Fields {
  const members: [string, JsonValue][] = []
  for (const key of DEFINITION_KEYS.get(resourceType) ?? []) {
    const value = entry.value[key]
    if (value !== undefined) members.push([key, value])
  }
  return { ...withoutBlanks(Object.fromEntries(members)) }
}

function relationOf(entry: ObjectReader): string | null {
  const relation = entry.text('relation_name')
  if (relation !== null) return unquoteRelation(relation)
  return joinRelation(entry.text('database'), entry.text('schema'), entry.text('alias') ?? entry.text('name'))
}

function has(value: JsonValue | undefined, path: readonly string[]): boolean {
  let at: JsonValue | undefined = value
  for (const name of path) {
    if (typeof at !== 'object' || at === null || Array.isArray(at)) return false
    at = (at as JsonObject)[name]
  }
  return at !== undefined && at !== null
}
