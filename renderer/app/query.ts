import { QueryClient } from '@tanstack/react-query'
import type { AppEvent } from '#contract/events'
import type { Job } from '#contract/jobs'
import { clearToasts, toast } from '../ui/toast.tsx'
import { askAnew } from './ask-anew.ts'
import { bridge } from './bridge.ts'
import { laterJob, laterJobs } from './job-answers.ts'
import { keepToOneBook } from './one-book.ts'

type Jobs = { items: Job[] }

/** Answers stay until a `changed` event names their noun; the network is this machine, so nothing waits for being online. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Number.POSITIVE_INFINITY, gcTime: 30 * 60_000, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
})

/** Should an event be missed, a running job is asked for after this long. */
const ASK_JOBS_MS = 3000
queryClient.setQueryDefaults(['jobs', 'get'], {
  structuralSharing: (old, fresh) => laterJob(old as Job | undefined, fresh as Job),
  refetchInterval: ({ state }) => ((state.data as Job | undefined)?.state === 'running' ? ASK_JOBS_MS : false),
})
queryClient.setQueryDefaults(['jobs', 'list'], {
  structuralSharing: (old, fresh) => laterJobs(old as Jobs | undefined, fresh as Jobs),
  refetchInterval: ({ state }) => ((state.data as Jobs | undefined)?.items.some((job) => job.state === 'running') ? ASK_JOBS_MS : false),
})

// No event tells of files that were written anew: they are looked at whenever one comes to the list.
queryClient.setQueryDefaults(['sources', 'list'], { staleTime: 0, refetchOnWindowFocus: true })

// Nor of a preview that is gone: applying it was stopped in the middle.
queryClient.setQueryDefaults(['imports', 'plan'], { staleTime: 0 })

// An “Undo” among the messages would be carried out in the other one.
const oneBook = keepToOneBook(queryClient, clearToasts)

const jobListeners = new Set<(job: Job) => void>()

/** Told of each step of long work. @returns stops listening */
export function onJob(listener: (job: Job) => void): () => void {
  jobListeners.add(listener)
  return () => jobListeners.delete(listener)
}

function take(event: AppEvent): void {
  if (event.kind === 'changed') {
    const nouns = new Set<unknown>(event.nouns)
    return void askAnew(queryClient, ({ queryKey }) => nouns.has(queryKey[0]))
  }
  if (event.kind === 'opened') return void oneBook.opened()
  const { job } = event
  queryClient.setQueryData(['jobs', 'get', { jobId: job.jobId }], job)
  queryClient.setQueryData<Jobs>(['jobs', 'list', {}], (list) =>
    list === undefined ? list : { items: [job, ...list.items.filter((other) => other.jobId !== job.jobId)] },
  )
  for (const listener of [...jobListeners]) listener(job)
}

/** Keeps what is shown true to the book. @returns stops */
export function followEvents(): () => void {
  const stopEvents = bridge.onEvent(take)
  const stopReconnect = bridge.onReconnect((message) => {
    if (message !== null) toast(message)
    void queryClient.invalidateQueries()
  })
  return () => {
    stopEvents()
    stopReconnect()
  }
}
