import type { z } from 'zod'
import type { DecisionRow as DecisionShape } from '#contract/decisions'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { columnKey } from '#core/assets/column-names'
import { checkDecidedValue } from '#core/assets/fields'
import { AssetKind } from '#core/assets/kinds'
import { AppError } from '#core/errors'
import { plural } from '#core/format'
import type { JsonValue } from '#core/json'
import { type ReadDb, sql, type WriteDb } from '#db/connection'
import { findAssetRow } from '#db/current'
import {
  countDecisions,
  countDecisionsOfGroups,
  type DecisionRow,
  decidesField,
  listDecisions,
  listDecisionsOfGroups,
  stillStands,
} from '#db/decisions'
import { listKeysOfAsset } from '#db/keys'
import { isTakenBy, listUndoneGroups } from '#db/undo-plan'
import type { Picks } from '#io/picks'
import type { Tickets } from '#io/tickets'
import { lookUpWork, resolveKey } from './asset-names.ts'
import { type BigCommands, isBig, type RunBeside, settingValues, setValues, workOut } from './big-commands.ts'
import { CHANGED_BY_DECISIONS, decide, type Deciding, type FieldChange, undoGroup } from './decide.ts'
import { takeOverDecisions } from './decisions-file.ts'
import { commit, type GetBook } from './deps.ts'
import { issueExport } from './issue-export.ts'
import type { ExportMaker } from './make-export.ts'
import { isLargeBook } from './large-book.ts'
import { nameSubject } from './name-subject.ts'
import { isLargeFile, openDecisionsFile, type PickedDecisions, readDecisionsFile } from './read-decisions-file.ts'
import { type CountUndoBeside, createUndoPlanner } from './undo-plan.ts'

/** What is done beside the thread that answers. */
export type DecisionsBeside = {
  readonly beside: RunBeside
  readonly countUndoBeside: CountUndoBeside
  readonly importBeside: ImportDecisionsBeside
  readonly makeExport: ExportMaker
}

/** Reads a large file of decisions and takes them over, as a job of this title. */
export type ImportDecisionsBeside = (title: string, picked: PickedDecisions) => Promise<BigCommands['decisions.import']['output']>

/** @throws AppError from the handlers: not-found, ambiguous, invalid-input, conflict, book-read-only, bad-file */
export function createDecisionHandlers(
  book: GetBook,
  picks: Picks,
  tickets: Tickets,
  { beside, countUndoBeside, importBeside, makeExport }: DecisionsBeside,
): Handlers<AppContract>['decisions'] {
  return {
    set: (input) => {
      const deps = book()
      const values = input.changes.length
      const work = input.changes.some(looksAtAll) && isLargeBook(deps.read) ? Infinity : lookUpWork(deps.read, input.changes)
      return workOut({ deps, beside }, { name: 'decisions.set', input, title: settingValues(values), work }, setDecisions)
    },
    list: ({ key, groupIds, cursor, limit }) => {
      const { read } = book()
      if (key !== undefined && groupIds !== undefined) throw new AppError('invalid-input', 'Name an asset or groups, not both.')
      const page = { beforeId: cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor), limit: limit + 1 }
      const subjects = key === undefined ? null : listKeysOfAsset(read, resolveKey(read, key).assetId).map((row) => row.urn)
      const rows = groupIds === undefined ? listDecisions(read, { ...page, subjects }) : listDecisionsOfGroups(read, { ...page, groupIds })
      const items = rows.slice(0, limit)
      return {
        items: toShapes(read, items),
        total: groupIds === undefined ? countDecisions(read, subjects) : countDecisionsOfGroups(read, groupIds),
        nextCursor: rows.length > limit ? String(items.at(-1)?.id) : null,
      }
    },
    undoPlan: createUndoPlanner(book, countUndoBeside),
    undo: (request) => {
      const deps = book()
      const values = countDecisionsOfGroups(deps.read, [request.groupId])
      if (isBig(values) || isBigByWhatItJoins(deps.read, request.groupId))
        return beside(`Undoing ${plural(values, 'value')}`, 'decisions.undo', request)
      return commit(deps, CHANGED_BY_DECISIONS, (write) => undoGroup(deps, write, request))
    },
    export: () => issueExport(book, { tickets, makeExport }, { what: 'decisions' }, { what: 'decisions' }),
    import: async ({ pickId }) => {
      const deps = book()
      const pick = await picks.take(pickId, 'decisions-import')
      try {
        const file = await openDecisionsFile(pick)
        if (isLargeFile(file)) return await importBeside(`Taking over the decisions of “${file.name}”`, pick)
        const input = await readDecisionsFile(file)
        return await setValues({ deps, beside }, { name: 'decisions.import', input, values: input.decisions.length }, takeOverDecisions)
      } finally {
        await pick.release()
      }
    },
  }
}

/** Sets fields by hand, inside the caller's commit. @throws AppError not-found, ambiguous, invalid-input, conflict */
export function setDecisions(
  deps: Deciding,
  write: WriteDb,
  { changes, reason }: BigCommands['decisions.set']['input'],
): BigCommands['decisions.set']['output'] {
  const checked = changes.map((change) => checkChange(write, change))
  const decided = decide(deps, write, checked, reason)
  if (decided === undefined) throw new AppError('conflict', 'These values stand already. Nothing was changed.')
  return decided
}

/** Which key of another source names the same relation, where nobody says it any more, the fields of all datasets tell. */
const looksAtAll = ({ field, value }: Change): boolean => field === 'sameAs' && value === null

/** How much the undo looks at is not counted by its decisions where names, or keys, were said to be one. */
const isBigByWhatItJoins = (read: ReadDb, groupId: number): boolean =>
  decidesField(read, groupId, 'mergedInto') || (decidesField(read, groupId, 'sameAs') && isLargeBook(read))

type Change = { readonly key: string; readonly column: string | null; readonly field: string; readonly value: JsonValue | null }

/** A change as it is decided: its value checked, its column spelled as the book does. */
function checkChange(db: ReadDb, change: Change): FieldChange {
  const { assetId } = resolveKey(db, change.key)
  const row = findAssetRow(db, assetId)
  if (row === undefined) throw new AppError('not-found', `“${change.key}” is not in the catalog.`, { key: change.key })
  if (change.column === null) {
    const value = change.value === null ? null : checkDecidedValue(AssetKind.parse(row.kind), change.field, change.value)
    return { subject: row.urn, column: '', field: change.field, value }
  }
  const column = findColumnName(db, assetId, row.platform, change.column)
  if (column === undefined)
    throw new AppError('not-found', `“${row.name}” has no column “${change.column}”.`, { key: change.key, column: change.column })
  return {
    subject: row.urn,
    column,
    field: change.field,
    value: change.value === null ? null : checkDecidedValue('column', change.field, change.value),
  }
}

function findColumnName(db: ReadDb, assetId: number, platform: string | null, name: string): string | undefined {
  const wanted = columnKey(platform, name)
  return sql<{ name: string }>(db, 'select name from asset_column where assetId = ? order by ordinal')
    .all(assetId)
    .find((column) => columnKey(platform, column.name) === wanted)?.name
}

function toShapes(db: ReadDb, rows: readonly DecisionRow[]): z.infer<typeof DecisionShape>[] {
  const undone = listUndoneGroups(db, [...new Set(rows.map((row) => row.groupId))])
  return rows.map((row) => ({
    decisionId: row.id,
    ...nameSubject(db, row),
    column: row.column === '' ? null : row.column,
    field: row.field,
    value: row.value === null ? null : (JSON.parse(row.value) as JsonValue),
    isCleared: row.value === null,
    author: row.author,
    atMs: row.atMs,
    reason: row.reason,
    groupId: row.groupId,
    ...undoneOf(db, row, undone.get(row.groupId)),
    isCurrent: stillStands(db, row),
  }))
}

const undoneOf = (db: ReadDb, row: DecisionRow, undoneBy: number | undefined) => ({
  isGroupUndone: undoneBy !== undefined,
  isUndone: undoneBy !== undefined && isTakenBy(db, undoneBy, row),
})
