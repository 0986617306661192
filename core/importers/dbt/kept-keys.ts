import { isJsonObject, type JsonObject, type JsonValue } from '#core/json'
import { textOfValue } from '../object-reader.ts'
import { KNOWN_COLUMN_KEYS, KNOWN_CONFIG_KEYS, knownKeys } from './known-keys.ts'

// Keys that dbt itself writes and no field takes up, and that say something of the project: they are kept as extras,
// as unknown keys are. What is neither here nor a field is for dbt's own work (built files, parsed references, what it
// rendered from) and stays in the original file; the guide to importers lists it.

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

const KEPT_KEYS = words('checksum patch_path source_description time_spine versions')
const KEPT_CONFIG = words(`incremental_strategy incremental_predicates persist_docs post-hook pre-hook column_types full_refresh unique_key
  on_schema_change on_configuration_change on_error docs event_time concurrent_batches batch_size lookback begin vars quote_columns delimiter
  strategy target_schema target_database updated_at check_cols snapshot_meta_column_names dbt_valid_to_current invalidate_hard_deletes
  hard_deletes latest_version_pointer sql_header store_failures store_failures_as cache export_as type volatility runtime_version entry_point
  sync state compute project data_space dataset`)
const KEPT_COLUMN_KEYS = words('quote granularity dimension entity')
const CONTRACT = words('enforced alias_types')
const KEPT_CONTRACT = words('alias_types')
const READ_COLUMN_CONFIG = words('meta tags')

/** Objects that are read member by member, by resource type and key. */
const READ_MEMBERS: Readonly<Record<string, readonly (readonly [key: string, members: ReadonlySet<string>])[]>> = {
  group: [['owner', words('name email')]],
  test: [['test_metadata', words('name kwargs namespace')]],
}

/** What dbt writes where nobody said anything. */
const USUAL: ReadonlyMap<string, string> = new Map([
  ['checksum', '{"name":"none","checksum":""}'],
  ['on_schema_change', '"ignore"'],
  ['on_configuration_change', '"apply"'],
  ['docs', '{"show":true,"node_color":null}'],
  ['lookback', '1'],
  ['delimiter', '","'],
  ['cache', '{"enabled":false}'],
  ['alias_types', 'true'],
])

/** What an entry says that no field takes up: keys dbt does not write itself as they are, and those of its own that tell of the project. */
export function extrasOf(entry: JsonObject, config: JsonObject, resourceType: string): JsonObject {
  const own = keptMembers(entry, knownKeys(resourceType), KEPT_KEYS)
  for (const [key, members] of READ_MEMBERS[resourceType] ?? []) {
    const member = entry[key]
    const more = isJsonObject(member) ? unknownMembers(member, members) : []
    if (more.length > 0) own.push([key, Object.fromEntries(more)])
  }
  const fqn = entry['fqn']
  if (Array.isArray(fqn) && fqn.length > 0 && !isPlainFqn(entry, fqn as readonly JsonValue[])) own.push(['fqn', fqn])
  const contract = [config['contract'], entry['contract']].flatMap((said) =>
    isJsonObject(said) ? keptMembers(said, CONTRACT, KEPT_CONTRACT) : [],
  )
  if (contract.length > 0) own.push(['contract', Object.fromEntries(contract)])
  const configured = keptMembers(config, KNOWN_CONFIG_KEYS, KEPT_CONFIG)
  if (configured.length > 0) own.push(['config', Object.fromEntries(configured)])
  return own.length === 0 ? NOTHING : Object.fromEntries(own)
}
const NOTHING: JsonObject = {}

/** The same of a documented column. */
export function columnExtrasOf(column: JsonObject, config: JsonObject): [string, JsonValue][] {
  const own = keptMembers(column, KNOWN_COLUMN_KEYS, KEPT_COLUMN_KEYS)
  const configured = unknownMembers(config, READ_COLUMN_CONFIG)
  if (configured.length > 0) own.push(['config', Object.fromEntries(configured)])
  return own
}

/** Members that are not known and say something. */
export function unknownMembers(value: JsonObject, known: ReadonlySet<string>): [string, JsonValue][] {
  return keptMembers(value, known, NONE)
}
const NONE: ReadonlySet<string> = new Set()

function keptMembers(value: JsonObject, known: ReadonlySet<string>, kept: ReadonlySet<string>): [string, JsonValue][] {
  const found: [string, JsonValue][] = []
  for (const key in value) {
    const member = value[key]
    if (member === undefined || member === null) continue
    if (!known.has(key) || (kept.has(key) && saysMore(key, member))) found.push([key, member])
  }
  return found
}

function saysMore(key: string, member: JsonValue): boolean {
  if (isBlank(member)) return false
  const usual = USUAL.get(key)
  return usual === undefined || JSON.stringify(member) !== usual
}

/** Nothing in it, at any depth. */
function isBlank(value: JsonValue): boolean {
  if (value === null || value === '') return true
  if (Array.isArray(value)) return (value as readonly JsonValue[]).every(isBlank)
  return isJsonObject(value) && Object.values(value).every(isBlank)
}

/** Put together from the entry's package, folders and name, which are fields: it says nothing more. */
function isPlainFqn(entry: JsonObject, fqn: readonly JsonValue[]): boolean {
  const { package_name: packageName, name, version, source_name: sourceName, path, original_file_path: original } = entry
  const tail = [sourceName, name, version === undefined || version === null ? null : `v${textOfValue(version)}`].filter(
    (part) => part !== undefined && part !== null,
  )
  const folders = (file: JsonValue | undefined): readonly string[] => (typeof file === 'string' ? file.split('/').slice(0, -1) : [])
  const is = (middle: readonly string[]): boolean => sameParts(fqn, [packageName ?? null, ...middle, ...tail])
  return is(folders(path)) || is(folders(original).slice(1))
}

const sameParts = (a: readonly JsonValue[], b: readonly JsonValue[]): boolean =>
  a.length === b.length && a.every((part, index) => part === b[index])
