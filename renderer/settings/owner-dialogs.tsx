import { useState } from 'react'
import type { OwnerRow } from '#contract/owners'
import { formatCount, plural } from '#core/format'
import { useCommand } from '../app/api.ts'
import { toastDecided } from '../datasets/decide.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { Field, Segments, TextField } from '../ui/field.tsx'
import { FIRST_FOCUS } from '../ui/first-focus.ts'
import { ErrorBlock } from '../ui/states.tsx'

function NameField({
  label,
  value,
  names,
  onChange,
}: {
  label: string
  value: string
  names: readonly string[]
  onChange: (value: string) => void
}) {
  return (
    <Field label={label}>
      {(ids) => (
        <>
          <input
            {...ids}
            className="in"
            list={`${ids.id}-names`}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            {...FIRST_FOCUS}
            maxLength={200}
            autoComplete="off"
          />
          <datalist id={`${ids.id}-names`}>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}

type DialogProps = { owner: OwnerRow; names: readonly string[]; onClose: () => void }

export function ReassignDialog({ owner, names, onClose }: DialogProps) {
  const reassign = useCommand('owners', 'reassign')
  const [role, setRole] = useState<'ownerTeam' | 'steward'>(owner.datasetsOwned > 0 ? 'ownerTeam' : 'steward')
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const count = role === 'ownerTeam' ? owner.datasetsOwned : owner.datasetsStewarded
  const submit = (): void =>
    reassign.mutate(
      { from: owner.name, to: to.trim(), role, reason },
      {
        onSuccess({ groupId, count: done }) {
          onClose()
          toastDecided(`${plural(done, 'dataset')} given to ${to.trim()}.`, groupId)
        },
      },
    )
  return (
    <FormDialog
      title={`Give over what ${owner.name} holds`}
      action={`Give over ${plural(count, 'dataset')}`}
      onSubmit={submit}
      onClose={onClose}
      isBusy={reassign.isPending}
      isBlocked={to.trim() === '' || to.trim() === owner.name || count === 0}
    >
      <Segments
        label="As what"
        value={role}
        onChange={setRole}
        options={[
          { value: 'ownerTeam', label: `Owner of ${formatCount(owner.datasetsOwned)}` },
          { value: 'steward', label: `Steward of ${formatCount(owner.datasetsStewarded)}` },
        ]}
      />
      <NameField label="To" value={to} names={names.filter((name) => name !== owner.name)} onChange={setTo} />
      <TextField label="Reason" value={reason} onChange={setReason} hint="Kept in the history of each dataset." />
      {reassign.error !== null && <ErrorBlock error={reassign.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}

export function SplitDialog({ owner, onClose }: Omit<DialogProps, 'names'>) {
  const split = useCommand('owners', 'split')
  const [reason, setReason] = useState('')
  const submit = (): void =>
    split.mutate(
      { name: owner.name, reason },
      {
        onSuccess({ groupId, count }) {
          onClose()
          toastDecided(`${plural(count, 'dataset')} read ${owner.name} again.`, groupId)
        },
      },
    )
  return (
    <FormDialog
      title={`Take ${owner.name} and ${owner.mergedInto} apart`}
      action="Take apart"
      onSubmit={submit}
      onClose={onClose}
      isBusy={split.isPending}
    >
      <p className="soft">
        Everything that names {owner.name} reads {owner.name} again. What names {owner.mergedInto} stays as it is.
      </p>
      <TextField label="Reason" value={reason} onChange={setReason} isFirst />
      {split.error !== null && <ErrorBlock error={split.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}

export function MergeDialog({ owner, names, onClose }: DialogProps) {
  const merge = useCommand('owners', 'merge')
  const [into, setInto] = useState('')
  const [reason, setReason] = useState('')
  const submit = (): void =>
    merge.mutate(
      { from: owner.name, into: into.trim(), reason },
      {
        onSuccess({ groupId, count }) {
          onClose()
          toastDecided(`${owner.name} reads ${into.trim()} now, on ${plural(count, 'dataset')}.`, groupId)
        },
      },
    )
  return (
    <FormDialog
      title={`Merge ${owner.name}`}
      action="Merge"
      onSubmit={submit}
      onClose={onClose}
      isBusy={merge.isPending}
      isBlocked={into.trim() === '' || into.trim() === owner.name}
    >
      <p className="soft">Two names, one team: everything that names {owner.name} reads as the other name, now and after later imports.</p>
      <NameField label="Into" value={into} names={names.filter((name) => name !== owner.name)} onChange={setInto} />
      <TextField label="Reason" value={reason} onChange={setReason} />
      {merge.error !== null && <ErrorBlock error={merge.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}
