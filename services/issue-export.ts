import type { JsonObject } from '#core/json'
import { appendJournal } from '#db/journal'
import { bytesContent, type Tickets } from '#io/tickets'
import { type BookDeps, commit } from './deps.ts'

type ExportFile = {
  readonly fileName: string
  readonly mediaType: string
  /** Itself, or its bytes. */
  readonly text: string | Uint8Array
  /** How many things are in it. */
  readonly count: number
  /** What was written, for the journal. */
  readonly what: { readonly what: string } & JsonObject
}

/** Hands a file of what the book holds out by a ticket; recorded in the journal where the book can be written. */
export function issueExport(
  deps: BookDeps,
  tickets: Tickets,
  { fileName, mediaType, text, count, what }: ExportFile,
): { ticket: string; fileName: string; count: number } {
  if (!deps.file.isReadOnly) {
    commit(deps, ['journal'], (write) =>
      appendJournal(write, { atMs: deps.now(), author: deps.author(), kind: 'export', payload: { ...what, count } }),
    )
  }
  return { ticket: tickets.issue(bytesContent(fileName, mediaType, text)), fileName, count }
}
