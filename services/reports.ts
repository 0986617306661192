import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { JsonValue } from '#core/json'
import type { Report } from '#core/reports/document'
import type { ReportFormat } from '#core/reports/render/render'
import { appendJournal } from '#db/journal'
import { bytesContent, type Tickets } from '#io/tickets'
import { type BookDeps, commit, type GetBook } from './deps.ts'
import { type FileRequest, type ReportFile, REPORTS, type RowsRequest } from './make-report.ts'

const MEDIA_TYPES: Readonly<Record<ReportFormat, string>> = {
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
}

/** Makes reports of the open book elsewhere: in a worker. Rejects with AppError not-found. */
export type ReportMaker = {
  readonly rows: (request: RowsRequest) => Promise<Report>
  readonly file: (request: FileRequest) => Promise<ReportFile>
}

/** @throws AppError from the handlers: not-found */
export function createReportHandlers(book: GetBook, tickets: Tickets, maker: ReportMaker): Handlers<AppContract>['reports'] {
  return {
    list: () => {
      const items = Object.entries(REPORTS).map(([name, { title, summary }]) => ({ name, title, summary }))
      return { items, total: items.length }
    },
    run: ({ name, scope, rowLimit }) => maker.rows({ name, scope, want: 'rows', rowLimit }),
    export: async (request) => {
      const deps = book()
      const { fileName, bytes, sha256 } = await maker.file({ ...request, want: 'file' })
      const content = bytesContent(fileName, MEDIA_TYPES[request.format], bytes)
      if (!deps.file.isReadOnly) recordExport(deps, request, sha256)
      return { ticket: tickets.issue(content), fileName, sizeBytes: content.sizeBytes }
    },
  }
}

/** So that a file somebody holds can be found again as one this book made. */
function recordExport(deps: BookDeps, { name, format, scope }: Omit<FileRequest, 'want'>, sha256: string): void {
  const payload: JsonValue = {
    what: 'report',
    name,
    format,
    scope: { filter: JSON.parse(JSON.stringify(scope.filter)) as JsonValue, asOfMs: scope.asOfMs ?? null },
    sha256,
  }
  commit(deps, ['journal'], (write) => appendJournal(write, { atMs: deps.now(), author: deps.author(), kind: 'export', payload }))
}
