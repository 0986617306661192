import type { ServerResponse } from 'node:http'
import type { AppEvent } from '#contract/events'
import { SECURITY_HEADERS } from './headers.ts'

export type Subscribe = (listener: (event: AppEvent) => void) => () => void

/** A page that stopped reading is let go when this much waits for it; it then connects again and asks anew. */
const MOST_WAITING_BYTES = 1024 * 1024

/**
 * Sends events, one JSON text a line, until the page goes. An empty line every `heartbeatMs` tells it that we are still here.
 * @returns ends the stream
 */
export function streamEvents(response: ServerResponse, subscribe: Subscribe, heartbeatMs: number, onEnd: () => void): () => void {
  response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'application/x-ndjson; charset=utf-8' })
  const send = (line: string): void => {
    if (response.writableLength > MOST_WAITING_BYTES) response.destroy()
    else response.write(`${line}\n`)
  }
  send('') // the page knows that it is connected before the first event
  const unsubscribe = subscribe((event) => send(JSON.stringify(event)))
  const heartbeat = setInterval(() => send(''), heartbeatMs)
  response.once('close', () => {
    clearInterval(heartbeat)
    unsubscribe()
    onEnd()
  })
  return () => response.end()
}
