import { on } from 'node:events'
import { AppError } from '#core/errors'
import type { StreamMessage } from './serve.ts'
import { keepThread, takeThread, type ThreadEntry } from './threads.ts'

/**
 * What a thread of its own makes of `data`, batch by batch, a few ahead of who takes them: making and taking each have a core.
 * A stream that is ended early ends the thread.
 * @throws AppError as the thread does; Error when it ended by itself
 */
export async function* streamBeside<Item, End>(entry: ThreadEntry, data: unknown): AsyncGenerator<Item, End> {
  const thread = takeThread(entry)
  let isDone = false
  try {
    thread.postMessage({ kind: 'open', data })
    for await (const [message] of on(thread, 'message', { close: ['exit'] }) as AsyncIterable<[StreamMessage<Item, End>]>) {
      if (message.kind === 'done') {
        isDone = true
        return message.end
      }
      if (message.kind === 'failed') throw new AppError(message.error.code, message.error.message, message.error.details)
      thread.postMessage({ kind: 'taken' })
      yield message.item
    }
    throw new Error(`the thread ${entry.name} ended before it was done`)
  } finally {
    if (isDone) keepThread(entry, thread)
    else await thread.terminate()
  }
}
