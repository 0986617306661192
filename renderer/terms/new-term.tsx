import { useState } from 'react'
import { fieldsOf } from '#core/assets/fields'
import { useNewAsset } from '../catalog/new-asset.ts'
import { FieldControl } from '../datasets/field-control.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { Field, TextField } from '../ui/field.tsx'
import { ErrorBlock } from '../ui/states.tsx'

const IN_FORM = ['description', 'synonyms', 'relatedTerms', 'ownerTeam', 'termStatus']
const WHOLE = new Set(['description'])

/** Defines a term; `name`: the one that is used already. */
export function NewTermDialog({ name: given = '', onClose }: { name?: string; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const form = useNewAsset({
    kind: 'term',
    given,
    first: { termStatus: 'draft' },
    said: (name) => `“${name}” is in the glossary.`,
    page: ({ key }) => ({ to: '/catalog/glossary/term', search: { key } }),
    list: { to: '/catalog/glossary' },
    onClose,
  })
  return (
    <FormDialog
      title={given === '' ? 'New term' : `Define “${given}”`}
      action={given === '' ? 'Create' : 'Define'}
      onSubmit={() => form.save(reason)}
      onClose={onClose}
      isBusy={form.isBusy}
      isBlocked={form.name.trim() === ''}
      width={600}
    >
      <p className="soft">Say in one or two sentences what it means here, and what it does not.</p>
      <TextField
        label="Name"
        value={form.name}
        onChange={form.setName}
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
                    value={form.valueOf(field.name)}
                    onChange={(value) => form.set(field.name, value)}
                  />
                )}
              </Field>
            </div>
          ))}
      </div>
      <TextField label="Reason (optional)" value={reason} onChange={setReason} maxLength={2000} />
      {form.error !== null && <ErrorBlock error={form.error} kept="Nothing was saved." />}
    </FormDialog>
  )
}
