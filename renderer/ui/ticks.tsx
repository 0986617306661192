import { useEffect, useRef } from 'react'

export const TICK_WIDTH = 36

/** What is ticked in a ledger, and how ticks change. */
export type Ticks<T> = {
  readonly isTicked: (row: T) => boolean
  /** `range`: this one and all between it and the one before. */
  readonly toggle: (row: T, index: number, how: 'one' | 'range') => void
  readonly all: 'none' | 'some' | 'all'
  readonly toggleAll: () => void
  readonly tickAll: () => void
  readonly labelOf: (row: T) => string
}

export function HeadTick<T>({ ticks }: { ticks: Ticks<T> }) {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = ticks.all === 'some'
  }, [ticks.all])
  return (
    <label className="ticklabel">
      <input ref={box} type="checkbox" aria-label="Tick all" checked={ticks.all === 'all'} onChange={ticks.toggleAll} />
    </label>
  )
}

/** Not a tab stop of its own, like the row: with the keyboard, x ticks the row that is selected. */
export function RowTick({ label, isTicked, onTick }: { label: string; isTicked: boolean; onTick: (how: 'one' | 'range') => void }) {
  return (
    <label className="ticklabel">
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={label}
        checked={isTicked}
        onChange={() => undefined}
        onClick={(event) => onTick(event.shiftKey ? 'range' : 'one')}
      />
    </label>
  )
}
