import { existsSync } from 'node:fs'
import { BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import { ORIGIN } from './address.ts'
import type { Catalog, Catalogs } from './catalogs.ts'
import { setupCloseQuestion } from './closing.ts'
import { setupCrashQuestions } from './crashes.ts'
import { isReachable, type Memory, type WindowState } from './remembered.ts'

export type WindowsOptions = {
  readonly catalogs: Catalogs
  readonly memory: Memory
  readonly preload: string
  readonly hasDevTools: boolean
}

export type Windows = {
  /** A window on a catalog; a second one on the same shares its host. */
  readonly open: (catalog: Catalog, state?: WindowState) => BrowserWindow
  /** Shows the book at a path: in the window that has it, in an empty one, or in a new one. */
  readonly openBook: (path: string) => Promise<void>
  /** As they were when the app was last ended; else one that is empty. */
  readonly restore: () => void
  readonly showAny: () => void
  /** Keeps places and books for the next start. */
  readonly remember: () => void
}

const SIZE = { width: 1280, height: 800 }
const LEAST = { minWidth: 1024, minHeight: 640 }

/** Opens windows and knows where they were. */
export function createWindows({ catalogs, memory, preload, hasDevTools }: WindowsOptions): Windows {
  const remember = (): void => {
    const states = catalogs.all().flatMap((catalog) => [...catalog.windows].map((window) => describe(window, catalog)))
    if (states.length > 0) memory.keepWindows(states)
  }
  const open = (catalog: Catalog, state?: WindowState): BrowserWindow => {
    const window = new BrowserWindow({
      ...SIZE,
      ...LEAST,
      ...placeOf(state),
      show: false,
      title: 'Stewardbook',
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        nodeIntegrationInWorker: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        spellcheck: false,
        navigateOnDragDrop: false,
        devTools: hasDevTools,
      },
    })
    catalog.windows.add(window)
    window.once('ready-to-show', () => {
      if (state?.isMaximized === true) window.maximize()
      window.show()
    })
    setupCloseQuestion(window, catalog, remember)
    setupCrashQuestions(window)
    window.on('closed', () => {
      catalog.windows.delete(window)
      if (catalog.windows.size === 0) void catalogs.end(catalog)
    })
    window.loadURL(`${ORIGIN}/`).catch((error: unknown) => {
      if (!window.isDestroyed()) process.stderr.write(`The screens could not be shown: ${String(error)}\n`)
    })
    return window
  }
  return {
    open,
    openBook: (path) => openBook(path, catalogs, open),
    restore: () => restore(catalogs, memory, open),
    showAny: () => showAny(catalogs, open),
    remember,
  }
}

function placeOf(state: WindowState | undefined): Partial<Electron.Rectangle> {
  if (state === undefined) return {}
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea)
  const { width, height } = state.bounds
  return isReachable(state.bounds, areas) ? state.bounds : { width, height }
}

function describe(window: BrowserWindow, catalog: Catalog): WindowState {
  return { bounds: window.getNormalBounds(), isMaximized: window.isMaximized(), bookPath: catalog.book?.path ?? null }
}

type Open = Windows['open']

async function openBook(path: string, catalogs: Catalogs, open: Open): Promise<void> {
  const shown = catalogs.all().find(({ book }) => book?.path === path)
  if (shown !== undefined) return bringForward(shown, open)
  const empty = catalogs.all().find(({ book }) => book === null)
  const catalog = empty ?? catalogs.start()
  bringForward(catalog, open)
  const reply = await catalog.host.openBook(path)
  const [window] = catalog.windows
  if (reply.ok || window === undefined) return
  await dialog.showMessageBox(window, {
    type: 'error',
    message: 'This catalog file can’t be opened.',
    detail: reply.error.message,
    buttons: ['Close'],
  })
}

function bringForward(catalog: Catalog, open: Open): void {
  const [window] = catalog.windows
  if (window === undefined) return void open(catalog)
  if (window.isMinimized()) window.restore()
  window.show()
}

function restore(catalogs: Catalogs, memory: Memory, open: Open): void {
  const byBook = new Map<string, Catalog>()
  for (const state of memory.windows()) {
    if (state.bookPath === null || !existsSync(state.bookPath)) continue
    const known = byBook.get(state.bookPath)
    const catalog = known ?? catalogs.start()
    byBook.set(state.bookPath, catalog)
    // The window is made before the book is there: its first paint needs no data.
    open(catalog, state)
    if (known === undefined) void catalog.host.openBook(state.bookPath)
  }
  if (byBook.size === 0) open(catalogs.start(), memory.windows()[0])
}

function showAny(catalogs: Catalogs, open: Open): void {
  const [first] = catalogs.all()
  bringForward(first ?? catalogs.start(), open)
}
