import { isCancelledError, type QueryClient, type QueryFunctionContext, type QueryKey } from '@tanstack/react-query'

const FIRST_PAGE = 100
export const NEXT_PAGE = 200
/** A page in the middle of nowhere is asked for when it is looked at for so long: a drag of the scroll bar passes hundreds. */
const SETTLED_MS = 40

export type Paged = { items: readonly unknown[]; total: number; nextCursor: string | null }
/** Where a page begins: at the top, after the page before, or after so many rows from the top. */
type From = { readonly cursor?: string; readonly skip?: number }

/** A long list. */
export type PagedList = {
  /** Its noun, method and input. */
  readonly key: QueryKey
  readonly ask: (page: From & { readonly limit: number }) => Promise<Paged>
  /** Whether it can be read from any row on, or only one page after the other. */
  readonly reads: 'from any row' | 'page by page'
}

/** The page that holds a row, by its place in the list. */
export const pageOf = (row: number): number => (row < FIRST_PAGE ? 0 : 1 + Math.floor((row - FIRST_PAGE) / NEXT_PAGE))
/** The first row of a page. */
export const startOf = (page: number): number => (page === 0 ? 0 : FIRST_PAGE + (page - 1) * NEXT_PAGE)
export const sizeOf = (page: number): number => (page === 0 ? FIRST_PAGE : NEXT_PAGE)

/**
 * One page of a list as a query of its own. So a change has only those asked again that are on screen, and the others when they
 * come there. A page that follows one which is true to the book begins where that ended; any other counts its rows from the top, or,
 * where a list can't, has those before it asked first.
 */
export function pageQuery(client: QueryClient, list: PagedList, page: number) {
  return {
    queryKey: [...list.key, 'page', page] as QueryKey,
    queryFn: async (context: QueryFunctionContext): Promise<Paged> => {
      if (page === 0) return readWhole(list, {}, page)
      const before = list.reads === 'page by page' ? await pageBefore(client, list, page, context.signal) : truePage(client, list, page - 1)
      if (before === undefined) {
        if (client.getQueryData(context.queryKey) === undefined) await settled(context.signal)
        return readWhole(list, { skip: startOf(page) }, page)
      }
      if (before.nextCursor === null) return { items: [], total: before.total, nextCursor: null }
      return readWhole(list, { cursor: before.nextCursor }, page)
    },
  }
}

/** A page of this list, those before it asked first where it must be. Rejects with AppError. */
export async function fetchPage(client: QueryClient, list: PagedList, page: number): Promise<Paged> {
  const query = pageQuery(client, list, page)
  try {
    const read = await client.fetchQuery(query)
    // Stopped by a change, a page that was there before comes back as it was.
    if (client.getQueryState(query.queryKey)?.isInvalidated !== true) return read
  } catch (error) {
    // Stopped by a change, or as nobody looks at it any more, before it was ever there.
    if (!isCancelledError(error)) throw error
  }
  return fetchPage(client, list, page)
}

/** The last page that is there with all before it; 0 where no other is. */
export function lastHeld(client: QueryClient, list: PagedList): number {
  let page = 0
  while (client.getQueryData([...list.key, 'page', page + 1]) !== undefined) page += 1
  return page
}

/** @throws what the signal is aborted with, where nobody looks at the page any more: what was read on the way to it stays */
async function pageBefore(client: QueryClient, list: PagedList, page: number, signal: AbortSignal): Promise<Paged> {
  // Whoever asks for several anew has begun with all of them by then: what is awaited is the new one.
  await Promise.resolve()
  let at = page - 1
  while (at > 0 && truePage(client, list, at) === undefined) at -= 1
  for (; at < page - 1; at += 1) {
    await fetchPage(client, list, at)
    signal.throwIfAborted()
  }
  return fetchPage(client, list, page - 1)
}

/** A reply is cut short where its rows are heavy. */
async function readWhole(list: PagedList, from: From, page: number): Promise<Paged> {
  const wanted = sizeOf(page)
  let reply = await list.ask({ ...from, limit: wanted })
  const items = [...reply.items]
  while (items.length < wanted && reply.nextCursor !== null) {
    reply = await list.ask({ cursor: reply.nextCursor, limit: wanted - items.length })
    items.push(...reply.items)
  }
  return { items, total: reply.total, nextCursor: reply.nextCursor }
}

/** A page that is there and that nothing has changed since. */
function truePage(client: QueryClient, list: PagedList, page: number): Paged | undefined {
  const state = client.getQueryState<Paged>([...list.key, 'page', page])
  return state === undefined || state.isInvalidated || state.fetchStatus !== 'idle' ? undefined : state.data
}

/** @throws what the signal is aborted with, where nobody looks at the page any more */
function settled(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, SETTLED_MS)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    })
  })
}
