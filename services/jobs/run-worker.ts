import { AppError } from '#core/errors'
import { keepThread, takeThread, type ThreadEntry } from '../beside/threads.ts'
import type { WorkerData, WorkerMessage, WorkerTask } from './messages.ts'

/** A thread that gave way to others once does so for good (beside/give-way): people wait for none of its answers. */
const GIVES_WAY: ReadonlySet<WorkerTask['kind']> = new Set(['plan', 'apply', 'undo', 'discard', 'tidy'])

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
  const { kind } = data.task
  const entry: ThreadEntry = { folder: import.meta.dirname, name: 'worker', use: GIVES_WAY.has(kind) ? 'work' : 'answers' }
  const worker = takeThread(entry)
  let stopped: string | null = null
  const ended = new Promise<unknown>((resolve, reject) => {
    const leave = (how: 'kept' | 'ended'): void => {
      worker.off('message', hear).off('error', reject).off('exit', endedEarly)
      if (how === 'ended') void worker.terminate()
      else if (stopped === null) keepThread(entry, worker)
    }
    const hear = (message: WorkerMessage): void => {
      switch (message.kind) {
        case 'progress':
          onStep(message.step, message.done, message.total)
          return
        case 'done':
          leave('kept')
          resolve(message.value)
          return
        case 'failed':
          // What a bug left behind is not taken for the next task.
          leave(message.stack === null ? 'kept' : 'ended')
          if (message.stack !== null) reportBug(new Error(message.stack), kind)
          reject(new AppError(message.error.code, message.error.message, message.error.details))
      }
    }
    const endedEarly = (code: number): void => {
      const early = new Error(`the worker for ${kind} ended with ${code} before it was done`)
      reject(stopped === null ? early : new AppError('cancelled', stopped))
    }
    worker.on('message', hear).on('error', reject).on('exit', endedEarly)
  })
  worker.postMessage(data)
  return {
    ended,
    stop: (why) => {
      stopped = why
      void worker.terminate()
    },
  }
}
