import { EventEmitter } from 'node:events'
import { originOf } from './addresses.ts'
import { answerInvoke, ipcMain } from './ipc.ts'
import { type Frame, Page, type PageMessage } from './page.ts'
import { pdfParams } from './pdf.ts'
import { applyPermissions, session } from './session.ts'
import { emitPreventable, notImplemented, onlyEvents, strict } from './strict.ts'
import { prefersDark } from './theme.ts'

const EVENTS = [
  'did-navigate',
  'dom-ready',
  'did-finish-load',
  'did-fail-load',
  'destroyed',
  'will-navigate',
  'will-frame-navigate',
  'render-process-gone',
  // Never told by the double: nothing hangs, redirects, embeds or types into it.
  'unresponsive',
  'responsive',
  'will-redirect',
  'will-attach-webview',
  'before-input-event',
  'preload-error',
  'context-menu',
]

type Public =
  | 'id'
  | 'session'
  | 'mainFrame'
  | 'loadURL'
  | 'getURL'
  | 'isDestroyed'
  | 'isLoading'
  | 'isCrashed'
  | 'reload'
  | 'send'
  | 'printToPDF'
  | 'forcefullyCrashRenderer'
  | 'executeJavaScript'
  | 'focus'
  | 'close'
  | 'setZoomLevel'
  | 'getZoomLevel'
  | 'openDevTools'
  | 'getType'

let lastId = 0
const all = new Map<number, WebContents>()

export class WebContents extends EventEmitter implements Pick<Electron.WebContents, Public> {
  readonly id: number
  readonly session = session.defaultSession
  readonly _page: Page
  readonly _onClose: () => void
  _openHandler: ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | null = null
  _preferences: Electron.WebPreferences = {}
  _address = ''
  _zoom = 0
  _isDestroyed = false
  _hasCrashed = false

  constructor(preload: string | null, size: { width: number; height: number }, onClose: () => void) {
    super()
    lastId += 1
    this.id = lastId
    this._onClose = onClose
    const self = strict('webContents', onlyEvents('webContents', this, EVENTS))
    this._page = new Page(preload, size, {
      onNavigated: (address) => {
        this._address = address
        this._hasCrashed = false
        this.emit('did-navigate', {}, address, 200, 'OK')
      },
      onDomReady: () => void this.emit('dom-ready', {}),
      onLoaded: () => {
        // Playwright, too, sets what media the page sees, once, at the page's beginning.
        void this._applyTheme().catch(() => undefined)
        this.emit('did-finish-load', {})
      },
      onCrashed: () => {
        this._hasCrashed = true
        this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
      },
      onGone: () => onClose(),
      onWindowOpen: (open) => this._takeWindowOpen(open),
      onNavigation: (address, isMainFrame) => this._isNavigationPrevented(address, isMainFrame),
      onMessage: (message, frame, answer) => void this._takeMessage(self, message, frame, answer),
    })
    void this._page.ready
      .then(() => this._applyTheme())
      .catch((error: unknown) => {
        if (!this._isDestroyed) process.stderr.write(`electron-double: ${String(error)}\n`)
      })
    all.set(this.id, self)
    return self
  }

  static getAllWebContents(): WebContents[] {
    return [...all.values()]
  }

  static fromId(id: number): WebContents | undefined {
    return all.get(id)
  }

  static fromDevToolsTargetId(targetId: string): WebContents | undefined {
    return [...all.values()].find((contents) => contents._page.targetId === targetId)
  }

  get mainFrame(): Electron.WebFrameMain {
    return frameOf({ id: '', url: this._address })
  }

  setWindowOpenHandler(handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse): void {
    this._openHandler = handler
  }

  async loadURL(address: string): Promise<void> {
    await applyPermissions(this, address)
    const loaded = new Promise<void>((resolve) => {
      super.once('did-finish-load', () => resolve())
    })
    try {
      await this._page.load(address)
    } catch (error) {
      this.emit('did-fail-load', {}, -2, String(error), address, true)
      throw error
    }
    await loaded
  }

  /** Undocumented in Electron, and what its own tests look at. */
  getLastWebPreferences(): Electron.WebPreferences {
    return this._preferences
  }

  getURL(): string {
    return this._address
  }

  isDestroyed(): boolean {
    return this._isDestroyed
  }

  isCrashed(): boolean {
    return this._hasCrashed
  }

  isLoading(): boolean {
    return false
  }

  getType(): 'window' {
    return 'window'
  }

  reload(): void {
    void this._page.reload().catch(() => undefined)
  }

  send(channel: string, ...args: unknown[]): void {
    void this._page.ready.then(() => this._page.tell(channel, args))
  }

  async printToPDF(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    const { data } = await this._page.send('Page.printToPDF', pdfParams(options))
    return Buffer.from(String(data), 'base64')
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const { result, exceptionDetails } = await this._page.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails))
    return (result as { value: unknown }).value
  }

  forcefullyCrashRenderer(): void {
    void this._page.send('Page.crash').catch(() => undefined)
  }

  focus(): void {}

  openDevTools(): void {}

  setZoomLevel(level: number): void {
    this._zoom = level
    void this._page.send('Emulation.setPageScaleFactor', { pageScaleFactor: 1.2 ** level }).catch(() => undefined)
  }

  getZoomLevel(): number {
    return this._zoom
  }

  close(): void {
    this._onClose()
  }

  async _applyTheme(): Promise<void> {
    const value = prefersDark() ? 'dark' : 'light'
    await this._page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] })
  }

  _destroy(): void {
    this._isDestroyed = true
    all.delete(this.id)
    void this._page.close()
    this.emit('destroyed')
  }

  _takeWindowOpen({ url, frameName }: { url: string; frameName: string }): void {
    const details = {
      url,
      frameName,
      features: '',
      disposition: 'new-window',
      referrer: { url: this._address, policy: 'default' },
    } as const
    const { action } = this._openHandler?.(details) ?? { action: 'allow' as const }
    if (action === 'allow') notImplemented('a window opened by a page')
  }

  _isNavigationPrevented(address: string, isMainFrame: boolean): boolean {
    const details = { url: address, isMainFrame, isSameDocument: false }
    const isFramePrevented = emitPreventable(this, 'will-frame-navigate', details)
    return (isMainFrame && emitPreventable(this, 'will-navigate', details, address, false, true)) || isFramePrevented
  }

  async _takeMessage(
    self: WebContents,
    { kind, id, channel, args }: PageMessage,
    frame: Frame | undefined,
    answer: (answer: object) => void,
  ) {
    const senderFrame = frame === undefined ? null : frameOf(frame)
    const event = strict('event', { type: 'frame', sender: self, senderFrame, frameId: 1, processId: 1 })
    if (kind === 'send') {
      ipcMain.emit(channel, event, ...args)
      return
    }
    answer({ kind: 'reply', id, ...(await answerInvoke(event as unknown as Electron.IpcMainInvokeEvent, channel, args)) })
  }
}

function frameOf({ url, parentId }: Frame): Electron.WebFrameMain {
  const parent = parentId === undefined ? null : frameOf({ id: parentId, url: '' })
  const members = { url, origin: originOf(url), parent } satisfies Partial<Electron.WebFrameMain>
  return strict('webFrameMain', members) as unknown as Electron.WebFrameMain
}

export { WebContents as webContents }
