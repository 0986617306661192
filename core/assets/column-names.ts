/**
 * Platforms whose catalogs spell unquoted names in another case than the project does (upper-case Snowflake and
 * Oracle), or that compare names without case. Elsewhere names are matched exactly.
 */
const CASE_BLIND_PLATFORMS: ReadonlySet<string> = new Set([
  'snowflake',
  'oracle',
  'sqlserver',
  'fabric',
  'synapse',
  'databricks',
  'spark',
  'hive',
  'trino',
  'athena',
  'teradata',
])

/** The form in which column names of this platform are compared. */
export function columnKey(platform: string | null, name: string): string {
  return platform !== null && CASE_BLIND_PLATFORMS.has(platform.toLowerCase()) ? name.toLowerCase() : name
}

/**
 * The form in which links name a column: a warehouse, a project and a list spell one column in different letter cases, and two
 * that differ in nothing else do not stand in one table. Letters A to Z only, as the database compares them.
 */
export function linkedColumn(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}
