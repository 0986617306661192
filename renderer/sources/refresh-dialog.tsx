import { Link } from '@tanstack/react-router'
import type { RefreshSummary } from '#contract/sources'
import { plural } from '#core/format'
import { useAsk, useCommand } from '../app/api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { JobProgress } from '../ui/progress.tsx'
import { BoneRows, ErrorBlock } from '../ui/states.tsx'
import { When } from '../ui/when.tsx'
import { useJob } from './job-hook.ts'
import { RenamesTold } from './open-renames.tsx'
import { useStartImport } from './start-import.tsx'
import { changeWords } from './words.ts'

/** Refresh of one or all sources: progress, then one summary of what is new. */
export function RefreshDialog({ jobId, onClose }: { jobId: string; onClose: () => void }) {
  const job = useJob(jobId)
  const cancel = useCommand('jobs', 'cancel')
  const isOver = job.data !== undefined && job.data.state !== 'running'
  const result = useAsk('sources', 'refreshResult', { jobId }, { enabled: isOver && job.data?.state === 'done' })
  return (
    <Dialog title="Refresh" onClose={onClose} width={640}>
      {job.error !== null && <ErrorBlock error={job.error} />}
      {job.data?.state === 'running' && (
        <>
          <JobProgress job={job.data} onCancel={() => cancel.mutate({ jobId })} />
          <p className="small muted" style={{ paddingTop: 8 }}>
            It goes on when you close this.
          </p>
        </>
      )}
      {job.data?.state === 'cancelled' && <p>Stopped. Sources that were already refreshed stay so; the others are as before.</p>}
      {job.data?.state === 'failed' && <p className="wrong">{job.data.error?.message ?? 'The refresh did not work.'}</p>}
      {result.error !== null && <ErrorBlock error={result.error} />}
      {isOver && result.isLoading && <BoneRows rows={3} />}
      {result.data !== undefined && <Summary items={result.data.items} />}
    </Dialog>
  )
}

const OUTCOMES = { imported: 'imported', unchanged: 'no change', undone: 'left alone', failed: 'failed', skipped: 'skipped' } as const

function Summary({ items }: { items: RefreshSummary['items'] }) {
  const look = useStartImport()
  const news = items.filter((item) => item.outcome === 'imported').length
  return (
    <>
      <p style={{ marginBottom: 8 }}>
        {news === 0 ? 'Nothing is new' : `${plural(news, 'source')} with news`} in {plural(items.length, 'source')}.
      </p>
      {look.error !== null && <ErrorBlock error={look.error} kept="Nothing was changed." />}
      <table className="t ruled">
        <tbody>
          {items.map((item) => (
            <tr key={item.sourceId}>
              <td>{item.name}</td>
              <td className={`tight-text ${item.outcome === 'failed' ? 'wrong' : 'soft'}`}>{OUTCOMES[item.outcome]}</td>
              <td className="soft">
                {item.outcome === 'undone' ? (
                  <LeftAlone undoneAtMs={item.undoneAtMs} />
                ) : (
                  (item.error ?? (item.changes === null || item.outcome !== 'imported' ? '' : changeWords(item.changes)))
                )}
                {item.renames !== null && item.importId !== null && <RenamesTold renames={item.renames} importId={item.importId} />}
              </td>
              <td className="num">
                {item.importId !== null && item.outcome === 'imported' && (
                  <Link
                    to="/sources/imports/$importId"
                    params={{ importId: String(item.importId) }}
                    search={{ tab: 'changes' }}
                    className="link"
                  >
                    View changes
                  </Link>
                )}
                {item.outcome === 'undone' && (
                  <Button
                    look="ghost"
                    onClick={() => look.again(item.sourceId)}
                    disabled={look.isBusy}
                    aria-label={`Import ${item.name} all the same`}
                  >
                    Import it
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function LeftAlone({ undoneAtMs }: { undoneAtMs: number | null }) {
  return (
    <>
      undone
      {undoneAtMs !== null && (
        <>
          {' '}
          <When atMs={undoneAtMs} />
        </>
      )}
      ; not imported again until the files change or you import them yourself
    </>
  )
}
