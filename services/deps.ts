import type { AppEvent, Noun } from '#contract/events'
import type { CurrentRules } from '#core/assets/current'
import type { ReadDb, WriteDb } from '#db/connection'

/** The outside world, as arguments. */
export type Clock = () => number

/** What the use cases of an open book work with. */
export type BookDeps = {
  readonly read: ReadDb
  /** null: the book is open for reading only. Use `writable(deps)`. */
  readonly write: WriteDb | null
  readonly bookPath: string
  readonly now: Clock
  /** The name decisions are signed with. */
  readonly author: () => string
  readonly rules: RulesCache
  readonly announce: (event: AppEvent) => void
}

/** Rules that depend on the book (mappings, merges), read once and dropped when they change. */
export type RulesCache = { readonly current: (db: ReadDb) => CurrentRules; readonly drop: () => void }

export type { Noun }
