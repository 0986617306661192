import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Job } from '#contract/jobs'
import type { ImportFormat } from '#core/importers/intake'
import { toast, toastUntilClosed } from '../ui/toast.tsx'
import { createListeners } from './listeners.ts'
import { onJob } from './query.ts'

/** Jobs whose end a screen shows itself while it is open. */
const watched = new Set<string>()

/** Jobs whose end was heard. */
const told = new Set<string>()
/** Jobs that had ended when a screen came to show it: it has, even if it is gone again. */
const shown = new Set<string>()

/** Says that the caller shows how this job ends. @returns gives it back */
export function watchJob(jobId: string): () => void {
  watched.add(jobId)
  if (told.has(jobId)) shown.add(jobId)
  return () => watched.delete(jobId)
}

/** Where the preview is that a job begun here makes. */
const previews = new Map<string, PreviewAddress>()
type PreviewAddress = { readonly job: string; readonly plan: string; readonly format?: ImportFormat }

/** Previews that were ready before it was known here that they were begun here. */
const unsaid = new Map<string, Job>()
const known = createListeners<[Job]>()

/** Says where the preview is, or will be, that this job makes. */
export function rememberPreview(address: PreviewAddress): void {
  previews.set(address.job, address)
  const ended = unsaid.get(address.job)
  unsaid.delete(address.job)
  if (ended !== undefined) known.tell(ended)
}

/** Work may end before the screen that shows it is there. */
const UNTIL_SHOWN_MS = 500

/** Work that ends while the person is on another page ends in a message with the way to its summary. */
export function useJobEndings(): void {
  const navigate = useNavigate()
  useEffect(() => {
    const sayPreview = (job: Job): void => {
      const search = previews.get(job.jobId)
      if (search === undefined) return void unsaid.set(job.jobId, job)
      toastUntilClosed(`${job.title}: done. Nothing is imported yet.`, [
        { label: 'View the preview', run: () => void navigate({ to: '/sources/import', search }) },
      ])
    }
    const say = (job: Job): void => {
      if (watched.has(job.jobId) || shown.has(job.jobId)) return
      if (job.state === 'failed') toast(job.error?.message ?? `${job.title} did not work.`)
      if (job.state !== 'done') return
      if (job.kind === 'preview') return sayPreview(job)
      const { importId } = job
      if (job.kind === 'refresh') {
        toast('The sources are refreshed.', [
          { label: 'View summary', run: () => void navigate({ to: '/sources', search: { refresh: job.jobId } }) },
        ])
      } else if (importId !== null) {
        toast(`${job.title}: done.`, [
          {
            label: 'View changes',
            run: () => void navigate({ to: '/sources/imports/$importId', params: { importId: String(importId) } }),
          },
        ])
      }
    }
    const sayLater = (job: Job): void => void setTimeout(say, UNTIL_SHOWN_MS, job)
    const stopKnown = known.add(sayLater)
    const stopJobs = onJob((job: Job) => {
      if (job.state === 'running' || watched.has(job.jobId) || told.has(job.jobId)) return
      told.add(job.jobId)
      sayLater(job)
    })
    return () => {
      stopKnown()
      stopJobs()
    }
  }, [navigate])
}
