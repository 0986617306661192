import type { JsonObject, JsonValue } from '#core/json'
import { isJsonObject } from '#core/json'
import type { ObjectReader } from '../object-reader.ts'
import { withoutBlanks } from '../object-reader.ts'
import { commonFields, type Fields, joinRelation, put, putList, unquoteRelation } from './fields.ts'

/** What the fields of all entries of one manifest share. */
export type ProjectFacts = {
  readonly platform: string | null
  /** Name of the project's pipeline. */
  readonly pipeline: string
  /** The place of the manifest's receipt in the summary. */
  readonly fileIndex: number
}

/** Fields of a model, seed or snapshot. */
export function modelFields(entry: ObjectReader, config: ObjectReader, resourceType: string, project: ProjectFacts): Fields {
  const fields = commonFields(entry, config, resourceType)
  const materialization = config.text('materialized')
  const version = entry.textOrNumber('version')
  const name = entry.text('name')
  // Versions of one model share its name; their unique ids end in .v1, .v2.
  if (name !== null && version !== null) fields['name'] = `${name}.v${version}`
  put(fields, 'version', version)
  put(fields, 'latestVersion', entry.textOrNumber('latest_version'))
  put(fields, 'deprecatedAt', entry.text('deprecation_date'))
  put(fields, 'accessLevel', entry.text('access') ?? config.text('access'))
  put(fields, 'materialization', materialization)
  put(fields, 'pipeline', project.pipeline)
  put(fields, 'contractEnforced', entry.inner('contract').flag('enforced') ?? config.inner('contract').flag('enforced'))
  putList(fields, 'primaryKey', entry.texts('primary_key'))
  putList(fields, 'constraints', entry.list('constraints') ?? [])
  const grants = withoutBlanks(config.object('grants') ?? {})
  if (Object.keys(grants).length > 0) fields['grants'] = grants
  putFreshness(fields, config, null)
  putRelation(fields, entry, project, materialization === 'ephemeral' ? null : (entry.text('alias') ?? name))
  return fields
}

/** Fields of a source table. */
export function sourceFields(entry: ObjectReader, config: ObjectReader, project: ProjectFacts): Fields {
  const fields = commonFields(entry, config, 'source')
  put(fields, 'sourceSystem', entry.text('source_name'))
  put(fields, 'loader', entry.text('loader'))
  put(fields, 'loadedAtField', entry.text('loaded_at_field') ?? config.text('loaded_at_field'))
  putFreshness(fields, config, entry)
  putRelation(fields, entry, project, entry.text('identifier') ?? entry.text('name'))
  return fields
}

/**
 * The relation as the file writes it, without quotes, else put together from database, schema and table.
 * An ephemeral model (no table name) has none.
 */
function putRelation(fields: Fields, entry: ObjectReader, project: ProjectFacts, table: string | null): void {
  const database = entry.text('database')
  const schema = entry.text('schema')
  const relation = entry.text('relation_name')
  put(fields, 'platform', project.platform)
  put(fields, 'database', database)
  put(fields, 'schema', schema)
  put(fields, 'relation', relation === null ? joinRelation(database, schema, table) : unquoteRelation(relation))
}

/** The rule for fresh data: of the source table, or of its config (since dbt 1.10 the place to write it). */
function putFreshness(fields: Fields, config: ObjectReader, entry: ObjectReader | null): void {
  const policy = {
    ...cleanFreshness(entry?.object('freshness') ?? null),
    ...cleanFreshness(config.object('freshness')),
  }
  const query = entry?.text('loaded_at_query') ?? config.text('loaded_at_query')
  if (query !== null && query !== undefined) policy['loaded_at_query'] = query
  if (Object.keys(policy).length > 0) fields['freshnessPolicy'] = policy
}

/** A freshness rule without its empty parts: dbt writes `{count: null, period: null}` where there is no rule. */
export function cleanFreshness(rule: JsonObject | null): Record<string, JsonValue> {
  if (rule === null) return {}
  const cleaned = Object.entries(rule).map(([name, part]) => [name, isJsonObject(part) ? withoutBlanks(part) : part] as const)
  return withoutBlanks(Object.fromEntries(cleaned)) as Record<string, JsonValue>
}
