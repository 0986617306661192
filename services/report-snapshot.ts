import type { CurrentRules } from '#core/assets/current'
import type { DatasetFilter } from '#contract/shapes'
import type { CatalogSnapshot, DatasetForReport } from '#core/reports/catalog-snapshot'
import { readBook } from '#db/book-file/info'
import type { ReadDb } from '#db/connection'
import type { AssetRow } from '#db/current'
import { listReported } from '#db/report'
import { type DeriveContext, loadAsset, visibleContext } from './derive.ts'
import { listConflicts } from './report-conflicts.ts'
import { filterWords } from './report-filter-words.ts'
import { readReportSources } from './report-sources.ts'
import { rulePacks } from './rules.ts'

/** The moment a report speaks of, and the journal it stands on. */
export type SnapshotMoment = { readonly asOfMs: number; readonly headHash: string }

/** What the catalog report is made of, for the datasets that meet a filter. Retired ones are in scope unless a status is chosen. */
export function readCatalogSnapshot(db: ReadDb, rules: CurrentRules, filter: DatasetFilter, moment: SnapshotMoment): CatalogSnapshot {
  const context = visibleContext(db, rules)
  const scope: DatasetFilter = { ...filter, status: (filter.status ?? []).length === 0 ? ['active', 'retired'] : filter.status }
  const rows = listReported(db, scope)
  const { precedence, metaKeys } = rulePacks()
  return {
    ...moment,
    bookName: readBook(db).name,
    filterWords: filterWords(filter),
    datasets: rows.map((row) => toDataset(context, row)),
    conflicts: listConflicts(
      context,
      rows.filter((row) => row.status === 'active'),
    ),
    sources: readReportSources(db, scope),
    rulePacks: [precedence, metaKeys].map(({ id, version }) => ({ id, version })),
  }
}

function toDataset(context: DeriveContext, row: AssetRow): DatasetForReport {
  const freshness = row.freshness as DatasetForReport['freshness']
  return {
    key: row.urn,
    name: row.name,
    schema: row.schema,
    platform: row.platform,
    resourceType: row.resourceType,
    sourceNames: JSON.parse(row.sourceNames) as string[],
    isRetired: row.status === 'retired',
    ownerTeam: row.ownerTeam,
    domain: row.domain,
    tier: row.tier,
    classification: row.classification,
    isDescribed: row.description !== null,
    columnCount: row.columnCount,
    describedColumnCount: row.describedColumnCount,
    checkCount: row.checkCount,
    freshness,
    maxLoadedAtMs: freshness === 'unknown' ? null : (loadAsset(context, row.id)?.current.number('maxLoadedAtMs') ?? null),
  }
}
