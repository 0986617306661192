import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { fieldsOf } from '#core/assets/fields'
import type { JsonValue } from '#core/json'
import { asAppError, send, useCommand } from '../app/api.ts'
import { FieldControl } from '../datasets/field-control.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { Field, TextField } from '../ui/field.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { toast, toastError } from '../ui/toast.tsx'

const FIELDS = fieldsOf('domain').filter(({ name }) => name === 'description' || name === 'ownerTeam')

/** Sets a domain up; `name`: the one that datasets name already. */
export function DescribeDomainDialog({ name: given = '', onClose }: { name?: string; onClose: () => void }) {
  const create = useCommand('assets', 'create')
  const navigate = useNavigate()
  const [name, setName] = useState(given)
  const [fields, setFields] = useState<Record<string, JsonValue>>({})
  const save = (): void =>
    create.mutate(
      { kind: 'domain', name, fields: fields as Record<string, never> },
      {
        onSuccess({ key }) {
          onClose()
          const undo = (): void =>
            void send('assets', 'remove', { key, reason: 'Undone' }).then(
              () => given === '' && void navigate({ to: '/catalog/domains' }),
              (error: unknown) => toastError(asAppError(error)),
            )
          toast(`The domain “${name.trim()}” is described.`, [{ label: 'Undo', run: undo }])
          void navigate({ to: '/catalog/domains/domain', search: { name: name.trim() } })
        },
      },
    )
  const set = (field: string, value: JsonValue | null): void =>
    setFields((old) => {
      const { [field]: _old, ...others } = old
      return value === null ? others : { ...others, [field]: value }
    })
  return (
    <FormDialog
      title={given === '' ? 'New domain' : `Describe “${given}”`}
      action={given === '' ? 'Create' : 'Save'}
      onSubmit={save}
      onClose={onClose}
      isBusy={create.isPending}
      isBlocked={name.trim() === ''}
    >
      {given === '' && <TextField label="Name" value={name} onChange={setName} isFirst isRequired placeholder="Sales" maxLength={200} />}
      {FIELDS.map((field, index) => (
        <Field key={field.name} label={field.label}>
          {(ids) => (
            <FieldControl
              field={field}
              ids={ids}
              isFirst={given !== '' && index === 0}
              value={fields[field.name] ?? null}
              onChange={(value) => set(field.name, value)}
            />
          )}
        </Field>
      ))}
      {create.error !== null && <ErrorBlock error={create.error} kept="Nothing was saved." />}
    </FormDialog>
  )
}
