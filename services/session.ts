import type { AppEvent, Noun } from '#contract/events'
import { AppError } from '#core/errors'
import { readSeq } from '#db/book-file/info'
import { openBook } from '#db/book-file/open'
import type { BookDeps } from './deps.ts'
import { createRulesCache } from './rules.ts'
import { watchOtherWriters } from './watch.ts'

const EVERYTHING: readonly Noun[] = [
  'assets',
  'book',
  'costs',
  'datasets',
  'decisions',
  'home',
  'imports',
  'journal',
  'lineage',
  'owners',
  'terms',
  'domains',
  'products',
  'reports',
  'search',
  'settings',
  'sources',
  'suggestions',
  'views',
]

/** The one book a host has open, or none. */
export type Session = {
  readonly current: () => BookDeps | null
  /** Throws AppError book-missing where none is open. */
  readonly book: () => BookDeps
  readonly open: (path: string) => BookDeps
  readonly close: () => void
  /** Call when the book changed by other means than `commit`: a worker, another program. */
  readonly changed: () => void
  /** Looks whether another program changed the book. */
  readonly look: () => void
  readonly stopWatching: () => void
}

export type SessionOptions = {
  readonly holder: string
  readonly now: () => number
  readonly author: () => string
  readonly announce: (event: AppEvent) => void
  readonly onOpen: (deps: BookDeps) => void
  /** Told why a book's place isn't safe, once it is to be written. */
  readonly onUnsafeWrite?: (placeWarning: string) => void
}

/** What is no commit may speak of another's number. */
const isCommit = (event: AppEvent): event is AppEvent & { kind: 'changed' } => event.kind === 'changed' && event.nouns.includes('book')

export function createSession({ holder, now, author, announce, onOpen, ...told }: SessionOptions): Session {
  const rules = createRulesCache()
  let current: BookDeps | null = null
  let announcedSeq = 0
  const lookAnew = (): void => {
    rules.drop()
    announcedSeq = current === null ? 0 : readSeq(current.read)
  }
  const changed = (): void => {
    lookAnew()
    announce({ kind: 'changed', nouns: [...EVERYTHING], seq: announcedSeq })
  }
  const opened = (): void => {
    lookAnew()
    announce({ kind: 'opened' })
  }
  // An import that is being written commits many times a second, and nothing of it shows yet.
  const changedIfSeen = (): void => {
    if (current !== null && readSeq(current.read) !== announcedSeq) changed()
  }
  // Own commits tell their nouns themselves. One that another program's came before leaves a gap: then everything is told.
  const tell = (event: AppEvent): void => {
    if (isCommit(event) && event.seq === announcedSeq + 1) announcedSeq = event.seq
    announce(event)
  }
  const watch = watchOtherWriters(() => current?.read ?? null, changedIfSeen)
  return {
    current: () => current,
    book: () => {
      if (current === null) throw new AppError('book-missing', 'No catalog file is open. Open one or create one first.')
      return current
    },
    open: (path) => {
      const file = openBook(path, { holder, nowMs: now(), author: author(), ...told })
      current = { file, read: file.read, now, author, rules, announce: tell }
      onOpen(current)
      opened()
      return current
    },
    close: () => {
      current?.file.close()
      current = null
      opened()
    },
    changed,
    look: watch.look,
    stopWatching: watch.stop,
  }
}
