import type { JobPool } from './pool.ts'

/** True while the job is known and has not ended. */
export function isUnderWay(jobs: JobPool, jobId: string): boolean {
  return jobs.list().some((job) => job.jobId === jobId && job.state === 'running')
}
