import { useState } from 'react'
import { readMarks } from '#core/search/mark'
import { fitName, letterWidth, splitName } from './fit-name.ts'
import { Icon } from './icon.tsx'
import { MarkedPart } from './marked.tsx'

const WHOLE_UP_TO = 22
const SHORT_SCHEMA = 6

/**
 * A name that gives way in the middle when there is no room: the head shrinks, the last characters stay, and so does what a search
 * marked. Needs no measuring, so it is right at every width. The whole name is the tooltip.
 * @param marked the name as a search answers it
 */
export function MiddleCut({ name, marked = name }: { name: string; marked?: string | undefined }) {
  // Of a very long name the search answers the part around what matched.
  const { text, spans } = readMarks(marked)
  if (text.length <= WHOLE_UP_TO) {
    return (
      <span className="cut" title={name}>
        <MarkedPart text={text} spans={spans} from={0} to={text.length} />
      </span>
    )
  }
  const { at, end } = splitName(text, spans[0])
  return (
    <span className="midcut" title={name}>
      <span className="front">
        <MarkedPart text={text} spans={spans} from={0} to={at} />
      </span>
      <span className="back">
        <MarkedPart text={text} spans={spans} from={at} to={end} />
        {end < text.length && '…'}
      </span>
    </span>
  )
}

/** A dataset's name in mono, its schema muted. `marked`: the name as a search answers it. */
export function DatasetName({ schema, name, marked }: { schema: string | null; name: string; marked?: string | undefined }) {
  const whole = schema === null ? name : `${schema}.${name}`
  return (
    <code className="row" style={{ gap: 0 }} title={whole}>
      {schema !== null && (
        <span className="muted cut" style={schema.length <= SHORT_SCHEMA ? { flexShrink: 0 } : { flexShrink: 3, minWidth: '5ch' }}>
          {schema}
        </span>
      )}
      {schema !== null && <span className="muted">.</span>}
      <MiddleCut name={name} marked={marked} />
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
