import { app, type BrowserWindow, dialog } from 'electron'
import type { Catalog, Catalogs } from './catalogs.ts'

/** What a person wants of work that is under way. */
type Answer = 'keep' | 'finish' | 'stop'
const ANSWERS: readonly Answer[] = ['keep', 'finish', 'stop']

let isQuitting = false

async function askAboutJobs(window: BrowserWindow | undefined, titles: readonly string[], verb: 'Close' | 'Quit'): Promise<Answer> {
  const question = {
    type: 'warning' as const,
    message: 'Something is still running.',
    detail: `${titles.join('\n')}\n\nIf it is stopped, the catalog file is as it was before it began.`,
    buttons: ['Keep it open', `${verb} when it is done`, `Stop it and ${verb.toLowerCase()}`],
    defaultId: 0,
    cancelId: 0,
  }
  const { response } = await (window === undefined ? dialog.showMessageBox(question) : dialog.showMessageBox(window, question))
  return ANSWERS[response] ?? 'keep'
}

/** Closing the last window of a catalog ends its host; while that works, the person is asked. */
export function setupCloseQuestion(window: BrowserWindow, catalog: Catalog, remember: () => void): void {
  let isSettled = false
  let isAsking = false
  const decide = async (): Promise<void> => {
    isAsking = true
    const answer = await askAboutJobs(window, [...catalog.jobs.values()], 'Close')
    isAsking = false
    if (answer === 'keep' || window.isDestroyed()) return
    isSettled = true
    if (answer === 'finish') {
      window.hide()
      await untilNoJobs([catalog])
    }
    if (!window.isDestroyed()) window.close()
  }
  window.on('close', (event) => {
    if (!isQuitting) remember()
    if (isQuitting || isSettled || catalog.jobs.size === 0 || catalog.windows.size > 1) return
    event.preventDefault()
    if (!isAsking) void decide()
  })
}

const LOOK_EVERY_MS = 100

/** Jobs tell that they ended by an event; a host that died takes them along. */
async function untilNoJobs(catalogs: readonly Catalog[]): Promise<void> {
  while (catalogs.some(({ jobs }) => jobs.size > 0)) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
}

/** Quitting waits until every host has stopped its jobs and closed its book. */
export function setupQuit(catalogs: Catalogs, remember: () => void): void {
  let state: 'open' | 'asking' | 'closed' = 'open'
  const quit = async (): Promise<void> => {
    const titles = catalogs.jobsRunning()
    const windows = catalogs.all().flatMap((catalog) => [...catalog.windows])
    const answer = titles.length === 0 ? 'stop' : await askAboutJobs(windows[0], titles, 'Quit')
    if (answer === 'keep') {
      state = 'open'
      return
    }
    remember()
    isQuitting = true
    if (answer === 'finish') {
      for (const window of windows) if (!window.isDestroyed()) window.hide()
      await untilNoJobs(catalogs.all())
    }
    const hosts = catalogs.all().map((catalog) => catalogs.end(catalog))
    for (const window of windows) if (!window.isDestroyed()) window.destroy()
    await Promise.all(hosts)
    state = 'closed'
    app.quit()
  }
  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'asking') return
    state = 'asking'
    void quit()
  })
  app.on('window-all-closed', () => {
    // On macOS an app stays without windows, as its users expect.
    if (!isQuitting && process.platform !== 'darwin') app.quit()
  })
}
