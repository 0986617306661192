import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { AssetRef } from '#contract/shapes'
import { nextVisit, type Visit } from '#core/home/visit'
import { readSeq } from '#db/book-file/info'
import type { ReadDb } from '#db/connection'
import { findAssetRow } from '#db/current'
import type { NewlyFailing } from '#db/home'
import { visibleImportId } from '#db/imports'
import { journalHead } from '#db/journal'
import { findKeyByUrn } from '#db/keys'
import { toAssetRef } from './datasets/rows.ts'
import type { GetBook } from './deps.ts'
import { createFailingReader, type FailingBeside, readSince } from './home/since.ts'
import { readToday } from './home/today.ts'
import { inSnapshot } from './snapshot.ts'

/** Where visits are remembered: outside the book, by the path of its file. */
export type Visits = { readonly read: (path: string) => Visit | undefined; readonly remember: (path: string, visit: Visit) => void }

/** Where keys of what was looked at last are remembered, in the same way. */
export type Looked = {
  readonly read: (path: string) => readonly string[]
  readonly remember: (path: string, keys: readonly string[]) => void
}
const MOST_LOOKED = 8
const NONE_FAILS: NewlyFailing = { items: [], total: 0 }

/** @throws AppError from the handlers: book-missing */
export function createHomeHandlers(
  book: GetBook,
  visits: Visits,
  looked: Looked,
  failingBeside: FailingBeside,
): Handlers<AppContract>['home'] {
  const readFailing = createFailingReader(failingBeside)
  return {
    today: ({ scope }) => {
      const deps = book()
      return inSnapshot(deps.read, () => readToday(deps, scope))
    },
    since: async () => {
      const { read, file, author } = book()
      const mark = visits.read(file.path)?.since ?? null
      const { told, failing } = inSnapshot(read, () => {
        const found = readSince(read, mark, author())
        return { told: found, failing: mark === null || found.sinceMs === null ? NONE_FAILS : readFailing(read, mark.importId) }
      })
      const { items, total } = await failing
      return { ...told, failing: { items: [...items], total } }
    },
    visit: () => {
      const { read, file, now, announce } = book()
      const known = visits.read(file.path)
      const stands = inSnapshot(read, () => ({ ...journalHead(read), importId: visibleImportId(read) }))
      const visit = nextVisit(known, { ...stands, atMs: now() })
      visits.remember(file.path, visit)
      if (known === undefined || visit.since?.seq !== known.since?.seq) announce({ kind: 'changed', nouns: ['home'], seq: readSeq(read) })
      return {}
    },
    lookAt: ({ key }) => {
      const { path } = book().file
      looked.remember(path, [key, ...looked.read(path).filter((other) => other !== key)].slice(0, MOST_LOOKED))
      return {}
    },
    lookedAt: () => {
      const { read, file } = book()
      return inSnapshot(read, () => ({ items: listRefs(read, looked.read(file.path)).slice(0, MOST_LOOKED) }))
    },
  }
}

/** What these keys stand for now, each thing once. */
function listRefs(read: ReadDb, keys: readonly string[]): AssetRef[] {
  const refs = keys.flatMap((key) => {
    const known = findKeyByUrn(read, key)
    const row = known === undefined ? undefined : findAssetRow(read, known.assetId)
    return row === undefined ? [] : [toAssetRef(row)]
  })
  return [...new Map(refs.map((ref) => [ref.key, ref])).values()]
}
