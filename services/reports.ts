import { createHash } from 'node:crypto'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { DatasetFilter } from '#contract/shapes'
import { AppError } from '#core/errors'
import type { JsonValue } from '#core/json'
import { buildCatalogReport, CATALOG_REPORT } from '#core/reports/catalog'
import type { Report } from '#core/reports/document'
import { type ReportFormat, renderReport, reportFileName } from '#core/reports/render/render'
import { limitRows } from '#core/reports/table'
import { appendJournal } from '#db/journal'
import { newestChange } from '#db/report'
import { bytesContent, type Tickets } from '#io/tickets'
import { withDatasetsAsOf } from './as-of.ts'
import { type BookDeps, commit, type GetBook } from './deps.ts'
import { readCatalogSnapshot } from './report-snapshot.ts'
import { inSnapshot } from './snapshot.ts'

type Scope = { readonly filter: DatasetFilter; readonly asOfMs?: number | undefined }
type ReportKind = { readonly title: string; readonly summary: string; readonly make: (deps: BookDeps, scope: Scope) => Report }

const REPORTS: Readonly<Record<string, ReportKind>> = {
  [CATALOG_REPORT.name]: { title: CATALOG_REPORT.title, summary: CATALOG_REPORT.summary, make: makeCatalogReport },
}

const MEDIA_TYPES: Readonly<Record<ReportFormat, string>> = {
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
}

/** @throws AppError from the handlers: not-found */
export function createReportHandlers(book: GetBook, tickets: Tickets): Handlers<AppContract>['reports'] {
  return {
    list: () => {
      const items = Object.entries(REPORTS).map(([name, { title, summary }]) => ({ name, title, summary }))
      return { items, total: items.length }
    },
    run: ({ name, scope, rowLimit }) => limitRows(makeReport(book(), name, scope), rowLimit),
    export: ({ name, format, scope }) => {
      const deps = book()
      const report = makeReport(deps, name, scope)
      const fileName = reportFileName(report, format)
      const bytes = new TextEncoder().encode(renderReport(report, format))
      const content = bytesContent(fileName, MEDIA_TYPES[format], bytes)
      if (!deps.file.isReadOnly) recordExport(deps, report, format, createHash('sha256').update(bytes).digest('hex'), scope)
      return { ticket: tickets.issue(content), fileName, sizeBytes: content.sizeBytes }
    },
  }
}

function makeReport(deps: BookDeps, name: string, scope: Scope): Report {
  const kind = Object.hasOwn(REPORTS, name) ? REPORTS[name] : undefined
  if (kind === undefined) throw new AppError('not-found', `There is no report “${name}”.`, { report: name, reports: Object.keys(REPORTS) })
  return inSnapshot(deps.read, () => kind.make(deps, scope))
}

/**
 * Without an instant, a report speaks of the book as it stands, as of the last change to it: exports are no change, so the same
 * book gives the same report however often it is asked for.
 */
function makeCatalogReport({ read, rules }: BookDeps, { filter, asOfMs }: Scope): Report {
  const newest = newestChange(read)
  const moment = { asOfMs: asOfMs ?? newest.atMs, headHash: newest.hash }
  if (asOfMs === undefined) return buildCatalogReport(readCatalogSnapshot(read, rules.current(read), filter, moment))
  return withDatasetsAsOf(read, asOfMs, (db, then) => buildCatalogReport(readCatalogSnapshot(db, then, filter, moment)))
}

/** So that a file somebody holds can be found again as one this book made. */
function recordExport(deps: BookDeps, report: Report, format: ReportFormat, sha256: string, scope: Scope): void {
  const payload: JsonValue = {
    what: 'report',
    name: report.name,
    format,
    scope: { filter: JSON.parse(JSON.stringify(scope.filter)) as JsonValue, asOfMs: scope.asOfMs ?? null },
    sha256,
  }
  commit(deps, ['journal'], (write) => appendJournal(write, { atMs: deps.now(), author: deps.author(), kind: 'export', payload }))
}
