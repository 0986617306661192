import { useState } from 'react'
import { fitName, letterWidth } from './fit-name.ts'
import { Icon } from './icon.tsx'

const TAIL = 10
const WHOLE_UP_TO = 22
const SHORT_SCHEMA = 6

/**
 * A name that gives way in the middle when there is no room: the head shrinks, the last characters stay.
 * Needs no measuring, so it is right at every width. The whole name is the tooltip.
 */
export function MiddleCut({ name }: { name: string }) {
  if (name.length <= WHOLE_UP_TO) {
    return (
      <span className="cut" title={name}>
        {name}
      </span>
    )
  }
  const at = splitAt(name)
  return (
    <span className="midcut" title={name}>
      <span className="front">{name.slice(0, at)}</span>
      <span className="back">{name.slice(at)}</span>
    </span>
  )
}

/** Never between the halves of a surrogate pair. */
function splitAt(name: string): number {
  const at = name.length - TAIL
  const code = name.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}

/** A dataset's name in mono, its schema muted. */
export function DatasetName({ schema, name }: { schema: string | null; name: string }) {
  const whole = schema === null ? name : `${schema}.${name}`
  return (
    <code className="row" style={{ gap: 0 }} title={whole}>
      {schema !== null && (
        <span className="muted cut" style={schema.length <= SHORT_SCHEMA ? { flexShrink: 0 } : { flexShrink: 3, minWidth: '5ch' }}>
          {schema}
        </span>
      )}
      {schema !== null && <span className="muted">.</span>}
      <MiddleCut name={name} />
    </code>
  )
}

/** As DatasetName, cut to the letters that have room: exact, for long lists. */
export function FittedName({ schema, name, room }: { schema: string | null; name: string; room: number }) {
  const fitted = fitName(schema, name, Math.floor(room / letterWidth()))
  return (
    <code className="cut" title={schema === null ? name : `${schema}.${name}`}>
      {fitted.schema !== null && <span className="muted">{fitted.schema}.</span>}
      {fitted.name}
    </code>
  )
}

type CopyProps = {
  /** A function where it is only known at the click. */
  text: string | (() => string)
  label: string
  icon?: 'copy' | 'link'
}

/** Copies a text with one click and says so. */
export function CopyButton({ text, label, icon = 'copy' }: CopyProps) {
  const [isCopied, setCopied] = useState(false)
  const copy = (): void => {
    void navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), 1500)
    })
  }
  return (
    <button
      type="button"
      className="btn ghost icon"
      onClick={copy}
      aria-label={isCopied ? 'Copied' : label}
      title={isCopied ? 'Copied' : label}
    >
      <Icon name={isCopied ? 'check' : icon} />
    </button>
  )
}
