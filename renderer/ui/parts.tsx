import type { ReactNode } from 'react'
import { DASH, initials } from '#core/format'

/** filled: a value. line: evidence or a link. dash: proposed, not decided. */
export function Chip({ children, look = 'filled', title }: { children: ReactNode; look?: 'filled' | 'line' | 'dash'; title?: string }) {
  return (
    <span className={`chip ${look === 'filled' ? '' : look}`} title={title}>
      <span className="cut">{children}</span>
    </span>
  )
}

/** A row of chips; none is a dash with its reason. */
export function Chips({ items, none, look = 'filled' }: { items: readonly string[]; none: string; look?: 'filled' | 'line' }) {
  if (items.length === 0) return <Dash why={none} />
  return (
    <span className="chips one" title={items.join(', ')}>
      {items.map((item) => (
        <Chip key={item} look={look}>
          {item}
        </Chip>
      ))}
    </span>
  )
}

/** Cannot tell: a dash, and always why. */
export function Dash({ why }: { why: string }) {
  return (
    <span className="muted" title={why}>
      {DASH}
      <span className="vh">{why}</span>
    </span>
  )
}

/** A text cut to its cell, or a dash that says why there is none. */
export function CutText({ text, why, look = 'plain' }: { text: string | null; why: string; look?: 'plain' | 'soft' }) {
  if (text === null) return <Dash why={why} />
  return (
    <span className={look === 'soft' ? 'cut soft' : 'cut'} title={text}>
      {text}
    </span>
  )
}

/** An owner's initials with the whole name. */
export function Who({ name, label = 'short' }: { name: string | null; label?: 'short' | 'full' }) {
  if (name === null) return <Dash why="No source names an owner" />
  return (
    <span className="row" title={name} style={{ gap: 6 }}>
      <span className="who" aria-hidden={label === 'full'}>
        {initials(name)}
      </span>
      {label === 'full' ? <span className="cut">{name}</span> : <span className="vh">{name}</span>}
    </span>
  )
}

const OUTCOMES: Record<string, { tone: 'fired' | 'warn' | 'clear' | 'unknown'; label: string }> = {
  pass: { tone: 'clear', label: 'Pass' },
  success: { tone: 'clear', label: 'Success' },
  warn: { tone: 'warn', label: 'Warn' },
  fail: { tone: 'fired', label: 'Fail' },
  error: { tone: 'fired', label: 'Error' },
  skipped: { tone: 'unknown', label: 'Skipped' },
  compiled: { tone: 'unknown', label: 'Not run' },
}

/** A check's last result: triangle for wrong, tick for fine, dashed circle for cannot tell. */
export function Outcome({ outcome }: { outcome: string | null }) {
  const { tone, label } = OUTCOMES[outcome ?? ''] ?? { tone: 'unknown' as const, label: outcome ?? 'No result' }
  return (
    <span className={`state ${tone}`}>
      <svg className="i" viewBox="0 0 16 16" aria-hidden="true">
        {(tone === 'fired' || tone === 'warn') && <path d="M8 2.500l6 11H2zM8 6.500v3.200M8 11.600v.2" />}
        {tone === 'clear' && <path d="M2.500 8a5.500 5.500 0 1 0 11 0 5.500 5.500 0 1 0-11 0M5.500 8.200l1.800 1.800 3.300-3.800" />}
        {tone === 'unknown' && <path d="M2.500 8a5.500 5.500 0 1 0 11 0 5.500 5.500 0 1 0-11 0" strokeDasharray="2.400 2" />}
      </svg>
      {label}
    </span>
  )
}

/** What a key does, at the foot of a list. `keys`: with a space between. */
export function KeyHint({ keys, does, room = 'any' }: { keys: string; does: string; room?: 'any' | 'wide' }) {
  return (
    <span className={room === 'wide' ? 'row wide' : 'row'}>
      {keys.split(' ').map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
      {does}
    </span>
  )
}

/** A share as a bar from zero. The number stands beside it. */
export function Meter({ share }: { share: number }) {
  return (
    <span className="meter" aria-hidden="true">
      <i style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
    </span>
  )
}
