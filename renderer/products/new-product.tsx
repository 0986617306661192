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

const FIELDS = fieldsOf('data_product').filter(({ name }) => name !== 'name' && name !== 'datasets')

/** Sets a data product up; its datasets are put in afterwards. */
export function NewProductDialog({ onClose }: { onClose: () => void }) {
  const create = useCommand('assets', 'create')
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [fields, setFields] = useState<Record<string, JsonValue>>({})
  const save = (): void =>
    create.mutate(
      { kind: 'data_product', name, fields: fields as Record<string, never> },
      {
        onSuccess({ key }) {
          onClose()
          const undo = (): void =>
            void send('assets', 'remove', { key, reason: 'Undone' }).then(
              () => void navigate({ to: '/catalog/products' }),
              (error: unknown) => toastError(asAppError(error)),
            )
          toast(`The data product “${name.trim()}” is made.`, [{ label: 'Undo', run: undo }])
          void navigate({ to: '/catalog/products/product', search: { key } })
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
      title="New data product"
      action="Create"
      onSubmit={save}
      onClose={onClose}
      isBusy={create.isPending}
      isBlocked={name.trim() === ''}
      width={600}
    >
      <p className="soft">A set of datasets that is handed out as one thing: for a purpose, with an owner and a promise.</p>
      <TextField label="Name" value={name} onChange={setName} isFirst isRequired placeholder="Daily sales" maxLength={200} />
      <div className="formgrid">
        {FIELDS.map((field) => (
          <div key={field.name} className={field.type.kind === 'long-text' || field.name === 'sla' ? 'whole' : ''}>
            <Field
              label={field.label}
              hint={field.name === 'sla' ? 'What readers may count on, such as “complete by 7:00 on working days”.' : undefined}
            >
              {(ids) => (
                <FieldControl field={field} ids={ids} value={fields[field.name] ?? null} onChange={(value) => set(field.name, value)} />
              )}
            </Field>
          </div>
        ))}
      </div>
      {create.error !== null && <ErrorBlock error={create.error} kept="Nothing was saved." />}
    </FormDialog>
  )
}
