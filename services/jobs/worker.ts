import { parentPort } from 'node:worker_threads'
import { warmForPreview } from '../importing/beside-thread.ts'
import type { WorkerData, WorkerMessage } from './messages.ts'

/**
 * Entry of a worker thread: one task after another. It is small, and the program of the tasks is read once it is known whether
 * another thread is to be started meanwhile: reading either takes longer than most tasks.
 */

const port = parentPort
const post = (message: WorkerMessage): void => port?.postMessage(message)

async function run(data: WorkerData): Promise<void> {
  if (data.task.kind === 'plan') await warmForPreview(data.task)
  const { runOnBook, toFailure } = await import('./tasks.ts')
  try {
    post({ kind: 'done', value: await runOnBook(data, post) })
  } catch (error) {
    post(toFailure(error, data.bookPath))
  }
}

// What can't even be read is a bug: it ends the thread, and whoever waits hears of it.
port?.on('message', (data: WorkerData) => void run(data))
