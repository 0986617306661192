import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { WORK } from './ask-anew.ts'
import { CURRENT_BOOK, keepToOneBook } from './one-book.ts'

/** A window that shows which file is open and one number of it; each answer comes when it is let go. */
function makeWindow() {
  const client = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false, networkMode: 'always' } },
  })
  const asked: string[] = []
  let file: string | null = 'first'
  let onTheWay = Promise.resolve()
  const answer = <T>(what: string, of: () => T) => ({
    queryFn: async () => {
      asked.push(what)
      const value = of()
      await onTheWay
      return value
    },
  })
  const current = () => ({ book: file === null ? null : { folder: '/books', fileName: file, createdAtMs: 1 }, recent: [] })
  const told: string[] = []
  const oneBook = keepToOneBook(client, () => told.push('another'))
  const name = new QueryObserver(client, { queryKey: CURRENT_BOOK, ...answer('current', current) })
  const count = new QueryObserver(client, { queryKey: ['datasets', 'count'], ...answer('count', () => `count of ${file ?? 'none'}`) })
  const stops = [name.subscribe(() => undefined), count.subscribe(() => undefined)]
  return {
    client,
    oneBook,
    asked,
    told,
    count: () => client.getQueryData(['datasets', 'count']),
    open: (next: string | null) => (file = next),
    hold(): () => void {
      let letGo = (): void => {}
      onTheWay = new Promise((resolve) => (letGo = resolve))
      return letGo
    },
    settle: async () => {
      await expect.poll(() => client.isFetching()).toBe(0)
    },
    close: () => {
      for (const stop of stops) stop()
    },
  }
}

it('drops what was answered of one file in the moment another is known to be open', async () => {
  const window = makeWindow()
  await window.settle()
  expect(window.count()).toBe('count of first')
  window.open('second')
  void window.client.invalidateQueries({ queryKey: CURRENT_BOOK })
  await window.settle()
  expect(window.count()).toBeUndefined()
  expect(window.told).toEqual(['another'])
  window.close()
})

it('lets work that was begun go on when the same file is opened once more', async () => {
  const window = makeWindow()
  await window.settle()
  const letGo = window.hold()
  const work = window.client.fetchQuery({
    queryKey: ['work'],
    queryFn: () => new Promise((done) => setTimeout(done, 20, 'done')),
    meta: WORK,
  })
  const opened = window.oneBook.opened()
  letGo()
  await opened
  expect(await work).toBe('done')
  window.close()
})

it('asks nothing of a file that was opened before it is known which one that is', async () => {
  const window = makeWindow()
  await window.settle()
  window.asked.length = 0
  const letGo = window.hold()
  window.open('second')
  const opened = window.oneBook.opened()
  expect(window.asked).toEqual(['current'])
  expect(window.count()).toBe('count of first')
  letGo()
  await opened
  expect(window.count()).toBeUndefined()
  window.close()
})

it('asks all anew of the same file, opened again, and shows what was known until then', async () => {
  const window = makeWindow()
  await window.settle()
  window.asked.length = 0
  const opened = window.oneBook.opened()
  expect(window.count()).toBe('count of first')
  await opened
  expect(window.asked).toEqual(['current', 'count'])
  expect(window.told).toEqual([])
  window.close()
})

it('a file that is closed leaves nothing behind, and is another one when it is opened again', async () => {
  const window = makeWindow()
  await window.settle()
  window.open(null)
  await window.oneBook.opened()
  expect(window.count()).toBeUndefined()
  window.open('first')
  await window.oneBook.opened()
  expect(window.told).toEqual(['another', 'another'])
  window.close()
})
