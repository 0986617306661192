import { useMemo, useState } from 'react'
import type { DatasetSelection, PlannedEdit } from '#contract/datasets'
import { type BulkChange, isEmpty } from '#core/assets/bulk-edit'
import { findField } from '#core/assets/fields'
import { DASH, formatJson, plural } from '#core/format'
import type { JsonValue } from '#core/json'
import { type Output, useAsk, useCommand } from '../app/api.ts'
import { usePages } from '../app/pages.ts'
import { toastDecided } from '../datasets/decide.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { type LedgerColumn, useColumnLayout } from '../ui/columns.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { PagedLedger } from '../ui/paged-ledger.tsx'
import { DatasetName } from '../ui/name.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { Overrules } from './overrules.tsx'
import { without } from './ticked.ts'

type Plan = Output<'datasets', 'previewEdit'>

/** Value by value what a bulk edit changes, before it does. */
export function BulkPreview({
  title,
  selection,
  changes,
  onBack,
  onClose,
  onDone,
}: {
  title: string
  selection: DatasetSelection
  changes: readonly BulkChange[]
  onBack: () => void
  onClose: () => void
  onDone: () => void
}) {
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set())
  const [reason, setReason] = useState('')
  const edit = useCommand('datasets', 'edit')
  const asked = useMemo(() => ({ selection: without(selection, leftOut), changes: [...changes] }), [selection, leftOut, changes])
  const isNothing = 'keys' in asked.selection && asked.selection.keys.length === 0
  const plan = useAsk('datasets', 'previewEdit', { ...asked, limit: 1 }, { enabled: !isNothing })
  const pages = usePages('datasets', 'previewEdit', asked, { enabled: !isNothing })
  const columns = useMemo(() => columnsOf(changes.length > 1, (key) => setLeftOut((old) => new Set([...old, key]))), [changes.length])
  const layout = useColumnLayout('bulk-edit', columns)
  const error = plan.error ?? edit.error
  const total = isNothing ? 0 : plan.data?.total
  const run = (): void => {
    if (plan.data === undefined) return
    edit.mutate(
      { ...asked, planId: plan.data.planId, reason },
      {
        told: ({ groupId, count }) => toastDecided(`${plural(count, 'value')} set.`, groupId),
        onSuccess: onDone,
        onError: () => void plan.refetch(),
      },
    )
  }
  return (
    <FormDialog
      title={title}
      width={880}
      action={total === undefined ? 'Set' : `Set ${plural(total, 'value')}`}
      onSubmit={run}
      onClose={onClose}
      isBusy={edit.isPending}
      isBlocked={total === undefined || total === 0 || plan.isFetching}
      aside={
        <span className="row">
          <Button onClick={onBack}>Back</Button>
          <span className="small muted">One undo takes all of it back.</span>
        </span>
      }
    >
      <p role="status">
        {isNothing ? 'Everything is left out.' : plan.data === undefined ? 'Working out what changes' : planWords(plan.data)}
      </p>
      {error !== null && (
        <ErrorBlock error={error} kept="Nothing was set." {...(plan.error === null ? {} : { onRetry: () => void plan.refetch() })} />
      )}
      <div className="bulklist">
        <PagedLedger
          label="Changes"
          layout={layout}
          keyOf={(row) => `${row.key} ${row.field}`}
          pages={isNothing ? { ...pages, total: 0, isLoading: false } : pages}
          empty={
            <p className="muted" style={{ padding: 16 }}>
              Nothing would change.
            </p>
          }
        />
      </div>
      {leftOut.size > 0 && (
        <p className="small">
          {plural(leftOut.size, 'dataset')} left out.{' '}
          <button type="button" className="link" onClick={() => setLeftOut(new Set())}>
            Bring back
          </button>
        </p>
      )}
      <TextField label="Reason" value={reason} onChange={setReason} hint="Kept in the history of each dataset." maxLength={2000} isFirst />
    </FormDialog>
  )
}

function planWords({ datasets, total, fills, replaces, overrules, unchanged }: Plan): string {
  const parts = [
    fills > 0 ? `${plural(fills, 'empty field')} filled` : null,
    replaces > 0 ? `${plural(replaces, 'value')} replaced` : null,
    overrules > 0 ? `${plural(overrules, 'decision')} overruled` : null,
  ].filter((part) => part !== null)
  const stays =
    unchanged === 0
      ? ''
      : ` ${plural(unchanged, 'value')} ${unchanged === 1 ? 'stays' : 'stay'} as ${unchanged === 1 ? 'it is' : 'they are'}.`
  return total === 0
    ? `Nothing would change on ${plural(datasets, 'dataset')}.`
    : `On ${plural(datasets, 'dataset')}: ${parts.join(', ')}.${stays}`
}

function columnsOf(isManyFields: boolean, leaveOut: (key: string) => void): readonly LedgerColumn<PlannedEdit>[] {
  const field: LedgerColumn<PlannedEdit> = {
    id: 'field',
    head: 'Field',
    width: 120,
    cell: (row) => <span className="cut">{findField('dataset', row.field)?.label ?? row.field}</span>,
  }
  return [
    { id: 'name', head: 'Dataset', width: 200, isFlexible: true, cell: (row) => <DatasetName schema={row.schema} name={row.name} /> },
    ...(isManyFields ? [field] : []),
    { id: 'before', head: 'Before', width: 140, cell: (row) => <Shown value={row.before} /> },
    { id: 'after', head: 'After', width: 140, cell: (row) => <Shown value={row.after} /> },
    { id: 'why', head: '', headTitle: 'What it does', width: 170, cell: (row) => <Why edit={row} /> },
    {
      id: 'leave',
      head: '',
      headTitle: 'Leave out',
      width: 44,
      cell: (row) => <IconButton icon="close" label={`Leave out ${row.name}`} onClick={() => leaveOut(row.key)} />,
    },
  ]
}

function Shown({ value }: { value: PlannedEdit['before'] }) {
  const text = isEmpty(value as JsonValue | null) ? DASH : formatJson(value as JsonValue)
  return (
    <span className="cut" title={text === DASH ? 'Empty' : text}>
      {text}
    </span>
  )
}

function Why({ edit }: { edit: PlannedEdit }) {
  if (edit.kind === 'fill') return <span className="muted">fills a gap</span>
  if (edit.decidedBy === null) return <span className="soft cut">replaces what a source says</span>
  return <Overrules {...edit.decidedBy} />
}
