import type { JsonObject, JsonValue } from '#core/json'
import type { IntakeCheck } from '../intake.ts'
import { type ObjectReader, quoted } from '../object-reader.ts'

/** Arguments of generic tests that name things or steer the test; all others may hold values of data. */
const ARGUMENTS_WITHOUT_VALUES: ReadonlySet<string> = new Set(
  `model column_name to field column columns column_list column_names combination_of_columns compare_model compare_columns
   group_by_columns group_by partition_by fk_column_name pk_table_name pk_column_name pk_column_names fk_column_names pk_schema
   order_by id_column timestamp_column quote_values datepart interval column_type_list store_failures
   limit inclusive strictly mostly severity`.split(/\s+/),
)
/** What dbt does where a test says nothing. */
const DEFAULT_CONFIG: ReadonlyMap<string, string> = new Map([
  ['warn_if', '!= 0'],
  ['error_if', '!= 0'],
  ['fail_calc', 'count(*)'],
])
const KNOWN_GENERIC = /^(?:source_)?(not_null|unique|accepted_values|relationships)_/

export type ReadCheck = { readonly check: IntakeCheck; readonly carriesValues: readonly string[] }

/**
 * A generic or singular test. What it looks at is `attached_node`, else the model its arguments name, else the only
 * thing it depends on.
 */
export function readTest(entry: ObjectReader, config: ObjectReader, upstream: readonly string[]): ReadCheck {
  const metadata = entry.object('test_metadata')
  const isGeneric = metadata !== null || entry.text('column_name') !== null || /\.ya?ml$/i.test(entry.text('original_file_path') ?? '')
  const about = entry.inner('test_metadata')
  const given = about.object('kwargs') ?? {}
  const name = entry.text('name') ?? entry.path
  const args: Record<string, JsonValue> = { ...without(given, ['model', 'column_name']), ...limitsOf(config, given) }
  const check: IntakeCheck = {
    datasetName: entry.text('attached_node') ?? findDependency(upstream, modelNamed(given['model'])),
    columnName: entry.text('column_name') ?? textOf(given['column_name']),
    checkType: about.text('name') ?? (isGeneric ? (KNOWN_GENERIC.exec(name)?.[1] ?? name) : name),
    style: isGeneric ? 'generic' : 'singular',
    namespace: about.text('namespace'),
    severity: severityOf(config),
    arguments: args,
  }
  return { check, carriesValues: valuePaths(args) }
}

/** A unit test: its rows, given and expected, are values. */
export function readUnitTest(entry: ObjectReader, upstream: readonly string[]): ReadCheck {
  const args: Record<string, JsonValue> = {}
  for (const key of ['given', 'expect', 'overrides']) {
    const value = entry.value[key]
    if (value !== undefined && value !== null) args[key] = value
  }
  const model = entry.text('model')
  const version = entry.textOrNumber('version')
  const check: IntakeCheck = {
    datasetName:
      entry.text('tested_node_unique_id') ?? findDependency(upstream, model === null ? null : { name: model, package: null, version }),
    columnName: null,
    checkType: entry.text('name') ?? entry.path,
    style: 'unit',
    namespace: null,
    severity: null,
    arguments: args,
  }
  return { check, carriesValues: Object.keys(args).map((key) => `check.arguments.${key}`) }
}

function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
}

function valuePaths(args: JsonObject): readonly string[] {
  return Object.keys(args)
    .filter((key) => !ARGUMENTS_WITHOUT_VALUES.has(key) && !DEFAULT_CONFIG.has(key))
    .map((key) => `check.arguments.${key}`)
}

/** Which rows a test looks at and how many make it fail, where that is said. */
function limitsOf(config: ObjectReader, given: JsonObject): Record<string, JsonValue> {
  const limits: Record<string, JsonValue> = {}
  const where = config.text('where')
  const limit = config.number('limit')
  if (where !== null && !Object.hasOwn(given, 'where')) limits['where'] = where
  if (limit !== null && !Object.hasOwn(given, 'limit')) limits['limit'] = limit
  for (const [key, usual] of DEFAULT_CONFIG) {
    const value = config.text(key)
    if (value !== null && value !== usual && !Object.hasOwn(given, key)) limits[key] = value
  }
  return limits
}

function severityOf(config: ObjectReader): 'error' | 'warn' | null {
  const severity = config.text('severity')
  if (severity === null) return null
  const lower = severity.toLowerCase()
  if (lower === 'error' || lower === 'warn') return lower
  config.notUnderstood('severity', `${quoted(severity)} is no severity dbt knows`)
  return null
}

type NamedModel = { readonly name: string; readonly package: string | null; readonly version: string | null }

const REF = /\bref\(\s*['"]([^'"]+)['"]\s*(?:,\s*['"]([^'"]+)['"]\s*)?(?:,\s*(?:v|version)\s*=\s*['"]?([\w.]+)['"]?\s*)?\)/
const SOURCE = /\bsource\(\s*['"]([^'"]+)['"]\s*,\s*['"]([^'"]+)['"]\s*\)/

/** The model in `{{ get_where_subquery(ref('orders')) }}` or `{{ source('shop', 'orders') }}`. */
function modelNamed(model: JsonValue | undefined): NamedModel | null {
  if (typeof model !== 'string') return null
  const source = SOURCE.exec(model)
  if (source !== null) return { name: `${source[1]}.${source[2]}`, package: null, version: null }
  const ref = REF.exec(model)
  if (ref === null) return null
  const [, first = '', second, version] = ref
  return second === undefined
    ? { name: first, package: null, version: version ?? null }
    : { name: second, package: first, version: version ?? null }
}

/** The dependency a name means; without one, the only dependency there is. */
function findDependency(upstream: readonly string[], named: NamedModel | null): string | null {
  if (named !== null) {
    const fits = upstream.filter((id) => isNamed(id, named))
    if (fits.length === 1) return fits[0] ?? null
  }
  return upstream.length === 1 ? (upstream[0] ?? null) : null
}

function isNamed(uniqueId: string, named: NamedModel): boolean {
  const [, packageName = '', ...rest] = uniqueId.split('.')
  const name = rest.join('.')
  if (named.package !== null && named.package !== packageName) return false
  if (named.version !== null) return name === `${named.name}.v${named.version}`
  return name === named.name || (name.startsWith(`${named.name}.v`) && !name.slice(named.name.length + 2).includes('.'))
}

const textOf = (value: JsonValue | undefined): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null)
