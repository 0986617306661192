import type { Job } from '#contract/jobs'
import { AppError, type ErrorCode } from '#contract/kit'
import type { Session } from './command-line.ts'

/** Events may be missed; the truth is asked for at least this often. */
const ASK_EVERY_MS = 500

/**
 * Waits until a job has ended, showing its progress. Ctrl+C cancels the job and waits for that.
 * @throws AppError as the job failed; cancelled
 */
export async function waitForJob({ client, host, progress, deps }: Session, jobId: string): Promise<Job> {
  let hasEnded = false
  let wake = (): void => undefined
  const stopListening = host.subscribe((event) => {
    if (event.kind !== 'progress' || event.job.jobId !== jobId) return
    hasEnded = event.job.state !== 'running'
    if (hasEnded) wake()
    else progress.show(event.job.step, event.job.done, event.job.total)
  })
  const stopInterrupts = deps.onInterrupt(() => {
    progress.show('Cancelling')
    void client.jobs.cancel({ jobId }).catch(() => undefined) // it had ended already
  })
  try {
    for (;;) {
      const job = await client.jobs.get({ jobId })
      if (job.state !== 'running') return outcomeOf(job)
      if (hasEnded) continue // it ended while we asked
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ASK_EVERY_MS)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  } finally {
    stopListening()
    stopInterrupts()
  }
}

function outcomeOf(job: Job): Job {
  if (job.state === 'done') return job
  if (job.state === 'cancelled') throw new AppError('cancelled', 'Cancelled. Nothing was changed.')
  const { code, message, details } = job.error ?? { code: 'internal', message: `${job.title} failed.`, details: {} }
  throw new AppError(code as ErrorCode, message, details as AppError['details'])
}
