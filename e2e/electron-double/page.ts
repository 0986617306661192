import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { toApp, toReal } from './addresses.ts'
import { cdp, type CdpSession, openTarget } from './chromium.ts'
import { makeClone } from './clone.ts'
import { mayRequest, schemeHandler } from './session.ts'
import { mainWorld, preloadWorld } from './worlds.mjs'

// One page of Chromium with what Electron puts around it: a preload in a world of its own, messages, and the app's schemes.

const WORLD = 'electron-preload'
const { encode, decode } = makeClone()

export type Frame = { readonly id: string; readonly url: string; readonly parentId?: string }
export type PageMessage = {
  readonly kind: 'invoke' | 'send'
  readonly id: number
  readonly channel: string
  readonly args: readonly unknown[]
}
export type WindowOpen = { readonly url: string; readonly frameName: string }

/** What the page tells its owner. */
export type PageListener = {
  readonly onNavigated: (address: string) => void
  readonly onDomReady: () => void
  readonly onLoaded: () => void
  readonly onCrashed: () => void
  readonly onGone: () => void
  readonly onWindowOpen: (open: WindowOpen) => void
  /** @returns whether the app prevents it */
  readonly onNavigation: (address: string, isMainFrame: boolean) => boolean
  readonly onMessage: (message: PageMessage, frame: Frame | undefined, answer: (answer: object) => void) => void
}

type RequestPaused = {
  readonly requestId: string
  readonly resourceType: string
  readonly frameId: string
  readonly request: { readonly url: string; readonly method: string; readonly headers: Record<string, string>; readonly postData?: string }
}
type Binding = { readonly name: string; readonly payload: string; readonly executionContextId: number }

export class Page {
  readonly ready: Promise<void>
  readonly _token = `ed${randomBytes(12).toString('hex')}:`
  readonly _preload: string | null
  readonly _size: { readonly width: number; readonly height: number }
  readonly _listener: PageListener
  readonly _contexts = new Map<number, string>()
  readonly _frames = new Map<string, Frame>()
  _session: CdpSession | null = null
  _targetId = ''
  _mainFrameId = ''
  _announced: string | null = null

  constructor(preload: string | null, size: { width: number; height: number }, listener: PageListener) {
    this._preload = preload
    this._size = size
    this._listener = listener
    this.ready = this._open()
  }

  get targetId(): string {
    return this._targetId
  }

  get mainFrame(): Frame | undefined {
    return this._frames.get(this._mainFrameId)
  }

  async send(method: string, params?: Record<string, unknown>): Promise<Record<string, unknown>> {
    await this.ready
    if (this._session === null) throw new Error('Object has been destroyed')
    return this._session.send(method, params)
  }

  /** Goes where the app said, so it is not asked again. @throws Error as Electron's loadURL rejects */
  async load(address: string): Promise<void> {
    await this.ready
    const real = toReal(address)
    this._announced = real
    const { errorText } = await this.send('Page.navigate', { url: real })
    if (errorText !== undefined) throw new Error(`${text(errorText)} loading '${address}'`)
  }

  async reload(): Promise<void> {
    await this.ready
    this._announced = this.mainFrame?.url ?? null
    await this.send('Page.reload')
  }

  /** Sends a message to the preload of the main frame. */
  tell(channel: string, args: readonly unknown[]): void {
    const text = encode({ kind: 'told', channel, args })
    for (const [context, frameId] of this._contexts) {
      if (frameId === this._mainFrameId) void this._deliver(context, text)
    }
  }

  async close(): Promise<void> {
    await this.ready.catch(() => undefined)
    if (this._targetId !== '') await cdp.send('Target.closeTarget', { targetId: this._targetId }).catch(() => undefined)
  }

  get _names() {
    const plain = this._token.slice(0, -1)
    return { binding: `${plain}b`, receive: `${plain}r`, files: `${plain}f`, platform: process.platform, versions: { ...process.versions } }
  }

  async _open(): Promise<void> {
    const { targetId, session } = await openTarget(this._size.width, this._size.height, this._listener.onGone)
    this._targetId = targetId
    this._session = session
    this._follow(session)
    const set = this._scripts().map((params) => session.send('Page.addScriptToEvaluateOnNewDocument', params))
    const setUp = Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      session.send('Runtime.addBinding', { name: this._names.binding, executionContextName: WORLD }),
      ...set,
      session.send('Page.getFrameTree').then(({ frameTree }) => {
        this._mainFrameId = (frameTree as { frame: Frame }).frame.id
      }),
    ])
    await session.send('Runtime.runIfWaitingForDebugger')
    await setUp
  }

  /** Only in the main frame, as without nodeIntegrationInSubFrames, and not in the empty page every window begins with. */
  _scripts(): { source: string; worldName?: string }[] {
    const token = JSON.stringify(this._token)
    const guarded = (source: string): string => `if (self === top && location.href !== 'about:blank') (${source})`
    const main = { source: `${guarded(String(mainWorld))}(${token})` }
    if (this._preload === null) return [main]
    const text = readFileSync(this._preload, 'utf8')
    const preload = `function (require, module, exports, process) {${text}\n}`
    const args = [token, JSON.stringify(this._names), String(makeClone), preload].join(', ')
    return [main, { worldName: WORLD, source: `${guarded(String(preloadWorld))}(${args})` }]
  }

  _follow(session: CdpSession): void {
    const listener = this._listener
    const isEmpty = (): boolean => (this.mainFrame?.url ?? 'about:blank') === 'about:blank'
    type Context = { context: { id: number; name: string; auxData: { frameId: string } } }
    session.on('Runtime.executionContextCreated', ({ context }: Context) => {
      if (context.name === WORLD) this._contexts.set(context.id, context.auxData.frameId)
    })
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }: { executionContextId: number }) =>
      this._contexts.delete(executionContextId),
    )
    session.on('Runtime.executionContextsCleared', () => this._contexts.clear())
    session.on('Page.frameNavigated', ({ frame }: { frame: Frame }) => {
      this._frames.set(frame.id, frame)
      if (frame.parentId !== undefined) return
      this._mainFrameId = frame.id
      if (frame.url !== 'about:blank') listener.onNavigated(toApp(frame.url))
    })
    session.on('Page.navigatedWithinDocument', ({ frameId, url }: { frameId: string; url: string }) => {
      const frame = this._frames.get(frameId)
      if (frame !== undefined) this._frames.set(frameId, { ...frame, url })
    })
    session.on('Page.domContentEventFired', () => void (isEmpty() || listener.onDomReady()))
    session.on('Page.loadEventFired', () => void (isEmpty() || listener.onLoaded()))
    session.on('Page.windowOpen', ({ url, windowName }: { url: string; windowName: string }) =>
      listener.onWindowOpen({ url: toApp(url), frameName: windowName }),
    )
    session.on('Inspector.targetCrashed', () => listener.onCrashed())
    session.on('Runtime.bindingCalled', (call: Binding) => void this._take(call).catch(complain))
    session.on('Fetch.requestPaused', (paused: RequestPaused) => void this._answerRequest(session, paused).catch(complain))
  }

  async _take({ name, payload, executionContextId }: Binding): Promise<void> {
    if (name !== this._names.binding) return
    const frame = this._frames.get(this._contexts.get(executionContextId) ?? '')
    const message = decode(await this._fillInPaths(executionContextId, payload)) as PageMessage
    const shown = frame === undefined ? undefined : { ...frame, url: toApp(frame.url) }
    this._listener.onMessage(message, shown, (answer) => void this._deliver(executionContextId, encode(answer)))
  }

  /** Puts the paths of files in place of the marks that getPathForFile gave out; '' for a file that is on no disk. */
  async _fillInPaths(contextId: number, payload: string): Promise<string> {
    const mark = new RegExp(`${this._token}file:(\\d+);`, 'g')
    const numbers = [...payload.matchAll(mark)].map((found) => Number(found[1]))
    const paths = new Map<number, string>()
    for (const number of numbers) {
      const expression = `globalThis[${JSON.stringify(this._names.files)}][${number}]`
      const { result } = await this.send('Runtime.evaluate', { expression, contextId })
      const { objectId } = result as { objectId: string }
      const { path } = await this.send('DOM.getFileInfo', { objectId })
      paths.set(number, text(path))
    }
    return payload.replaceAll(mark, (_mark, number: string) => JSON.stringify(paths.get(Number(number)) ?? '').slice(1, -1))
  }

  _deliver(executionContextId: number, text: string): Promise<unknown> {
    const params = {
      executionContextId,
      functionDeclaration: '(name, text) => globalThis[name](text)',
      arguments: [{ value: this._names.receive }, { value: text }],
      silent: true,
    }
    return this.send('Runtime.callFunctionOn', params).catch(() => undefined) // the page went away meanwhile
  }

  async _answerRequest(session: CdpSession, { requestId, request, resourceType, frameId }: RequestPaused): Promise<unknown> {
    const address = toApp(request.url)
    const isDocument = resourceType === 'Document'
    const isMainFrame = isDocument && frameId === this._mainFrameId
    const fail = (errorReason: string): Promise<unknown> => session.send('Fetch.failRequest', { requestId, errorReason })
    const isAnnounced = isMainFrame && this._announced === request.url
    if (isMainFrame) this._announced = null
    if (isDocument && !isAnnounced && this._listener.onNavigation(address, isMainFrame)) return fail('Aborted')
    if (!(await mayRequest(address, isMainFrame ? 'mainFrame' : resourceType.toLowerCase()))) return fail('BlockedByClient')
    const handler = schemeHandler(address)
    if (handler === undefined) {
      const isLocal = /^(?:data|blob|about):|^https?:\/\/(?:127\.0\.0\.1|localhost)[:/]/.test(address)
      return isLocal ? session.send('Fetch.continueRequest', { requestId }) : fail('NameNotResolved')
    }
    const body = request.postData === undefined ? {} : { body: request.postData }
    const response = await handler(new Request(address, { method: request.method, headers: request.headers, ...body }))
    return session.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A page that closes cuts off what was under way for it; anything else should be seen. */
function complain(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  if (/Session with given id not found|Object has been destroyed|Chromium has ended|Invalid InterceptionId|target closed/i.test(message))
    return
  process.stderr.write(`electron-double: ${error instanceof Error ? error.stack : message}\n`)
}
