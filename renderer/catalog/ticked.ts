import { useCallback, useMemo, useRef, useState } from 'react'
import type { DatasetSelection } from '#contract/datasets'
import type { DatasetFilter, DatasetRow } from '#contract/shapes'
import type { Pages } from '../app/pages.ts'
import type { Ticks } from '../ui/ticks.tsx'

/** `all`: everything the filter finds, fetched or not, but for some. */
type Ticked = { readonly kind: 'some'; readonly keys: ReadonlySet<string> } | { readonly kind: 'all'; readonly except: ReadonlySet<string> }

const NOTHING: Ticked = { kind: 'some', keys: new Set() }

export type TickedDatasets = {
  readonly count: number
  /** null where nothing is ticked. */
  readonly selection: DatasetSelection | null
  readonly ticks: Ticks<DatasetRow>
  readonly clear: () => void
}

/** What is ticked in the list, across pages. Another filter is another list: nothing is ticked in it yet. */
export function useTicked(filter: DatasetFilter, pages: Pages<DatasetRow>): TickedDatasets {
  const list = JSON.stringify(filter)
  const [kept, keep] = useState<{ readonly list: string; readonly ticked: Ticked }>({ list, ticked: NOTHING })
  const ticked = kept.list === list ? kept.ticked : NOTHING
  const last = useRef(0)
  const set = useCallback((next: Ticked) => keep({ list, ticked: next }), [list])
  const { rowAt, total } = pages
  return useMemo(() => {
    const isTicked = ({ key }: DatasetRow): boolean => (ticked.kind === 'some' ? ticked.keys.has(key) : !ticked.except.has(key))
    const count = ticked.kind === 'some' ? ticked.keys.size : Math.max(0, total - ticked.except.size)
    const toggle: Ticks<DatasetRow>['toggle'] = (row, index, how) => {
      const wanted = !isTicked(row)
      const from = how === 'range' ? Math.min(last.current, index) : index
      const to = how === 'range' ? Math.max(last.current, index) : index
      const keys = [row.key]
      for (let at = from; at <= to; at++) keys.push(rowAt(at)?.key ?? row.key)
      last.current = index
      set(change(ticked, keys, wanted ? 'tick' : 'untick'))
    }
    const all = count === 0 ? 'none' : count >= total ? 'all' : 'some'
    const tickAll = (): void => set({ kind: 'all', except: new Set() })
    const clear = (): void => set(NOTHING)
    return {
      count,
      selection: count === 0 ? null : selectionOf(ticked, filter),
      ticks: { isTicked, toggle, all, toggleAll: all === 'all' ? clear : tickAll, tickAll, labelOf: (row) => row.name },
      clear,
    }
  }, [ticked, total, rowAt, set, filter])
}

function change(ticked: Ticked, keys: readonly string[], how: 'tick' | 'untick'): Ticked {
  const isListed = (ticked.kind === 'some') === (how === 'tick')
  const listed = new Set(ticked.kind === 'some' ? ticked.keys : ticked.except)
  for (const key of keys) {
    if (isListed) listed.add(key)
    else listed.delete(key)
  }
  return ticked.kind === 'some' ? { kind: 'some', keys: listed } : { kind: 'all', except: listed }
}

function selectionOf(ticked: Ticked, filter: DatasetFilter): DatasetSelection {
  return ticked.kind === 'some' ? { keys: [...ticked.keys] } : { filter, except: [...ticked.except] }
}

/** The same selection without some more. */
export function without(selection: DatasetSelection, keys: ReadonlySet<string>): DatasetSelection {
  if ('keys' in selection) return { keys: selection.keys.filter((key) => !keys.has(key)) }
  return { ...selection, except: [...selection.except, ...keys] }
}
