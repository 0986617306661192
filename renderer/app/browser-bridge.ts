import { AppEvent } from '#contract/events'
import type { Reply } from '#contract/kit'
import type { Bridge } from './bridge.ts'
import { createListeners } from './listeners.ts'

const SESSION_KEY = 'stewardbook.session'
const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 15_000
/** Tries in a row, some four seconds, after which nobody is there any more: a host on this machine does not go and come back. */
const TRIES = 4

/** The host no longer knows this window. */
class SessionEnded extends Error {}

/**
 * Talks to the browser door on this machine. The launch token stands in the address's fragment, works once and is taken out of
 * the address at once; the session token it buys lives in sessionStorage only, so it ends with the tab.
 */
export function openBrowserBridge(): Bridge {
  const events = createListeners<[AppEvent]>()
  const reconnects = createListeners<[null]>()
  const ended = createListeners<[]>()
  let isEnded = false
  let isListening = false

  const session = startSession()
  const end = (): void => {
    if (isEnded) return
    isEnded = true
    sessionStorage.removeItem(SESSION_KEY)
    ended.tell()
  }
  session.catch(end)

  const post = async (path: string, body: unknown): Promise<Response> => {
    const token = await session
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body ?? {}),
    })
    if (response.status !== 401) return response
    end()
    throw new SessionEnded()
  }

  const call = async (path: string, input: unknown): Promise<Reply> => {
    try {
      const response = await post(`/rpc/${path}`, input)
      return (await response.json()) as Reply
    } catch (error) {
      return { ok: false, error: unreachable(error) }
    }
  }

  return {
    call,
    onEvent(listener) {
      if (!isListening) {
        isListening = true
        const onReconnect = (): void => reconnects.tell(null)
        void listen(post, events.tell, onReconnect, () => isEnded).then(end)
      }
      return events.add(listener)
    },
    onReconnect: reconnects.add,
    onEnded(listener) {
      if (isEnded) listener()
      return ended.add(listener)
    },
    async download(ticket, fileName) {
      const response = await post('/download', { ticket })
      if (!response.ok) throw new Error(`The file ${fileName} could not be fetched. Nothing was saved.`)
      saveBlob(await response.blob(), nameFrom(response.headers.get('content-disposition')) ?? fileName)
      return true
    },
    desktop: null,
  }
}

function unreachable(error: unknown) {
  if (error instanceof SessionEnded) return { code: 'unauthorized', message: 'This window’s session has ended.', details: {} } as const
  return {
    code: 'internal',
    message: 'Stewardbook does not answer. Is it still running? Nothing was saved by this action.',
    details: { error: error instanceof Error ? error.message : String(error) },
  } as const
}

async function startSession(): Promise<string> {
  const launch = new URLSearchParams(location.hash.slice(1)).get('t')
  if (launch !== null) {
    history.replaceState(history.state, '', location.pathname + location.search)
    const response = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: launch }),
    })
    if (response.ok) {
      const { session } = (await response.json()) as { session: string }
      sessionStorage.setItem(SESSION_KEY, session)
      return session
    }
  }
  const kept = sessionStorage.getItem(SESSION_KEY)
  if (kept === null) throw new SessionEnded()
  return kept
}

/** Reads the event stream for as long as the host lives, with a growing pause between tries. */
async function listen(
  post: (path: string, body: unknown) => Promise<Response>,
  onEvent: (event: AppEvent) => void,
  onReconnect: () => void,
  isOver: () => boolean,
): Promise<void> {
  let pauseMs = FIRST_RETRY_MS
  let isFirst = true
  let failures = 0
  while (!isOver()) {
    try {
      const response = await post('/events', {})
      failures = 0
      if (response.ok && response.body !== null) {
        if (!isFirst) onReconnect()
        isFirst = false
        pauseMs = FIRST_RETRY_MS
        await readLines(response.body, (line) => {
          const event = AppEvent.safeParse(JSON.parse(line))
          if (event.success) onEvent(event.data)
        })
      }
    } catch {
      failures += 1
      if (failures === TRIES) return
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    pauseMs = Math.min(pauseMs * 2, LAST_RETRY_MS)
  }
}

/** Calls `onLine` for each line of a stream; blank lines (heartbeats) are skipped. */
async function readLines(body: ReadableStream<Uint8Array>, onLine: (line: string) => void): Promise<void> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    rest += decoder.decode(value, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') onLine(line)
  }
}

function nameFrom(disposition: string | null): string | null {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (encoded !== undefined) return decodeURIComponent(encoded)
  return /filename="([^"]+)"/i.exec(disposition ?? '')?.[1] ?? null
}

function saveBlob(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The browser reads the blob after this task; give it time before the memory goes.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
