import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { asAppError } from '../app/api.ts'
import { toastDecided } from '../datasets/decide.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorBlock } from '../ui/states.tsx'

type RenameProps = {
  name: string
  /** What takes the new name with it, as a sentence. */
  follows: string
  rename: (to: string, reason: string) => Promise<{ readonly groupId: number }>
  onDone?: (to: string) => void
  onClose: () => void
}

/** Gives a term or a domain another name; what carries the old one reads the new one. */
export function RenameDialog({ name, follows, rename, onDone, onClose }: RenameProps) {
  const [typed, setTyped] = useState(name)
  const [reason, setReason] = useState('')
  const to = typed.trim()
  const run = useMutation({
    mutationFn: async () => {
      const { groupId } = await rename(to, reason)
      toastDecided(`“${name}” is called “${to}” now.`, groupId)
    },
  })
  const submit = (): void =>
    run.mutate(undefined, {
      onSuccess() {
        onClose()
        onDone?.(to)
      },
    })
  return (
    <FormDialog
      title={`Rename “${name}”`}
      action="Rename"
      onSubmit={submit}
      onClose={onClose}
      isBusy={run.isPending}
      isBlocked={to === '' || to === name}
    >
      <TextField label="Name" value={typed} onChange={setTyped} isFirst isRequired maxLength={200} />
      <p className="soft">{`${follows} Files that still say the old name are read as the new one when they are imported again.`}</p>
      <TextField label="Reason (optional)" value={reason} onChange={setReason} maxLength={2000} />
      {run.error !== null && <ErrorBlock error={asAppError(run.error)} kept="Nothing was changed." />}
    </FormDialog>
  )
}
