import { z } from 'zod'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { SuggestionGroup } from '#contract/suggestions'
import { checkDecidedValue, findField } from '#core/assets/fields'
import { AppError } from '#core/errors'
import type { JsonValue } from '#core/json'
import { textFilter } from '#core/search/text-filter'
import type { SuggestedGroup } from '#core/suggestions/suggest'
import type { WriteDb } from '#db/connection'
import { type BigCommands, isBig, type RunBeside, settingValues } from './big-commands.ts'
import { CHANGED_BY_DECISIONS, decide, type Deciding, type FieldChange } from './decide.ts'
import { commit, type GetBook } from './deps.ts'
import { isLargeBook } from './large-book.ts'
import { fillPage, readCursor, toCursor } from './paging.ts'
import { rememberLastAwaited } from './remember.ts'
import { inSnapshot } from './snapshot.ts'
import { suggestAll, type Suggested } from './suggest.ts'

const GROUPS = 'suggestion groups'
const MEMBERS = 'suggestions'

/** @throws AppError from the handlers: not-found, conflict, book-read-only */
export function createSuggestionHandlers(
  book: GetBook,
  beside: RunBeside,
  suggestBeside: () => Promise<Suggested>,
): Handlers<AppContract>['suggestions'] {
  const suggested = rememberSuggested(book, suggestBeside)
  return {
    groups: async ({ field, text, cursor, limit }) => {
      const { groups } = await suggested()
      const fits = textFilter(text ?? '')
      const wanted = groups.filter((group) => (field === undefined || group.field === field) && fits(textsOf(group)))
      const [count, id] = cursor === undefined ? [Number.POSITIVE_INFINITY, ''] : readCursor(GROUPS, cursor, z.tuple([z.int(), z.string()]))
      const rest = wanted.filter(({ keys, groupId }) => keys.length < count || (keys.length === count && groupId > id))
      const page = fillPage(rest, limit, toGroup)
      const nextCursor = page.isMore && page.last !== undefined ? toCursor(GROUPS, [page.last.keys.length, page.last.groupId]) : null
      return { items: page.items, total: wanted.length, nextCursor }
    },
    members: async ({ groupId, cursor, limit }) => {
      const { groups, names } = await suggested()
      const keys = groups.find((group) => group.groupId === groupId)?.keys ?? []
      const after = cursor === undefined ? '' : readCursor(MEMBERS, cursor, z.tuple([z.string()]))[0]
      const rest = keys.filter((key) => key > after)
      const page = fillPage(rest, limit, (key) => ({ key, name: names.get(key) ?? key }))
      const nextCursor = page.isMore && page.last !== undefined ? toCursor(MEMBERS, [page.last]) : null
      return { items: page.items, total: keys.length, nextCursor }
    },
    accept: async (input) => {
      const { groups } = await suggested()
      const left = new Map(input.groups.map(({ groupId, except }) => [groupId, except.length]))
      const values = groups.reduce((sum, { groupId, keys }) => sum + Math.max(0, keys.length - (left.get(groupId) ?? keys.length)), 0)
      const deps = book()
      // What is accepted is suggested once more, inside its own transaction.
      if (isBig(values) || isLargeBook(deps.read)) return beside(settingValues(values), 'suggestions.accept', input)
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
  { groups: wanted, reason }: BigCommands['suggestions.accept']['input'],
): BigCommands['suggestions.accept']['output'] {
  const { groups } = suggestAll(write, deps.rules.current(write))
  const changes = wanted.flatMap(({ groupId, except }) => acceptGroup(requireGroup(groups, groupId), new Set(except), reason))
  const decided = decide(deps, write, changes, reason)
  return { groupId: decided?.groupId ?? null, count: decided?.count ?? 0 }
}

/** What a person reads of a group. */
const textsOf = ({ field, value, because }: SuggestedGroup): string[] => [findField('dataset', field)?.label ?? field, value, because]

function toGroup(group: SuggestedGroup): SuggestionGroup {
  const { keys, ...suggestion } = group
  return { ...suggestion, value: decidedValue(group), count: keys.length }
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

/** Worked out beside this thread where it takes long. */
function rememberSuggested(book: GetBook, suggestBeside: () => Promise<Suggested>): () => Promise<Suggested> {
  const remembered = rememberLastAwaited<Suggested>()
  return () => {
    const { read, rules } = book()
    return remembered.ask(read, '', async () =>
      isLargeBook(read) ? suggestBeside() : inSnapshot(read, () => suggestAll(read, rules.current(read))),
    )
  }
}
