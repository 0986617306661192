import { useCallback, useMemo, useRef, useState } from 'react'
import type { AppError } from '#core/errors'
import type { Pages } from '../app/pages.ts'
import type { Ticks } from './ticks.tsx'
import { toastError } from './toast.tsx'

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
  const { rowAt, between, total } = pages
  return useMemo(() => {
    const count = countTicked(ticked, total)
    const toggle: Ticks<T>['toggle'] = (row, index, how) => {
      const key = keyOf(row)
      const start = how === 'range' ? placeOf(last.current, total, (at) => keyAt(rowAt(at), keyOf)) : -1
      last.current = key
      const add = (keys: readonly string[]): void =>
        keep((now) => ({ list, ticked: tick(now.list === list ? now.ticked : NOTHING, key, keys) }))
      if (start < 0) return add([key])
      // Those between may not be there: one has dragged the scroll bar past them.
      between(Math.min(start, index), Math.max(start, index)).then(
        (rows) => add(rows.map(keyOf)),
        (error: AppError) => toastError(error),
      )
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
  }, [list, ticked, total, rowAt, between, set, keyOf, labelOf])
}

/** Of so many rows. */
export function countTicked(ticked: Ticked, total: number): number {
  return ticked.kind === 'some' ? ticked.keys.size : Math.max(0, total - ticked.except.size)
}

export function isTicked(ticked: Ticked, key: string): boolean {
  return ticked.kind === 'some' ? ticked.keys.has(key) : !ticked.except.has(key)
}

const keyAt = <T>(row: T | undefined, keyOf: (row: T) => string): string | undefined => (row === undefined ? undefined : keyOf(row))

/** Where the row of a key stands among so many; -1 where it is not there, or there is no key. */
export function placeOf(key: string | undefined, total: number, keyOfRow: (index: number) => string | undefined): number {
  if (key === undefined) return -1
  for (let index = 0; index < total; index += 1) if (keyOfRow(index) === key) return index
  return -1
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
