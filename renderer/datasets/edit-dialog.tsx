import { useState } from 'react'
import { DATASET_FIELDS } from '#core/assets/fields'
import { plural } from '#core/format'
import { canonicalJson, type JsonValue } from '#core/json'
import { FormDialog } from '../ui/dialog.tsx'
import { Field, TextField } from '../ui/field.tsx'
import type { Dataset } from './dataset-screen.tsx'
import { type Change, useDecide } from './decide.ts'
import { FieldControl } from './field-control.tsx'
import { changeOf } from './field-editor.tsx'
import { fieldValue } from './value.tsx'

const IN_FORM = [
  'description',
  'ownerTeam',
  'steward',
  'domain',
  'tier',
  'classification',
  'tags',
  'refreshSchedule',
  'slaHours',
  'retentionPeriod',
]
const HALF_WIDTH = new Set([
  'ownerTeam',
  'steward',
  'domain',
  'tier',
  'classification',
  'tags',
  'refreshSchedule',
  'slaHours',
  'retentionPeriod',
])

/** The fields a steward sets most, in one form with one reason. Only what was changed is saved. */
export function EditDialog({ data, onClose }: { data: Dataset; onClose: () => void }) {
  const decide = useDecide()
  const [typed, setTyped] = useState<Record<string, JsonValue | null>>({})
  const [reason, setReason] = useState('')
  const [isBusy, setBusy] = useState(false)
  const fields = DATASET_FIELDS.filter((field) => IN_FORM.includes(field.name))
  const subject = { kind: 'dataset', key: data.row.key, column: null } as const

  const results = fields.flatMap((field) => {
    if (!(field.name in typed)) return []
    const current = fieldValue(data.fields, field.name)
    const value = typed[field.name] ?? null
    if (canonicalJson(value) === canonicalJson((current.value ?? null) as JsonValue)) return []
    return [{ field: field.name, ...changeOf(subject, field, value, current.provenance.kind === 'decision') }]
  })
  const changes = results.flatMap((result): Change[] => ('change' in result ? [result.change] : []))
  const save = (): void => {
    setBusy(true)
    void decide(changes, reason, `${plural(changes.length, 'field')} of ${data.row.name} set.`).then((isSaved) =>
      isSaved ? onClose() : setBusy(false),
    )
  }
  return (
    <FormDialog
      title={`Edit ${data.row.name}`}
      width={640}
      action={changes.length === 0 ? 'Save' : `Save ${plural(changes.length, 'change')}`}
      onSubmit={save}
      onClose={onClose}
      isBusy={isBusy}
      isBlocked={changes.length === 0 || changes.length < results.length}
      aside={<span className="small muted">What you set stays through every later import.</span>}
    >
      <div className="formgrid">
        {fields.map((field, index) => {
          const result = results.find((one) => one.field === field.name)
          const current = fieldValue(data.fields, field.name)
          return (
            <div key={field.name} className={HALF_WIDTH.has(field.name) ? '' : 'whole'}>
              <Field label={field.label} error={result !== undefined && 'bad' in result ? result.bad : undefined}>
                {(ids) => (
                  <FieldControl
                    field={field}
                    ids={ids}
                    isFirst={index === 0}
                    value={field.name in typed ? (typed[field.name] ?? null) : ((current.value ?? null) as JsonValue | null)}
                    onChange={(value) => setTyped((old) => ({ ...old, [field.name]: value }))}
                  />
                )}
              </Field>
            </div>
          )
        })}
      </div>
      <TextField label="Reason" value={reason} onChange={setReason} hint="Kept in the history." maxLength={2000} />
    </FormDialog>
  )
}
