import { type ReactNode, useMemo, useState } from 'react'

/** One column of a ledger. The columns stand in order of worth: where there is no room, the last ones go first. */
export type LedgerColumn<T> = {
  readonly id: string
  readonly head: string
  /** Pixels. The flexible column's least width. */
  readonly width: number
  /** Takes the room that is left; one per ledger, and it cannot be hidden. */
  readonly isFlexible?: true
  readonly isRight?: true
  /** Name of the order it sorts by. */
  readonly sortBy?: string
  /** Shown only when chosen. */
  readonly isExtra?: true
  /** Words for the head that need more room. */
  readonly headTitle?: string
  /**
   * Drawn from the row alone, with no state of its own: rows that scroll in are drawn in the place of those that scroll out.
   * `room` is the cell's width in pixels, without its padding.
   */
  readonly cell: (row: T, room: number) => ReactNode
}

/** What differs from the columns' own widths, and from which of them are shown at first. */
export type KeptLayout = { readonly widths: Readonly<Record<string, number>>; readonly shown: Readonly<Record<string, boolean>> }
const NOTHING_KEPT: KeptLayout = { widths: {}, shown: {} }
const keyOf = (viewId: string): string => `stewardbook.columns.${viewId}`
const LEAST_WIDTH = 40
const MOST_WIDTH = 640

/** A column's width, in whole pixels within what can be used. */
export const fitWidth = (width: number): number => Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width)))

function readKept(viewId: string): KeptLayout {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(viewId)) ?? '{}') as Partial<KeptLayout>
    return { widths: kept.widths ?? {}, shown: kept.shown ?? {} }
  } catch {
    return NOTHING_KEPT
  }
}

export type ColumnLayout<T> = {
  /** Chosen columns in order, whether they have room or not. */
  readonly chosen: readonly LedgerColumn<T>[]
  readonly all: readonly LedgerColumn<T>[]
  readonly widthOf: (column: LedgerColumn<T>) => number
  readonly isShown: (column: LedgerColumn<T>) => boolean
  readonly resize: (id: string, width: number) => void
  readonly toggle: (column: LedgerColumn<T>) => void
  readonly reset: () => void
  /** What `reset` does, as its button says it. */
  readonly resetWords: string
}

/** A layout out of what is kept of it; `keep` is told of each change. */
export function layoutOf<T>(
  columns: readonly LedgerColumn<T>[],
  kept: KeptLayout,
  keep: (next: KeptLayout) => void,
): Omit<ColumnLayout<T>, 'reset' | 'resetWords'> {
  const isShown = (column: LedgerColumn<T>): boolean => column.isFlexible === true || (kept.shown[column.id] ?? column.isExtra !== true)
  return {
    all: columns,
    chosen: columns.filter(isShown),
    isShown,
    widthOf: (column) => kept.widths[column.id] ?? column.width,
    resize: (id, width) => keep({ ...kept, widths: { ...kept.widths, [id]: fitWidth(width) } }),
    toggle: (column) => keep({ ...kept, shown: { ...kept.shown, [column.id]: !isShown(column) } }),
  }
}

/** Which columns a view shows and how wide; only that is kept on this machine, never data. */
export function useColumnLayout<T>(viewId: string, columns: readonly LedgerColumn<T>[]): ColumnLayout<T> {
  const [kept, setKept] = useState(() => readKept(viewId))
  return useMemo(() => {
    const keep = (next: KeptLayout): void => {
      setKept(next)
      localStorage.setItem(keyOf(viewId), JSON.stringify(next))
    }
    return { ...layoutOf(columns, kept, keep), reset: () => keep(NOTHING_KEPT), resetWords: 'Reset columns and widths' }
  }, [columns, kept, viewId])
}

/** The chosen columns that fit into `room` pixels; at least the flexible one. */
export function fitting<T>(layout: ColumnLayout<T>, room: number): readonly LedgerColumn<T>[] {
  let left = room - layout.chosen.filter((column) => column.isFlexible === true).reduce((sum, column) => sum + column.width, 0)
  let isFull = false
  return layout.chosen.filter((column) => {
    if (column.isFlexible === true) return true
    if (isFull) return false
    left -= layout.widthOf(column)
    if (left < 0) isFull = true
    return !isFull
  })
}

/** Of a cell, both sides together. */
const PADDING = 24

/** What each cell has for its content: its column's width, or what the others leave, less the padding. */
export function cellWidths<T>(columns: readonly LedgerColumn<T>[], layout: ColumnLayout<T>, room: number): ReadonlyMap<string, number> {
  const fixed = columns.reduce((sum, column) => sum + (column.isFlexible === true ? 0 : layout.widthOf(column)), 0)
  return new Map(
    columns.map((column) => [
      column.id,
      (column.isFlexible === true ? Math.max(column.width, room - fixed) : layout.widthOf(column)) - PADDING,
    ]),
  )
}
