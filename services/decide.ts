import type { CurrentRules } from '#core/assets/current'
import { FIELD_OF_NOUN, mergeSubject, type NamedNoun, readMergeSubject } from '#core/assets/merged-names'
import { AppError } from '#core/errors'
import { canonicalJson, type JsonValue } from '#core/json'
import type { WriteDb } from '#db/connection'
import {
  canBeUndone,
  type DecisionRow,
  digestOfGroup,
  findDecision,
  findStandingDecision,
  insertDecisions,
  listGroup,
  type NewDecision,
} from '#db/decisions'
import { listAssetsOfDomains } from '#db/domains'
import { appendJournal } from '#db/journal'
import { findKeyByUrn } from '#db/keys'
import { listAssetsOfOwners } from '#db/owners'
import { listAssetsWithTerms } from '#db/term-links'
import { listUndoneGroups } from '#db/undo-plan'
import type { BookDeps, Noun } from './deps.ts'
import { ontoHolders } from './onto-holders.ts'
import { rebuildAssets } from './rebuild.ts'
import { type KeyMove, moveKeys } from './same-as.ts'

/** A field to set by hand, or (value null) to give back to the sources. */
export type FieldChange = {
  readonly subject: string
  readonly column: string
  readonly field: string
  readonly value: JsonValue | null
  /** In place of the group's reason. */
  readonly reason?: string
  /** In place of whoever decides now: a decision taken over from a file keeps its author and time. */
  readonly by?: { readonly author: string; readonly atMs: number }
}

/** Who decides, when, and by which rules values are then worked out. */
export type Deciding = Pick<BookDeps, 'author' | 'now' | 'rules'>

/** @throws AppError conflict where nothing was decided, because it stands already */
export function requireDecided(decided: Decided | undefined, name: string): Decided {
  if (decided === undefined) throw new AppError('conflict', `This stands already for “${name}”. Nothing was changed.`, { name })
  return decided
}

/** Says what a name stands for, or (null) that it stands for itself again. */
export const readsAs = (noun: NamedNoun, name: string, into: string | null): FieldChange => ({
  subject: mergeSubject(noun, name),
  column: '',
  field: 'mergedInto',
  value: into,
})

/** Says that what goes by one name goes by another from now on, which stands for itself. */
export const readsAnew = (noun: NamedNoun, name: string, to: string): readonly FieldChange[] => [
  readsAs(noun, name, to),
  readsAs(noun, to, null),
]

export type Decided = { readonly groupId: number; readonly count: number }

type Kind = 'decide' | 'undo-decision'

/** What may read differently after a decision. */
export const CHANGED_BY_DECISIONS: readonly Noun[] = [
  'decisions',
  'datasets',
  'assets',
  'search',
  'owners',
  'suggestions',
  'terms',
  'domains',
  'products',
  'lineage',
  'reports',
  'sources',
  'imports', // which renames are still open
  'journal',
  'book',
  'settings', // which names carry values
]

/**
 * Appends decisions as one group, with their journal entry, and rebuilds what they touch. Runs inside the caller's
 * commit. Changes that change nothing are left out; undefined when none is left.
 */
export function decide(
  deps: Deciding,
  write: WriteDb,
  changes: readonly FieldChange[],
  reason: string,
  kind: Kind = 'decide',
): Decided | undefined {
  const decisions: NewDecision[] = []
  const made: FieldChange[] = []
  for (const change of lastOfEachField(placed(write, changes, kind))) {
    const value = change.value === null ? null : canonicalJson(change.value)
    const standing = findStandingDecision(write, change.subject, change.column, change.field)
    if ((standing?.value ?? null) === value) continue
    decisions.push({ ...change, value })
    made.push(change)
  }
  if (decisions.length === 0) return undefined
  const nameChanges = listMergedNames(made, deps.rules.current(write))
  const by = { author: deps.author(), atMs: deps.now(), reason }
  const { groupId, rows } = insertDecisions(write, decisions, by)
  appendJournal(write, { atMs: by.atMs, author: by.author, kind, payload: { groupId, count: rows.length, digest: digestOfGroup(rows) } })
  const touched = touchedAssets(write, decisions)
  for (const id of listAssetsNaming(write, nameChanges)) touched.add(id)
  if (nameChanges.length > 0) deps.rules.drop()
  rebuildAssets(write, deps.rules.current(write), touched)
  return { groupId, count: rows.length }
}

/** An undo puts back what stood on that very key, and a file says what stood on its keys. */
function placed(write: WriteDb, changes: readonly FieldChange[], kind: Kind): readonly FieldChange[] {
  return kind === 'undo-decision' ? changes : changes.flatMap((change) => (change.by === undefined ? ontoHolders(write, change) : [change]))
}

/** Of one field only the last counts: a group that decided it twice could not be undone to what stood before. */
function lastOfEachField(changes: readonly FieldChange[]): Iterable<FieldChange> {
  return new Map(changes.map((change) => [JSON.stringify([change.subject, change.column, change.field]), change])).values()
}

type UndoRequest = { readonly groupId: number; readonly reason: string; readonly values?: number | undefined }

/**
 * Takes a group back: what stood before each of its decisions stands again. Later decisions on the same field stay.
 * @throws AppError not-found; conflict where nothing of it stands any more, or not as many of its `values` as were shown
 */
export function undoGroup(deps: Deciding, write: WriteDb, { groupId, reason, values }: UndoRequest): Decided {
  const group = listGroup(write, groupId)
  if (group.length === 0) throw new AppError('not-found', `No decisions have the number ${groupId}. Nothing was undone.`, { groupId })
  const standing = group.filter((row) => canBeUndone(write, row))
  if (standing.length === 0) throw new AppError('conflict', nothingStands(write, groupId), { groupId })
  if (values !== undefined && values !== standing.length) {
    const sentence = 'Some of these values were changed since this was shown. Nothing was undone: look again.'
    throw new AppError('conflict', sentence, { groupId, values: standing.length })
  }
  const changes = standing.map((row) => ({ ...toChange(row), value: valueBefore(write, row) }))
  const undone = decide(deps, write, changes, reason === '' ? `undoes change ${groupId}` : reason, 'undo-decision')
  if (undone === undefined) throw new AppError('conflict', 'What stood before stands already. Nothing was changed.', { groupId })
  return undone
}

function nothingStands(db: WriteDb, groupId: number): string {
  const isUndone = listUndoneGroups(db, [groupId]).has(groupId)
  return isUndone ? 'This was undone already. Nothing was changed.' : 'All of this was decided anew since. Nothing was undone.'
}

const toChange = (row: DecisionRow): Omit<FieldChange, 'value'> => ({ subject: row.subject, column: row.column, field: row.field })

function valueBefore(write: WriteDb, row: DecisionRow): JsonValue | null {
  const before = row.supersedesId === null ? undefined : findDecision(write, row.supersedesId)
  return before?.value == null ? null : (JSON.parse(before.value) as JsonValue)
}

/** The assets whose current values a decision may change. `sameAs` moves a key from one asset to another. */
function touchedAssets(write: WriteDb, decisions: readonly NewDecision[]): Set<number> {
  const touched = new Set<number>()
  const moves: KeyMove[] = []
  for (const decision of decisions) {
    const key = findKeyByUrn(write, decision.subject)
    if (key === undefined) continue // its subject sleeps; the decision waits for it
    touched.add(key.assetId)
    if (decision.field !== 'sameAs' || decision.column !== '') continue
    moves.push({ key, sameAs: decision.value === null ? null : (JSON.parse(decision.value) as string) })
  }
  for (const assetId of moveKeys(write, moves)) touched.add(assetId)
  return touched
}

type MergedName = { readonly noun: NamedNoun; readonly name: string }

/** Names that start or stop standing for another name, and the name at the end of the chain they were part of. */
function listMergedNames(changes: readonly FieldChange[], before: CurrentRules): MergedName[] {
  const names: MergedName[] = []
  for (const { subject, field, value } of changes) {
    const merged = field === 'mergedInto' ? readMergeSubject(subject) : undefined
    if (merged === undefined) continue
    const { noun, name } = merged
    names.push(merged, { noun, name: before.mergedName(FIELD_OF_NOUN[noun], name) })
    if (typeof value === 'string') names.push({ noun, name: value })
  }
  return names
}

/** Names of which everything that reads one is worked out anew once these changes (`readsAs`) are made: also what reads as it did. */
export function namesReached(deps: Pick<BookDeps, 'read' | 'rules'>, changes: readonly FieldChange[]): string[] {
  return [...new Set(listMergedNames(changes, deps.rules.current(deps.read)).map(({ name }) => name))]
}

function listAssetsNaming(write: WriteDb, merged: readonly MergedName[]): number[] {
  const namesOf = (noun: NamedNoun): string[] => merged.filter((one) => one.noun === noun).map(({ name }) => name)
  const [terms, owners, domains] = [namesOf('term'), namesOf('owner'), namesOf('domain')]
  return [
    ...(terms.length === 0 ? [] : listAssetsWithTerms(write, terms)),
    ...(owners.length === 0 ? [] : listAssetsOfOwners(write, owners)),
    ...(domains.length === 0 ? [] : listAssetsOfDomains(write, domains)),
  ]
}
