import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useAsk, useCommand } from '../app/api.ts'
import { Page } from '../app/page.tsx'
import { Button } from '../ui/button.tsx'
import { JobProgress } from '../ui/progress.tsx'
import { BoneRows, ErrorBlock } from '../ui/states.tsx'
import { AppError } from '#core/errors'
import { ImportChooser } from './import-chooser.tsx'
import { ImportPreview } from './import-preview.tsx'
import { useJob } from './job-hook.ts'

const route = getRouteApi('/sources/import')

/** From files to a changed catalog: choose, look, apply. Each step has its own address, so one can leave and come back. */
export function ImportScreen() {
  const search = route.useSearch()
  const look = useJob(search.job)
  const isReady = search.plan !== undefined && look.data?.state === 'done'
  return (
    <Page title="Import" crumbs={[{ label: 'Sources', to: '/sources' }, { label: 'Import' }]} layout="fixed">
      {search.plan === undefined || search.job === undefined ? (
        <div className="pagescroll">
          <ImportChooser format={search.format} sourceId={search.again} />
        </div>
      ) : search.apply !== undefined ? (
        <Applying jobId={search.apply} planId={search.plan} />
      ) : isReady ? (
        <Preview planId={search.plan} />
      ) : (
        <Looking jobId={search.job} />
      )}
    </Page>
  )
}

/** The way back to choosing, with what is known so far. */
function ChooseAgain() {
  const navigate = useNavigate()
  const { format, again } = route.useSearch()
  return (
    <Button
      onClick={() =>
        void navigate({
          to: '/sources/import',
          search: { ...(format === undefined ? {} : { format }), ...(again === undefined ? {} : { again }) },
        })
      }
    >
      Choose other files
    </Button>
  )
}

function Looking({ jobId }: { jobId: string }) {
  const job = useJob(jobId)
  const cancel = useCommand('jobs', 'cancel')
  return (
    <div className="page">
      <div className="stack" style={{ gap: 16, maxWidth: 720 }}>
        <h1>Looking at the files</h1>
        {job.error !== null && <ErrorBlock error={job.error} kept="Nothing was imported." />}
        {job.data?.state === 'running' && <JobProgress job={job.data} onCancel={() => cancel.mutate({ jobId })} />}
        {job.data?.state === 'failed' && job.data.error !== null && (
          <ErrorBlock error={failureOf(job.data.error)} kept="Your catalog file is unchanged." />
        )}
        {job.data?.state === 'cancelled' && <p>Stopped. Your catalog file is unchanged.</p>}
        {(job.error !== null || job.data?.state === 'failed' || job.data?.state === 'cancelled') && (
          <div>
            <ChooseAgain />
          </div>
        )}
      </div>
    </div>
  )
}

function failureOf(error: { code: string; message: string; details: unknown }): AppError {
  return new AppError(error.code as AppError['code'], error.message, (error.details ?? {}) as AppError['details'])
}

function Preview({ planId }: { planId: string }) {
  const plan = useAsk('imports', 'plan', { planId })
  if (plan.error !== null) {
    return (
      <div className="page">
        <ErrorBlock error={plan.error} kept="Your catalog file is unchanged." />
        <ChooseAgain />
      </div>
    )
  }
  if (plan.data === undefined) {
    return (
      <div className="page">
        <BoneRows rows={8} />
      </div>
    )
  }
  return <ImportPreview plan={plan.data} />
}

function Applying({ jobId, planId }: { jobId: string; planId: string }) {
  const job = useJob(jobId)
  const cancel = useCommand('jobs', 'cancel')
  const navigate = useNavigate()
  const search = route.useSearch()
  const [isCancelling, setCancelling] = useState(false)
  const importId = job.data?.state === 'done' ? job.data.importId : null
  useEffect(() => {
    if (importId !== null) void navigate({ to: '/sources/imports/$importId', params: { importId: String(importId) }, replace: true })
  }, [importId, navigate])
  const isOff = job.data?.state === 'failed' || job.data?.state === 'cancelled'
  return (
    <div className="page">
      <div className="stack" style={{ gap: 16, maxWidth: 720 }}>
        <h1>Importing</h1>
        {job.error !== null && <ErrorBlock error={job.error} />}
        {job.data?.state === 'running' && (
          <>
            <JobProgress
              job={job.data}
              {...(isCancelling
                ? {}
                : {
                    onCancel: () => {
                      setCancelling(true)
                      cancel.mutate({ jobId })
                    },
                  })}
            />
            <p className="small muted">It goes on when you leave this page. Until it is done, the catalog shows what was there before.</p>
          </>
        )}
        {job.data?.state === 'failed' && job.data.error !== null && (
          <ErrorBlock error={failureOf(job.data.error)} kept="Nothing of this import is in the catalog." />
        )}
        {job.data?.state === 'cancelled' && <p>Stopped. Nothing of this import is in the catalog.</p>}
        {isOff && (
          <div className="row">
            <Button onClick={() => void navigate({ to: '/sources/import', search: { ...search, plan: planId, apply: undefined } })}>
              Back to the preview
            </Button>
            <ChooseAgain />
          </div>
        )}
      </div>
    </div>
  )
}
