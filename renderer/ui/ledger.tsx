import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useKeys } from '../app/keys.ts'
import { cellWidths, type ColumnLayout, fitting } from './columns.ts'
import { LedgerHead, type LedgerSort } from './ledger-head.tsx'
import { LedgerRow, rowPressed } from './ledger-row.tsx'
import { useScrollMemory } from './scroll-memory.ts'
import { useSelected, useWanted } from './selected-row.ts'
import { useSlow } from './states.tsx'
import { HeadTick, TICK_WIDTH, type Ticks } from './ticks.tsx'

const ROW = 36
const HEAD = 32
const BONES = 24

export type LedgerProps<T> = {
  label: string
  layout: ColumnLayout<T>
  /** All rows, fetched or not. */
  count: number
  /** Tells the list from others, such as those of another filter; null while the rows are still those of another. */
  list?: string | null
  rowAt: (index: number) => T | undefined
  keyOf: (row: T) => string
  /** Told the last and the first row on screen. */
  onReach?: (last: number, first: number) => void
  selectedKey?: string | undefined
  onSelect?: (row: T, index: number) => void
  /** By Enter and a click, or a double click where a click `selects`. */
  onOpen?: (row: T) => void
  /** selects: details of what is selected stand beside the list, so that a click is for comparing. */
  click?: 'opens' | 'selects'
  /** Boxes to choose many rows by. */
  ticks?: Ticks<T>
  sort?: LedgerSort
  onSort?: (sort: LedgerSort) => void
  /** Remembers the scroll position under this id. */
  scrollId?: string
  /** Nothing is there yet: bars in the columns' widths, after a moment. */
  isLoading?: boolean
  /** page: j, k and Enter work wherever the focus is. */
  keys?: 'page' | 'focus'
  /** Told how many chosen columns have no room. */
  onCramped?: (hidden: number) => void
  className?: string
  /** In place of rows: empty, error, filtered to nothing. */
  instead?: ReactNode
}

/** A virtual table: as many rows as there are, a screenful in the page. */
export function Ledger<T>(props: LedgerProps<T>) {
  const { label, layout, rowAt, keyOf, selectedKey, onSelect, onOpen, className = '', instead } = props
  const isLoading = props.isLoading === true
  const isSlow = useSlow(isLoading)
  const count = isLoading ? (isSlow ? BONES : 0) : props.count
  const id = useId()
  const scroll = useRef<HTMLDivElement>(null)
  const room = useRoom(scroll)
  const { ticks } = props
  const latestTicks = useRef(ticks)
  latestTicks.current = ticks
  const onTick = useCallback<Ticks<T>['toggle']>((row, index, how) => latestTicks.current?.toggle(row, index, how), [])
  const rowRoom = ticks === undefined ? room : room - TICK_WIDTH
  const columns = useMemo(() => fitting(layout, rowRoom), [layout, rowRoom])
  const widths = useMemo(() => cellWidths(columns, layout, rowRoom), [columns, layout, rowRoom])
  const virtual = useVirtualizer({
    count: instead === undefined ? count : 0,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 6,
    scrollMargin: HEAD,
    scrollPaddingStart: HEAD,
  })
  useScrollMemory(scroll, props.scrollId, !isLoading && count > 0)
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const first = items[0]?.index ?? 0
  /** A row that comes takes the place of one that goes, parts and all: a place is far cheaper to write anew than to make. */
  const places = useRef(1)
  places.current = Math.max(places.current, items.length)
  const { onReach, onCramped } = props
  useEffect(() => onReach?.(last, first), [onReach, last, first])
  const cramped = layout.chosen.length - columns.length
  useEffect(() => onCramped?.(cramped), [onCramped, cramped])

  const selected = useSelected(count, rowAt, keyOf, selectedKey)
  const [wanted, setWanted] = useWanted(rowAt, onSelect, selectedKey, props.list)
  const go = (index: number): void => {
    const to = Math.min(count - 1, Math.max(0, index))
    if (to < 0 || isLoading || onSelect === undefined) return
    virtual.scrollToIndex(to, { align: 'auto' })
    const row = rowAt(to)
    if (row === undefined) return setWanted(to)
    setWanted(null)
    onSelect(row, to)
  }
  /** Where a step begins: at the row that is waited for, if one is. */
  const from = wanted ?? selected
  /** What is done to the selected row; nothing while another is waited for, as it is that one that is meant. */
  const act = (what: (row: T) => void): void => {
    const row = wanted !== null || selected < 0 ? undefined : rowAt(selected)
    if (row !== undefined) what(row)
  }
  const moves = {
    j: () => go(from + 1),
    k: () => go(Math.max(0, from - 1)),
    x: () => act((row) => ticks?.toggle(row, selected, 'one')),
    Enter: () => act((row) => onOpen?.(row)),
  }
  const { Enter: _Enter, ...walk } = moves
  // Where nothing is selected nor waited for, Enter is left to whatever else has a use for it.
  const keys = wanted === null && (selected < 0 || onOpen === undefined) ? walk : moves
  useKeys(keys, props.keys === 'page' ? 'active' : 'off')
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'a' && (event.metaKey || event.ctrlKey) && ticks !== undefined) {
      event.preventDefault()
      ticks.tickAll()
      return
    }
    // A list without rows to select scrolls as every box does.
    if (onSelect === undefined) return
    const screenful = Math.max(1, Math.floor((scroll.current?.clientHeight ?? ROW) / ROW) - 2)
    const runs: Record<string, () => void> = {
      ...keys,
      ArrowDown: moves.j,
      ArrowUp: moves.k,
      Home: () => go(0),
      End: () => go(count - 1),
      PageDown: () => go(from + screenful),
      PageUp: () => go(from - screenful),
    }
    const run = runs[event.key]
    if (run === undefined || event.metaKey || event.ctrlKey || event.altKey) return
    event.preventDefault()
    run()
  }
  const style = {
    '--cols': [
      ...(ticks === undefined ? [] : [`${TICK_WIDTH}px`]),
      ...columns.map((column) => (column.isFlexible === true ? `minmax(${column.width}px, 1fr)` : `${layout.widthOf(column)}px`)),
    ].join(' '),
    '--cols-min': `${(ticks === undefined ? 0 : TICK_WIDTH) + columns.reduce((sum, column) => sum + (column.isFlexible === true ? column.width : layout.widthOf(column)), 0)}px`,
  } as CSSProperties
  return (
    <div className={`ledger ${onSelect === undefined ? '' : 'clickable'} ${className}`} style={style}>
      <div
        ref={scroll}
        className="ledger-scroll"
        role="grid"
        aria-label={label}
        aria-rowcount={count + 1}
        tabIndex={0}
        data-ledger={label}
        {...(selected < 0 ? {} : { 'aria-activedescendant': `${id}-${selected}` })}
        onKeyDown={onKeyDown}
        // Whoever scrolls away does not wait for it any more.
        onWheel={() => setWanted(null)}
        onPointerDown={() => setWanted(null)}
        onClick={(event) => {
          const at = rowPressed(event.target)
          const row = at === null ? undefined : rowAt(at)
          if (at === null || row === undefined) return
          onSelect?.(row, at)
          // Who has marked a piece of a row's text is about to copy it.
          if (props.click !== 'selects' && document.getSelection()?.isCollapsed !== false) onOpen?.(row)
        }}
        onDoubleClick={(event) => {
          const row = rowAt(rowPressed(event.target) ?? -1)
          if (props.click === 'selects' && row !== undefined) onOpen?.(row)
        }}
      >
        <LedgerHead
          columns={columns}
          layout={layout}
          sort={props.sort}
          onSort={props.onSort}
          lead={ticks === undefined ? undefined : <HeadTick ticks={ticks} />}
        />
        {instead === undefined && (
          <div role="rowgroup" className="ledger-body" style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = rowAt(item.index)
              return (
                <LedgerRow
                  key={item.index % places.current}
                  id={`${id}-${item.index}`}
                  index={item.index}
                  top={item.start - HEAD}
                  row={row}
                  columns={columns}
                  widths={widths}
                  tick={ticks === undefined ? 'absent' : row !== undefined && ticks.isTicked(row) ? 'ticked' : 'not ticked'}
                  tickLabel={ticks === undefined || row === undefined ? '' : `Tick ${ticks.labelOf(row)}`}
                  onTick={onTick}
                  isSelected={row !== undefined && selectedKey !== undefined && keyOf(row) === selectedKey}
                />
              )
            })}
          </div>
        )}
      </div>
      {instead !== undefined && <div className="ledger-instead">{instead}</div>}
    </div>
  )
}

function useRoom(scroll: { current: HTMLDivElement | null }): number {
  const [room, setRoom] = useState(1280)
  // Before the first paint, so that no column shows and goes.
  useLayoutEffect(() => {
    const element = scroll.current
    if (element === null) return
    const measure = (): void => setRoom(element.clientWidth)
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [scroll])
  return room
}
