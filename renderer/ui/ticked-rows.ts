import { useCallback, useMemo, useRef, useState } from 'react'
import type { Pages } from '../app/pages.ts'
import type { Ticks } from './ticks.tsx'

/** `all`: everything the list holds, fetched or not, but for some. */
export type Ticked =
  | { readonly kind: 'some'; readonly keys: ReadonlySet<string> }
  | { readonly kind: 'all'; readonly except: ReadonlySet<string> }

export const NOTHING: Ticked = { kind: 'some', keys: new Set() }
export const EVERYTHING: Ticked = { kind: 'all', except: new Set() }

export type TickedRows<T> = {
  readonly ticked: Ticked
  readonly count: number
  readonly ticks: Ticks<T>
  readonly clear: () => void
}

type RowWords<T> = { readonly keyOf: (row: T) => string; readonly labelOf: (row: T) => string }

/**
 * What is ticked in a list that is fetched page by page, across its pages. Another list has nothing ticked yet.
 * @param list what tells it from others: its filter, as text
 */
export function useTickedRows<T>(list: string, pages: Pages<T>, { keyOf, labelOf }: RowWords<T>): TickedRows<T> {
  const [kept, keep] = useState<{ readonly list: string; readonly ticked: Ticked }>({ list, ticked: NOTHING })
  const ticked = kept.list === list ? kept.ticked : NOTHING
  /** By its key: sorted otherwise, or with rows come and gone, it stands elsewhere. */
  const last = useRef<string | undefined>(undefined)
  const set = useCallback((next: Ticked) => keep({ list, ticked: next }), [list])
  const { rows, total } = pages
  return useMemo(() => {
    const count = countTicked(ticked, total)
    const toggle: Ticks<T>['toggle'] = (row, _index, how) => {
      const key = keyOf(row)
      set(tick(ticked, key, how === 'range' ? between(rows.map(keyOf), last.current, key) : [key]))
      last.current = key
    }
    const all = count === 0 ? 'none' : count >= total ? 'all' : 'some'
    const tickAll = (): void => set(EVERYTHING)
    const clear = (): void => set(NOTHING)
    const isRowTicked = (row: T): boolean => isTicked(ticked, keyOf(row))
    return {
      ticked,
      count,
      clear,
      ticks: { isTicked: isRowTicked, toggle, all, toggleAll: all === 'all' ? clear : tickAll, tickAll, labelOf },
    }
  }, [ticked, total, rows, set, keyOf, labelOf])
}

/** Of so many rows. */
export function countTicked(ticked: Ticked, total: number): number {
  return ticked.kind === 'some' ? ticked.keys.size : Math.max(0, total - ticked.except.size)
}

export function isTicked(ticked: Ticked, key: string): boolean {
  return ticked.kind === 'some' ? ticked.keys.has(key) : !ticked.except.has(key)
}

/** The keys from one to the other, both among them; `to` alone where the list does not hold the other. */
export function between(keys: readonly string[], from: string | undefined, to: string): readonly string[] {
  const start = from === undefined ? -1 : keys.indexOf(from)
  const end = keys.indexOf(to)
  return start < 0 || end < 0 ? [to] : keys.slice(Math.min(start, end), Math.max(start, end) + 1)
}

/** With `keys` all ticked where `key` was not, all unticked where it was. */
export function tick(ticked: Ticked, key: string, keys: readonly string[]): Ticked {
  const isListed = (ticked.kind === 'some') !== isTicked(ticked, key)
  const listed = new Set(ticked.kind === 'some' ? ticked.keys : ticked.except)
  for (const one of keys) {
    if (isListed) listed.add(one)
    else listed.delete(one)
  }
  return ticked.kind === 'some' ? { kind: 'some', keys: listed } : { kind: 'all', except: listed }
}
