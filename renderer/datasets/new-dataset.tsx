import { type NavigateOptions, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { DATASET_FIELDS } from '#core/assets/fields'
import type { JsonValue } from '#core/json'
import { useCommand } from '../app/api.ts'
import { useLeavePage } from '../app/still-here.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { Field, TextField } from '../ui/field.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { toastDecided } from './decide.ts'
import { FieldControl } from './field-control.tsx'

const IN_FORM = ['description', 'ownerTeam', 'domain', 'tier', 'classification']

const pageOf = (key: string): NavigateOptions => ({ to: '/catalog/dataset', search: { key } })

/** A dataset no source knows, set up by hand. */
export function NewDatasetDialog({ onClose }: { onClose: () => void }) {
  const create = useCommand('datasets', 'create')
  const navigate = useNavigate()
  const leavePage = useLeavePage()
  const [name, setName] = useState('')
  const [schema, setSchema] = useState('')
  const [reason, setReason] = useState('')
  const [fields, setFields] = useState<Record<string, JsonValue>>({})
  const save = (): void => {
    const input = { name, fields: fields as Record<string, never>, reason, ...(schema.trim() === '' ? {} : { schema: schema.trim() }) }
    create.mutate(input, {
      told: ({ key, groupId }) =>
        toastDecided(`${name.trim()} is in the catalog.`, groupId, () => leavePage(pageOf(key), { to: '/catalog' })),
      onSuccess({ key }) {
        onClose()
        void navigate(pageOf(key))
      },
    })
  }
  return (
    <FormDialog
      title="New dataset"
      action="Create"
      onSubmit={save}
      onClose={onClose}
      isBusy={create.isPending}
      isBlocked={name.trim() === ''}
      width={600}
    >
      <p className="soft">For data no import tells about: a spreadsheet, a partner’s feed, a table that is still planned.</p>
      <div className="formgrid">
        <TextField label="Name" value={name} onChange={setName} isFirst isMono isRequired placeholder="partner_prices" maxLength={400} />
        <TextField label="Schema (optional)" value={schema} onChange={setSchema} isMono maxLength={400} />
        {DATASET_FIELDS.filter((field) => IN_FORM.includes(field.name)).map((field) => (
          <div key={field.name} className={field.name === 'description' ? 'whole' : ''}>
            <Field label={field.label}>
              {(ids) => (
                <FieldControl
                  field={field}
                  ids={ids}
                  value={fields[field.name] ?? null}
                  onChange={(value) =>
                    setFields((old) => {
                      const { [field.name]: _old, ...others } = old
                      return value === null ? others : { ...others, [field.name]: value }
                    })
                  }
                />
              )}
            </Field>
          </div>
        ))}
      </div>
      <TextField label="Reason (optional)" value={reason} onChange={setReason} />
      {create.error !== null && <ErrorBlock error={create.error} kept="Nothing was saved." />}
    </FormDialog>
  )
}
