const ARTIFACT_NAME = /^(?:.*[-_.])?(?:manifest|catalog|run[-_]results|sources)(?:[-_.].*)?\.json(?:\.gz)?$/i
/** Other JSON that dbt and web projects write under names that look alike. */
const OTHER_NAME = /semantic[-_]manifest|web[-_]?manifest|asset[-_]manifest|data[-_]sources|external[-_]sources/i

/**
 * Whether a file of a folder is worth opening as a dbt artifact: manifest.json, catalog.json, run_results.json and
 * sources.json, also gzipped and with something before or behind the name (`manifest_1.10.json`, `prod_catalog.json.gz`).
 * @param name file name or path; only its last part counts
 */
export function isDbtArtifactName(name: string): boolean {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  return ARTIFACT_NAME.test(base) && !OTHER_NAME.test(base)
}
