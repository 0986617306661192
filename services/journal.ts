import type { AppContract } from '#contract/index'
import type { JournalEntry as JournalShape } from '#contract/journal'
import type { Handlers } from '#contract/kit'
import { type ReadDb, sql } from '#db/connection'
import { digestOfGroup, findUnjournaled, listGroup } from '#db/decisions'
import { digestOfImport } from '#db/facts'
import { countVisibleImports, findImport } from '#db/imports'
import { type JournalChecks, type JournalEntry, type JournalVerdict, listJournal, verifyJournal } from '#db/journal'
import { listUndoneGroups } from '#db/undo-plan'
import { isJsonObject, type JsonValue } from '#core/json'
import type { GetBook } from './deps.ts'
import { inSnapshot } from './snapshot.ts'

export function createJournalHandlers(book: GetBook): Handlers<AppContract>['journal'] {
  return {
    list: ({ cursor, limit }) => {
      const { read } = book()
      return inSnapshot(read, () => {
        const { items, total } = listJournal(read, { beforeSeq: cursor === undefined ? undefined : Number(cursor), limit })
        const last = items.at(-1)
        // Most entries are about no group: those would have every undo there ever was looked at.
        const groups = items.map(groupOf).filter((groupId) => groupId !== 0)
        const undone = listUndoneGroups(read, groups)
        return {
          items: items.map((entry) => ({ ...entry, undo: undoOf(read, entry, undone) })),
          total,
          nextCursor: last !== undefined && last.seq > 1 && items.length === limit ? String(last.seq) : null,
        }
      })
    },
  }
}

const numberIn = (payload: JsonValue, field: string): number => {
  const value = isJsonObject(payload) ? payload[field] : undefined
  return typeof value === 'number' ? value : 0
}
const groupOf = ({ payload }: JournalEntry): number => numberIn(payload, 'groupId')

/** Whether an entry can still be undone. What is left of decisions that were decided anew since, their plan says. */
function undoOf(read: ReadDb, entry: JournalEntry, undone: ReadonlyMap<number, number>): JournalShape['undo'] {
  switch (entry.kind) {
    case 'decide':
    case 'undo-decision':
      return undone.has(groupOf(entry)) ? 'done' : 'offered'
    case 'import':
      return findImport(read, numberIn(entry.payload, 'importId'))?.status === 'undone' ? 'done' : 'offered'
    default:
      return 'none'
  }
}

/**
 * The journal against itself, and against the decisions and imported facts it speaks of, all of one state of the book.
 * Takes time that grows with the book: run it in a worker.
 */
export const verifyBook = (read: ReadDb): JournalVerdict => inSnapshot(read, () => verify(read))

function verify(read: ReadDb): JournalVerdict {
  const undone = listUndoneImports(read)
  let standing = 0
  const checkGroup = (payload: JsonValue): string | null => {
    if (!isJsonObject(payload) || typeof payload['groupId'] !== 'number') return 'names no group of decisions'
    const rows = listGroup(read, payload['groupId'])
    if (rows.length !== payload['count']) return `the book holds ${rows.length} decisions of this group, not as many as it says`
    return digestOfGroup(rows) === payload['digest'] ? null : 'its decisions were changed afterwards'
  }
  const checks: JournalChecks = {
    decide: (entry) => checkGroup(entry.payload),
    'undo-decision': (entry) => checkGroup(entry.payload),
    import: ({ payload }) => {
      if (!isJsonObject(payload) || typeof payload['importId'] !== 'number') return 'names no import'
      const row = findImport(read, payload['importId'])
      if (row === undefined) return `import ${payload['importId']} is missing`
      const said = undone.has(row.id) ? 'undone' : 'visible'
      if (row.status !== said) return `import ${row.id} is ${row.status} in the book and ${said} by the journal`
      if (row.status === 'undone') return null
      standing += 1
      return digestOfImport(read, row.id) === payload['factDigest'] ? null : 'what it imported was changed afterwards'
    },
  }
  const verdict = verifyJournal(read, checks)
  const reason = verdict.ok ? findAdded(read, standing) : null
  return reason === null ? verdict : { ...verdict, ok: false, firstBroken: { seq: verdict.entries, reason } }
}

/** What the book holds and no entry speaks of. */
function findAdded(read: ReadDb, standing: number): string | null {
  const held = countVisibleImports(read)
  if (held !== standing) return `the book holds ${held} imports, the journal knows ${standing}`
  const added = findUnjournaled(read)
  if (added === undefined) return null
  return `the book holds a decision on “${added.subject}” of group ${added.groupId}, which the journal knows nothing of`
}

/** As the journal says. */
function listUndoneImports(read: ReadDb): Set<number> {
  const rows = sql<{ id: number }>(
    read,
    `select i.value id from journal j, json_each(j.payload, '$.importIds') i where j.kind = 'undo-import'`,
  )
  return new Set(rows.all().map((row) => row.id))
}
