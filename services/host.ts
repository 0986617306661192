import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import type { PickPurpose } from '#contract/desktop'
import type { AppEvent } from '#contract/events'
import { type AppClient, type AppHandlers, contract } from '#contract/index'
import { createClient, createDispatcher, type Dispatch } from '#contract/kit'
import { AppError } from '#core/errors'
import type { Report } from '#core/reports/document'
import { needsQuickCheck } from '#db/book-file/check'
import { mapSqliteError } from '#db/book-file/errors'
import { readBook } from '#db/book-file/info'
import { listUnfinishedImports } from '#db/imports'
import { createPicks, type Picks } from '#io/picks'
import { forgetRecent, readProfile, rememberBook, writeAuthor } from '#io/recent-books'
import { createTickets, type Tickets } from '#io/tickets'
import { createAssetHandlers } from './assets.ts'
import { type BookServices, createBookHandlers } from './book.ts'
import { createDatasetHandlers } from './datasets.ts'
import { createDecisionHandlers } from './decisions.ts'
import type { BookDeps } from './deps.ts'
import { createDesktopHandlers, type DesktopKind } from './desktop.ts'
import { createImportHandlers } from './imports.ts'
import type { WorkerTask } from './jobs/messages.ts'
import { createJobPool, type JobPool } from './jobs/pool.ts'
import { createJournalHandlers } from './journal.ts'
import { createLineageHandlers } from './lineage.ts'
import { createOwnerHandlers } from './owners.ts'
import type { ReportFile } from './make-report.ts'
import { createReportHandlers } from './reports.ts'
import { createSearchHandlers } from './search.ts'
import { createSession, type Session } from './session.ts'
import { createSettingsHandlers, readSettings } from './settings.ts'
import { createSourceHandlers } from './sources.ts'
import { createSuggestionHandlers } from './suggestions.ts'

export type HostOptions = {
  /** Opens this book at once. */
  readonly bookPath?: string
  /** Signs decisions instead of the remembered author (`--as`). */
  readonly author?: string
  /** Folder whose files a screen may list and pick; null where paths are named by the person at the machine. */
  readonly root?: string | null
  readonly kind?: DesktopKind
  /** Which program this is, for others that find the book in use. */
  readonly holder?: string
  readonly onEvent?: (event: AppEvent) => void
  readonly reportBug?: (error: unknown, where: string) => void
}

export type Host = {
  readonly client: AppClient
  readonly dispatch: Dispatch
  /** Hears every event from now on; the result stops it. */
  readonly subscribe: (listener: (event: AppEvent) => void) => () => void
  readonly tickets: Tickets
  /** A pick id for paths the person named at the machine itself. */
  readonly pickPath: (purpose: PickPurpose, ...paths: string[]) => Promise<string>
  readonly waitForJob: JobPool['wait']
  /** Cancels jobs, closes the book, deletes uploads. */
  readonly close: () => Promise<void>
}

const APP_VERSION = '0.1.0'

/**
 * Everything the program does, behind one dispatcher. Doors (Electron, loopback, command line) add nothing but transport.
 * @throws AppError when `bookPath` can't be opened
 */
export async function openHost(options: HostOptions = {}): Promise<Host> {
  const reportBug = options.reportBug ?? printBug
  const listeners = new Set<(event: AppEvent) => void>(options.onEvent === undefined ? [] : [options.onEvent])
  const announce = (event: AppEvent): void => {
    for (const listener of listeners) listener(event)
  }
  const now = (): number => Date.now()
  const author = (): string => options.author ?? readProfile().author
  const holder = options.holder ?? 'cli'
  const picks = createPicks({ root: options.root ?? null, tempRoot: tmpdir(), now, randomId: randomUUID })
  const tickets = createTickets({ now, randomId: randomUUID })
  const onOpen = (deps: BookDeps): void => {
    rememberBook({ path: deps.file.path, name: readBook(deps.read).name, openedAtMs: now() })
    if (holder !== 'cli') tidyUp(deps, jobs)
  }
  const session: Session = createSession({ holder, now, author, announce, onOpen })
  const jobs: JobPool = createJobPool({
    newTask: (task, cancelFlag) => {
      const { file, read } = session.book()
      const keepOriginalUpToBytes = readSettings(read).keepOriginalUpToMb * 1024 * 1024
      return { bookPath: file.path, holder, author: author(), keepOriginalUpToBytes, task, cancelFlag }
    },
    now,
    randomId: randomUUID,
    onProgress: (job) => {
      announce({ kind: 'progress', job })
    },
    reportBug,
  })
  const close = async (): Promise<void> => {
    await jobs.drain()
    session.close()
  }
  const profile = { readProfile, saveAuthor: writeAuthor, author, forgetRecent, now, appVersion: APP_VERSION }
  const dispatchAll = createDispatcher(
    contract,
    createHandlers({ session, picks, tickets, jobs, close, kind: options.kind ?? 'browser', profile }),
    reportBug,
    // A damaged page is met wherever it is read.
    (error) => mapSqliteError(error, session.current()?.file.path ?? ''),
  )
  const dispatch: Dispatch = (path, input) => {
    session.look()
    return dispatchAll(path, input)
  }
  if (options.bookPath !== undefined) session.open(options.bookPath)
  return {
    client: createClient(contract, dispatch),
    dispatch,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tickets,
    pickPath: (purpose, ...paths) => picks.pickPaths(purpose, paths),
    waitForJob: jobs.wait,
    close: async () => {
      session.stopWatching()
      await close()
      await picks.close()
    },
  }
}

function printBug(error: unknown, where: string): void {
  process.stderr.write(`bug in ${where}: ${error instanceof Error ? error.stack : String(error)}\n`)
}

/** After a crash, and weekly: looks the file over and removes what no reader ever saw, while the person already works. */
function tidyUp({ file, read, now }: BookDeps, jobs: JobPool): void {
  if (file.isReadOnly) return
  if (needsQuickCheck({ read, wasClosedCleanly: file.wasClosedCleanly }, now())) {
    jobs.start('rebuild', 'Looking the catalog file over', async (work) => {
      await work.run({ kind: 'quick-check' })
      return { importId: null }
    })
  }
  if (listUnfinishedImports(read).length > 0) {
    jobs.start('rebuild', 'Removing an import that never ended', async (work) => {
      await work.run({ kind: 'discard' })
      return { importId: null }
    })
  }
}

type Parts = {
  readonly session: Session
  readonly picks: Picks
  readonly tickets: Tickets
  readonly jobs: JobPool
  readonly close: () => Promise<void>
  readonly kind: DesktopKind
  readonly profile: Pick<BookServices, 'readProfile' | 'saveAuthor' | 'author' | 'forgetRecent' | 'now' | 'appVersion'>
}

/** One handler object per noun: the composition of the whole program. */
function createHandlers({ session, picks, tickets, jobs, close, kind, profile }: Parts): AppHandlers {
  const { book } = session
  return {
    assets: createAssetHandlers(book),
    book: createBookHandlers({
      ...profile,
      book,
      current: session.current,
      open: session.open,
      close,
      picks,
      jobs: () => jobs,
      runTask: (title, task) => runTask(jobs, title, task),
    }),
    datasets: createDatasetHandlers(book),
    decisions: createDecisionHandlers(book, picks, tickets),
    desktop: createDesktopHandlers(picks, kind),
    imports: createImportHandlers({ book, picks, jobs: () => jobs, randomId: randomUUID, afterChange: session.changed }),
    jobs: {
      list: () => ({ items: jobs.list().slice(0, 50) }),
      get: ({ jobId }) => jobs.get(jobId),
      cancel: ({ jobId }) => {
        jobs.cancel(jobId)
        return {}
      },
    },
    journal: createJournalHandlers(book),
    lineage: createLineageHandlers(book),
    owners: createOwnerHandlers(book),
    reports: createReportHandlers(book, tickets, {
      rows: async (request) => (await jobs.ask({ kind: 'report', request })) as Report,
      file: async (request) => (await jobs.ask({ kind: 'report', request })) as ReportFile,
    }),
    search: createSearchHandlers(book),
    settings: createSettingsHandlers(book),
    sources: createSourceHandlers({ book, jobs: () => jobs, afterChange: session.changed }),
    suggestions: createSuggestionHandlers(book),
  }
}

/** One worker task as a job of its own, to its end. */
async function runTask(jobs: JobPool, title: string, task: WorkerTask): Promise<unknown> {
  let found: unknown
  const jobId = jobs.start('rebuild', title, async (work) => {
    found = await work.run(task)
    return { importId: null }
  })
  const job = await jobs.wait(jobId)
  if (job.error !== null)
    throw new AppError(job.error.code as AppError['code'], job.error.message, job.error.details as AppError['details'])
  return found
}
