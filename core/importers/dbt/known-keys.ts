/**
 * Keys dbt itself writes, over manifest v1 to v12 and dbt 2. Whatever else stands in an entry was put there by an
 * adapter, a package or a person and is kept as extras; which of these
 * are kept too is said in kept-keys.ts.
 */
const words = (text: string): readonly string[] => text.trim().split(/\s+/)

const NAMING = words('unique_id name resource_type package_name path original_file_path root_path fqn')
const WRITTEN = words(`description tags meta config unrendered_config config_call_dict unrendered_config_call_dict created_at patch_path
  docs doc_blocks group enabled metadata depends_on refs sources metrics functions`)
const CODE = words(`raw_code raw_sql compiled compiled_code compiled_sql compiled_path build_path language checksum extra_ctes
  extra_ctes_injected injected_sql wrapped_sql _pre_injected_sql _event_status static_analysis_off_reason generated_sql_file`)
const RELATION = words(
  'database schema alias relation_name columns deferred defer_relation contract materialized static_analysis quoting quoting_ignore_case persist_docs',
)

const NODE = [...NAMING, ...WRITTEN, ...CODE, ...RELATION]
const BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  model: words('access constraints version latest_version deprecation_date primary_key time_spine batch previous_batch_results'),
  seed: [],
  snapshot: [],
  analysis: [],
  operation: words('index'),
  'sql operation': words('index'),
  sql_operation: words('index'),
  rpc: [],
  test: words('test_metadata column_name attached_node file_key_name'),
  source: words(`source_name source_description source_meta loader identifier loaded_at_field loaded_at_query freshness
    unrendered_database unrendered_schema`),
  exposure: words('type owner label maturity url'),
  metric:
    words(`type label type_params filter filters time_granularity calculation_method expression timestamp time_grains dimensions window
    model model_unique_id sql`),
  semantic_model: words('model label defaults entities measures dimensions primary_entity node_relation'),
  saved_query: words('query_params exports label'),
  unit_test: words('model given expect overrides versions version tested_node_unique_id this_input_node_unique_id'),
  function: words('arguments returns access on_configuration_change'),
  group: words('owner'),
  doc: words('block_contents'),
}
const KNOWN: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(BY_TYPE).map(([type, keys]) => [type, new Set([...NODE, ...keys])]),
)

/** Keys known for a resource type. */
export function knownKeys(resourceType: string): ReadonlySet<string> {
  return KNOWN.get(resourceType) ?? new Set(NODE)
}

export const KNOWN_CONFIG_KEYS: ReadonlySet<string> = new Set(
  words(`enabled alias schema database project data_space dataset tags meta group materialized incremental_strategy incremental_predicates persist_docs
    post-hook pre-hook quoting column_types full_refresh unique_key on_schema_change on_configuration_change on_error grants packages docs contract
    event_time concurrent_batches access freshness batch_size lookback begin vars quote_columns delimiter strategy target_schema target_database
    updated_at check_cols snapshot_meta_column_names dbt_valid_to_current invalidate_hard_deletes hard_deletes static_analysis
    latest_version_pointer sql_header loaded_at_field loaded_at_query severity store_failures store_failures_as where limit fail_calc warn_if
    error_if cache export_as type volatility runtime_version entry_point sync state compute`),
)

export const KNOWN_COLUMN_KEYS: ReadonlySet<string> = new Set(
  words('name description meta data_type constraints quote tags config doc_blocks granularity dimension entity'),
)

/** Members of an artifact's `metadata`: what has no field says of the run which wrote the file, or is said by every relation. */
export const KNOWN_METADATA_KEYS: ReadonlySet<string> = new Set(
  words(`dbt_schema_version dbt_version generated_at invocation_id invocation_started_at run_started_at env project_name project_id user_id
    send_anonymous_usage_stats adapter_type quoting __base__`),
)

/** Members of the manifest's root that are not read, or read elsewhere. */
export const SILENT_ROOT_KEYS: ReadonlySet<string> = new Set(words('metadata parent_map child_map group_map'))
