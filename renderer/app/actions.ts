import { useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import { useKeyMap } from './keys.ts'
import { createListeners } from './listeners.ts'

/** Something a person can do now, by its name. */
export type Action = {
  readonly title: string
  /** Other words a person may type for it. */
  readonly also?: string | undefined
  /** The keys that do the same: one, or two in a row. */
  readonly keys?: string | undefined
  readonly run: () => void
}

/** here: what the screen offers. everywhere: what every screen has. */
type Place = 'here' | 'everywhere'
type Entry = { readonly place: Place; actions: readonly Action[] }
type Listed = { readonly [place in Place]: readonly Action[] }

const entries = new Set<Entry>()
const changes = createListeners<[]>()
let listed: Listed = { here: [], everywhere: [] }

/** Whatever is listed does what its screen would do by then, not what it would have done when it was listed. */
function listAgain(): void {
  const listOf = (place: Place): Action[] =>
    [...entries]
      .filter((entry) => entry.place === place)
      .flatMap((entry) =>
        entry.actions.map((action) => ({ ...action, run: () => entry.actions.find(({ title }) => title === action.title)?.run() })),
      )
  const here = listOf('here')
  // Where a screen has its own way to do it, or a key for it, that is the one.
  const own = new Set(here.map(({ title }) => title))
  listed = { here, everywhere: listOf('everywhere').filter(({ title }) => !own.has(title)) }
  changes.tell()
}

/** Offers actions for as long as the component is there: by their keys, and by name in the palette. */
export function useActions(place: Place, actions: readonly Action[]): void {
  const entry = useRef<Entry>({ place, actions }).current
  entry.actions = actions
  useLayoutEffect(() => {
    entries.add(entry)
    return () => {
      entries.delete(entry)
      listAgain()
    }
  }, [entry])
  const titles = actions.map(({ title }) => title).join('\n')
  useLayoutEffect(listAgain, [titles])
  useKeyMap(Object.fromEntries(actions.flatMap(({ keys, run }) => (keys === undefined ? [] : [[keys, run]]))))
}

/** All that can be done now. */
export function useListedActions(): Listed {
  return useSyncExternalStore(changes.add, () => listed)
}
