import { useEffect, useRef, useState } from 'react'
import { useKeys } from '../app/keys.ts'
import { FIRST_FOCUS } from './first-focus.ts'
import { Icon } from './icon.tsx'

const PAUSE_MS = 180

/** Into the list that the filter narrows, so that the arrow keys go on there. */
function focusList(input: HTMLInputElement): void {
  const list = input.closest('section, [role="dialog"], main')?.querySelector<HTMLElement>('[role="grid"], .picker button')
  if (list == null) input.blur()
  else list.focus()
}

/** A filter that applies itself while one types. Escape clears it, then leaves it for the list, as Enter and the down arrow do. */
export function SearchInput({
  label,
  value,
  onChange,
  keyHint,
  isFirst,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  /** The key that leads here from anywhere on the page. */
  keyHint?: '/'
  /** Takes the focus when a dialog opens. */
  isFirst?: boolean
}) {
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  const sent = useRef(value)
  useEffect(() => {
    // Cleared or changed from outside (back, "clear filters").
    if (value !== sent.current) setTyped(value)
    sent.current = value
  }, [value])
  useEffect(() => {
    if (typed === sent.current) return
    const timer = setTimeout(() => {
      sent.current = typed
      onChange(typed)
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, onChange])
  useKeys(keyHint === undefined ? {} : { [keyHint]: () => input.current?.focus() })
  return (
    <div className="search-in">
      <Icon name="search" />
      <input
        ref={input}
        className="in"
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={label}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        {...(isFirst === true ? FIRST_FOCUS : {})}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          const leaves = event.key === 'ArrowDown' || event.key === 'Enter' || (event.key === 'Escape' && typed === '')
          if (!leaves && event.key !== 'Escape') return
          event.stopPropagation()
          event.preventDefault()
          if (leaves) focusList(event.currentTarget)
          else setTyped('')
        }}
      />
      {keyHint !== undefined && typed === '' && <kbd aria-hidden="true">{keyHint}</kbd>}
    </div>
  )
}
