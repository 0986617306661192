import { utilityProcess, type UtilityProcess } from 'electron'
import type { AppEvent } from '#contract/events'
import type { Reply } from '#contract/kit'
import type { FromHost, HostRequest, OpenBook, Recent, ToHost } from './host-messages.ts'

/** What a host tells whoever started it. */
export type HostListener = {
  readonly onEvent: (event: AppEvent) => void
  readonly onBook: (book: OpenBook | null, recent: readonly Recent[]) => void
  /** It ended by itself and runs again, with the same book. */
  readonly onRestart: () => void
  /** It ended too often to be started again. */
  readonly onGaveUp: () => void
}

/** The services in a process of their own, started again when they end by themselves. */
export type HostProcess = {
  readonly ask: (request: Exclude<HostRequest, { kind: 'close' }>) => Promise<Reply>
  /** Opens the book at a path. */
  readonly openBook: (path: string) => Promise<Reply>
  /** Stops jobs, closes the book, ends the process. */
  readonly close: () => Promise<void>
  readonly pid: () => number | undefined
}

const MOST_ENDINGS = 3
const ENDINGS_WITHIN_MS = 60_000
/** A job notices a stop within a batch; longer than this it hangs. */
const CLOSE_LIMIT_MS = 20_000

const ENDED: Reply = {
  ok: false,
  error: {
    code: 'internal',
    message:
      'The part of Stewardbook that keeps your catalog file stopped unexpectedly. This action was not saved; everything saved before it is safe.',
    details: {},
  },
}

/** Starts the host's file as a utility process. */
export function startHost(file: string, listener: HostListener): HostProcess {
  const waiting = new Map<number, (reply: Reply) => void>()
  const endings: number[] = []
  let lastId = 0
  let bookPath: string | null = null
  /** Between a start after an end and the book being open again, however often it ends meanwhile. */
  let isReopening = false
  let state: 'running' | 'closing' | 'gave-up' = 'running'
  let child: UtilityProcess
  /** Resolves when the child is ready, or has ended before it was. */
  let ready: Promise<void>

  const post = (request: HostRequest): Promise<Reply> => {
    lastId += 1
    const message: ToHost = { id: lastId, request }
    return new Promise((resolve) => {
      waiting.set(message.id, resolve)
      child.postMessage(message)
    })
  }
  const openBook = async (path: string): Promise<Reply> => {
    const picked = await post({ kind: 'pick', purpose: 'book-open', paths: [path] })
    return picked.ok ? post({ kind: 'call', path: 'book.open', input: { pickId: picked.value } }) : picked
  }
  const take = (message: FromHost, isReady: () => void): void => {
    switch (message.kind) {
      case 'ready':
        return isReady()
      case 'reply': {
        const resolve = waiting.get(message.id)
        waiting.delete(message.id)
        return resolve?.(message.reply)
      }
      case 'event':
        return listener.onEvent(message.event)
      case 'book':
        if (message.book !== null) bookPath = message.book.path
        else if (state === 'running' && !isReopening) bookPath = null
        return listener.onBook(message.book, message.recent)
    }
  }
  const launch = (): void => {
    const made = utilityProcess.fork(file, [], { serviceName: 'Stewardbook', stdio: 'inherit' })
    child = made
    ready = new Promise((resolve) => {
      made.on('message', (message: FromHost) => take(message, resolve))
      made.on('exit', () => {
        for (const answer of waiting.values()) answer(ENDED)
        waiting.clear()
        if (state === 'running') restart()
        resolve()
      })
    })
  }
  /** Nothing is lost: what was committed is in the file, what was not is removed when the book is opened. */
  const restart = (): void => {
    const now = Date.now()
    endings.push(now)
    if (endings.filter((at) => now - at < ENDINGS_WITHIN_MS).length > MOST_ENDINGS) {
      state = 'gave-up'
      return listener.onGaveUp()
    }
    isReopening = true
    launch()
    const made = child
    const started = ready
    const isThere = (): boolean => child === made && state === 'running'
    ready = (async () => {
      await started
      const reply = bookPath !== null && isThere() ? await openBook(bookPath) : null
      if (!isThere()) return
      isReopening = false
      if (reply?.ok === false) bookPath = null
      listener.onRestart()
    })()
  }
  launch()

  const whenReady = async (work: () => Promise<Reply>): Promise<Reply> => {
    let awaited: Promise<void> | null = null
    // A child that ended before it was ready is followed by another, as long as they are started.
    while (state === 'running' && awaited !== ready) {
      awaited = ready
      await awaited
    }
    return state === 'running' ? work() : ENDED
  }
  return {
    ask: (request) => whenReady(() => post(request)),
    openBook: (path) => whenReady(() => openBook(path)),
    pid: () => child.pid,
    close: async () => {
      if (state !== 'running') return
      state = 'closing'
      const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()))
      const limit = setTimeout(() => child.kill(), CLOSE_LIMIT_MS)
      void post({ kind: 'close' })
      await ended
      clearTimeout(limit)
    },
  }
}
