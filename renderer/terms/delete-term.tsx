import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { plural } from '#core/format'
import { useAsk, useCommand } from '../app/api.ts'
import { toastDecided } from '../datasets/decide.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { Segments, TextField } from '../ui/field.tsx'
import { DatasetName } from '../ui/name.tsx'
import { ErrorBlock, NotRead } from '../ui/states.tsx'
import type { Term } from './term-screen.tsx'

const SHOWN = 100
type Links = 'unlink' | 'keep'

/** Deletes a term, after showing what carries it. */
export function DeleteTermDialog({ data: { row }, onClose }: { data: Term; onClose: () => void }) {
  const remove = useCommand('terms', 'remove')
  const navigate = useNavigate()
  const [links, setLinks] = useState<Links>('unlink')
  const [reason, setReason] = useState('')
  const carried = useAsk('terms', 'links', { name: row.name, limit: SHOWN })
  const total = carried.data?.total ?? 0
  const submit = (): void =>
    remove.mutate(
      { key: row.key, links, reason },
      {
        told({ groupId, unlinked }) {
          const off = unlinked === 0 ? '' : ` It is off ${plural(unlinked, 'place')}.`
          toastDecided(`“${row.name}” is deleted.${off}`, groupId)
        },
        onSuccess() {
          onClose()
          void navigate({ to: '/catalog/glossary' })
        },
      },
    )
  return (
    <FormDialog
      title={`Delete “${row.name}”`}
      action="Delete"
      look="danger"
      onSubmit={submit}
      onClose={onClose}
      isBusy={remove.isPending}
      isBlocked={carried.data === undefined}
    >
      {carried.data === undefined ? null : total === 0 ? (
        <p className="soft">Nothing carries it. Only its definition goes.</p>
      ) : (
        <>
          <p className="soft">{`${plural(row.datasets, 'dataset')} and ${plural(row.columns, 'column')} carry it.`}</p>
          <Segments
            label="What becomes of the links"
            value={links}
            onChange={setLinks}
            options={[
              { value: 'unlink', label: 'Take it off them' },
              { value: 'keep', label: 'Leave the name there' },
            ]}
          />
          <ul className="goes" aria-label="What carries it" tabIndex={0}>
            {(carried.data?.items ?? []).map((link) => (
              <li key={`${link.key} ${link.column ?? ''}`}>
                <DatasetName schema={link.column === null ? link.schema : link.name} name={link.column ?? link.name} />
              </li>
            ))}
            {total > SHOWN && <li className="small muted">and {plural(total - SHOWN, 'more', 'more')}</li>}
          </ul>
        </>
      )}
      <TextField label="Reason (optional)" value={reason} onChange={setReason} maxLength={2000} />
      <NotRead what="What carries it" query={carried} />
      {remove.error !== null && <ErrorBlock error={remove.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}
