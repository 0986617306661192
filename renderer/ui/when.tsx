import { formatAge, formatDate, formatInstant, formatUtc } from '#core/format'
import { clock } from '../app/clock.ts'

/** An instant in the reader's zone, with UTC in the tooltip. */
export function When({ atMs, look = 'full' }: { atMs: number; look?: 'full' | 'date' | 'age' }) {
  const now = clock()
  const text = look === 'age' ? formatAge(atMs, now) : look === 'date' ? formatDate(atMs, now) : formatInstant(atMs, now)
  return (
    <time dateTime={new Date(atMs).toISOString()} title={`${look === 'full' ? '' : `${formatInstant(atMs, now)} · `}${formatUtc(atMs)}`}>
      {text}
    </time>
  )
}
