import { on } from 'node:events'
import { AppError } from '#core/errors'
import type { StreamMessage } from './serve.ts'
import { threadFile } from './thread-file.ts'

const MEMORY_LIMIT_MB = 2048
/** Room for what a batch leaves behind: with less, most of it is copied once before it dies. */
const YOUNG_MEMORY_MB = 96

/** Where a thread starts: the folder and name of the file that calls serveStream. */
export type ThreadEntry = { readonly folder: string; readonly name: string }

/**
 * What a thread of its own makes, batch by batch, a few ahead of who takes them: making and taking each have a core.
 * The thread ends with the stream, also when that is ended early.
 * @throws AppError as the thread does; Error when it ended by itself
 */
export async function* streamBeside<Item, End>({ folder, name }: ThreadEntry, data: unknown): AsyncGenerator<Item, End> {
  const { Worker } = process.getBuiltinModule('node:worker_threads')
  const thread = new Worker(threadFile(folder, name), {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB, maxYoungGenerationSizeMb: YOUNG_MEMORY_MB },
  })
  try {
    for await (const [message] of on(thread, 'message', { close: ['exit'] }) as AsyncIterable<[StreamMessage<Item, End>]>) {
      if (message.kind === 'done') return message.end
      if (message.kind === 'failed') throw new AppError(message.error.code, message.error.message, message.error.details)
      thread.postMessage('taken')
      yield message.item
    }
    throw new Error(`the thread ${name} ended before it was done`)
  } finally {
    await thread.terminate()
  }
}
