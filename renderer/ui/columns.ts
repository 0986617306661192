import { type ReactNode, useCallback, useMemo, useState } from 'react'

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
  /** `room` is the cell's width in pixels, without its padding. */
  readonly cell: (row: T, room: number) => ReactNode
}

type Kept = { widths: Record<string, number>; shown: Record<string, boolean> }
const keyOf = (viewId: string): string => `stewardbook.columns.${viewId}`
const LEAST_WIDTH = 40
const MOST_WIDTH = 640

function readKept(viewId: string): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(viewId)) ?? '{}') as Partial<Kept>
    return { widths: kept.widths ?? {}, shown: kept.shown ?? {} }
  } catch {
    return { widths: {}, shown: {} }
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
}

/** Which columns a view shows and how wide; only that is kept on this machine, never data. */
export function useColumnLayout<T>(viewId: string, columns: readonly LedgerColumn<T>[]): ColumnLayout<T> {
  const [kept, setKept] = useState(() => readKept(viewId))
  const keep = useCallback(
    (change: (old: Kept) => Kept) => {
      setKept((old) => {
        const next = change(old)
        localStorage.setItem(keyOf(viewId), JSON.stringify(next))
        return next
      })
    },
    [viewId],
  )
  return useMemo(() => {
    const isShown = (column: LedgerColumn<T>): boolean => column.isFlexible === true || (kept.shown[column.id] ?? column.isExtra !== true)
    return {
      all: columns,
      chosen: columns.filter(isShown),
      isShown,
      widthOf: (column) => kept.widths[column.id] ?? column.width,
      resize: (id, width) =>
        keep((old) => ({ ...old, widths: { ...old.widths, [id]: Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width))) } })),
      toggle: (column) => keep((old) => ({ ...old, shown: { ...old.shown, [column.id]: !isShown(column) } })),
      reset: () => keep(() => ({ widths: {}, shown: {} })),
    }
  }, [columns, kept, keep])
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
