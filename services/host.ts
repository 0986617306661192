import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import packageJson from '#package' with { type: 'json' }
import type { PickPurpose } from '#contract/desktop'
import type { AppEvent } from '#contract/events'
import type { AppClient, AppContract } from '#contract/index'
import { createLazyClient, createLazyDispatcher, type Dispatch } from '#contract/kit'
import { needsQuickCheck } from '#db/book-file/check'
import { mapSqliteError } from '#db/book-file/errors'
import { readBook } from '#db/book-file/info'
import { isLogLong } from '#db/connection'
import { hasImportBeyond, visibleImportId } from '#db/imports'
import { createMadePlaces } from '#io/made-files'
import { createPicks } from '#io/picks'
import {
  forgetRecent,
  readLooked,
  readProfile,
  readVisit,
  rememberBook,
  rememberLooked,
  rememberVisit,
  writeAuthor,
} from '#io/recent-books'
import { createTickets, type Tickets } from '#io/tickets'
import type { BookDeps } from './deps.ts'
import type { DesktopKind } from './desktop.ts'
import { createJobPool, type JobPool } from './jobs/pool.ts'
import { createNouns } from './nouns.ts'
import { isSearchUntidy } from './rank-search-words.ts'
import { readSettings } from './read-settings.ts'
import { createSession, type Session } from './session.ts'

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
  /** Told why the book's place isn't safe for it, once the book is to be written: for doors that don't show it all the time. */
  readonly onUnsafeWrite?: (placeWarning: string) => void
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

/** By then a window that opens has been answered. */
const SOON_MS = 30
/** An import that is looked at is put in place, or more is decided, at once or not soon: housekeeping waits for which. */
const QUIET_MS = 1000
const TIDY = { kind: 'tidy' } as const

/**
 * Everything the program does, behind one dispatcher. Doors (Electron, loopback, command line) add nothing but transport.
 * @throws AppError when `bookPath` can't be opened
 */
export async function openHost(options: HostOptions = {}): Promise<Host> {
  const reportBug = options.reportBug ?? printBug
  const listeners = new Set<(event: AppEvent) => void>(options.onEvent === undefined ? [] : [options.onEvent])
  const announce = (event: AppEvent): void => {
    for (const listener of listeners) listener(event)
    // A command ends before this would: the next window does it.
    if (holder !== 'cli') tidySoon.ask()
  }
  const now = (): number => Date.now()
  const author = (): string => options.author ?? readProfile().author
  const holder = options.holder ?? 'cli'
  const picks = createPicks({ root: options.root ?? null, tempRoot: tmpdir(), now, randomId: randomUUID })
  const tickets = createTickets({ now, randomId: randomUUID })
  const places = createMadePlaces({ tempRoot: tmpdir(), randomId: randomUUID })
  const onOpen = (deps: BookDeps): void => {
    rememberBook({ path: deps.file.path, name: readBook(deps.read).name, openedAtMs: now() })
    if (holder !== 'cli') tidyUp(deps, jobs)
  }
  const tidySoon = createSoon(() => {
    const deps = session.current()
    if (deps === null || deps.file.isReadOnly || jobs.hasRunning()) return
    if (isSearchUntidy(deps.read) || isLogLong(deps.read)) jobs.tidy(TIDY)
  }, QUIET_MS)
  const told = options.onUnsafeWrite === undefined ? {} : { onUnsafeWrite: options.onUnsafeWrite }
  const session: Session = createSession({ holder, now, author, announce, onOpen, ...told })
  // A damaged page is met wherever it is read, and who holds a lock stands in the book.
  const explain = (error: unknown): Error => session.current()?.file.explain(error) ?? mapSqliteError(error, '')
  const jobs: JobPool = createJobPool({
    newTask: (task, cancelFlag) => {
      const common = { holder, author: author(), task, cancelFlag }
      if (task.kind === 'sample') return { ...common, bookPath: task.target, identity: null, keepOriginalUpToBytes: 0 }
      const { file, read } = session.book()
      const keepOriginalUpToBytes = readSettings(read).keepOriginalUpToMb * 1024 * 1024
      return { ...common, bookPath: file.path, identity: file.identity, keepOriginalUpToBytes }
    },
    now,
    randomId: randomUUID,
    onProgress: (job) => {
      announce({ kind: 'progress', job })
    },
    explain,
    reportBug,
  })
  const close = async (): Promise<void> => {
    await jobs.drain()
    session.close()
  }
  const profile = { readProfile, saveAuthor: writeAuthor, author, forgetRecent, now, appVersion: packageJson.version }
  const nouns = createNouns({
    session,
    picks,
    tickets,
    places,
    jobs,
    close,
    profile,
    visits: { read: readVisit, remember: rememberVisit },
    looked: { read: readLooked, remember: rememberLooked },
    reportBug,
    kind: options.kind ?? 'browser',
    explain,
  })
  const dispatchAll = createLazyDispatcher(nouns, reportBug)
  const dispatch: Dispatch = (path, input) => {
    session.look()
    return dispatchAll(path, input)
  }
  if (options.bookPath !== undefined) session.open(options.bookPath)
  const stopReading = holder === 'cli' ? () => undefined : readAhead([nouns.home, nouns.jobs, nouns.datasets, ...Object.values(nouns)])
  return {
    client: createLazyClient<AppContract>(dispatch),
    dispatch,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tickets,
    pickPath: (purpose, ...paths) => picks.pickPaths(purpose, paths),
    waitForJob: jobs.wait,
    close: async () => {
      stopReading()
      tidySoon.stop()
      session.stopWatching()
      await close()
      await picks.close()
      await places.close()
    },
  }
}

function printBug(error: unknown, where: string): void {
  process.stderr.write(`bug in ${where}: ${error instanceof Error ? error.stack : String(error)}\n`)
}

/** Work that nobody waits for: done a little later, once for all that ask until then. */
function createSoon(work: () => void, afterMs: number): { readonly ask: () => void; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined
  const start = (): void => {
    timer = undefined
    try {
      work()
    } catch {
      // What can't be read fails again, with an answer, for whoever asks for it.
    }
  }
  return {
    ask: () => (timer ??= setTimeout(start, afterMs).unref()),
    stop: () => {
      clearTimeout(timer)
    },
  }
}

/** Reads what nobody has asked for yet, one part after the other, while a window still opens. @returns stops */
function readAhead(parts: readonly (() => Promise<unknown>)[]): () => void {
  let isStopped = false
  const readAll = async (): Promise<void> => {
    for (const read of parts) {
      if (isStopped) return
      await read()
    }
  }
  const reading = createSoon(() => void readAll().catch(() => undefined), SOON_MS)
  reading.ask()
  return () => {
    isStopped = true
    reading.stop()
  }
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
  if (hasImportBeyond(read, visibleImportId(read))) {
    jobs.start('rebuild', 'Removing an import that never ended', async (work) => {
      await work.run({ kind: 'discard', importId: null })
      return { importId: null }
    })
  }
}
