import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { JsonObject } from '#core/json'
import type { GetBook } from '../deps.ts'
import { type ExportParts, issueExport } from '../issue-export.ts'

/** The list as a file. @throws AppError from the handler: not-found for a ticked dataset that is none any more */
export function createExportHandler(book: GetBook, parts: ExportParts): Handlers<AppContract>['datasets']['export'] {
  return (file) => {
    const { format, selection, sort, columns } = file
    // Thousands of keys would be most of the journal.
    const which = 'keys' in selection ? { ticked: selection.keys.length } : { filter: selection.filter, left: selection.except.length }
    const what = { what: 'datasets', format, ...which, sort, columns } as { what: string } & JsonObject
    return issueExport(book, parts, { what: 'datasets', file }, what)
  }
}
