import { parentPort } from 'node:worker_threads'
import { AppError, type ErrorCode } from '#core/errors'
import { giveWay } from './give-way.ts'

export type StreamMessage<Item, End> =
  | { readonly kind: 'item'; readonly item: Item }
  | { readonly kind: 'done'; readonly end: End }
  | {
      readonly kind: 'failed'
      readonly error: { readonly code: ErrorCode; readonly message: string; readonly details: AppError['details'] }
    }

type Told<Data> = { readonly kind: 'open'; readonly data: Data } | { readonly kind: 'taken' }

/** So many items wait at most: what is made ahead is held in memory. */
const MOST_AHEAD = 20

/** The other end of streamBeside: makes one stream after another, each of what the thread was given, and sends it. */
export function serveStreams<Data, Item, End>(open: (data: Data) => AsyncGenerator<Item, End>): void {
  const port = parentPort
  if (port === null) return
  giveWay()
  const post = (message: StreamMessage<Item, End>): void => port.postMessage(message)
  let ahead = 0
  let wake = (): void => {}
  const send = async (data: Data): Promise<void> => {
    ahead = 0
    const stream = open(data)
    for (;;) {
      const next = await stream.next()
      if (next.done === true) return post({ kind: 'done', end: next.value })
      post({ kind: 'item', item: next.value })
      ahead += 1
      while (ahead >= MOST_AHEAD) await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  port.on('message', (told: Told<Data>) => {
    if (told.kind === 'taken') {
      ahead -= 1
      wake()
      return
    }
    // What is no AppError is a bug: it ends the thread, and whoever waits hears of it.
    send(told.data).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
      post({ kind: 'failed', error: { code: error.code, message: error.message, details: error.details } })
    })
  })
}
