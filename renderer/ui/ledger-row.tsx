import { memo, type RefObject, useLayoutEffect, useRef } from 'react'
import type { LedgerColumn } from './columns.ts'
import { Bone } from './states.tsx'
import { RowTick, type Ticks } from './ticks.tsx'

/** The index of the row that was pressed, not a link, button or box in it: those do their own thing. Rows have no tab stop of their own: the keyboard reaches them through the grid. */
export function rowPressed(target: EventTarget): number | null {
  const index =
    target instanceof Element && target.closest('a, button, label') === null
      ? target.closest<HTMLElement>('.ledger-row')?.dataset['index']
      : undefined
  return index === undefined ? null : Number(index)
}

type RowProps<T> = {
  id: string
  index: number
  top: number
  row: T | undefined
  columns: readonly LedgerColumn<T>[]
  isSelected: boolean
  widths: ReadonlyMap<string, number>
  /** The box before the first column. */
  tick: 'absent' | 'ticked' | 'not ticked'
  tickLabel: string
  onTick: Ticks<T>['toggle']
}

/** Drawn again only when something of its own has changed: scrolling and arriving pages leave the other rows as they are. */
export const LedgerRow = memo(PlainRow) as typeof PlainRow

function PlainRow<T>({ id, index, top, row, columns, isSelected, widths, tick, tickLabel, onTick }: RowProps<T>) {
  const element = useRef<HTMLDivElement>(null)
  useFocusLeft(element, index)
  return (
    <div
      ref={element}
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className="ledger-row"
      data-index={index}
      style={{ transform: `translateY(${top}px)` }}
    >
      {tick !== 'absent' && (
        <div role="gridcell" className="tick">
          {row !== undefined && <RowTick label={tickLabel} isTicked={tick === 'ticked'} onTick={(how) => onTick(row, index, how)} />}
        </div>
      )}
      {columns.map((column) => (
        <div key={column.id} role="gridcell" className={column.isRight === true ? 'num' : ''}>
          {row === undefined ? <Bone width={column.isFlexible === true ? '46%' : '60%'} /> : column.cell(row, widths.get(column.id) ?? 0)}
        </div>
      ))}
    </div>
  )
}

/** What has the focus in a row stays behind with the row: where another takes its place, the focus goes to the whole list. */
function useFocusLeft(row: RefObject<HTMLElement | null>, index: number): void {
  const shown = useRef(index)
  useLayoutEffect(() => {
    const isAnother = shown.current !== index
    shown.current = index
    if (!isAnother || row.current?.contains(document.activeElement) !== true) return
    row.current.closest<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true })
  }, [row, index])
}
