import { z } from 'zod'
import { query } from './kit.ts'
import { Cursor, Instant, Json, page, PageLimit } from './shapes.ts'

export const JournalEntry = z.strictObject({
  seq: z.int(),
  atMs: Instant,
  author: z.string(),
  kind: z.enum(['create', 'import', 'decide', 'undo-decision', 'undo-import', 'settings', 'export', 'mapping', 'migrate', 'view']),
  payload: Json,
  /** offered: an import or decisions, to be undone from here. done: undone since. none: nothing that can be undone. */
  undo: z.enum(['offered', 'done', 'none']),
  hash: z.string(),
})
export type JournalEntry = z.infer<typeof JournalEntry>

export const journal = {
  /** Newest first. */
  list: query(z.strictObject({ cursor: Cursor.optional(), limit: PageLimit }), page(JournalEntry)),
}
