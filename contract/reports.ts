import { z } from 'zod'
import { Report } from '#core/reports/document'
import { command, query } from './kit.ts'
import { DatasetFilter, Instant } from './shapes.ts'

const Scope = z.strictObject({
  filter: DatasetFilter.default({}),
  /** As of this instant by the sources' own time; absent: as the book stands since its last change. */
  asOfMs: Instant.optional(),
})

export const reports = {
  list: query(
    z.strictObject({}),
    z.strictObject({ items: z.array(z.strictObject({ name: z.string(), title: z.string(), summary: z.string() })), total: z.int() }),
  ),
  /** The report for the screen; long tables are cut to `rowLimit` rows and say so. */
  run: query(
    z.strictObject({ name: z.string(), scope: Scope.default({ filter: {} }), rowLimit: z.int().min(1).max(200).default(100) }),
    Report,
  ),
  /** Writes the whole report; fetched once by its ticket. Recorded in the journal. */
  export: command(
    z.strictObject({ name: z.string(), format: z.enum(['html', 'md', 'csv', 'json']), scope: Scope.default({ filter: {} }) }),
    z.strictObject({ ticket: z.string(), fileName: z.string(), sizeBytes: z.number() }),
  ),
}
