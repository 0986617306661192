import { useEffect, useRef, useState } from 'react'

/** Where the selected row stands among those that are there; -1 where it does not. */
export function useSelected<T>(
  count: number,
  rowAt: (index: number) => T | undefined,
  keyOf: (row: T) => string,
  key: string | undefined,
): number {
  const last = useRef(-1)
  /** Looked through once for as long as the rows are these. */
  const missed = useRef<{ rowAt: unknown; key: string } | null>(null)
  if (key === undefined) return -1
  const isAt = (index: number): boolean => {
    const row = rowAt(index)
    return row !== undefined && keyOf(row) === key
  }
  if (last.current < count && isAt(last.current)) return last.current
  if (missed.current?.rowAt === rowAt && missed.current.key === key) return -1
  for (let index = 0; index < count; index += 1) {
    if (isAt(index)) return (last.current = index)
  }
  missed.current = { rowAt, key }
  return -1
}

/** The row that a key went to before it was there: it is selected when it comes, unless another one, or another list, is by then. */
export function useWanted<T>(
  rowAt: (index: number) => T | undefined,
  onSelect: ((row: T, index: number) => void) | undefined,
  selectedKey: string | undefined,
  list: string | null | undefined,
) {
  const [wanted, setWanted] = useState<number | null>(null)
  const [seen, setSeen] = useState({ selectedKey, list })
  // Before anything is done for it: a row of the new list may stand there already.
  if (seen.selectedKey !== selectedKey || seen.list !== list) {
    setSeen({ selectedKey, list })
    setWanted(null)
  }
  const row = wanted === null ? undefined : rowAt(wanted)
  useEffect(() => {
    if (wanted === null || row === undefined) return
    setWanted(null)
    onSelect?.(row, wanted)
  }, [wanted, row, onSelect])
  return [wanted, setWanted] as const
}
