import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { askAnew } from './ask-anew.ts'
import { fetchPage, lastHeld, type Paged, type PagedList, pageOf, pageQuery, sizeOf, startOf } from './page-queries.ts'

const EVERYTHING = () => true

/** A list of so many rows that can be told to change, and what was asked of it. */
function longList(count: number, reads: PagedList['reads'], mostAtOnce = 200) {
  const client = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false, networkMode: 'always' } },
  })
  const asked: string[] = []
  let rows = Array.from({ length: count }, (_, index) => `row ${index}`)
  let onTheWay = Promise.resolve()
  const list: PagedList = {
    key: ['rows', 'list', {}],
    reads,
    ask: async ({ cursor, skip, limit }) => {
      asked.push(cursor === undefined ? `skip ${skip ?? 0}` : `after ${cursor}`)
      const from = (skip ?? 0) + (cursor === undefined ? 0 : rows.indexOf(cursor) + 1)
      const items = rows.slice(from, from + Math.min(limit, mostAtOnce))
      const reply = { items, total: rows.length, nextCursor: from + items.length < rows.length ? (items.at(-1) ?? null) : null }
      await onTheWay
      return reply
    },
  }
  /** From now on each reply takes so long that others have their turn meanwhile. */
  const takeTime = (): void => {
    const { ask } = list
    Object.assign(list, { ask: (page: Parameters<typeof ask>[0]) => new Promise((done) => setTimeout(done)).then(() => ask(page)) })
  }
  const watch = (page: number) => {
    const observer = new QueryObserver<Paged>(client, { ...pageQuery(client, list, page) })
    return observer.subscribe(() => undefined)
  }
  const settle = async (): Promise<void> => {
    do await new Promise((resolve) => setTimeout(resolve, 60))
    while (client.isFetching() > 0)
  }
  const held = (page: number): unknown => client.getQueryData<Paged>([...list.key, 'page', page])?.items[0]
  const takeFirst = (): void => {
    rows = rows.slice(1)
  }
  /** Replies that were read by then are still on their way when a row is taken. */
  const takeFirstMeanwhile = async (): Promise<void> => {
    let arrive = (): void => undefined
    onTheWay = new Promise((resolve) => (arrive = resolve))
    await new Promise((resolve) => setTimeout(resolve))
    takeFirst()
    void askAnew(client, EVERYTHING)
    arrive()
  }
  return { client, list, asked, watch, settle, held, takeTime, takeFirst, takeFirstMeanwhile }
}

it('numbers pages so that each row is in one', () => {
  for (const row of [0, 99, 100, 299, 300, 99_999]) {
    const page = pageOf(row)
    expect(startOf(page) <= row && row < startOf(page) + sizeOf(page)).toBe(true)
  }
  expect([pageOf(99), pageOf(100), pageOf(299), pageOf(300)]).toEqual([0, 1, 1, 2])
})

it('reads the end of a long list by one question', async () => {
  const { asked, watch, settle, held } = longList(100_000, 'from any row')
  watch(0)
  await settle()
  watch(pageOf(99_999))
  await settle()
  expect(asked).toEqual(['skip 0', 'skip 99900'])
  expect(held(pageOf(99_999))).toBe('row 99900')
})

it('asks for the next page where the one before ended', async () => {
  const { asked, watch, settle } = longList(1000, 'from any row')
  for (const page of [0, 1, 2]) {
    watch(page)
    await settle()
  }
  expect(asked).toEqual(['skip 0', 'after row 99', 'after row 299'])
})

it('asks only for what is on screen again after a change, from where those rows stand now, and for the rest when it is scrolled to', async () => {
  const { client, asked, watch, settle, held, takeFirst } = longList(100_000, 'from any row')
  watch(0)
  await settle()
  for (let page = 1; page < 100; page += 1) {
    const leave = watch(page)
    while (client.isFetching() > 0) await new Promise((resolve) => setTimeout(resolve, 1))
    leave()
  }
  watch(100)
  await settle()
  asked.length = 0
  takeFirst()
  void askAnew(client, EVERYTHING)
  await settle()
  expect(asked.toSorted()).toEqual(['skip 0', `skip ${startOf(100)}`])
  expect([held(100), held(99)]).toEqual([`row ${startOf(100) + 1}`, `row ${startOf(99)}`])
  watch(99)
  await settle()
  expect(held(99)).toBe(`row ${startOf(99) + 1}`)
})

it('does not ask for what a drag of the scroll bar only passes', async () => {
  const { asked, watch, settle } = longList(100_000, 'from any row')
  watch(0)
  await settle()
  for (let page = 50; page < 60; page += 1) watch(page)()
  watch(400)
  await settle()
  expect(asked).toEqual(['skip 0', `skip ${startOf(400)}`])
})

it.each(['from any row', 'page by page'] as const)('fills a page that a reply of heavy rows cuts short: %s', async (reads) => {
  const { client, watch, settle, list } = longList(450, reads, 30)
  for (const page of [0, 1, 2]) watch(page)
  await settle()
  const pages = [0, 1, 2].map((page) => client.getQueryData<Paged>([...list.key, 'page', page])?.items ?? [])
  expect(pages.flat()).toEqual(Array.from({ length: 450 }, (_, index) => `row ${index}`))
  expect(pages.map((items) => items.length)).toEqual([100, 200, 150])
})

it('reads a list that can only be read page by page from the top, each page once, and again after a change', async () => {
  const { client, asked, watch, settle, held, takeFirst } = longList(1000, 'page by page')
  // The later one first, as a jump does.
  watch(4)
  watch(0)
  await settle()
  expect(asked).toEqual(['skip 0', 'after row 99', 'after row 299', 'after row 499', 'after row 699'])
  asked.length = 0
  takeFirst()
  void askAnew(client, EVERYTHING)
  await settle()
  expect(asked).toEqual(['skip 0', 'after row 100', 'after row 300', 'after row 500', 'after row 700'])
  expect([held(0), held(4), held(5)]).toEqual(['row 1', 'row 701', undefined])
})

it('reads no further towards a page that nobody looks at any more, and goes on from there', async () => {
  const { client, asked, watch, settle, held, takeTime } = longList(100_000, 'page by page')
  takeTime()
  watch(0)
  await settle()
  const leave = watch(400)
  while (asked.length < 4) await new Promise((resolve) => setTimeout(resolve, 1))
  leave()
  await settle()
  const read = asked.length
  expect(read).toBeLessThan(20)
  watch(10)
  await settle()
  expect(asked.length).toBe(Math.max(read, 11))
  expect([held(10), client.getQueryData(['rows', 'list', {}, 'page', 400])]).toEqual([`row ${startOf(10)}`, undefined])
})

it('has nothing past the end of a list that became shorter', async () => {
  const { client, list, watch, settle } = longList(150, 'page by page')
  for (const page of [0, 1, 2]) watch(page)
  await settle()
  expect(client.getQueryData<Paged>([...list.key, 'page', 2])).toEqual({ items: [], total: 150, nextCursor: null })
})

it('waits for no page that was stopped by a change as if it were new', async () => {
  const { client, list, watch, settle, held, takeFirst, takeFirstMeanwhile } = longList(1000, 'page by page')
  await fetchPage(client, list, 1)
  takeFirst()
  void askAnew(client, EVERYTHING)
  const meanwhile = takeFirstMeanwhile()
  watch(2)
  await meanwhile
  await settle()
  expect([held(0), held(1), held(2)]).toEqual(['row 2', 'row 102', 'row 302'])
})

it('gives a page that was there and is stopped by a change as it is after that', async () => {
  const { client, list, takeFirst, takeFirstMeanwhile } = longList(1000, 'from any row')
  await fetchPage(client, list, 0)
  takeFirst()
  void askAnew(client, EVERYTHING)
  const meanwhile = takeFirstMeanwhile()
  const page = fetchPage(client, list, 0)
  await meanwhile
  expect((await page).items[0]).toBe('row 2')
})

it('keeps no first reply that was read before a change', async () => {
  const { watch, settle, held, takeFirstMeanwhile } = longList(1000, 'from any row')
  const meanwhile = takeFirstMeanwhile()
  watch(0)
  await meanwhile
  await settle()
  expect(held(0)).toBe('row 1')
})

it('knows how far a list is held from the top', async () => {
  const { client, list } = longList(1000, 'from any row')
  expect(lastHeld(client, list)).toBe(0)
  for (const page of [0, 1, 2, 4]) await fetchPage(client, list, page)
  expect(lastHeld(client, list)).toBe(2)
})
