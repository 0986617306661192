import { expect, it } from 'vitest'
import { sql } from '#db/connection'
import { hasUnrankedWords } from '#db/search-words'
import { putAsset } from '#db/testing/asset-rows'
import { memoryBook } from '#db/testing/memory-book'
import { createBatches } from './importing/batches.ts'
import { isSearchUntidy, rankSearchWords } from './rank-search-words.ts'
import { derivedDump } from './testing/logical-dump.ts'
import { rebuiltDump } from './testing/rebuild.ts'
import { ask } from './testing/ask.ts'
import { dataset, smallBook, type SmallBook, tell } from './testing/small-book.ts'

const COUNT = 700

/** Datasets of like names, the last ones read by many. */
async function likeNames(): Promise<SmallBook> {
  const book = smallBook()
  const hubs = [COUNT - 1, COUNT - 2].map((index) => `model.shop.orders_${index}`)
  const names = Array.from({ length: COUNT }, (_, index) =>
    dataset(`orders_${index}`, { upstream: index < 20 ? hubs : index < 100 ? hubs.slice(0, 1) : [] }),
  )
  await tell(book, names)
  return book
}

const rank = (book: SmallBook, isCancelled = (): boolean => false): Promise<void> =>
  rankSearchWords(book.write, createBatches(book.write, { isCancelled }))
const best = async (book: SmallBook): Promise<string[]> =>
  (await ask(book, 'search', 'find', { text: 'orders', limit: 2, countUpTo: 500 })).items.map((hit) => hit.asset.name)
/** Places are the order in which the index hands out candidates. */
const firstPlaces = (book: SmallBook): string[] =>
  sql<{ name: string }>(book.write, 'select a.name from search_doc d join asset a on a.id = d.assetId order by d.rowid limit 3')
    .all()
    .map(({ name }) => name)

it('moves words to where their assets rank, and changes nothing else', async () => {
  const book = await likeNames()
  const before = derivedDump(book.write)
  expect([hasUnrankedWords(book.write), firstPlaces(book)]).toEqual([true, ['orders_0', 'orders_1', 'orders_2']])
  await rank(book)
  expect([hasUnrankedWords(book.write), firstPlaces(book)]).toEqual([false, ['orders_699', 'orders_698', 'orders_0']])
  expect(derivedDump(book.write)).toBe(before)
  expect(rebuiltDump(book.write)).toBe(before)
  expect(await best(book)).toEqual(['orders_699', 'orders_698'])
})

it('may be ended after any transaction: everything is found, and the next time finishes it', async () => {
  const book = await likeNames()
  const before = derivedDump(book.write)
  let turns = 0
  for (let most = 1; hasUnrankedWords(book.write); most += 1) {
    turns = 0
    await rank(book, () => (turns += 1) > most).catch((error: unknown) => {
      if ((error as { code?: string }).code !== 'cancelled') throw error
    })
    expect(derivedDump(book.write)).toBe(before)
    expect(await ask(book, 'search', 'find', { text: 'orders', countUpTo: 500 })).toMatchObject({ total: 500, isMore: true })
    // A page is full of whole words: those with the text in the middle of one are not counted.
    expect(await ask(book, 'search', 'find', { text: 'orders' })).toMatchObject({ total: COUNT, isMore: true })
  }
  await rank(book)
  expect(firstPlaces(book)).toEqual(['orders_699', 'orders_698', 'orders_0'])
})

it('leaves alone what is ranked right', async () => {
  const book = await likeNames()
  await rank(book)
  const changes = (): unknown => sql(book.write, 'select total_changes()').get()
  const before = changes()
  await rank(book)
  expect(changes()).toEqual(before)
})

it('joins the pieces of the index that were left, though every word is in its place', async () => {
  const write = memoryBook()
  for (let id = 1; id < 25; id += 1) putAsset(write, { id, name: `orders_${id}` })
  expect([hasUnrankedWords(write), isSearchUntidy(write)]).toEqual([false, true])
  await rankSearchWords(write, createBatches(write, { isCancelled: () => false }))
  expect(isSearchUntidy(write)).toBe(false)
})
