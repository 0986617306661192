import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import type { ColumnLayout, LedgerColumn } from './columns.ts'

export type LedgerSort = { readonly by: string; readonly direction: 'asc' | 'desc' }
const KEY_STEP = 16

/** The sticky head: sorts by click, resizes by dragging or with the arrow keys. */
export function LedgerHead<T>({
  columns,
  layout,
  sort,
  onSort,
}: {
  columns: readonly LedgerColumn<T>[]
  layout: ColumnLayout<T>
  sort: LedgerSort | undefined
  onSort: ((sort: LedgerSort) => void) | undefined
}) {
  return (
    <div role="rowgroup" className="ledger-top">
      <div role="row" aria-rowindex={1} className="ledger-head">
        {columns.map((column) => (
          <div
            key={column.id}
            role="columnheader"
            className={column.isRight === true ? 'num' : ''}
            title={column.headTitle}
            {...(column.sortBy === undefined ? {} : { 'aria-sort': ariaSort(column.sortBy, sort) })}
          >
            <HeadWords column={column} sort={sort} onSort={onSort} />
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
  sort,
  onSort,
}: {
  column: LedgerColumn<T>
  sort: LedgerSort | undefined
  onSort: ((sort: LedgerSort) => void) | undefined
}) {
  const { sortBy } = column
  if (sortBy === undefined || onSort === undefined) return <span className="cut">{column.head}</span>
  const isSorted = sort?.by === sortBy
  const next = isSorted && sort.direction === 'asc' ? 'desc' : 'asc'
  return (
    <button type="button" onClick={() => onSort({ by: sortBy, direction: next })}>
      <span className="cut">{column.head}</span>
      {isSorted && <span aria-hidden="true">{sort.direction === 'asc' ? '↑' : '↓'}</span>}
    </button>
  )
}

/** A right-aligned column's edge is its left one in feel, but all grips stand at the right, as everywhere. */
function Grip<T>({ column, layout }: { column: LedgerColumn<T>; layout: ColumnLayout<T> }) {
  const [drag, setDrag] = useState<{ fromX: number; width: number } | null>(null)
  const width = layout.widthOf(column)
  const start = (event: PointerEvent<HTMLButtonElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    setDrag({ fromX: event.clientX, width })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? KEY_STEP : event.key === 'ArrowLeft' ? -KEY_STEP : 0
    if (step === 0) return
    event.preventDefault()
    event.stopPropagation()
    layout.resize(column.id, width + step)
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`grip ${drag === null ? '' : 'on'}`}
      aria-label={`Width of ${column.head}`}
      onPointerDown={start}
      onPointerMove={(event) => drag !== null && layout.resize(column.id, drag.width + event.clientX - drag.fromX)}
      onPointerUp={() => setDrag(null)}
      onPointerCancel={() => setDrag(null)}
      onKeyDown={onKeyDown}
    />
  )
}
