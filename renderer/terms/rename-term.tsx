import { useState } from 'react'
import { plural } from '#core/format'
import { useCommand } from '../app/api.ts'
import { toastDecided } from '../datasets/decide.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import type { Term } from './term-screen.tsx'

/** Gives a term another name; what carries the old one reads the new one. */
export function RenameTermDialog({ data: { row }, onClose }: { data: Term; onClose: () => void }) {
  const rename = useCommand('terms', 'rename')
  const [name, setName] = useState(row.name)
  const [reason, setReason] = useState('')
  const submit = (): void =>
    rename.mutate(
      { key: row.key, name, reason },
      {
        onSuccess({ groupId }) {
          onClose()
          toastDecided(`“${row.name}” is called “${name.trim()}” now.`, groupId)
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
      isBlocked={name.trim() === '' || name.trim() === row.name}
    >
      <TextField label="Name" value={name} onChange={setName} isFirst isRequired maxLength={200} />
      <p className="soft">{linkWords(row)}</p>
      <TextField label="Reason (optional)" value={reason} onChange={setReason} maxLength={2000} />
      {rename.error !== null && <ErrorBlock error={rename.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}

function linkWords({ datasets, columns }: Term['row']): string {
  const later = 'Files that still say the old name are read as the new one when they are imported again.'
  if (datasets + columns === 0) return `Nothing carries it yet. ${later}`
  return `${plural(datasets, 'dataset')} and ${plural(columns, 'column')} carry it and follow. ${later}`
}
