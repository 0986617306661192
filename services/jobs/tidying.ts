import { AppError } from '#core/errors'
import type { TidyTask } from './messages.ts'

/** Housekeeping in a worker that nobody waits for: one task at a time, only while nothing else is at work. */
export type Tidying = {
  /** Runs the task now or, where something is at work, once `goOn` is called. */
  readonly want: (task: TidyTask) => void
  /** Call when what was at work has ended. */
  readonly goOn: () => void
  /** Ends it between two of its batches and waits for that; what is left is still wanted. */
  readonly end: () => Promise<void>
  readonly forget: () => void
}

type TidyingParts = {
  readonly isBusy: () => boolean
  readonly run: (task: TidyTask, cancelFlag: SharedArrayBuffer) => Promise<unknown>
  readonly reportBug: (error: unknown, where: string) => void
}

export function createTidying({ isBusy, run, reportBug }: TidyingParts): Tidying {
  let wanted: TidyTask | null = null
  let running: { readonly cancelFlag: SharedArrayBuffer; readonly ended: Promise<void> } | null = null

  const runOne = async (task: TidyTask, cancelFlag: SharedArrayBuffer): Promise<void> => {
    let isDone = true
    try {
      await run(task, cancelFlag)
    } catch (error) {
      isDone = !(error instanceof AppError && error.code === 'cancelled')
      // What another program's lock or a full disk stopped is wanted again when the book changes or is opened.
      if (!(error instanceof AppError)) reportBug(error, task.kind)
    }
    if (isDone && wanted === task) wanted = null
    running = null
    goOn()
  }
  const goOn = (): void => {
    if (wanted === null || running !== null || isBusy()) return
    const cancelFlag = new SharedArrayBuffer(4)
    running = { cancelFlag, ended: runOne(wanted, cancelFlag) }
  }
  return {
    want: (task) => {
      wanted = task
      goOn()
    },
    goOn,
    end: async () => {
      if (running === null) return
      Atomics.store(new Int32Array(running.cancelFlag), 0, 1)
      await running.ended
    },
    forget: () => {
      wanted = null
    },
  }
}
