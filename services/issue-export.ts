import type { JsonObject } from '#core/json'
import { appendJournal } from '#db/journal'
import { contentOfMade } from '#io/made-files'
import type { Tickets } from '#io/tickets'
import { type BookDeps, commit, type GetBook } from './deps.ts'
import type { ExportMaker, ExportRequest } from './make-export.ts'

/** Where exports are made, and where they wait to be fetched. */
export type ExportParts = { readonly tickets: Tickets; readonly makeExport: ExportMaker }

type Issued = { readonly ticket: string; readonly fileName: string; readonly count: number }

/**
 * Makes a file of what the book holds and hands it out by a ticket; recorded in the journal where the book can be written.
 * @param what was written, for the journal
 * @throws AppError as ExportMaker rejects
 */
export async function issueExport(
  book: GetBook,
  { tickets, makeExport }: ExportParts,
  request: ExportRequest,
  what: { readonly what: string } & JsonObject,
): Promise<Issued> {
  book() // says where none is open, before anything is made
  const { count, ...made } = await makeExport(request)
  const content = contentOfMade(made)
  try {
    record(book(), { ...what, count, sha256: made.sha256 })
  } catch (error) {
    content.drop?.()
    throw error
  }
  return { ticket: tickets.issue(content), fileName: made.fileName, count }
}

function record(deps: BookDeps, payload: JsonObject): void {
  if (deps.file.isReadOnly) return
  commit(deps, ['journal'], (write) => appendJournal(write, { atMs: deps.now(), author: deps.author(), kind: 'export', payload }))
}
