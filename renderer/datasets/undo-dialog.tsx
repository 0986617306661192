import { useState } from 'react'
import type { PlannedUndo } from '#contract/decisions'
import { formatAge, plural } from '#core/format'
import { type Output, useAsk, useCommand } from '../app/api.ts'
import { clock } from '../app/clock.ts'
import { usePages } from '../app/pages.ts'
import { type LedgerColumn, useColumnLayout } from '../ui/columns.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { DatasetName } from '../ui/name.tsx'
import { PagedLedger } from '../ui/paged-ledger.tsx'
import { BoneRows, Empty, ErrorBlock } from '../ui/states.tsx'
import { When } from '../ui/when.tsx'
import { toastUndone } from './decide.ts'
import { decidedWords, fieldLabel } from './decided-words.ts'

type Plan = Output<'decisions', 'undoPlan'>

/** Value by value what undoing a change puts back, and what it leaves alone, before it is done. */
export function UndoDialog({ groupId, onClose }: { groupId: number; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const plan = useAsk('decisions', 'undoPlan', { groupId, limit: 1 })
  const undo = useCommand('decisions', 'undo')
  const { data } = plan
  const isOver = data?.values === 0
  const run = (): void => {
    if (data === undefined) return
    undo.mutate({ groupId, reason, values: data.values }, { told: toastUndone, onSuccess: onClose, onError: () => void plan.refetch() })
  }
  return (
    <FormDialog
      title="Undo this change"
      width={880}
      action={data === undefined || isOver ? 'Undo' : `Undo ${plural(data.values, 'value')}`}
      look="danger"
      onSubmit={run}
      onClose={onClose}
      isBusy={undo.isPending}
      isBlocked={data === undefined || isOver || plan.isFetching}
    >
      {plan.isPending && <BoneRows rows={4} />}
      {plan.error !== null && <ErrorBlock error={plan.error} onRetry={() => void plan.refetch()} />}
      {data !== undefined && <PlanWords plan={data} />}
      {data !== undefined && data.undoneBy === null && <PlannedList groupId={groupId} />}
      {data !== undefined && !isOver && (
        <TextField label="Reason" value={reason} onChange={setReason} hint="Kept in the history." maxLength={2000} isFirst />
      )}
      {undo.error !== null && <ErrorBlock error={undo.error} kept="Everything stands as it did." />}
    </FormDialog>
  )
}

/** What goes back, what stays and why, in numbers. */
function PlanWords({ plan }: { plan: Plan }) {
  const { values, kept, undoneBy, author, atMs } = plan
  return (
    <p role="status">
      Set by {author}, <When atMs={atMs} />.{' '}
      {undoneBy !== null ? (
        <>
          Undone already by {undoneBy.author}, <When atMs={undoneBy.atMs} />.
        </>
      ) : values === 0 ? (
        `Nothing is left to undo: ${kept === 1 ? 'its value was' : `all ${plural(kept, 'value')} were`} decided anew since.`
      ) : (
        `${plural(values, 'value')} of ${thingWords(plan)} ${values === 1 ? 'goes' : 'go'} back to what stood before.${keptWords(kept)}`
      )}
    </p>
  )
}

const thingWords = ({ things, datasets }: Plan): string =>
  datasets === things
    ? plural(things, 'dataset')
    : datasets === 0
      ? plural(things, 'thing')
      : `${plural(datasets, 'dataset')} and ${plural(things - datasets, 'other thing')}`

function keptWords(kept: number): string {
  if (kept === 0) return ''
  return kept === 1 ? ' 1 value stays: it was decided anew since.' : ` ${plural(kept, 'value')} stay: they were decided anew since.`
}

const COLUMNS: readonly LedgerColumn<PlannedUndo>[] = [
  { id: 'name', head: 'Name', width: 150, isFlexible: true, cell: (row) => <DatasetName schema={null} name={row.assetName} /> },
  { id: 'field', head: 'Field', width: 140, cell: (row) => <FieldName row={row} /> },
  { id: 'before', head: 'Now', width: 150, cell: (row) => <Words of={row} value={row.before} /> },
  {
    id: 'after',
    head: 'After the undo',
    width: 180,
    cell: (row) => (row.decidedSince === null ? <Words of={row} value={row.after} /> : <Stays since={row.decidedSince} />),
  },
]

function PlannedList({ groupId }: { groupId: number }) {
  const pages = usePages('decisions', 'undoPlan', { groupId })
  const layout = useColumnLayout('undo', COLUMNS)
  return (
    <div className="bulklist">
      <PagedLedger
        label="What the undo changes"
        layout={layout}
        pages={pages}
        keyOf={(row) => String(row.decisionId)}
        empty={<Empty text="Nothing is left to undo." />}
      />
    </div>
  )
}

function FieldName({ row }: { row: PlannedUndo }) {
  const label = fieldLabel(row.kind, row)
  return (
    <span className="cut" title={row.column === null ? label : `${row.column}: ${label}`}>
      {row.column !== null && <code>{row.column} </code>}
      {label}
    </span>
  )
}

function Words({ of: { field }, value }: { of: PlannedUndo; value: unknown }) {
  const words = decidedWords(field, value)
  return (
    <span className={value === null ? 'muted cut' : 'cut'} title={words}>
      {words}
    </span>
  )
}

function Stays({ since: { author, atMs } }: { since: { author: string; atMs: number } }) {
  const words = `stays: set by ${author}, ${formatAge(atMs, clock())}`
  return (
    <b className="cut" title={words}>
      {words}
    </b>
  )
}
