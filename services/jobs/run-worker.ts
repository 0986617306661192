import { AppError } from '#core/errors'
import { threadFile } from '../beside/thread-file.ts'
import type { WorkerData, WorkerMessage } from './messages.ts'

const MEMORY_LIMIT_MB = 2048
/** Room for what a batch leaves behind: with less, most of it is copied once before it dies. */
const YOUNG_MEMORY_MB = 64

export type WorkerOptions = {
  readonly onStep: (step: string, done: number, total: number | null) => void
  readonly reportBug: (error: unknown, where: string) => void
}

export type RunningWorker = {
  /** Rejects with what the task failed with, or AppError cancelled when it was stopped. */
  readonly ended: Promise<unknown>
  /** Ends the thread wherever it is, for that reason: only for tasks that write nothing. */
  readonly stop: (why: string) => void
}

/** Runs one task in a thread of its own. */
export function startWorker(data: WorkerData, { onStep, reportBug }: WorkerOptions): RunningWorker {
  // Read here and not above: no start needs it.
  const { Worker } = process.getBuiltinModule('node:worker_threads')
  const worker = new Worker(threadFile(import.meta.dirname, 'worker'), {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB, maxYoungGenerationSizeMb: YOUNG_MEMORY_MB },
  })
  let stopped: string | null = null
  const ended = new Promise<unknown>((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      switch (message.kind) {
        case 'progress':
          onStep(message.step, message.done, message.total)
          return
        case 'done':
          resolve(message.value)
          return
        case 'failed':
          if (message.stack !== null) reportBug(new Error(message.stack), data.task.kind)
          reject(new AppError(message.error.code, message.error.message, message.error.details))
      }
    })
    worker.on('error', reject)
    // After an answer this changes nothing any more.
    worker.on('exit', (code) => {
      const early = new Error(`the worker for ${data.task.kind} ended with ${code} before it was done`)
      reject(stopped === null ? early : new AppError('cancelled', stopped))
    })
  })
  return {
    ended,
    stop: (why) => {
      stopped = why
      void worker.terminate()
    },
  }
}
