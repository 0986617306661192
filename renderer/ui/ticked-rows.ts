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

/** `turn`: raised whenever it is no longer what it was with some more or less, but another list's, everything or nothing. */
export type Kept = { readonly list: string; readonly ticked: Ticked; readonly turn: number }

type RowWords<T> = { readonly keyOf: (row: T) => string; readonly labelOf: (row: T) => string }

/**
 * What is ticked in a list that is fetched page by page, across its pages. Another list has nothing ticked yet.
 * @param list what tells it from others: its filter, as text
 */
export function useTickedRows<T>(list: string, pages: Pages<T>, { keyOf, labelOf }: RowWords<T>): TickedRows<T> {
  const [kept, keep] = useState<Kept>({ list, ticked: NOTHING, turn: 0 })
  const { ticked, turn } = ofList(kept, list)
  /** By its key: sorted otherwise, or with rows come and gone, it stands elsewhere. */
  const last = useRef<string | undefined>(undefined)
  const set = useCallback((next: Ticked) => keep((now) => setAll(now, list, next)), [list])
  const { rowAt, between, total } = pages
  return useMemo(() => {
    const count = countTicked(ticked, total)
    const toggle: Ticks<T>['toggle'] = (row, index, how) => {
      const key = keyOf(row)
      const start = how === 'range' ? placeOf(last.current, total, (at) => keyAt(rowAt(at), keyOf)) : -1
      last.current = key
      if (start < 0) return keep((now) => add(ofList(now, list), key, [key]))
      // Those between may not be there: one has dragged the scroll bar past them.
      between(Math.min(start, index), Math.max(start, index)).then(
        (rows) => keep((now) => addLate(now, { list, turn }, key, rows.map(keyOf))),
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
  }, [list, ticked, turn, total, rowAt, between, set, keyOf, labelOf])
}

/** What is ticked in a list, of which there may be nothing kept. */
export function ofList(kept: Kept, list: string): Kept {
  return kept.list === list ? kept : { list, ticked: NOTHING, turn: kept.turn + 1 }
}

/** All of a list, or nothing. */
export function setAll(kept: Kept, list: string, ticked: Ticked): Kept {
  return { list, ticked, turn: kept.turn + 1 }
}

/** As `tick` does. */
export function add(kept: Kept, key: string, keys: readonly string[]): Kept {
  return { ...kept, ticked: tick(kept.ticked, key, keys) }
}

/** A range that had to be fetched: nothing more is done where all was ticked or cleared meanwhile, or rows of another list ticked. */
export function addLate(now: Kept, begun: Pick<Kept, 'list' | 'turn'>, key: string, keys: readonly string[]): Kept {
  const there = ofList(now, begun.list)
  return there.turn === begun.turn ? add(there, key, keys) : now
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
