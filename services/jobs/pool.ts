import type { Job } from '#contract/jobs'
import { AppError } from '#core/errors'
import type { ReadingTask, TidyTask, WorkerData, WorkerTask } from './messages.ts'
import { type RunningWorker, startWorker } from './run-worker.ts'
import { createTidying } from './tidying.ts'

/** How many ended jobs are remembered, so that a screen that comes back can show the summary. */
const REMEMBERED = 40
const CLOSING = 'Stopped: the catalog file is being closed.'

export type JobWork = {
  readonly jobId: string
  readonly step: (step: string, done: number, total: number | null) => void
  /** Runs one worker task as part of the job. */
  readonly run: (task: WorkerTask) => Promise<unknown>
}

/** What writes does so in turn, as one at a time writes a book. What only reads waits for nothing, and is stopped where it is. */
export type Order = 'in turn' | 'beside'

type Running = { job: Job; readonly order: Order; readonly cancelFlag: Int32Array; stop: RunningWorker['stop']; ended: Promise<void> }

export type JobPool = {
  /** Starts a job: in turn, unless told otherwise. */
  readonly start: (kind: Job['kind'], title: string, work: (work: JobWork) => Promise<{ importId: number | null }>, order?: Order) => string
  readonly get: (jobId: string) => Job
  readonly list: () => Job[]
  readonly cancel: (jobId: string) => void
  /** Runs a task that only reads, at once, beside whatever job is running. */
  readonly ask: (task: ReadingTask) => Promise<unknown>
  /** Runs housekeeping once no job runs, unseen. A job that starts meanwhile ends it and is waited for. */
  readonly tidy: (task: TidyTask) => void
  /** Resolves when the job has ended; the job says how. */
  readonly wait: (jobId: string) => Promise<Job>
  /** Cancels everything and waits for it; what only reads is ended where it is. */
  readonly drain: () => Promise<void>
  readonly hasRunning: () => boolean
}

export type PoolOptions = {
  readonly newTask: (task: WorkerTask, cancelFlag: SharedArrayBuffer) => WorkerData
  readonly now: () => number
  readonly randomId: () => string
  readonly onProgress: (job: Job) => void
  /** Makes of what a task failed with what the open book says of it: who holds a lock, say. */
  readonly explain: (error: unknown) => unknown
  readonly reportBug: (error: unknown, where: string) => void
}

export function createJobPool(options: PoolOptions): JobPool {
  const jobs = new Map<string, Running>()
  const asked = new Set<RunningWorker>()
  let queue: Promise<void> = Promise.resolve()

  const change = (running: Running, part: Partial<Job>): void => {
    running.job = { ...running.job, ...part }
    options.onProgress(running.job)
  }

  const runJob = async (running: Running, work: (work: JobWork) => Promise<{ importId: number | null }>): Promise<void> => {
    const { jobId } = running.job
    const step = (text: string, done: number, total: number | null): void => {
      change(running, { step: text, done, total })
    }
    try {
      if (Atomics.load(running.cancelFlag, 0) !== 0) throw new AppError('cancelled', 'Stopped before it began.')
      const { importId } = await work({
        jobId,
        step,
        run: (task) => {
          const data = options.newTask(task, running.cancelFlag.buffer as SharedArrayBuffer)
          const worker = startWorker(data, { onStep: step, reportBug: options.reportBug })
          if (running.order === 'beside') running.stop = worker.stop
          return worker.ended
        },
      })
      change(running, { state: 'done', step: 'Done', importId, endedAtMs: options.now() })
    } catch (failure) {
      const error = options.explain(failure)
      if (!(error instanceof AppError)) options.reportBug(error, running.job.title)
      const shown = error instanceof AppError ? error : new AppError('internal', 'Something went wrong. The catalog is as it was.')
      change(running, {
        state: shown.code === 'cancelled' ? 'cancelled' : 'failed',
        error: { code: shown.code, message: shown.message, details: { ...shown.details } },
        endedAtMs: options.now(),
      })
    }
  }

  const cancel = ({ cancelFlag, stop }: Running, why: string): void => {
    Atomics.store(cancelFlag, 0, 1)
    stop(why)
  }

  const hasRunning = (): boolean => [...jobs.values()].some((running) => running.job.state === 'running')
  const tidying = createTidying({
    isBusy: hasRunning,
    run: (task, cancelFlag) =>
      startWorker(options.newTask(task, cancelFlag), { onStep: () => undefined, reportBug: options.reportBug }).ended,
    reportBug: options.reportBug,
  })

  const find = (jobId: string): Running => {
    const found = jobs.get(jobId)
    if (found === undefined) throw new AppError('not-found', 'This job ended long ago or never was.', { jobId })
    return found
  }

  return {
    start: (kind, title, work, order = 'in turn') => {
      const jobId = options.randomId()
      const job: Job = {
        jobId,
        kind,
        title,
        state: 'running',
        step: 'Waiting',
        done: 0,
        total: null,
        startedAtMs: options.now(),
        endedAtMs: null,
        error: null,
        importId: null,
      }
      const cancelFlag = new Int32Array(new SharedArrayBuffer(4))
      const running: Running = { job, order, cancelFlag, stop: () => undefined, ended: Promise.resolve() }
      jobs.set(jobId, running)
      forgetOld(jobs)
      options.onProgress(job)
      if (order === 'beside') {
        running.ended = runJob(running, work).then(tidying.goOn)
        return jobId
      }
      running.ended = queue
        .then(tidying.end)
        .then(() => runJob(running, work))
        .then(tidying.goOn)
      queue = running.ended
      return jobId
    },
    get: (jobId) => find(jobId).job,
    list: () => [...jobs.values()].map((running) => running.job).reverse(),
    cancel: (jobId) => cancel(find(jobId), 'Stopped.'),
    ask: async (task) => {
      const worker = startWorker(options.newTask(task, new SharedArrayBuffer(4)), { onStep: () => undefined, reportBug: options.reportBug })
      asked.add(worker)
      try {
        return await worker.ended
      } finally {
        asked.delete(worker)
      }
    },
    tidy: tidying.want,
    wait: async (jobId) => {
      const running = find(jobId)
      await running.ended
      return running.job
    },
    drain: async () => {
      tidying.forget()
      for (const running of jobs.values()) cancel(running, CLOSING)
      const reading = [...asked]
      for (const worker of reading) worker.stop(CLOSING)
      await Promise.allSettled(reading.map((worker) => worker.ended))
      await Promise.all([...jobs.values()].map(({ ended }) => ended))
      await tidying.end()
    },
    hasRunning,
  }
}

function forgetOld(jobs: Map<string, Running>): void {
  for (const [jobId, running] of jobs) {
    if (jobs.size <= REMEMBERED) return
    if (running.job.state !== 'running') jobs.delete(jobId)
  }
}
