import type { ReadDb } from '#db/connection'
import { countImports, findNewestImport, type ImportRow, listUndoneLast } from '#db/imports'
import { listSources, type SourceRow } from '#db/sources'
import { placeOfImport } from './importing/source-before.ts'
import { readSettings } from './read-settings.ts'

const DAY_MS = 86_400_000

/** A source with its newest import that stands, if any does. */
export type SourceState = {
  readonly source: SourceRow
  readonly newest: ImportRow | undefined
  readonly staleAfterDays: number
  /** Neither imported nor found the same for longer than that. */
  readonly isStale: boolean
  /** Of imports that were undone and that nothing has come after, the one whose files were found last, if any. */
  readonly undone: ImportRow | undefined
}

/** The sources that were imported at least once, in the order in which they came. `nowMs`: milliseconds UTC. */
export function listSourceStates(read: ReadDb, nowMs: number): SourceState[] {
  const bookDays = readSettings(read).staleAfterDays
  return listImportedSources(read).map((source) => {
    const newest = findNewestImport(read, source.id)
    const staleAfterDays = source.staleAfterDays ?? bookDays
    const [undone] = listUndoneLast(read, source.id).sort((a, b) => lookedAtMs(b) - lookedAtMs(a))
    return { source, newest, staleAfterDays, isStale: newest === undefined || nowMs - lookedAtMs(newest) > staleAfterDays * DAY_MS, undone }
  })
}

/** When files were last found to be those of an import, its own reading among them. */
const lookedAtMs = ({ startedAtMs, checkedAtMs }: ImportRow): number => Math.max(startedAtMs, checkedAtMs ?? 0)

/** Without the one of what people set up by hand, and without those whose first import never ended. */
export function listImportedSources(read: ReadDb): SourceRow[] {
  return listSources(read).filter((source) => source.format !== 'hand' && countImports(read, source.id) > 0)
}

/** Until when what lies in the source's place is known (ms UTC): to be what the catalog shows, and to be what was undone last; null: not known. */
export function knownFiles({ source, newest, undone }: SourceState): {
  readonly sameUntilMs: number | null
  readonly undoneUntilMs: number | null
} {
  const lookedAt = (row: ImportRow | undefined, importedAtMs: number | null): number | null => {
    const checkedAtMs = row !== undefined && row.checkedPlace === source.place ? row.checkedAtMs : null
    return checkedAtMs === null || importedAtMs === null ? (checkedAtMs ?? importedAtMs) : Math.max(checkedAtMs, importedAtMs)
  }
  const undoneThere = undone !== undefined && placeOfImport(undone) === source.place ? undone.startedAtMs : null
  return { sameUntilMs: lookedAt(newest, newest?.startedAtMs ?? null), undoneUntilMs: lookedAt(undone, undoneThere) }
}
