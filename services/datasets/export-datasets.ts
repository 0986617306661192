import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { JsonObject } from '#core/json'
import type { Tickets } from '#io/tickets'
import type { GetBook } from '../deps.ts'
import { issueExport } from '../issue-export.ts'
import type { ExportMaker } from '../make-export.ts'

const MEDIA_TYPES = { csv: 'text/csv', json: 'application/json' } as const

/** The list as a file. @throws AppError from the handler: not-found for a ticked dataset that is none any more */
export function createExportHandler(book: GetBook, tickets: Tickets, make: ExportMaker): Handlers<AppContract>['datasets']['export'] {
  return async (file) => {
    const { bytes, count, sha256 } = await make({ what: 'datasets', file })
    const { format, selection, sort, columns } = file
    // Thousands of keys would be most of the journal.
    const which = 'keys' in selection ? { ticked: selection.keys.length } : { filter: selection.filter, left: selection.except.length }
    return issueExport(book(), tickets, {
      fileName: `datasets.${format}`,
      mediaType: MEDIA_TYPES[format],
      text: bytes,
      count,
      what: { what: 'datasets', format, ...which, sort, columns, sha256 } as { what: string } & JsonObject,
    })
  }
}
