import type { importers } from '#core/importers/index'
import { isDbtArtifactName } from '#core/importers/dbt/names'
import type { IsWanted } from '#io/picked-files'

/** Which files of a folder an importer wants: dbt's artifacts by name, tables by ending. Without a format they are dbt's. */
export function isWantedBy(format: keyof typeof importers | null): IsWanted {
  if (format === 'dbt' || format === null) return isDbtArtifactName
  return (fileName) => /\.(csv|tsv|json|ndjson|jsonl|yaml|yml)$/i.test(fileName)
}
