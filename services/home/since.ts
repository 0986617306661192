import type { z } from 'zod'
import type { home as contract, SinceLine } from '#contract/home'
import type { ImportRow } from '#contract/imports'
import { isJsonObject, type JsonObject } from '#core/json'
import type { Mark } from '#core/home/visit'
import type { ReadDb } from '#db/connection'
import { hasMoreFailing, listNewlyFailing, type NewlyFailing } from '#db/home'
import { findImport } from '#db/imports'
import { hasJournalEntry, type JournalEntry, journalHead, listJournal } from '#db/journal'
import { findSource } from '#db/sources'
import { rememberLastAwaited } from '../remember.ts'
import { labelSource } from '../source-label.ts'

/** What the journal says, without the checks that fail since. */
type Told = Omit<z.output<typeof contract.since.output>, 'failing'>

/** Journal entries looked at, newest first: what is older is counted, not told. */
const ENTRIES_READ = 500
const LINES_SHOWN = 200
const CHECKS_SHOWN = 200
/** What a worker costs to start is more than looking at the results of fewer takes. */
const MANY_FAILING = 2000
const NOTHING_KNOWN: Told = { sinceMs: null, items: [], hidden: 0 }

/**
 * What the journal says happened after a mark, but for what the author set or mapped. A mark that this file's journal does not hold
 * (another file, or an older copy put in its place) says nothing.
 */
export function readSince(read: ReadDb, mark: Mark | null, author: string): Told {
  if (mark === null || !hasJournalEntry(read, mark)) return NOTHING_KNOWN
  const { items: entries } = listJournal(read, { afterSeq: mark.seq, limit: ENTRIES_READ })
  const lines: SinceLine[] = []
  let looked = 0
  for (const entry of entries) {
    const line = toLine(read, entry, author)
    if (line !== null && !joins(lines.at(-1), line)) {
      if (lines.length === LINES_SHOWN) break
      lines.push(line)
    }
    looked += 1
  }
  return { sinceMs: mark.atMs, items: lines, hidden: journalHead(read).seq - mark.seq - looked }
}

/** Checks that fail now and did not as of an import. */
export const readNewlyFailing = (read: ReadDb, sinceImport: number): NewlyFailing =>
  listNewlyFailing(read, { sinceImport, limit: CHECKS_SHOWN })

/** Looks beside the thread that answers which of very many failing checks did not fail as of an import. */
export type FailingBeside = (sinceImport: number) => Promise<NewlyFailing>

/** Looked through once for as long as the book stands: of each check that fails its results are read. */
export function createFailingReader(failingBeside: FailingBeside): (read: ReadDb, sinceImport: number) => Promise<NewlyFailing> {
  const remembered = rememberLastAwaited<NewlyFailing>()
  return (read, sinceImport) =>
    remembered.ask(read, String(sinceImport), async () =>
      hasMoreFailing(read, MANY_FAILING) ? failingBeside(sinceImport) : readNewlyFailing(read, sinceImport),
    )
}

function toLine(read: ReadDb, { atMs, author, kind, payload }: JournalEntry, reader: string): SinceLine | null {
  if (!isJsonObject(payload)) return null
  switch (kind) {
    case 'import': {
      const row = typeof payload['importId'] === 'number' ? findImport(read, payload['importId']) : undefined
      if (row === undefined) return null
      const changes = JSON.parse(row.changes) as ImportRow['changes']
      return {
        kind,
        atMs,
        author,
        importId: row.id,
        sourceName: nameOfSource(read, row.sourceId),
        changes,
        isUndone: row.status === 'undone',
      }
    }
    case 'undo-import': {
      const importIds = numbers(payload['importIds'])
      const first = importIds[0] === undefined ? undefined : findImport(read, importIds[0])
      if (first === undefined) return null
      return { kind, atMs, author, importIds: importIds.slice(0, 200), sourceName: nameOfSource(read, first.sourceId) }
    }
    case 'decide':
    case 'undo-decision': {
      const { groupId, count } = payload
      if (author === reader || typeof groupId !== 'number' || typeof count !== 'number') return null
      return { kind, atMs, author, count, groupIds: [groupId] }
    }
    case 'mapping':
    case 'settings': {
      const source = sourceOf(read, payload)
      if (author === reader) return null
      if (kind === 'settings') return settingsLine({ kind, atMs, author, source }, payload)
      const { mapping } = payload
      return source === null || !Array.isArray(mapping) ? null : { kind, atMs, author, source, mapped: mapping.length }
    }
    default:
      return null
  }
}

type SettingsLine = Extract<SinceLine, { kind: 'settings' }>

/** What numbers depend on; a name, or how much of an import file is kept, changes none. */
function settingsLine(
  line: Omit<SettingsLine, 'changes'>,
  { currency, staleAfterDays, coverageTargets, options }: JsonObject,
): SettingsLine | null {
  const changes: SettingsLine['changes'] = []
  if (typeof currency === 'string') changes.push({ name: 'currency', value: currency })
  if (typeof staleAfterDays === 'number') changes.push({ name: 'staleAfterDays', value: staleAfterDays })
  if (isJsonObject(coverageTargets)) changes.push({ name: 'coverageTargets', value: null })
  if (isJsonObject(options)) changes.push({ name: 'importOptions', value: null })
  return changes.length === 0 ? null : { ...line, changes }
}

function sourceOf(read: ReadDb, { sourceId }: JsonObject): { sourceId: number; name: string } | null {
  return typeof sourceId === 'number' ? { sourceId, name: nameOfSource(read, sourceId) } : null
}

/** One person's decisions right after each other are one line, dated as the newest. @returns whether it was taken in */
function joins(last: SinceLine | undefined, line: SinceLine): boolean {
  if (last === undefined || !('groupIds' in last) || !('groupIds' in line)) return false
  if (last.kind !== line.kind || last.author !== line.author || last.groupIds.length === 200) return false
  last.groupIds.push(...line.groupIds)
  last.count += line.count
  return true
}

const numbers = (value: unknown): number[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [])

function nameOfSource(read: ReadDb, sourceId: number): string {
  const source = findSource(read, sourceId)
  return source === undefined ? '' : labelSource(read, source)
}
