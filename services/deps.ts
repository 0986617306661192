import type { AppEvent, Noun } from '#contract/events'
import type { CurrentRules } from '#core/assets/current'
import { AppError } from '#core/errors'
import { bumpSeq } from '#db/book-file/info'
import type { OpenBook } from '#db/book-file/open'
import type { ReadDb, WriteDb } from '#db/connection'

/** The outside world, as arguments. */
export type Clock = () => number

/** Rules that depend on the book (mappings, merges), read once and dropped when they change. */
export type RulesCache = { readonly current: (db: ReadDb) => CurrentRules; readonly drop: () => void }

/** What the use cases of an open book work with. */
export type BookDeps = {
  readonly file: OpenBook
  readonly read: ReadDb
  readonly now: Clock
  /** The name decisions are signed with. */
  readonly author: () => string
  readonly rules: RulesCache
  readonly announce: (event: AppEvent) => void
}

/** Handlers ask for the open book each time: it may be closed or another by then. Throws AppError book-missing. */
export type GetBook = () => BookDeps

/**
 * Runs a change in one immediate transaction, raises the book's sequence number and announces which nouns changed.
 * @throws AppError book-read-only, book-locked, disk-full, …; nothing is then changed
 */
export function commit<T>(deps: BookDeps, nouns: readonly Noun[], change: (write: WriteDb) => T): T {
  let seq = 0
  const value = keepingRules(deps, () =>
    deps.file.commit((write) => {
      const made = change(write)
      seq = bumpSeq(write)
      return made
    }),
  )
  // Home speaks of the whole book, and the book of its number and the head of its journal: whatever changes, they answer differently.
  deps.announce({ kind: 'changed', nouns: [...new Set([...nouns, 'home', 'book'] as const)], seq })
  return value
}

/**
 * For work that a worker will write. Also makes the host's own write connection, so that other programs see the book in use meanwhile.
 * @throws AppError book-read-only
 */
export function refuseReadOnly(book: GetBook): void {
  const { file } = book()
  if (file.write === null) throw new AppError('book-read-only', 'This catalog file is open for reading only.', { file: file.path })
}

/** Rules read inside a change that was taken back may hold what never was. */
function keepingRules<T>(deps: BookDeps, work: () => T): T {
  try {
    return work()
  } catch (error) {
    deps.rules.drop()
    throw error
  }
}

export type { Noun }
