import { z } from 'zod'
import type { PlannedUndo } from '#contract/decisions'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { AppError } from '#core/errors'
import type { JsonValue } from '#core/json'
import type { ReadDb } from '#db/connection'
import { findDecision, findStandingDecision } from '#db/decisions'
import { findKeyByUrn } from '#db/keys'
import { listHolders, OF_A_KEY } from '#db/standing'
import {
  countUndo,
  findGroupEntry,
  listReplacedOfGroup,
  listStandingOfGroup,
  listUndoneGroups,
  type PlannedRow,
  type UndoNumbers,
} from '#db/undo-plan'
import { isBig } from './big-commands.ts'
import type { GetBook } from './deps.ts'
import { nameSubject } from './name-subject.ts'
import { fillPage, readCursor, toCursor } from './paging.ts'
import { rememberLastAwaited } from './remember.ts'
import { inSnapshot } from './snapshot.ts'

/** Where a page ends: among what still stands or what was replaced, at which decision, after so many of both. */
const Place = z.tuple([z.enum(['standing', 'replaced']), z.int(), z.int()])
type Place = z.infer<typeof Place>
const START: Place = ['standing', Number.MAX_SAFE_INTEGER, 0]

/** Counts what is left of a very large group beside the thread that answers. */
export type CountUndoBeside = (groupId: number) => Promise<UndoNumbers>

/** What undoing a group of decisions changes, before it is done. @throws AppError not-found from the handler */
export function createUndoPlanner(book: GetBook, countBeside: CountUndoBeside): Handlers<AppContract>['decisions']['undoPlan'] {
  const remembered = rememberLastAwaited<UndoNumbers>()
  return async ({ groupId, cursor, limit }) => {
    const { read } = book()
    const entry = findGroupEntry(read, groupId)
    if (entry === undefined) throw new AppError('not-found', `No decisions have the number ${groupId}.`, { groupId })
    const numbers = await remembered.ask(read, String(groupId), async () =>
      isBig(entry.count) ? countBeside(groupId) : countUndo(read, groupId),
    )
    const list = `undo ${groupId}`
    const place = cursor === undefined ? START : readCursor(list, cursor, Place)
    return inSnapshot(read, () => {
      const page = fillPage(rowsFrom(read, { groupId, place, numbers, limit: limit + 1 }), limit, (row) => toPlanned(read, groupId, row))
      const { last } = page
      return {
        items: page.items,
        total: numbers.values + numbers.kept,
        nextCursor: page.isMore && last !== undefined ? toCursor(list, placeOf(last, place[2] + page.items.length)) : null,
        ...numbers,
        author: entry.author,
        atMs: entry.atMs,
        undoneBy: findUndo(read, groupId),
      }
    })
  }
}

const placeOf = ({ id, newestId }: PlannedRow, listed: number): Place => [newestId === id ? 'standing' : 'replaced', id, listed]

type Wanted = { readonly groupId: number; readonly place: Place; readonly numbers: UndoNumbers; readonly limit: number }

/** How many there are is known, so that a group of which all or nothing stands is not looked through to its end. */
function rowsFrom(read: ReadDb, { groupId, place: [where, id, listed], numbers, limit }: Wanted): PlannedRow[] {
  const left = where === 'standing' ? Math.min(limit, numbers.values - listed) : 0
  const standing = left <= 0 ? [] : listStandingOfGroup(read, { groupId, beforeId: id, limit: left })
  const room = Math.min(limit - standing.length, numbers.values + numbers.kept - listed - standing.length)
  const beforeId = where === 'replaced' ? id : Number.MAX_SAFE_INTEGER
  return room <= 0 ? standing : [...standing, ...listReplacedOfGroup(read, { groupId, beforeId, limit: room })]
}

function findUndo(read: ReadDb, groupId: number): { groupId: number; author: string; atMs: number } | null {
  const id = listUndoneGroups(read, [groupId]).get(groupId)
  const entry = id === undefined ? undefined : findGroupEntry(read, id)
  return id === undefined || entry === undefined ? null : { groupId: id, author: entry.author, atMs: entry.atMs }
}

function toPlanned(read: ReadDb, groupId: number, row: PlannedRow): PlannedUndo {
  const newest = row.newestId === row.id ? undefined : findDecision(read, row.newestId)
  const stands = parse(newest === undefined || newest.field !== row.field ? row.value : newest.value)
  const { key, assetName, kind } = nameSubject(read, row)
  return {
    decisionId: row.id,
    key,
    assetName,
    kind,
    column: row.column === '' ? null : row.column,
    field: row.field,
    before: stands,
    after: newest === undefined ? (parse(row.before) ?? heldElsewhere(read, groupId, row)) : stands,
    decidedSince: newest === undefined ? null : signed(newest),
  }
}

/** What was decided under another key of the same thing, and counts again. */
function heldElsewhere(read: ReadDb, groupId: number, { subject, column, field }: PlannedRow): JsonValue | null {
  const key = column === '' && OF_A_KEY.has(field) ? undefined : findKeyByUrn(read, subject)
  const holders = key === undefined ? [] : listHolders(read, key.assetId, column, field)
  const left = holders.flatMap((holder) => {
    const said = holder.subject === subject ? undefined : findStandingDecision(read, holder.subject, column, field)
    return said === undefined || said.groupId === groupId ? [] : [said]
  })
  return parse(left.at(-1)?.value ?? null)
}

const signed = ({ author, atMs }: { readonly author: string; readonly atMs: number }) => ({ author, atMs })

const parse = (text: string | null): JsonValue | null => (text === null ? null : (JSON.parse(text) as JsonValue))
