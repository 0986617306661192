import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { DomainRow } from '#contract/domains'
import { plural } from '#core/format'
import { useAsk, useCommand } from '../app/api.ts'
import { toastDecided } from '../datasets/decide.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { Field, TextField } from '../ui/field.tsx'
import { FIRST_FOCUS } from '../ui/first-focus.ts'
import { ErrorBlock } from '../ui/states.tsx'

type DialogProps = { row: DomainRow; onClose: () => void }

/** Gives a domain another name; datasets follow. */
export function RenameDomainDialog({ row, onClose }: DialogProps) {
  const rename = useCommand('domains', 'rename')
  const navigate = useNavigate()
  const [to, setTo] = useState(row.name)
  const [reason, setReason] = useState('')
  const submit = (): void =>
    rename.mutate(
      { name: row.name, to, reason },
      {
        onSuccess({ groupId }) {
          onClose()
          toastDecided(`“${row.name}” is called “${to.trim()}” now.`, groupId)
          void navigate({ to: '/catalog/domains/domain', search: { name: to.trim() }, replace: true })
        },
      },
    )
  return (
    <FormDialog
      title={`Rename “${row.name}”`}
      action="Rename"
      onSubmit={submit}
      onClose={onClose}
      isBusy={rename.isPending}
      isBlocked={to.trim() === '' || to.trim() === row.name}
    >
      <TextField label="Name" value={to} onChange={setTo} isFirst isRequired maxLength={200} />
      <p className="soft">{`${followWords(row)} Files that still say the old name are read as the new one when they are imported again.`}</p>
      <TextField label="Reason (optional)" value={reason} onChange={setReason} maxLength={2000} />
      {rename.error !== null && <ErrorBlock error={rename.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}

/** Says that a domain is another one, spelt otherwise. */
export function MergeDomainDialog({ row, onClose }: DialogProps) {
  const merge = useCommand('domains', 'merge')
  const navigate = useNavigate()
  const list = useAsk('domains', 'list', {})
  const [into, setInto] = useState('')
  const [reason, setReason] = useState('')
  const others = (list.data?.items ?? []).filter(({ name, mergedInto }) => name !== row.name && mergedInto === null)
  const submit = (): void =>
    merge.mutate(
      { from: row.name, into, reason },
      {
        onSuccess({ groupId }) {
          onClose()
          toastDecided(`What names “${row.name}” reads “${into}” from now on.`, groupId)
          void navigate({ to: '/catalog/domains/domain', search: { name: into }, replace: true })
        },
      },
    )
  return (
    <FormDialog
      title={`“${row.name}” is the same as…`}
      action="They are one"
      onSubmit={submit}
      onClose={onClose}
      isBusy={merge.isPending}
      isBlocked={into === ''}
    >
      <Field label="Domain">
        {(ids) => (
          <select {...ids} {...FIRST_FOCUS} className="in" value={into} onChange={(event) => setInto(event.target.value)}>
            <option value="">—</option>
            {others.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
      </Field>
      <p className="soft">{`${followWords(row)} Nothing imported is rewritten, and it can be taken back.`}</p>
      <TextField label="Reason (optional)" value={reason} onChange={setReason} maxLength={2000} />
      {merge.error !== null && <ErrorBlock error={merge.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}

/** Takes a domain's description away; datasets keep its name. */
export function RemoveDomainDialog({ row, onClose }: DialogProps) {
  const remove = useCommand('assets', 'remove')
  const navigate = useNavigate()
  const submit = (): void =>
    remove.mutate(
      { key: row.key ?? '' },
      {
        onSuccess({ groupId }) {
          onClose()
          toastDecided(`The description of “${row.name}” is deleted.`, groupId)
          void navigate({ to: '/catalog/domains' })
        },
      },
    )
  return (
    <FormDialog title={`Delete “${row.name}”`} action="Delete" look="danger" onSubmit={submit} onClose={onClose} isBusy={remove.isPending}>
      <p className="soft">
        {row.datasets === 0
          ? 'No dataset is in it. Its description and owner go.'
          : `Its description and owner go. ${plural(row.datasets, 'dataset')} ${row.datasets === 1 ? 'keeps' : 'keep'} the name.`}
      </p>
      {remove.error !== null && <ErrorBlock error={remove.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}

const followWords = ({ datasets }: DomainRow): string =>
  datasets === 0 ? 'No dataset is in it.' : `${plural(datasets, 'dataset')} ${datasets === 1 ? 'follows' : 'follow'}.`
