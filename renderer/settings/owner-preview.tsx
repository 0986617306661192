import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { HeldChange } from '#contract/owners'
import type { AppError } from '#core/errors'
import { plural } from '#core/format'
import { type Input, type Output, send, useAsk } from '../app/api.ts'
import { usePages } from '../app/pages.ts'
import { Overrules } from '../catalog/overrules.tsx'
import { kindWords } from '../datasets/asset-link.ts'
import { toastDecided } from '../datasets/decide.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { type LedgerColumn, useColumnLayout } from '../ui/columns.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { DatasetName } from '../ui/name.tsx'
import { PagedLedger } from '../ui/paged-ledger.tsx'
import { CutText } from '../ui/parts.tsx'
import { ErrorBlock } from '../ui/states.tsx'

export type OwnerChange = Input<'owners', 'preview'>['change']
type Plan = Output<'owners', 'preview'>
type Done = { readonly groupId: number | null; readonly count: number }

type PreviewProps = {
  title: string
  change: OwnerChange
  /** To what was chosen; missing where nothing was to be. */
  onBack?: () => void
  onClose: () => void
}

/** Value by value what becomes of what an owner holds, before it does. */
export function OwnerPreview({ title, change, onBack, onClose }: PreviewProps) {
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set())
  const [reason, setReason] = useState('')
  const asked = useMemo(() => ({ change: change.kind === 'reassign' ? { ...change, except: [...leftOut] } : change }), [change, leftOut])
  const plan = useAsk('owners', 'preview', { ...asked, limit: 1 })
  const pages = usePages('owners', 'preview', asked)
  const columns = useMemo(
    () => columnsOf(change.kind === 'reassign' ? (key) => setLeftOut((old) => new Set([...old, key])) : undefined),
    [change.kind],
  )
  const layout = useColumnLayout('owner-preview', columns)
  const apply = useMutation<Done, AppError, string>({ mutationFn: (planId) => applyChange(asked.change, { planId, reason }) })
  const error = plan.error ?? apply.error
  const total = plan.data?.total
  const run = (): void => {
    if (plan.data === undefined) return
    apply.mutateAsync(plan.data.planId).then(
      ({ groupId, count }) => {
        onClose()
        toastDecided(doneWords(change, count), groupId)
      },
      () => void plan.refetch(),
    )
  }
  // A merge holds for what later imports name, too; to give nothing over is to do nothing.
  const isNothing = change.kind === 'reassign' && total === 0
  return (
    <FormDialog
      title={title}
      width={880}
      action={actionWords(change, total)}
      onSubmit={run}
      onClose={onClose}
      isBusy={apply.isPending}
      isBlocked={total === undefined || isNothing || plan.isFetching}
      aside={
        <span className="row">
          {onBack !== undefined && <Button onClick={onBack}>Back</Button>}
          <span className="small muted">One undo takes all of it back.</span>
        </span>
      }
    >
      <p role="status">{plan.data === undefined ? 'Working out what changes' : planWords(change, plan.data)}</p>
      {error !== null && (
        <ErrorBlock error={error} kept="Nothing was changed." {...(plan.error === null ? {} : { onRetry: () => void plan.refetch() })} />
      )}
      {plan.error === null && (
        <div className="bulklist">
          <PagedLedger
            label="Changes"
            layout={layout}
            pages={pages}
            keyOf={(row) => `${row.key} ${row.field}`}
            empty={
              <p className="muted" style={{ padding: 16 }}>
                Nothing in the catalog would change.
              </p>
            }
          />
        </div>
      )}
      {leftOut.size > 0 && (
        <p className="small">
          {plural(leftOut.size, 'thing')} left out.{' '}
          <button type="button" className="link" onClick={() => setLeftOut(new Set())}>
            Bring back
          </button>
        </p>
      )}
      <TextField label="Reason" value={reason} onChange={setReason} hint="Kept in the history." maxLength={2000} isFirst />
    </FormDialog>
  )
}

function applyChange(change: OwnerChange, more: { readonly planId: string; readonly reason: string }): Promise<Done> {
  const { kind, ...asked } = change
  switch (kind) {
    case 'reassign':
      return send('owners', 'reassign', { ...(asked as Input<'owners', 'reassign'>), ...more })
    case 'merge':
      return send('owners', 'merge', { ...(asked as Input<'owners', 'merge'>), ...more })
    case 'split':
      return send('owners', 'split', { ...(asked as Input<'owners', 'split'>), ...more })
  }
}

function actionWords({ kind }: OwnerChange, total: number | undefined): string {
  if (kind === 'merge') return 'Merge'
  if (kind === 'split') return 'Take apart'
  return total === undefined ? 'Give over' : `Give over ${plural(total, 'value')}`
}

function planWords(change: OwnerChange, { total, things, overrules }: Plan): string {
  const on = `${plural(total, 'value')} on ${plural(things, 'thing')}`
  if (change.kind === 'split') return `${on} ${total === 1 ? 'reads' : 'read'} ${change.name} again.`
  if (change.kind === 'merge')
    return `${on} ${total === 1 ? 'reads' : 'read'} ${change.into}, and so does what later imports call ${change.from}.`
  const decided = overrules === 0 ? '' : `, ${plural(overrules, 'decision')} overruled`
  return total === 0 ? `${change.from} holds nothing of it.` : `${on}${decided}.`
}

function doneWords(change: OwnerChange, count: number): string {
  switch (change.kind) {
    case 'reassign':
      return `${plural(count, 'value')} given to ${change.to}.`
    case 'merge':
      return `${change.from} reads ${change.into} now, on ${plural(count, 'thing')}.`
    case 'split':
      return `${plural(count, 'thing')} ${count === 1 ? 'reads' : 'read'} ${change.name} again.`
  }
}

function columnsOf(leaveOut: ((key: string) => void) | undefined): readonly LedgerColumn<HeldChange>[] {
  const leave: LedgerColumn<HeldChange> = {
    id: 'leave',
    head: '',
    headTitle: 'Leave out',
    width: 44,
    cell: (row) => <IconButton icon="close" label={`Leave out ${row.name}`} onClick={() => leaveOut?.(row.key)} />,
  }
  const why: LedgerColumn<HeldChange> = {
    id: 'why',
    head: '',
    headTitle: 'What it does',
    width: 190,
    cell: (row) =>
      row.overrules === null ? <span className="soft cut">replaces what a source says</span> : <Overrules {...row.overrules} />,
  }
  return [
    { id: 'name', head: 'Thing', width: 180, isFlexible: true, cell: (row) => <DatasetName schema={row.schema} name={row.name} /> },
    {
      id: 'kind',
      head: 'Kind',
      width: 116,
      cell: (row) => <span className="cut">{kindWords({ kind: row.kind, resourceType: null })}</span>,
    },
    { id: 'as', head: 'As', width: 72, cell: (row) => (row.field === 'steward' ? 'steward' : 'owner') },
    { id: 'before', head: 'Before', width: 112, cell: (row) => <CutText text={row.before} why="" /> },
    { id: 'after', head: 'After', width: 112, cell: (row) => <CutText text={row.after} why="" /> },
    ...(leaveOut === undefined ? [] : [why, leave]),
  ]
}
