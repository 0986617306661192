import { EventEmitter } from 'node:events'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createSingleInstanceLock } from './single-instance.ts'
import { emitPreventable, onlyEvents, strict } from './strict.ts'

const EVENTS = [
  'ready',
  'will-finish-launching',
  'before-quit',
  'will-quit',
  'quit',
  'window-all-closed',
  'second-instance',
  'browser-window-created',
  'web-contents-created',
  // Told by macOS or by a window system only; the double never does.
  'activate',
  'open-file',
  'open-url',
  // Told by Chromium's own processes; specs emit them.
  'child-process-gone',
  'render-process-gone',
]

/** What the windows need to know of the app, and the app of the windows. */
export const life = {
  isReady: false,
  isQuitting: false,
  /** Utility processes that run: name and pid. */
  utilities: new Map<number, string>(),
  /** Closes every window. @returns false when one refused */
  closeWindows: async (): Promise<boolean> => true,
}

const meta = { version: '0.0.0', path: process.cwd(), isPackaged: false }
const paths = new Map<string, string>()
const switches = new Map<string, string>()
let whenReady: () => void = () => undefined
const ready = new Promise<void>((resolve) => {
  whenReady = resolve
})

function defaultPath(name: string, appName: string): string {
  const config = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')
  const data = (): string => paths.get('userData') ?? join(paths.get('appData') ?? config, appName)
  switch (name) {
    case 'home':
      return homedir()
    case 'appData':
      return config
    case 'userData':
    case 'sessionData':
      return data()
    case 'logs':
      return join(data(), 'logs')
    case 'temp':
      return tmpdir()
    case 'documents':
      return join(homedir(), 'Documents')
    case 'downloads':
      return join(homedir(), 'Downloads')
    default:
      throw new Error(`Failed to get '${name}' path`)
  }
}

function findSwitch(name: string): string | undefined {
  const given = process.argv.find((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`))
  return given === undefined ? switches.get(name) : given.slice(name.length + 3)
}

async function quit(): Promise<void> {
  const hasClosed = await life.closeWindows()
  if (!hasClosed || emitPreventable(app, 'will-quit')) {
    life.isQuitting = false
    return
  }
  await lock.hasTold()
  app.emit('quit', {}, 0)
  process.exit(0)
}

const lock = createSingleInstanceLock(
  () => app.getPath('userData'),
  ({ argv, cwd, data }) => void app.emit('second-instance', {}, argv, cwd, data),
)

function metric(pid: number, type: Electron.ProcessMetric['type'], name: string): Electron.ProcessMetric {
  return strict('processMetric', { pid, type, name } satisfies Partial<Electron.ProcessMetric>) as Electron.ProcessMetric
}

const members = {
  name: 'electron-double',
  isPackaged: false,
  commandLine: {
    appendSwitch: (name: string, value = ''): void => void switches.set(name, value),
    hasSwitch: (name: string): boolean => findSwitch(name) !== undefined,
    getSwitchValue: (name: string): string => findSwitch(name) ?? '',
  } satisfies Partial<Electron.CommandLine> as unknown as Electron.CommandLine,
  whenReady: () => ready,
  isReady: () => life.isReady,
  getName: (): string => app.name,
  setName: (name: string): void => {
    app.name = name
  },
  getVersion: () => meta.version,
  getAppPath: () => meta.path,
  getLocale: () => 'en-US',
  getPath: (name: string): string => paths.get(name) ?? defaultPath(name, app.name),
  setPath: (name: string, path: string): void => void paths.set(name, resolve(path)),
  setAppLogsPath: () => undefined,
  enableSandbox: (): void => {
    if (life.isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
  },
  setAppUserModelId: () => undefined,
  setAboutPanelOptions: () => undefined,
  showAboutPanel: () => undefined,
  addRecentDocument: () => undefined,
  clearRecentDocuments: () => undefined,
  focus: () => undefined,
  /** Only who runs, not what it uses. */
  getAppMetrics: (): Electron.ProcessMetric[] => [
    metric(process.pid, 'Browser', ''),
    ...[...life.utilities].map(([pid, name]) => metric(pid, 'Utility', name)),
  ],
  requestSingleInstanceLock: (data?: Record<string, unknown>): boolean => lock.request(data),
  hasSingleInstanceLock: (): boolean => lock.isHeld(),
  releaseSingleInstanceLock: (): void => lock.release(),
  quit: (): void => {
    if (life.isQuitting) return
    if (emitPreventable(app, 'before-quit')) return
    life.isQuitting = true
    setImmediate(() => void quit())
  },
  exit: (code = 0): void => {
    app.emit('quit', {}, code)
    process.exit(code)
  },
} satisfies Partial<Electron.App>

export const app = strict('app', onlyEvents('app', Object.assign(new EventEmitter(), members), EVENTS))

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit())

/** Told by the boot file what is being started. */
export function configure(given: { readonly name: string; readonly version: string; readonly path: string }): void {
  meta.version = given.version
  meta.path = given.path
  app.name = given.name
}

/** The app's main module has run: tells it that the window system is there. */
export function becomeReady(): void {
  life.isReady = true
  app.emit('will-finish-launching')
  app.emit('ready', {}, {})
  whenReady()
}
