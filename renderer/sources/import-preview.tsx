import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ImportPlan } from '#contract/imports'
import { formatCount, plural } from '#core/format'
import { useCommand } from '../app/api.ts'
import { useScreenActions } from '../app/screen-actions.ts'
import { Button } from '../ui/button.tsx'
import { Segments } from '../ui/field.tsx'
import { ErrorBlock, Note } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'
import { getRouteApi } from '@tanstack/react-router'
import { ChangesList } from './changes-list.tsx'
import { ReceiptView } from './receipt.tsx'
import { changeWords, FORMATS } from './words.ts'

const route = getRouteApi('/sources/import')
type View = 'changes' | 'summary'
type Rename = ImportPlan['renames'][number]

/** What the files would change, before anything is. */
export function ImportPreview({ plan }: { plan: ImportPlan }) {
  // Cost entries have no lines among the changes: the summary says what they come to.
  const [view, setView] = useState<View>(plan.format === 'costs' ? 'summary' : 'changes')
  const [refused, setRefused] = useState<ReadonlySet<string>>(new Set())
  const apply = useCommand('imports', 'apply')
  const discard = useCommand('imports', 'discard')
  const navigate = useNavigate()
  const search = route.useSearch()
  const sameAs = plan.renames.filter((rename) => !refused.has(rename.from)).map(({ from, to }) => ({ from, to }))
  const run = (): void =>
    apply.mutate(
      { planId: plan.planId, sameAs },
      {
        onSuccess: ({ jobId }) => void navigate({ to: '/sources/import', search: { ...search, apply: jobId }, replace: true }),
        onError: toastError,
      },
    )
  const leave = (): void => {
    discard.mutate({ planId: plan.planId })
    void navigate({ to: '/sources' })
  }
  useScreenActions({ applyImport: !apply.isPending && run, discardImport: leave })
  const left = plan.receipt.kinds.reduce((sum, kind) => sum + kind.left, 0)
  return (
    <div className="importview">
      <div className="intro">
        <div className="row">
          <h1>
            {plan.isNewSource ? 'New source' : 'Update of'} {plan.sourceName}
          </h1>
          <span className="soft">
            {FORMATS[plan.format].label}, {plural(plan.receipt.files.length, 'file')}
          </span>
          <span className="grow" />
          <Segments
            label="What to look at"
            value={view}
            onChange={setView}
            options={[
              { value: 'changes', label: 'Changes' },
              {
                value: 'summary',
                label: <>Import summary{left > 0 && <em>{formatCount(left)} left</em>}</>,
              },
            ]}
          />
        </div>
        {plan.remarks.length > 0 && (
          <Note tone={plan.isUnchanged ? 'note' : 'warn'}>
            {plan.remarks.map((remark) => (
              <p key={remark}>{remark}</p>
            ))}
          </Note>
        )}
        {plan.renames.length > 0 && <Renames renames={plan.renames} refused={refused} onChange={setRefused} />}
        {apply.error !== null && <ErrorBlock error={apply.error} kept="Nothing was changed." />}
        <div style={{ height: 12 }} />
      </div>
      {view === 'changes' ? (
        <ChangesList source={{ planId: plan.planId }} counts={plan.changes} />
      ) : (
        <div className="pagescroll" tabIndex={0} role="region" aria-label="Import summary">
          <div className="page" style={{ paddingTop: 0 }}>
            <ReceiptView receipt={plan.receipt} />
          </div>
        </div>
      )}
      <div className="act">
        <span className="soft">
          {plan.isUnchanged ? (
            'Nothing changes. That these files were looked at can be noted with the source.'
          ) : (
            <>
              {changeWords(plan.changes)}
              {sameAs.length > 0 && `, ${plural(sameAs.length, 'rename')} followed`}. What you set by hand stays; the import can be undone.
            </>
          )}
        </span>
        <Button onClick={leave}>Discard</Button>
        <Button look="primary" onClick={run} disabled={apply.isPending}>
          {plan.isUnchanged ? 'Note as checked' : 'Apply'}
        </Button>
      </div>
    </div>
  )
}

function Renames({
  renames,
  refused,
  onChange,
}: {
  renames: readonly Rename[]
  refused: ReadonlySet<string>
  onChange: (refused: ReadonlySet<string>) => void
}) {
  const toggle = (from: string): void => {
    const next = new Set(refused)
    if (!next.delete(from)) next.add(from)
    onChange(next)
  }
  return (
    <fieldset className="renames">
      <legend className="strong">{plural(renames.length, 'possible rename')}</legend>
      <p className="small muted">Ticked: what you set on the old name goes over to the new one.</p>
      <ul className="neighbours">
        {renames.map((rename) => (
          <li key={rename.from}>
            <label className="check">
              <input type="checkbox" checked={!refused.has(rename.from)} onChange={() => toggle(rename.from)} />
              <code>{rename.fromName}</code>
              <span className="muted">→</span>
              <code>{rename.toName}</code>
            </label>
            <span className="small muted right">
              {formatCount(rename.sameColumns)} of {plural(rename.allColumns, 'column')} the same
            </span>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
