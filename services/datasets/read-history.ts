import { z } from 'zod'
import type { HistoryItem } from '#contract/datasets'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { AssetKind } from '#core/assets/kinds'
import { canBeUndone, type DecisionRow, listDecisionsOn } from '#db/decisions'
import type { ReadDb } from '#db/connection'
import { type FactSpan, listFactSpans, listImportMoments, listUndoGroups } from '#db/history'
import { listUndoneGroups } from '#db/undo-plan'
import type { GetBook } from '../deps.ts'
import { fillPage, readCursor, toCursor } from '../paging.ts'
import { inSnapshot } from '../snapshot.ts'
import { changesOfDecision, changesOfImport } from './history-changes.ts'
import { type DecisionStep, layOutSteps, order, type Step } from './history-steps.ts'
import { loadNamed, type LoadedAsset } from './load-dataset.ts'

const LIST = 'history'
const CHANGES_SHOWN = 100
const Place = z.tuple([z.int(), z.int(), z.int()])

/**
 * What happened to a dataset or another thing (`kinds`: only such), newest first: imports that told something new of it, and what people decided.
 * An import that was undone leaves no trace here: its facts are gone, and the journal has the undo.
 */
export function createHistoryHandler(book: GetBook, kinds?: readonly AssetKind[]): Handlers<AppContract>['datasets']['history'] {
  return ({ key, cursor, limit }) => {
    const deps = book()
    return inSnapshot(deps.read, () => {
      const history = readHistory(loadNamed(deps, key, kinds))
      const place = cursor === undefined ? null : readCursor(LIST, cursor, Place)
      const rest = place === null ? history.steps : history.steps.filter((step) => isOlder(step, place))
      const groupIds = rest.slice(0, limit).flatMap((step) => (step.kind === 'decision' ? [step.id] : []))
      const undos = { made: listUndoGroups(deps.read, groupIds), since: listUndoneGroups(deps.read, groupIds) }
      const page = fillPage(rest, limit, (step) => toItem(history, step, undos))
      const { last } = page
      const nextCursor = page.isMore && last !== undefined ? toCursor(LIST, placeOf(last)) : null
      return { items: page.items, total: history.steps.length, nextCursor }
    })
  }
}

type History = {
  readonly loaded: LoadedAsset
  readonly spans: readonly FactSpan[]
  readonly decisions: readonly DecisionRow[]
  /** Newest first. */
  readonly steps: readonly Step[]
}

function readHistory(loaded: LoadedAsset): History {
  const { db, visible } = loaded.context
  const spans = listFactSpans(db, loaded.row.id, visible)
  const importIds = new Set(spans.flatMap((span) => (span.toImport === null ? [span.fromImport] : [span.fromImport, span.toImport])))
  const decisions = loaded.sources.keys.flatMap((key) => listDecisionsOn(db, key.urn)).sort((a, b) => a.id - b.id)
  const steps = layOutSteps(spans, listImportMoments(db, importIds), decisions).reverse()
  return { loaded, spans, decisions, steps }
}

const placeOf = (step: Step): [number, number, number] => [step.atMs, order(step), step.id]

function isOlder(step: Step, place: readonly [number, number, number]): boolean {
  for (const [index, value] of placeOf(step).entries()) {
    const limit = place[index] ?? 0
    if (value !== limit) return value < limit
  }
  return false
}

/** Groups of decisions that undid others, and those that were undone since, each with the group that did. */
type Undos = { readonly made: ReadonlySet<number>; readonly since: ReadonlyMap<number, number> }

function toItem({ loaded, spans, decisions }: History, step: Step, undos: Undos): HistoryItem {
  if (step.kind !== 'decision') {
    const changes = changesOfImport(loaded.context, spans, step)
    const { atMs, kind, sourceName: who, id: importId } = step
    return { atMs, kind, who, importId, groupId: null, undo: 'none', reason: null, ...cut(changes) }
  }
  const changes = changesOfDecision(loaded.context, loaded.sources.kind, spans, step, decisions)
  const first = step.rows[0]
  const undoneBy = undos.since.get(step.id)
  const isUndo = undos.made.has(step.id) || step.rows.every((row) => row.value === null)
  return {
    atMs: step.atMs,
    kind: isUndo ? 'undo' : 'decision',
    who: first?.author ?? '',
    importId: null,
    groupId: step.id,
    undo: undoneBy === undefined ? offerOf(loaded.context.db, step) : howFarUndone(step, decisions, undoneBy),
    reason: first?.reason ?? null,
    ...cut(changes),
  }
}

const offerOf = (db: ReadDb, { rows }: DecisionStep): HistoryItem['undo'] => (rows.some((row) => canBeUndone(db, row)) ? 'offered' : 'none')

/** An undo takes what still stood: what was decided anew before it was never undone, and stays. */
function howFarUndone({ rows }: DecisionStep, decisions: readonly DecisionRow[], undoneBy: number): HistoryItem['undo'] {
  const taken = new Set(decisions.filter((row) => row.groupId === undoneBy).map((row) => row.supersedesId))
  const count = rows.filter((row) => taken.has(row.id)).length
  return count === rows.length ? 'done' : count > 0 ? 'in-part' : 'none'
}

const cut = (changes: HistoryItem['changes']): Pick<HistoryItem, 'changes' | 'hidden'> => ({
  changes: changes.slice(0, CHANGES_SHOWN),
  hidden: Math.max(0, changes.length - CHANGES_SHOWN),
})
