import type { BrowserWindow } from 'electron'
import type { Notice } from '#contract/window'
import type { OpenBook, Recent } from './host-messages.ts'
import { type HostProcess, startHost } from './host-process.ts'

/** One host, the book it has open, and the windows that show it. Two windows on one book share the host. */
export type Catalog = {
  readonly host: HostProcess
  readonly windows: Set<BrowserWindow>
  /** Titles of jobs under way, by id. */
  readonly jobs: Map<string, string>
  book: OpenBook | null
}

export type Catalogs = {
  readonly start: () => Catalog
  /** Ends a catalog's host once its windows are gone. */
  readonly end: (catalog: Catalog) => Promise<void>
  readonly all: () => readonly Catalog[]
  readonly of: (window: BrowserWindow | null) => Catalog | null
  readonly recent: () => readonly Recent[]
  /** Told when a book was opened or closed, the recent ones changed, or jobs began or ended. */
  readonly onChange: (listener: () => void) => void
  readonly jobsRunning: () => readonly string[]
}

export type CatalogTroubles = { readonly onGaveUp: (catalog: Catalog) => void }

const RESTARTED =
  'The part of Stewardbook that keeps your catalog file stopped and was started again. Nothing that was saved is lost; what was under way has to be started again.'

/** All catalogs that are open in this app. */
export function createCatalogs(hostFile: string, { onGaveUp }: CatalogTroubles): Catalogs {
  const catalogs = new Set<Catalog>()
  const ending = new Set<Promise<void>>()
  const listeners: (() => void)[] = []
  let recent: readonly Recent[] = []
  const changed = (): void => {
    for (const listener of listeners) listener()
  }

  const start = (): Catalog => {
    const host = startHost(hostFile, {
      onEvent: (event) => {
        if (event.kind === 'progress') followJob(catalog, event.job, changed)
        tellWindows(catalog, { kind: 'event', event })
      },
      onBook: (book, known) => {
        catalog.book = book
        recent = known
        changed()
      },
      onRestart: () => {
        catalog.jobs.clear()
        changed()
        tellWindows(catalog, { kind: 'restarted', message: RESTARTED })
      },
      onGaveUp: () => onGaveUp(catalog),
    })
    const catalog: Catalog = { host, windows: new Set(), jobs: new Map(), book: null }
    catalogs.add(catalog)
    return catalog
  }
  const end = async (catalog: Catalog): Promise<void> => {
    if (!catalogs.delete(catalog)) return void (await Promise.all(ending))
    const closing = catalog.host.close()
    ending.add(closing)
    await closing
    ending.delete(closing)
    changed()
  }
  return {
    start,
    end,
    all: () => [...catalogs],
    of: (window) => [...catalogs].find(({ windows }) => window !== null && windows.has(window)) ?? null,
    recent: () => recent,
    onChange: (listener) => void listeners.push(listener),
    jobsRunning: () => [...catalogs].flatMap(({ jobs }) => [...jobs.values()]),
  }
}

/** Says something to every window of a catalog. */
export function tellWindows({ windows }: Catalog, notice: Notice): void {
  for (const window of windows) if (!window.isDestroyed()) window.webContents.send(NOTICE, notice)
}

export const NOTICE = 'stewardbook:notice'

function followJob({ jobs }: Catalog, job: { jobId: string; title: string; state: string }, changed: () => void): void {
  const wasRunning = jobs.has(job.jobId)
  const isRunning = job.state === 'running'
  if (isRunning) jobs.set(job.jobId, job.title)
  else jobs.delete(job.jobId)
  if (wasRunning !== isRunning) changed()
}
