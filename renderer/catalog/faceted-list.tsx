import { useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { formatCount, plural } from '#core/format'
import { useKeys } from '../app/keys.ts'
import { Button } from '../ui/button.tsx'

const SLIM = '(max-width: 1120px)'

type FacetedListProps = {
  label: string
  isBusy: boolean
  /** What the list can be narrowed by; false where nothing can. */
  facets: ReactNode
  /** Above the list, and below it. */
  bar: ReactNode
  foot: ReactNode
  /** At the right of the list, over it where there is no room. */
  beside?: ReactNode
  children: ReactNode
}

/** A list with its facets at the left, or behind a button where the window is narrow. */
export function FacetedList({ label, isBusy, facets, bar, foot, beside, children }: FacetedListProps) {
  // Known before the first paint, or the facets would show and go.
  const isSlim = useMediaQuery(SLIM, window.matchMedia(SLIM).matches, { getInitialValueInEffect: false })
  const [isOpen, setOpen] = useState(false)
  const hasFacets = facets !== false
  // Before the screen's own Escape, which lets go of what is selected.
  useKeys(isSlim && isOpen ? { Escape: () => setOpen(false) } : {})
  return (
    <div className="split">
      {hasFacets && (!isSlim || isOpen) && (
        <aside className={isSlim ? 'facets floating' : 'facets'} aria-label="Facets" id="facets">
          {facets}
        </aside>
      )}
      <section className="list" aria-label={label} aria-busy={isBusy}>
        <div className="bar">
          {isSlim && hasFacets && (
            <Button icon="filter" aria-expanded={isOpen} aria-controls="facets" onClick={() => setOpen(!isOpen)}>
              Facets
            </Button>
          )}
          {bar}
        </div>
        {children}
        <div className="foot">{foot}</div>
      </section>
      {beside}
    </div>
  )
}

/** How many there are, and of how many where the list is narrowed; null where that is not known (yet). */
export function foundWords(noun: string, found: number | null, all: number): string {
  if (found === null) return `— ${noun}s`
  return all > found ? `${formatCount(found)} of ${plural(all, noun)}` : plural(found, noun)
}
