import { useEffect } from 'react'
import { useAsk } from '../app/api.ts'
import { watchJob } from '../app/job-endings.ts'

/** A job, kept up to date by its progress events. While a screen watches it, its end is that screen's to tell. */
export function useJob(jobId: string | undefined) {
  useEffect(() => (jobId === undefined ? undefined : watchJob(jobId)), [jobId])
  return useAsk('jobs', 'get', { jobId: jobId ?? '' }, { enabled: jobId !== undefined })
}
