import { type FormEvent, type KeyboardEvent, useId, useState } from 'react'
import { checkDecidedValue, type FieldDefinition } from '#core/assets/fields'
import type { FieldValue } from '#core/assets/provenance'
import type { JsonValue } from '#core/json'
import { asAppError } from '../app/api.ts'
import { Button } from '../ui/button.tsx'
import { type Change, useDecide } from './decide.ts'
import { FieldControl } from './field-control.tsx'

export type Subject = { readonly kind: 'dataset' | 'column' | 'other'; readonly key: string; readonly column: string | null }

/** The change a form's value means, or why it is none. */
export function changeOf(
  subject: Subject,
  field: FieldDefinition,
  value: JsonValue | null,
  isDecided: boolean,
): { change: Change } | { bad: string } {
  const place = { key: subject.key, column: subject.column, field: field.name }
  if (value === null) return isDecided ? { change: { ...place, value: null } } : { bad: `Give “${field.label}” a value.` }
  if (subject.kind === 'other') return { change: { ...place, value } }
  try {
    return { change: { ...place, value: checkDecidedValue(subject.kind, field.name, value) } }
  } catch (error) {
    return { bad: asAppError(error).message }
  }
}

/** One field, edited where it stands. Enter saves (Ctrl Enter in long text), Escape leaves it as it was. */
export function FieldEditor({
  subject,
  field,
  current,
  onDone,
}: {
  subject: Subject
  field: FieldDefinition
  current: FieldValue
  onDone: () => void
}) {
  const id = useId()
  const decide = useDecide()
  const isDecided = current.provenance.kind === 'decision'
  const [value, setValue] = useState<JsonValue | null>(current.value)
  const [reason, setReason] = useState('')
  const [bad, setBad] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  const save = async (next: JsonValue | null): Promise<void> => {
    const result = changeOf(subject, field, next, isDecided)
    if ('bad' in result) {
      setBad(result.bad)
      return
    }
    setBusy(true)
    const words = result.change.value === null ? `“${field.label}” reads as imported again.` : `“${field.label}” is set.`
    if (await decide([result.change], reason, words)) onDone()
    else setBusy(false)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      event.preventDefault()
      onDone()
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void save(value)
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void save(value)
  }
  return (
    <form className="fieldeditor" onSubmit={submit} onKeyDown={onKeyDown}>
      <label className="vh" htmlFor={id}>
        {field.label}
      </label>
      <FieldControl
        field={field}
        value={value}
        onChange={setValue}
        ids={{ id, ...(bad === null ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-bad` }) }}
        isFirst
      />
      <input
        className="in"
        aria-label="Reason"
        placeholder="Reason (kept in the history)"
        value={reason}
        maxLength={2000}
        onChange={(event) => setReason(event.target.value)}
      />
      {bad !== null && (
        <span className="small wrong" id={`${id}-bad`} role="alert">
          {bad}
        </span>
      )}
      <span className="row">
        <Button look="primary" type="submit" disabled={isBusy}>
          Save
        </Button>
        <Button onClick={onDone}>Cancel</Button>
        {isDecided && (
          <button type="button" className="link right" onClick={() => void save(null)} disabled={isBusy}>
            Take back, use what is imported
          </button>
        )}
      </span>
    </form>
  )
}
