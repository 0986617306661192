import { EventEmitter } from 'node:events'
import { isAbsolute } from 'node:path'
import { app, life } from './app.ts'
import { emitPreventable, onlyEvents, strict } from './strict.ts'
import { nativeTheme } from './theme.ts'
import { WebContents } from './web-contents.ts'

const EVENTS = [
  'ready-to-show',
  'close',
  'closed',
  'show',
  'hide',
  'focus',
  'blur',
  'resize',
  'move',
  'maximize',
  'unmaximize',
  'minimize',
  'restore',
  'enter-full-screen',
  'leave-full-screen',
  'page-title-updated',
  // Never told by the double.
  'unresponsive',
  'responsive',
  'session-end',
]

/** Settings that open the page to the machine: the double will not run an app that has one. */
const REFUSED = [
  ['nodeIntegration', true],
  ['nodeIntegrationInSubFrames', true],
  ['nodeIntegrationInWorker', true],
  ['contextIsolation', false],
  ['sandbox', false],
  ['webSecurity', false],
  ['allowRunningInsecureContent', true],
  ['webviewTag', true],
] as const satisfies readonly [keyof Electron.WebPreferences, boolean][]

type Public =
  | 'id'
  | 'webContents'
  | 'loadURL'
  | 'show'
  | 'hide'
  | 'focus'
  | 'isVisible'
  | 'isDestroyed'
  | 'isMinimized'
  | 'isMaximized'
  | 'isFullScreen'
  | 'maximize'
  | 'restore'
  | 'setTitle'
  | 'getTitle'
  | 'setBounds'
  | 'getBounds'
  | 'getNormalBounds'
  | 'setProgressBar'
  | 'setRepresentedFilename'
  | 'setBackgroundColor'
  | 'close'
  | 'destroy'
  | 'reload'

const windows = new Set<BrowserWindow>()
let focused: BrowserWindow | null = null

type Bounds = { x: number; y: number; width: number; height: number }

export class BrowserWindow extends EventEmitter implements Pick<Electron.BrowserWindow, Exclude<Public, 'webContents'>> {
  readonly id: number
  readonly webContents: WebContents
  readonly _self: BrowserWindow
  _bounds: Bounds
  _title: string
  _isVisible: boolean
  _isMaximized = false
  _isDestroyed = false

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super()
    if (!life.isReady) throw new Error('Cannot create BrowserWindow before app is ready')
    const { preload, ...preferences } = options.webPreferences ?? {}
    for (const [name, bad] of REFUSED) {
      if (preferences[name] === bad) throw new Error(`electron-double: refuses webPreferences.${name}: ${bad}`)
    }
    if (preload !== undefined && !isAbsolute(preload)) throw new Error('preload script must have absolute path')
    this._bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 }
    this._title = options.title ?? ''
    this._isVisible = options.show !== false
    this.webContents = new WebContents(preload ?? null, this._bounds, () => this.close())
    this.webContents._preferences = options.webPreferences ?? {}
    this.id = this.webContents.id
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
    this._self = strict('BrowserWindow', onlyEvents('BrowserWindow', this, EVENTS))
    windows.add(this._self)
    focused = this._self
    app.emit('web-contents-created', {}, this.webContents)
    app.emit('browser-window-created', {}, this._self)
    return this._self
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows]
  }

  static getFocusedWindow(): BrowserWindow | null {
    return focused
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...windows].find((window) => window.webContents.id === contents.id) ?? null
  }

  static fromId(id: number): BrowserWindow | null {
    return [...windows].find((window) => window.id === id) ?? null
  }

  loadURL(address: string): Promise<void> {
    return this.webContents.loadURL(address)
  }

  reload(): void {
    this.webContents.reload()
  }

  show(): void {
    this._isVisible = true
    this.emit('show')
    this.focus()
  }

  hide(): void {
    this._isVisible = false
    this.emit('hide')
  }

  focus(): void {
    focused = this._self
    this.emit('focus', {})
  }

  isVisible(): boolean {
    return this._isVisible
  }

  isDestroyed(): boolean {
    return this._isDestroyed
  }

  isMinimized(): boolean {
    return false
  }

  isMaximized(): boolean {
    return this._isMaximized
  }

  isFullScreen(): boolean {
    return false
  }

  maximize(): void {
    this._isMaximized = true
    this.emit('maximize')
  }

  restore(): void {}

  setTitle(title: string): void {
    this._title = title
  }

  getTitle(): string {
    return this._title
  }

  setBounds(bounds: Partial<Bounds>): void {
    this._bounds = { ...this._bounds, ...bounds }
    this.emit('resize')
  }

  getBounds(): Bounds {
    return { ...this._bounds }
  }

  getNormalBounds(): Bounds {
    return { ...this._bounds }
  }

  setProgressBar(): void {}

  setRepresentedFilename(): void {}

  setBackgroundColor(): void {}

  close(): void {
    if (this._isDestroyed || emitPreventable(this, 'close')) return
    this.destroy()
  }

  destroy(): void {
    if (this._isDestroyed) return
    this._isDestroyed = true
    windows.delete(this._self)
    if (focused === this._self) focused = [...windows].at(-1) ?? null
    this.webContents._destroy()
    this.emit('closed')
    if (windows.size > 0 || life.isQuitting) return
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed')
    else app.quit()
  }
}

life.closeWindows = async () => {
  for (const window of windows) {
    window.close()
    if (!window.isDestroyed()) return false
  }
  return true
}

nativeTheme.on('updated', () => {
  for (const { webContents } of windows) void webContents._applyTheme().catch(() => undefined)
})
