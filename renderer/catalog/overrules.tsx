import { formatAge } from '#core/format'
import { clock } from '../app/clock.ts'

/** Whose decision a planned change replaces. */
export function Overrules({ author, atMs }: { author: string; atMs: number }) {
  const words = `overrules ${author}, ${formatAge(atMs, clock())}`
  return (
    <b className="cut" title={words}>
      {words}
    </b>
  )
}
