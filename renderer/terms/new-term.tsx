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

const IN_FORM = ['description', 'synonyms', 'relatedTerms', 'ownerTeam', 'termStatus']
const WHOLE = new Set(['description'])

/** Defines a term; `name`: the one that is used already. */
export function NewTermDialog({ name: given = '', onClose }: { name?: string; onClose: () => void }) {
  const create = useCommand('assets', 'create')
  const navigate = useNavigate()
  const [name, setName] = useState(given)
  const [reason, setReason] = useState('')
  const [fields, setFields] = useState<Record<string, JsonValue>>({ termStatus: 'draft' })
  const save = (): void =>
    create.mutate(
      { kind: 'term', name, fields: fields as Record<string, never>, reason },
      {
        onSuccess({ key }) {
          onClose()
          const undo = (): void =>
            void send('assets', 'remove', { key, reason: 'Undone' }).then(
              () => void navigate({ to: '/catalog/glossary' }),
              (error: unknown) => toastError(asAppError(error)),
            )
          toast(`“${name.trim()}” is in the glossary.`, [{ label: 'Undo', run: undo }])
          void navigate({ to: '/catalog/glossary/term', search: { key } })
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
      title={given === '' ? 'New term' : `Define “${given}”`}
      action={given === '' ? 'Create' : 'Define'}
      onSubmit={save}
      onClose={onClose}
      isBusy={create.isPending}
      isBlocked={name.trim() === ''}
      width={600}
    >
      <p className="soft">Say in one or two sentences what it means here, and what it does not.</p>
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        isFirst={given === ''}
        isRequired
        placeholder="Net revenue"
        maxLength={200}
        hint={given === '' ? undefined : 'Datasets and columns use this very name.'}
      />
      <div className="formgrid">
        {fieldsOf('term')
          .filter((field) => IN_FORM.includes(field.name))
          .map((field) => (
            <div key={field.name} className={WHOLE.has(field.name) ? 'whole' : ''}>
              <Field label={field.label}>
                {(ids) => (
                  <FieldControl
                    field={field}
                    ids={ids}
                    isFirst={given !== '' && field.name === 'description'}
                    value={fields[field.name] ?? null}
                    onChange={(value) => set(field.name, value)}
                  />
                )}
              </Field>
            </div>
          ))}
      </div>
      <TextField label="Reason (optional)" value={reason} onChange={setReason} maxLength={2000} />
      {create.error !== null && <ErrorBlock error={create.error} kept="Nothing was saved." />}
    </FormDialog>
  )
}
