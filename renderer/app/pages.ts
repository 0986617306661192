import { hashKey, keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { AppContract } from '#contract/index'
import type { AppError } from '#core/errors'
import { type Input, type Output, send } from './api.ts'
import { fetchPage, lastHeld, NEXT_PAGE, type Paged, type PagedList, pageOf, pageQuery, startOf } from './page-queries.ts'

export { NEXT_PAGE }

/** So many rows around those on screen are asked for: a quick scroll rarely overtakes them. */
const AHEAD = 80
/** Lists that are read from any row on, as their input has `skip`. The others are read page by page. */
const FROM_ANY_ROW: ReadonlySet<string> = new Set(['assets.list', 'datasets.list', 'datasets.previewEdit', 'owners.preview', 'terms.list'])

/**
 * How far lists were read that are reached from the top, by their id: who comes back finds as many rows as were left. Not so the
 * others, of which only what is on screen is asked anew after a change.
 */
const readTo = new Map<string, number>()
/** The pages of a list that are looked at. */
type Shown = { readonly id: string; readonly from: number; readonly to: number }

type PagedName<N extends keyof AppContract> = {
  [M in keyof AppContract[N] & string]: Output<N, M> extends Paged ? M : never
}[keyof AppContract[N] & string]
type Item<O> = O extends { items: readonly (infer T)[] } ? T : never

/** A long list of which only the pages around what is on screen are fetched. Rows not yet there are undefined. */
export type Pages<T> = {
  /** Tells the list that is asked for from others: its method and input, as text. */
  readonly list: string
  readonly total: number
  readonly rowAt: (index: number) => T | undefined
  /** Rows from the top as far as they are there. */
  readonly rows: readonly T[]
  /** Says which rows are on screen, so that they are fetched, and anew after a change. Without a first one: all that were reached, from the top. */
  readonly reach: (last: number, first?: number) => void
  /** All rows from one to the other, those not there fetched. Rejects with AppError. */
  readonly between: (from: number, to: number) => Promise<readonly T[]>
  /** The first page is not there yet. */
  readonly isLoading: boolean
  /** What is shown belongs to the previous filter. */
  readonly isOld: boolean
  readonly error: AppError | null
  /** What could not be fetched: the first page, a later one, or what is there anew; null where nothing failed. */
  readonly failed: 'first' | 'next' | 'again' | null
  /** Fetches what failed once more. */
  readonly retry: () => void
}

/** The same, fetched to its end: for a choice of one of them. */
export function useWholeList<N extends keyof AppContract, M extends PagedName<N>>(
  noun: N,
  method: M,
  input: Omit<Input<N, M>, 'cursor' | 'limit' | 'skip'>,
): Pages<Item<Output<N, M>>> {
  const pages = usePages(noun, method, input)
  const { reach, total } = pages
  useEffect(() => reach(total), [reach, total])
  return pages
}

export function usePages<N extends keyof AppContract, M extends PagedName<N>>(
  noun: N,
  method: M,
  input: Omit<Input<N, M>, 'cursor' | 'limit' | 'skip'>,
  options: { enabled?: boolean } = {},
): Pages<Item<Output<N, M>>> {
  type Row = Item<Output<N, M>>
  const client = useQueryClient()
  const id = hashKey([noun, method, input])
  // By what it holds, not by which object that is: a caller may make it anew each time.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const list = useMemo(() => listOf(noun, method, input), [id])
  const first = useQuery<Paged, AppError>({ ...pageQuery(client, list, 0), placeholderData: keepPreviousData, ...options })
  const isOld = first.isPlaceholderData
  const total = first.data?.total ?? 0
  const leftAt = useCallback((): Shown => ({ id, from: 0, to: Math.min(readTo.get(id) ?? 0, lastHeld(client, list)) }), [client, id, list])
  const [latest, setShown] = useState(leftAt)
  const shown = latest.id === id ? latest : leftAt()
  const numbers = !isOld && total > 0 ? numbersFrom(Math.max(1, shown.from), Math.min(shown.to, pageOf(total - 1))) : []
  const others = useQueries({ queries: numbers.map((page) => pageQuery(client, list, page)) })
  const held = useHeld(id, isOld ? null : [first.data, ...others.map(({ data }) => data)], [0, ...numbers])
  const rows = useMemo(() => rowsFromTop(held, total) as Row[], [held, total])
  const failing = [first, ...others].filter(({ error }) => error !== null)
  const isOneMissing = failing.some(({ data }) => data === undefined)
  return {
    list: id,
    total,
    rows,
    rowAt: useCallback((index: number) => held.get(pageOf(index))?.items[index - startOf(pageOf(index))] as Row | undefined, [held]),
    reach: useCallback(
      (last: number, start?: number) => {
        // What is on screen of another filter's list says nothing of this one's.
        if (isOld) return
        const to = pageOf(last + AHEAD)
        setShown((now) => {
          const was = now.id === id ? now : leftAt()
          const next = start === undefined ? { from: 0, to: Math.max(to, was.to) } : { from: pageOf(Math.max(0, start - AHEAD)), to }
          if (start === undefined) readTo.set(id, next.to)
          return now.id === id && was.from === next.from && was.to === next.to ? now : { id, ...next }
        })
      },
      [id, isOld, leftAt],
    ),
    between: useCallback(
      async (from: number, to: number) => {
        const items: unknown[] = []
        for (const page of numbersFrom(pageOf(from), pageOf(to))) items.push(...(await fetchPage(client, list, page)).items)
        const start = startOf(pageOf(from))
        return items.slice(from - start, to - start + 1) as Row[]
      },
      [client, list],
    ),
    isLoading: first.isPending,
    isOld,
    error: (failing[0]?.error as AppError | undefined) ?? null,
    failed: failing.length === 0 ? null : first.data === undefined ? 'first' : isOneMissing ? 'next' : 'again',
    retry: () => {
      for (const query of failing) void query.refetch()
    },
  }
}

function listOf<N extends keyof AppContract, M extends PagedName<N>>(noun: N, method: M, input: object): PagedList {
  return {
    key: [noun, method, input],
    ask: (page) => send(noun, method, { ...input, ...page } as unknown as Input<N, M>) as unknown as Promise<Paged>,
    reads: FROM_ANY_ROW.has(`${noun}.${method}`) ? 'from any row' : 'page by page',
  }
}

const numbersFrom = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)

/**
 * The pages of a list that were on screen, as they were last seen: what is scrolled back to is there at once, and fetched anew where
 * something changed. `fetched`: what is there of the pages of these numbers; null keeps what another list held.
 */
function useHeld(list: string, fetched: readonly (Paged | undefined)[] | null, numbers: readonly number[]): ReadonlyMap<number, Paged> {
  const kept = useRef<{ list: string; pages: ReadonlyMap<number, Paged> }>({ list, pages: new Map() })
  if (fetched === null) return kept.current.pages
  const old = kept.current.list === list ? kept.current.pages : new Map<number, Paged>()
  const fresh = numbers.flatMap((page, index) => {
    const now = fetched[index]
    return now === undefined || old.get(page) === now ? [] : [[page, now] as const]
  })
  if (fresh.length > 0 || kept.current.list !== list) kept.current = { list, pages: new Map([...old, ...fresh]) }
  return kept.current.pages
}

function rowsFromTop(held: ReadonlyMap<number, Paged>, total: number): unknown[] {
  const rows: unknown[] = []
  for (let page = 0; startOf(page) < total; page += 1) {
    const items = held.get(page)?.items
    if (items === undefined) break
    for (const item of items) rows.push(item)
  }
  return rows.slice(0, total)
}
