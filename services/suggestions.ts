import { z } from 'zod'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { checkDecidedValue, findField } from '#core/assets/fields'
import { AppError } from '#core/errors'
import type { JsonValue } from '#core/json'
import type { SuggestedGroup } from '#core/suggestions/suggest'
import type { ReadDb, WriteDb } from '#db/connection'
import { countDatasets } from '#db/datasets'
import { type BigCommands, isBig, type RunBeside, settingValues } from './big-commands.ts'
import { CHANGED_BY_DECISIONS, decide, type Deciding, type FieldChange } from './decide.ts'
import { commit, type GetBook } from './deps.ts'
import { fillPage, readCursor, toCursor } from './paging.ts'
import { rememberLastAwaited } from './remember.ts'
import { inSnapshot } from './snapshot.ts'
import { suggestAll, type Suggested } from './suggest.ts'

const GROUPS_SHOWN = 200
const LIST = 'suggestions'
/** What a worker costs to start is more than suggesting for fewer takes. */
const MANY_DATASETS = 5000

/** @throws AppError from the handlers: not-found, conflict, book-read-only */
export function createSuggestionHandlers(
  book: GetBook,
  beside: RunBeside,
  suggestBeside: () => Promise<Suggested>,
): Handlers<AppContract>['suggestions'] {
  const suggested = rememberSuggested(book, suggestBeside)
  return {
    groups: async ({ field }) => {
      const { groups } = await suggested()
      const wanted = groups.filter((group) => field === undefined || group.field === field)
      const items = wanted.slice(0, GROUPS_SHOWN).map((group) => ({
        groupId: group.groupId,
        field: group.field,
        value: decidedValue(group),
        because: group.because,
        ruleId: group.ruleId,
        isGuess: group.isGuess,
        count: group.keys.length,
      }))
      return { items, total: wanted.length }
    },
    members: async ({ groupId, cursor, limit }) => {
      const { groups, names } = await suggested()
      const keys = groups.find((group) => group.groupId === groupId)?.keys ?? []
      const after = cursor === undefined ? '' : readCursor(LIST, cursor, z.tuple([z.string()]))[0]
      const rest = keys.filter((key) => key > after)
      const page = fillPage(rest, limit, (key) => ({ key, name: names.get(key) ?? key }))
      const nextCursor = page.isMore && page.last !== undefined ? toCursor(LIST, [page.last]) : null
      return { items: page.items, total: keys.length, nextCursor }
    },
    accept: async (input) => {
      const { groups } = await suggested()
      const wanted = new Set(input.groupIds)
      const values = groups.reduce((sum, group) => sum + (wanted.has(group.groupId) ? group.keys.length : 0), 0)
      const deps = book()
      // What is accepted is suggested once more, inside its own transaction.
      if (isBig(values) || isLarge(deps.read)) return beside(settingValues(values), 'suggestions.accept', input)
      return commit(deps, CHANGED_BY_DECISIONS, (write) => acceptSuggestions(deps, write, input))
    },
  }
}

/**
 * Sets what groups of suggestions say as one group of decisions, inside the caller's commit.
 * @throws AppError conflict for a group that is not suggested any more; nothing is then set
 */
export function acceptSuggestions(
  deps: Deciding,
  write: WriteDb,
  { groupIds, except, reason }: BigCommands['suggestions.accept']['input'],
): BigCommands['suggestions.accept']['output'] {
  const { groups } = suggestAll(write, deps.rules.current(write))
  const left = new Set(except)
  const changes = [...new Set(groupIds)].flatMap((groupId) => acceptGroup(requireGroup(groups, groupId), left, reason))
  const decided = decide(deps, write, changes, reason)
  return { groupId: decided?.groupId ?? null, count: decided?.count ?? 0 }
}

function requireGroup(groups: readonly SuggestedGroup[], groupId: string): SuggestedGroup {
  const group = groups.find((candidate) => candidate.groupId === groupId)
  if (group !== undefined) return group
  throw new AppError('conflict', 'The catalog changed: one of these suggestions is not made any more. Look at them again.', { groupId })
}

function acceptGroup(group: SuggestedGroup, except: ReadonlySet<string>, reason: string): FieldChange[] {
  const value = decidedValue(group)
  const because = reason === '' ? `accepted: ${group.because}` : reason
  return group.keys
    .filter((key) => !except.has(key))
    .map((subject) => ({ subject, column: '', field: group.field, value, reason: because }))
}

/** The suggested word in the form a decision of this field has. */
function decidedValue({ field, value }: SuggestedGroup): JsonValue {
  return checkDecidedValue('dataset', field, findField('dataset', field)?.type.kind === 'list' ? [value] : value)
}

const isLarge = (read: ReadDb): boolean => countDatasets(read, {}) > MANY_DATASETS

/** Worked out beside this thread where it takes long. */
function rememberSuggested(book: GetBook, suggestBeside: () => Promise<Suggested>): () => Promise<Suggested> {
  const remembered = rememberLastAwaited<Suggested>()
  return () => {
    const { read, rules } = book()
    return remembered.ask(read, '', async () =>
      isLarge(read) ? suggestBeside() : inSnapshot(read, () => suggestAll(read, rules.current(read))),
    )
  }
}
