import type { ReadDb } from '#db/connection'
import { countImports, findNewestImport, type ImportRow } from '#db/imports'
import { listSources, type SourceRow } from '#db/sources'
import { readSettings } from './read-settings.ts'

const DAY_MS = 86_400_000

/** A source with its newest import that stands, if any does. */
export type SourceState = {
  readonly source: SourceRow
  readonly newest: ImportRow | undefined
  readonly staleAfterDays: number
  /** No import for longer than that. */
  readonly isStale: boolean
}

/** The sources that were imported at least once, in the order in which they came. `nowMs`: milliseconds UTC. */
export function listSourceStates(read: ReadDb, nowMs: number): SourceState[] {
  const bookDays = readSettings(read).staleAfterDays
  return listImportedSources(read).map((source) => {
    const newest = findNewestImport(read, source.id)
    const staleAfterDays = source.staleAfterDays ?? bookDays
    return { source, newest, staleAfterDays, isStale: newest === undefined || nowMs - newest.startedAtMs > staleAfterDays * DAY_MS }
  })
}

/** Without the one of what people set up by hand, and without those whose first import never ended. */
export function listImportedSources(read: ReadDb): SourceRow[] {
  return listSources(read).filter((source) => source.format !== 'hand' && countImports(read, source.id) > 0)
}
