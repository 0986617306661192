import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import type { PickPurpose } from '#contract/desktop'
import type { AppEvent } from '#contract/events'
import { contract, type AppClient, type AppHandlers } from '#contract/index'
import { createClient, createDispatcher, type Dispatch } from '#contract/kit'
import { AppError } from '#core/errors'
import { readBook } from '#db/book-file/info'
import { openBook } from '#db/book-file/open'
import { createPicks } from '#io/picks'
import { forgetRecent, readProfile, rememberBook, writeAuthor } from '#io/recent-books'
import { createTickets, type Tickets } from '#io/tickets'
import { createAssetHandlers } from './assets.ts'
import { createBookHandlers } from './book.ts'
import { createDatasetHandlers } from './datasets.ts'
import { createDecisionHandlers } from './decisions.ts'
import type { BookDeps } from './deps.ts'
import { createDesktopHandlers, type DesktopKind } from './desktop.ts'
import { createImportHandlers } from './imports.ts'
import { createJobPool, type JobPool } from './jobs/pool.ts'
import { createJournalHandlers } from './journal.ts'
import { createLineageHandlers } from './lineage.ts'
import { createOwnerHandlers } from './owners.ts'
import { createReportHandlers } from './reports.ts'
import { createRulesCache } from './rules.ts'
import { createSearchHandlers } from './search.ts'
import { createSettingsHandlers, readSettings } from './settings.ts'
import { createSourceHandlers } from './sources.ts'
import { createSuggestionHandlers } from './suggestions.ts'
import { watchOtherWriters } from './watch.ts'

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

export const APP_VERSION = '0.1.0'
const EVERYTHING = [
  'assets',
  'book',
  'datasets',
  'decisions',
  'imports',
  'journal',
  'lineage',
  'owners',
  'reports',
  'search',
  'settings',
  'sources',
  'suggestions',
] as const

/**
 * Everything the program does, behind one dispatcher. Doors (Electron, loopback, command line) add nothing but transport.
 * @throws AppError when `bookPath` can't be opened
 */
export function openHost(options: HostOptions = {}): Promise<Host> {
  const reportBug =
    options.reportBug ??
    ((error, where) => process.stderr.write(`bug in ${where}: ${error instanceof Error ? error.stack : String(error)}\n`))
  const listeners = new Set<(event: AppEvent) => void>(options.onEvent === undefined ? [] : [options.onEvent])
  const announce = (event: AppEvent): void => {
    for (const listener of listeners) listener(event)
  }
  const now = (): number => Date.now()
  const author = (): string => options.author ?? readProfile().author
  const holder = options.holder ?? 'cli'
  const picks = createPicks({ root: options.root ?? null, tempRoot: tmpdir(), now, randomId: randomUUID })
  const tickets = createTickets({ now, randomId: randomUUID })
  const rules = createRulesCache()

  let current: BookDeps | null = null
  const book = (): BookDeps => {
    if (current === null) throw new AppError('book-missing', 'No catalog file is open. Open one or create one first.')
    return current
  }
  const jobs = createJobPool({
    newTask: (task, cancelFlag) => {
      const deps = book()
      return {
        bookPath: deps.file.path,
        holder,
        author: author(),
        keepOriginalUpToBytes: readSettings(deps.read).keepOriginalUpToMb * 1024 * 1024,
        task,
        cancelFlag,
      }
    },
    now,
    randomId: randomUUID,
    onProgress: (job) => {
      announce({ kind: 'progress', job })
    },
    reportBug,
  })
  const changedElsewhere = (): void => {
    rules.drop()
    if (current !== null) announce({ kind: 'changed', nouns: [...EVERYTHING], seq: readBook(current.read).seq })
  }
  const watch = watchOtherWriters(() => current?.read ?? null, changedElsewhere)
  const open = (path: string): BookDeps => {
    const file = openBook(path, { holder, nowMs: now(), author: author() })
    rules.drop()
    current = { file, read: file.read, now, author, rules, announce }
    rememberBook({ path: file.path, name: readBook(file.read).name, openedAtMs: now() })
    changedElsewhere()
    return current
  }
  const close = async (): Promise<void> => {
    await jobs.drain()
    current?.file.close()
    current = null
    announce({ kind: 'changed', nouns: [...EVERYTHING], seq: 0 })
  }
  const runCheck = async (): Promise<{ ok: boolean; problems: readonly string[] }> => {
    let found: { ok: boolean; problems: readonly string[] } = { ok: false, problems: [] }
    const jobId = jobs.start('rebuild', 'Checking the catalog file', async (work) => {
      found = (await work.run({ kind: 'check' })) as typeof found
      return { importId: null }
    })
    const job = await jobs.wait(jobId)
    if (job.error !== null) throw new AppError(job.error.code as AppError['code'], job.error.message)
    return found
  }

  const handlers: AppHandlers = {
    assets: createAssetHandlers(book),
    book: createBookHandlers({
      book,
      current: () => current,
      open,
      close,
      picks,
      jobs: () => jobs,
      runCheck,
      readProfile,
      saveAuthor: writeAuthor,
      author,
      forgetRecent,
      now,
      appVersion: APP_VERSION,
    }),
    datasets: createDatasetHandlers(book),
    decisions: createDecisionHandlers(book, picks, tickets),
    desktop: createDesktopHandlers(picks, options.kind ?? 'browser'),
    imports: createImportHandlers({ book, picks, jobs: () => jobs, randomId: randomUUID, afterChange: changedElsewhere }),
    jobs: {
      list: () => ({ items: jobs.list().slice(0, 50) }),
      get: ({ jobId }) => jobs.get(jobId),
      cancel: ({ jobId }) => (jobs.cancel(jobId), {}),
    },
    journal: createJournalHandlers(book),
    lineage: createLineageHandlers(book),
    owners: createOwnerHandlers(book),
    reports: createReportHandlers(book, tickets),
    search: createSearchHandlers(book),
    settings: createSettingsHandlers(book),
    sources: createSourceHandlers({ book, jobs: () => jobs, afterChange: changedElsewhere }),
    suggestions: createSuggestionHandlers(book),
  }
  const dispatchAll = createDispatcher(contract, handlers, reportBug)
  const dispatch: Dispatch = (path, input) => {
    watch.look()
    return dispatchAll(path, input)
  }
  if (options.bookPath !== undefined) open(options.bookPath)
  return Promise.resolve({
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
      watch.stop()
      await close()
      await picks.close()
    },
  })
}
