import type { Receipt } from '#contract/imports'
import type { DatasetFilter } from '#contract/shapes'
import { isComplete } from '#core/importers/is-complete'
import type { CatalogSnapshot } from '#core/reports/catalog-snapshot'
import type { ReadDb } from '#db/connection'
import { findImport, findNewestImport } from '#db/imports'
import { listReportedFiles, listReportedSources, type ReportedFile, tallyTold } from '#db/report'
import { findSource, type SourceRow } from '#db/sources'
import { optionsOfImport } from './importing/source-before.ts'
import { labelSource } from './source-label.ts'

/**
 * Kinds of files that speak only for what they name, so that what earlier ones said stands beside them, with the lines of a
 * receipt that count names. A list of links counts links. Any other kind is whole: a manifest confirms or retires all that
 * manifests said before; of runs, of which no report speaks, the newest will do.
 */
const NAMES_COUNTED: ReadonlyMap<string, readonly string[]> = new Map([
  ['catalog', ['catalog_node', 'catalog_source']],
  ['sources', ['source_freshness']],
  ['schema', ['table']],
  ['datasets', ['row']],
  ['links', []],
])

/** The sources of datasets that meet a filter, each with the files that what it says stands on; what was set up by hand has none. */
export function readReportSources(db: ReadDb, scope: DatasetFilter): CatalogSnapshot['sources'] {
  return listReportedSources(db, scope).flatMap((sourceId) => {
    const source = findSource(db, sourceId)
    const newest = findNewestImport(db, sourceId)
    if (source === undefined || newest === undefined) return []
    const files = listStoodOn(db, source).map(({ name, importId, importedAtMs, generatedAtMs, sha256 }) => {
      return { name, importId, importedAtMs, generatedAtMs, sha256 }
    })
    return [{ name: labelSource(db, source), format: source.format, importId: newest.id, generatedAtMs: newest.generatedAtMs, files }]
  })
}

/**
 * Of each kind the files that came last: they say what stands, whoever said it first. Earlier ones too where they were not
 * told again as a whole and something they said first still stands.
 */
function listStoodOn(db: ReadDb, source: SourceRow): ReportedFile[] {
  const files = listReportedFiles(db, source.id)
  const imports = new Map<string, Set<number>>()
  for (const { artifact, importId } of files) imports.set(artifact, (imports.get(artifact) ?? new Set()).add(importId))
  const stoodOn = new Map([...imports].map(([artifact, ids]) => [artifact, findStoodOn(db, source, artifact, [...ids].reverse())]))
  return files.filter(({ artifact, importId }) => stoodOn.get(artifact)?.has(importId) === true)
}

/** @param ids imports that brought files of a kind, newest first */
function findStoodOn(db: ReadDb, source: SourceRow, artifact: string, ids: readonly number[]): ReadonlySet<number> {
  const [newest = 0, ...earlier] = ids
  const counted = NAMES_COUNTED.get(artifact)
  if (counted === undefined || earlier.length === 0) return new Set([newest])
  const told = tallyTold(db, { sourceId: source.id, part: artifact, afterImport: newest })
  const names = told.reduce((sum, { importId, names }) => sum + (importId <= newest ? names : 0), 0)
  if (countTold(db, newest, artifact, counted) === names) return new Set([newest])
  const standing = new Set(told.filter(({ stands }) => stands === 1).map(({ importId }) => importId))
  const stoodOn = new Set([newest])
  for (const id of ids) {
    if (standing.has(id)) stoodOn.add(id)
    if (isWhole(db, source, id)) break
  }
  return stoodOn
}

/** How many names an import told of. */
function countTold(db: ReadDb, importId: number, artifact: string, counted: readonly string[]): number {
  const { files } = JSON.parse(findImport(db, importId)?.receipt ?? '') as Receipt
  const lines = files.filter((file) => file.artifact === artifact).flatMap((file) => file.kinds)
  return lines.reduce((sum, line) => sum + (counted.includes(line.kind) ? line.taken : 0), 0)
}

/** Whether the files of an import were said to list all there is. Of dbt's files nobody can say so. */
function isWhole(db: ReadDb, { format }: SourceRow, importId: number): boolean {
  const row = format === 'dbt' ? undefined : findImport(db, importId)
  return row !== undefined && isComplete(optionsOfImport(row))
}
