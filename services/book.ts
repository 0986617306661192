import { basename, dirname } from 'node:path'
import { existsSync } from 'node:fs'
import type { BookInfo } from '#contract/book'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { AppError } from '#core/errors'
import type { CheckResult } from '#db/book-file/check'
import { type Copied, saveCopy } from '#db/book-file/copy'
import { createBook } from '#db/book-file/create'
import { isInItsPlace } from '#db/book-file/inspect'
import { readBook, readSchemaVersion, readSizeBytes } from '#db/book-file/info'
import { type ReadDb, sql } from '#db/connection'
import { countVisibleImports } from '#db/imports'
import { headHash, type JournalVerdict } from '#db/journal'
import type { Picks } from '#io/picks'
import type { Profile } from '#io/recent-books'
import type { BookDeps, GetBook } from './deps.ts'
import type { WorkerTask } from './jobs/messages.ts'
import type { JobPool } from './jobs/pool.ts'
import { inSnapshot } from './snapshot.ts'

export type BookServices = {
  readonly book: GetBook
  readonly current: () => BookDeps | null
  readonly open: (path: string) => BookDeps
  readonly close: () => Promise<void>
  readonly picks: Picks
  readonly jobs: () => JobPool
  /** Runs one worker task to its end. */
  readonly runTask: (title: string, task: WorkerTask) => Promise<unknown>
  readonly readProfile: () => Profile
  readonly saveAuthor: (author: string) => void
  readonly author: () => string
  readonly forgetRecent: (recentId: string) => void
  readonly now: () => number
  readonly appVersion: string
}

/** @throws AppError from the handlers: every book-… code, disk-full, conflict, not-found */
export function createBookHandlers(services: BookServices): Handlers<AppContract>['book'] {
  const { book, picks, now } = services
  const takePath = async (pickId: string, purpose: string): Promise<string> => {
    const pick = await picks.take(pickId, purpose)
    const [entry] = pick.entries
    if (entry === undefined) throw new AppError('invalid-input', 'No file was chosen.')
    return entry.path
  }
  return {
    current: () => {
      const deps = services.current()
      const profile = services.readProfile()
      return {
        book: deps === null ? null : readBookInfo(deps),
        author: services.author(),
        appVersion: services.appVersion,
        recent: profile.recent.slice(0, 20).map((recent) => ({
          recentId: recent.recentId,
          name: recent.name,
          fileName: basename(recent.path),
          folder: dirname(recent.path),
          openedAtMs: recent.openedAtMs,
          isMissing: !existsSync(recent.path),
        })),
      }
    },
    create: async ({ pickId, name, currency }) => {
      const path = await takePath(pickId, 'book-create')
      createBook(path, { name, currency, nowMs: now(), author: services.author() })
      return readBookInfo(await reopen(services, path))
    },
    createSample: async ({ pickId, seed, untilMs = now() }) => {
      const target = await takePath(pickId, 'book-create')
      await services.runTask('Making the sample catalog', { kind: 'sample', target, choice: { seed, untilMs } })
      return readBookInfo(await reopen(services, target))
    },
    open: async ({ pickId }) => readBookInfo(await reopen(services, await takePath(pickId, 'book-open'))),
    openRecent: async ({ recentId }) => {
      const recent = services.readProfile().recent.find((item) => item.recentId === recentId)
      if (recent === undefined) throw new AppError('not-found', 'This catalog file is not in the list any more.', { recentId })
      return readBookInfo(await reopen(services, recent.path))
    },
    forgetRecent: ({ recentId }) => {
      services.forgetRecent(recentId)
      return {}
    },
    close: async () => {
      await services.close()
      return {}
    },
    backup: async () => {
      book()
      return describe((await services.runTask('Backing up', { kind: 'backup' })) as Copied)
    },
    saveCopy: async ({ pickId }) => {
      book()
      const target = await takePath(pickId, 'book-copy')
      const { file } = book()
      // Its own connection still reads a file that was moved away, deleted or replaced, and nothing else does.
      if (!isInItsPlace(file)) return describe(saveCopy(file, target))
      return describe((await services.runTask('Saving a copy', { kind: 'copy', target })) as Copied)
    },
    check: async () => {
      book()
      const { ok, problems } = (await services.runTask('Checking the catalog file', { kind: 'check' })) as CheckResult
      return { ok, problems: problems.slice(0, 100) }
    },
    verify: async () => {
      book()
      return (await services.runTask('Verifying the journal', { kind: 'verify' })) as JournalVerdict
    },
    setAuthor: ({ author }) => {
      services.saveAuthor(author)
      return {}
    },
  }
}

async function reopen(services: BookServices, path: string): Promise<BookDeps> {
  const before = services.current()
  if (before !== null && services.jobs().hasRunning()) {
    throw new AppError('conflict', 'Something is still running on the open catalog file. Let it end or stop it first.')
  }
  if (before !== null) await services.close()
  return services.open(path)
}

const describe = (copied: Copied): { fileName: string; sizeBytes: number } => ({
  fileName: basename(copied.path),
  sizeBytes: copied.sizeBytes,
})

type Counts = BookInfo['counts']

/** Everything the shell shows of an open book, of one state. Counts come from the facet counters and small tables. */
const readBookInfo = (deps: BookDeps): BookInfo => inSnapshot(deps.read, () => readInfo(deps))

function readInfo({ read, file }: BookDeps): BookInfo {
  const row = readBook(read)
  return {
    name: row.name,
    fileName: basename(file.path),
    folder: dirname(file.path),
    sizeBytes: readSizeBytes(read),
    createdAtMs: row.createdAtMs,
    currency: row.currency,
    isReadOnly: file.isReadOnly,
    placeWarning: file.placeWarning,
    seq: row.seq,
    schemaVersion: readSchemaVersion(read),
    headHash: headHash(read),
    lastImportAtMs: sql<{ at: number | null }>(read, `select max(startedAtMs) at from "import" where status = 'visible'`).get()?.at ?? null,
    canRefresh: isThere(read, 'select 1 from source where place is not null'),
    hasCosts: isThere(read, 'select 1 from cost_month limit 1'),
    counts: readCounts(read),
  }
}

const isThere = (read: ReadDb, text: string): boolean => sql(read, text).get() !== undefined

/** Counters are kept on change: opening a book counts nothing that grows with it. */
function readCounts(read: ReadDb): Counts {
  const counters = new Map(
    sql<{ facet: string; value: string; count: number }>(
      read,
      `select facet, value, count from facet_count where facet in ('status', 'total')`,
    )
      .all()
      .map((row) => [`${row.facet}:${row.value}`, row.count]),
  )
  const count = (text: string): number => sql<{ n: number }>(read, text).get()?.n ?? 0
  return {
    datasets: counters.get('status:active') ?? 0,
    retiredDatasets: counters.get('status:retired') ?? 0,
    columns: counters.get('total:columns') ?? 0,
    edges: counters.get('total:edges') ?? 0,
    checks: counters.get('total:checks') ?? 0,
    sources: count(
      `select count(*) n from source where format <> 'hand' and exists (select 1 from "import" i where i.sourceId = source.id and i.status <> 'writing')`,
    ),
    imports: countVisibleImports(read),
    decisions: count('select count(*) n from decision'),
  }
}
