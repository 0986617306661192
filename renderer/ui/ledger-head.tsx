import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react'
import type { ColumnLayout, LedgerColumn } from './columns.ts'

export type LedgerSort = { readonly by: string; readonly direction: 'asc' | 'desc' }
const KEY_STEP = 16

/** The sticky head: sorts by click, resizes by dragging or with the arrow keys. */
export function LedgerHead<T>({
  columns,
  layout,
  sort,
  onSort,
  lead,
}: {
  columns: readonly LedgerColumn<T>[]
  layout: ColumnLayout<T>
  sort: LedgerSort | undefined
  onSort: ((sort: LedgerSort) => void) | undefined
  /** Before the first column. */
  lead?: ReactNode
}) {
  return (
    <div role="rowgroup" className="ledger-top">
      <div role="row" aria-rowindex={1} className="ledger-head">
        {lead !== undefined && (
          <div role="columnheader" className="tick">
            {lead}
          </div>
        )}
        {columns.map((column) => (
          <div
            key={column.id}
            role="columnheader"
            className={column.isRight === true ? 'num' : ''}
            title={column.headTitle}
            {...(column.sortBy === undefined ? {} : { 'aria-sort': ariaSort(column.sortBy, sort) })}
          >
            <HeadWords column={column} layout={layout} sort={sort} onSort={onSort} />
            {column.isFlexible !== true && <Grip column={column} layout={layout} />}
          </div>
        ))}
      </div>
    </div>
  )
}

function ariaSort(by: string, sort: LedgerSort | undefined): 'ascending' | 'descending' | 'none' {
  if (sort?.by !== by) return 'none'
  return sort.direction === 'asc' ? 'ascending' : 'descending'
}

function HeadWords<T>({
  column,
  layout,
  sort,
  onSort,
}: {
  column: LedgerColumn<T>
  layout: ColumnLayout<T>
  sort: LedgerSort | undefined
  onSort: ((sort: LedgerSort) => void) | undefined
}) {
  const { sortBy } = column
  if (sortBy === undefined || onSort === undefined)
    return column.head === '' ? <span className="vh">{column.headTitle}</span> : <span className="cut">{column.head}</span>
  const isSorted = sort?.by === sortBy
  const next = isSorted && sort.direction === 'asc' ? 'desc' : 'asc'
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? KEY_STEP : event.key === 'ArrowLeft' ? -KEY_STEP : 0
    if (step === 0 || !event.shiftKey || column.isFlexible === true) return
    event.preventDefault()
    layout.resize(column.id, layout.widthOf(column) + step)
  }
  return (
    <button type="button" onClick={() => onSort({ by: sortBy, direction: next })} onKeyDown={onKeyDown}>
      <span className="cut">{column.head}</span>
      {isSorted && <span aria-hidden="true">{sort.direction === 'asc' ? '↑' : '↓'}</span>}
    </button>
  )
}

/** Dragged with the pointer; the keyboard does the same from the head's button, with Shift and an arrow. */
function Grip<T>({ column, layout }: { column: LedgerColumn<T>; layout: ColumnLayout<T> }) {
  const [drag, setDrag] = useState<{ fromX: number; width: number } | null>(null)
  const start = (event: PointerEvent<HTMLSpanElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    setDrag({ fromX: event.clientX, width: layout.widthOf(column) })
  }
  return (
    <span
      className={`grip ${drag === null ? '' : 'on'}`}
      aria-hidden="true"
      onPointerDown={start}
      onPointerMove={(event) => drag !== null && layout.resize(column.id, drag.width + event.clientX - drag.fromX)}
      onPointerUp={() => setDrag(null)}
      onPointerCancel={() => setDrag(null)}
    />
  )
}
