/** What a column of an information_schema export can be to the book. */
export type Meaning =
  | 'database'
  | 'schema'
  | 'table'
  | 'column'
  | 'dataType'
  | 'ownType'
  | 'ordinal'
  | 'isNullable'
  | 'comment'
  | 'tableType'
  | 'tableComment'
  | 'platform'

/**
 * Names of these columns: the standard's (table_catalog, …) and those of Oracle's ALL_TAB_COLUMNS, DuckDB, BigQuery,
 * SHOW COLUMNS and hand-written lists. Where several fit, the first in the list counts.
 */
const NAMES: Readonly<Record<Meaning, readonly string[]>> = {
  database: ['table_catalog', 'database_name', 'table_database', 'catalog_name', 'database', 'catalog', 'project_id', 'db'],
  schema: ['table_schema', 'schema_name', 'schema', 'dataset_name', 'dataset', 'owner', 'table_owner'],
  table: ['table_name', 'table', 'relation_name', 'view_name', 'relation'],
  column: ['column_name', 'column', 'field_name', 'field_path', 'field'],
  dataType: ['full_data_type', 'column_type', 'data_type', 'type_name', 'type', 'udt_name'],
  ownType: ['udt_name'],
  ordinal: ['ordinal_position', 'column_id', 'column_index', 'position', 'ordinal'],
  isNullable: ['is_nullable', 'nullable', 'null'],
  comment: ['column_comment', 'comment', 'comments', 'remarks', 'column_description', 'description'],
  tableType: ['table_type'],
  tableComment: ['table_comment', 'table_description'],
  platform: ['platform', 'warehouse', 'dbms'],
}

/** Columns of the standard that repeat what others say, or say nothing of the data's shape. */
const REPEATED: ReadonlySet<string> = new Set(
  `udt_catalog udt_schema dtd_identifier is_self_referencing is_updatable character_octet_length character_set_catalog
   character_set_schema character_set_name collation_catalog collation_schema domain_catalog domain_schema scope_catalog scope_schema scope_name
   maximum_cardinality numeric_precision_radix privileges database_oid schema_oid table_oid internal
   is_hidden is_system_defined`.split(/\s+/),
)

const plain = (header: string): string =>
  header
    .trim()
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')

export type Headers = {
  readonly meanings: ReadonlyMap<Meaning, string>
  /** Headers that mean nothing here: their values are kept with the column. */
  readonly others: readonly string[]
  readonly isOfClickHouse: boolean
}

/** Finds out which header means what, in any spelling: TABLE_NAME, tableName, Table name. */
export function readHeaders(headers: readonly string[]): Headers {
  const byPlain = new Map(headers.map((header) => [plain(header), header] as const).reverse())
  const meanings = new Map<Meaning, string>()
  const used = new Set<string>()
  for (const [meaning, names] of Object.entries(NAMES) as [Meaning, readonly string[]][]) {
    const found = names.find((name) => byPlain.has(name) && !used.has(byPlain.get(name) ?? ''))
    const header = found === undefined ? undefined : byPlain.get(found)
    if (header === undefined) continue
    meanings.set(meaning, header)
    used.add(header)
  }
  const isOfClickHouse = areOfClickHouse(headers)
  const says = (header: string): boolean => header !== '' && !REPEATED.has(plain(header))
  // There the second spelling of a column is the first once more.
  const isFirst = (header: string): boolean => !isOfClickHouse || byPlain.get(plain(header)) === header
  return { meanings, others: headers.filter((header) => !used.has(header) && says(header) && isFirst(header)), isOfClickHouse }
}

/**
 * Whether these are the columns of ClickHouse's information_schema.columns: nobody else names its tables in small and in capital
 * letters, or has both the standard's domains, which are always blank there, and MySQL's `column_type`.
 */
function areOfClickHouse(headers: readonly string[]): boolean {
  const names = new Set(headers)
  if (names.has('table_name') && names.has('TABLE_NAME')) return true
  const plainNames = new Set(headers.map(plain))
  return plainNames.has('domain_catalog') && plainNames.has('column_type') && !plainNames.has('udt_name')
}

/** A list of columns names at least tables and columns. */
export function isColumnList({ meanings }: Headers): boolean {
  return meanings.has('table') && meanings.has('column')
}
