import { type ReactNode, useId } from 'react'
import { FIRST_FOCUS } from './first-focus.ts'

/** A labelled control. `children` gets the ids that tie label, hint and control together. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string
  hint?: string | undefined
  error?: string | undefined
  children: (ids: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode
}) {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        ...(note === undefined ? {} : { 'aria-describedby': noteId }),
        ...(error === undefined ? {} : { 'aria-invalid': true as const }),
      })}
      {note !== undefined && (
        <span id={noteId} className={error === undefined ? 'hint' : 'bad'}>
          {note}
        </span>
      )}
    </div>
  )
}

type TextFieldProps = {
  label: string
  value: string
  onChange: (value: string) => void
  hint?: string | undefined
  error?: string | undefined
  placeholder?: string
  isMono?: boolean
  isRequired?: boolean
  /** Takes the focus when a dialog opens. */
  isFirst?: boolean
  maxLength?: number
}

/** One line of text with its label. */
export function TextField({ label, value, onChange, hint, error, placeholder, isMono, isRequired, isFirst, maxLength }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <input
          {...ids}
          className={`in ${isMono === true ? 'mono' : ''}`}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          placeholder={placeholder}
          required={isRequired}
          maxLength={maxLength}
          spellCheck={isMono !== true}
          {...(isFirst === true ? FIRST_FOCUS : {})}
        />
      )}
    </Field>
  )
}

/** Buttons of which one is pressed. */
export function Segments<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T
  options: readonly { value: T; label: ReactNode }[]
  onChange: (value: T) => void
}) {
  return (
    <div className="seg" role="group" aria-label={label}>
      {options.map((option) => (
        <button key={option.value} type="button" aria-pressed={option.value === value} onClick={() => onChange(option.value)}>
          {option.label}
        </button>
      ))}
    </div>
  )
}
