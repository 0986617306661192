import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { nextVisit, type Visit } from '#core/home/visit'
import { readSeq } from '#db/book-file/info'
import { visibleImportId } from '#db/imports'
import { journalHead } from '#db/journal'
import type { GetBook } from './deps.ts'
import { readSince } from './home/since.ts'
import { readToday } from './home/today.ts'
import { inSnapshot } from './snapshot.ts'

/** Where visits are remembered: outside the book, by the path of its file. */
export type Visits = { readonly read: (path: string) => Visit | undefined; readonly remember: (path: string, visit: Visit) => void }

/** @throws AppError from the handlers: book-missing */
export function createHomeHandlers(book: GetBook, visits: Visits): Handlers<AppContract>['home'] {
  return {
    today: ({ scope }) => {
      const deps = book()
      return inSnapshot(deps.read, () => readToday(deps, scope))
    },
    since: () => {
      const { read, file, author } = book()
      const mark = visits.read(file.path)?.since ?? null
      return inSnapshot(read, () => readSince(read, mark, author()))
    },
    visit: () => {
      const { read, file, now, announce } = book()
      const known = visits.read(file.path)
      const visit = nextVisit(known, { ...journalHead(read), importId: visibleImportId(read), atMs: now() })
      visits.remember(file.path, visit)
      if (known === undefined || visit.since?.seq !== known.since?.seq) announce({ kind: 'changed', nouns: ['home'], seq: readSeq(read) })
      return {}
    },
  }
}
