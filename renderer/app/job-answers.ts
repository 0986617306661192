import type { Job } from '#contract/jobs'

type JobList = { readonly items: readonly Job[] }

/**
 * Progress is told by events. An answer that was on its way while a job ended still says "running": it must not bring the job
 * back, or the screen would wait for ever.
 */
export function laterJob(old: Job | undefined, fresh: Job): Job {
  return old !== undefined && old.jobId === fresh.jobId && old.state !== 'running' && fresh.state === 'running' ? old : fresh
}

/** The same for the list of jobs. */
export function laterJobs<L extends JobList>(old: JobList | undefined, fresh: L): L {
  return {
    ...fresh,
    items: fresh.items.map((job) =>
      laterJob(
        old?.items.find(({ jobId }) => jobId === job.jobId),
        job,
      ),
    ),
  }
}
