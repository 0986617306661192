import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { DomainRow } from '#contract/domains'
import { plural } from '#core/format'
import { useCommand } from '../app/api.ts'
import { useWholeList } from '../app/pages.ts'
import { toastDecided } from '../datasets/decide.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { Field, TextField } from '../ui/field.tsx'
import { FIRST_FOCUS } from '../ui/first-focus.ts'
import { PagesNotRead } from '../ui/more-rows.tsx'
import { ErrorBlock } from '../ui/states.tsx'

/** Says that a domain is another one, spelt otherwise. */
export function MergeDomainDialog({ row, onClose }: { row: DomainRow; onClose: () => void }) {
  const merge = useCommand('domains', 'merge')
  const navigate = useNavigate()
  const list = useWholeList('domains', 'list', {})
  const [into, setInto] = useState('')
  const [reason, setReason] = useState('')
  const others = list.rows.filter(({ name, mergedInto }) => name !== row.name && mergedInto === null)
  const submit = (): void =>
    merge.mutate(
      { from: row.name, into, reason },
      {
        told: ({ groupId }) => toastDecided(`What names “${row.name}” reads “${into}” from now on.`, groupId),
        onSuccess() {
          onClose()
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
      <PagesNotRead pages={list} />
      <p className="soft">{`${followWords(row)} Nothing imported is rewritten, and it can be undone.`}</p>
      <TextField label="Reason (optional)" value={reason} onChange={setReason} maxLength={2000} />
      {merge.error !== null && <ErrorBlock error={merge.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}

/** What a deletion takes away, and what it leaves. */
export const removeWords = ({ datasets }: DomainRow): string =>
  datasets === 0
    ? 'No dataset is in it. Its description and owner go.'
    : `Its description and owner go. ${plural(datasets, 'dataset')} ${datasets === 1 ? 'keeps' : 'keep'} the name.`

/** How many datasets take a new name with it. */
export const followWords = ({ datasets }: DomainRow): string =>
  datasets === 0 ? 'No dataset is in it.' : `${plural(datasets, 'dataset')} ${datasets === 1 ? 'follows' : 'follow'}.`
