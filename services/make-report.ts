import { createHash } from 'node:crypto'
import type { DatasetFilter } from '#contract/shapes'
import { AppError } from '#core/errors'
import { buildCatalogReport, CATALOG_REPORT } from '#core/reports/catalog'
import type { Report } from '#core/reports/document'
import { type ReportFormat, renderReport, reportFileName } from '#core/reports/render/render'
import { limitRows } from '#core/reports/table'
import type { ReadDb } from '#db/connection'
import { newestChange } from '#db/report'
import { withDatasetsAsOf } from './as-of.ts'
import { readCatalogSnapshot } from './report-snapshot.ts'
import { loadCurrentRules } from './rules.ts'
import { inSnapshot } from './snapshot.ts'

export type ReportScope = { readonly filter: DatasetFilter; readonly asOfMs?: number | undefined }

/** What is wanted of a report: so many rows of each table for a screen, or the whole as a file. */
export type ReportRequest = { readonly name: string; readonly scope: ReportScope } & (
  | { readonly want: 'rows'; readonly rowLimit: number }
  | { readonly want: 'file'; readonly format: ReportFormat }
)
export type RowsRequest = Extract<ReportRequest, { want: 'rows' }>
export type FileRequest = Extract<ReportRequest, { want: 'file' }>
export type ReportFile = { readonly fileName: string; readonly bytes: Uint8Array; readonly sha256: string }

type ReportKind = { readonly title: string; readonly summary: string; readonly make: (read: ReadDb, scope: ReportScope) => Report }

export const REPORTS: Readonly<Record<string, ReportKind>> = {
  [CATALOG_REPORT.name]: { title: CATALOG_REPORT.title, summary: CATALOG_REPORT.summary, make: makeCatalogReport },
}

/**
 * Makes a report from one state of the book. Grows with the book, so it runs in a worker.
 * @throws AppError not-found
 */
export function makeReport(read: ReadDb, request: ReportRequest): Report | ReportFile {
  const kind = findReport(request.name)
  const report = inSnapshot(read, () => kind.make(read, request.scope))
  if (request.want === 'rows') return limitRows(report, request.rowLimit)
  const bytes = new TextEncoder().encode(renderReport(report, request.format))
  return { fileName: reportFileName(report, request.format), bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}

function findReport(name: string): ReportKind {
  const kind = Object.hasOwn(REPORTS, name) ? REPORTS[name] : undefined
  if (kind === undefined) throw new AppError('not-found', `There is no report “${name}”.`, { report: name, reports: Object.keys(REPORTS) })
  return kind
}

/**
 * Without an instant, a report speaks of the book as it stands, as of the last change to it: exports are no change, so the same
 * book gives the same report however often it is asked for.
 */
function makeCatalogReport(read: ReadDb, { filter, asOfMs }: ReportScope): Report {
  if (asOfMs !== undefined) refuseUnknownThen(filter)
  const newest = newestChange(read)
  const moment = { asOfMs: asOfMs ?? newest.atMs, headHash: newest.hash }
  if (asOfMs === undefined) return buildCatalogReport(readCatalogSnapshot(read, loadCurrentRules(read), filter, moment))
  return withDatasetsAsOf(read, asOfMs, (db, rules) => buildCatalogReport(readCatalogSnapshot(db, rules, filter, moment)))
}

/** Runs and links between things keep no place in the book of an earlier time: nothing found would look like nothing wrong. */
function refuseUnknownThen({ problem = [], product = [] }: DatasetFilter): void {
  const unknown = problem.includes('failing_checks') ? 'which checks failed' : product.length > 0 ? 'what was in a data product' : null
  if (unknown === null) return
  throw new AppError('invalid-input', `It is not known ${unknown} at an earlier time. Leave out that filter, or the time.`, {
    problem,
    product,
  })
}
