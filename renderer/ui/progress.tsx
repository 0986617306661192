import type { Job } from '#contract/jobs'
import { formatCount, formatSpan } from '#core/format'
import { useNow } from '../app/clock.ts'
import { Button } from './button.tsx'

/** Long work: what it is doing, n of N, time left, Cancel. */
export function JobProgress({ job, onCancel }: { job: Job; onCancel?: () => void }) {
  const now = useNow(1000)
  return (
    <div className="jobline">
      <div className="row">
        <span className="grow">{job.step === '' ? job.title : job.step}</span>
        <span className="soft">{counts(job)}</span>
        {onCancel !== undefined && job.state === 'running' && <Button onClick={onCancel}>Cancel</Button>}
      </div>
      <JobBar job={job} />
      <span className="small">{timeLeft(job, now)}</span>
    </div>
  )
}

export function JobBar({ job }: { job: Job }) {
  const share = shareOf(job)
  return (
    <span
      className={`meter ${share === null ? 'unsure' : ''}`}
      role="progressbar"
      aria-label={job.title}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
    >
      <i style={share === null ? undefined : { width: `${share * 100}%` }} />
    </span>
  )
}

function shareOf(job: Job): number | null {
  return job.total === null || job.total === 0 ? null : Math.min(1, job.done / job.total)
}

function counts(job: Job): string {
  if (job.total === null) return job.done === 0 ? '' : formatCount(job.done)
  return `${formatCount(job.done)} of ${formatCount(job.total)}`
}

function timeLeft(job: Job, nowMs: number): string {
  const share = shareOf(job)
  const spentMs = nowMs - job.startedAtMs
  // A guess from the first instants only worries people.
  if (share === null || share < 0.05 || spentMs < 2000) return `${formatSpan(spentMs)} so far`
  return `${formatSpan(spentMs)} so far, about ${formatSpan((spentMs / share) * (1 - share))} left`
}
