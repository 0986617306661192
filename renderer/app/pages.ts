import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { AppContract } from '#contract/index'
import type { AppError } from '#core/errors'
import { type Input, type Output, send } from './api.ts'

const FIRST_PAGE = 100
export const NEXT_PAGE = 200
/** So many rows before the end of those fetched the next page is asked for: a quick scroll rarely overtakes it. */
const AHEAD = 80

type Paged = { items: readonly unknown[]; total: number; nextCursor: string | null }
type PagedName<N extends keyof AppContract> = {
  [M in keyof AppContract[N] & string]: Output<N, M> extends Paged ? M : never
}[keyof AppContract[N] & string]
type Item<O> = O extends { items: readonly (infer T)[] } ? T : never

/** A long list that is fetched page by page as one scrolls. Rows not yet there are undefined. */
export type Pages<T> = {
  readonly total: number
  readonly rowAt: (index: number) => T | undefined
  /** Rows fetched so far. */
  readonly rows: readonly T[]
  /** Says that rows up to this index are on screen. */
  readonly reach: (index: number) => void
  /** The first page is not there yet. */
  readonly isLoading: boolean
  /** What is shown belongs to the previous filter. */
  readonly isOld: boolean
  readonly error: AppError | null
  /** What could not be fetched: the first page, the one after those that are there, or all of those anew; null where nothing failed. */
  readonly failed: 'first' | 'next' | 'again' | null
  /** Fetches what failed once more. */
  readonly retry: () => void
}

/** The same, fetched to its end: for a choice of one of them. */
export function useWholeList<N extends keyof AppContract, M extends PagedName<N>>(
  noun: N,
  method: M,
  input: Omit<Input<N, M>, 'cursor' | 'limit'>,
): Pages<Item<Output<N, M>>> {
  const pages = usePages(noun, method, input)
  const { reach, total } = pages
  useEffect(() => reach(total), [reach, total])
  return pages
}

export function usePages<N extends keyof AppContract, M extends PagedName<N>>(
  noun: N,
  method: M,
  input: Omit<Input<N, M>, 'cursor' | 'limit'>,
  options: { enabled?: boolean } = {},
): Pages<Item<Output<N, M>>> {
  type Row = Item<Output<N, M>>
  const query = useInfiniteQuery<Paged, AppError, { pages: Paged[] }, readonly unknown[], string | null>({
    queryKey: [noun, method, input, 'pages'],
    queryFn: ({ pageParam }) => {
      const page = pageParam === null ? { limit: FIRST_PAGE } : { limit: NEXT_PAGE, cursor: pageParam }
      return send(noun, method, { ...input, ...page } as unknown as Input<N, M>) as unknown as Promise<Paged>
    },
    initialPageParam: null,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    ...options,
  })
  const rows = useMemo(() => (query.data?.pages ?? []).flatMap((page) => page.items as Row[]), [query.data])
  const [reached, setReached] = useState(0)
  const { hasNextPage, isFetching, isError, isFetchNextPageError, fetchNextPage, refetch } = query
  useEffect(() => {
    if (reached >= rows.length - AHEAD && hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [reached, rows.length, hasNextPage, isFetching, isError, fetchNextPage])
  return {
    total: query.data?.pages.at(-1)?.total ?? 0,
    rows,
    rowAt: useCallback((index: number) => rows[index], [rows]),
    reach: setReached,
    isLoading: query.isPending,
    isOld: query.isPlaceholderData,
    error: query.error,
    failed: query.error === null ? null : query.data === undefined ? 'first' : isFetchNextPageError ? 'next' : 'again',
    retry: useCallback(() => void (isFetchNextPageError ? fetchNextPage() : refetch()), [isFetchNextPageError, fetchNextPage, refetch]),
  }
}
