import { expect, it } from 'vitest'
import type { ReadDb, WriteDb } from '#db/connection'
import { putAsset } from '#db/testing/asset-rows'
import { memoryBook } from '#db/testing/memory-book'
import type { BookDeps } from '#services/deps'
import { createSearchHandlers } from '#services/search'
import { planTables } from './generate/project.ts'
import { LOOKED_AT, prefixQueries, type SearchQuery, substringQueries, typoQueries } from './generate/search-queries.ts'

const QUERIES = 500
const tables = planTables({ models: 8000, seed: 5 })

/** A book of these tables, each with a few columns and read by what the project says. */
function fill(book: WriteDb): WriteDb {
  const readBy = new Map<string, number>()
  for (const { upstream } of tables) for (const id of upstream) readBy.set(id, (readBy.get(id) ?? 0) + 1)
  book.transaction(() => {
    for (const [index, { id, name, schema, domain }] of tables.entries()) {
      const columns = ['id', `${name.split('_')[1] ?? ''}_id`, 'created_at']
      putAsset(book, { id: index + 1, name, schema, domain, downstreamCount: readBy.get(id) ?? 0 }, columns)
    }
  })()
  return book
}

async function missedShare(book: ReadDb, queries: readonly SearchQuery[]): Promise<number> {
  const search = createSearchHandlers(() => ({ read: book }) as unknown as BookDeps)
  let missed = 0
  for (const { text, expected } of queries) {
    const { items } = await search.find({ text, limit: LOOKED_AT, countUpTo: 1000 })
    if (!items.some(({ asset }) => asset.name === expected)) missed += 1
  }
  return missed / queries.length
}

const names = tables.map(({ name }) => name)

it('of 500 datasets looked for by beginning, piece or with one mistake, nearly all are among the first five', async () => {
  const book = fill(memoryBook())
  expect(await missedShare(book, prefixQueries(names, QUERIES, 11))).toBeLessThanOrEqual(0.01)
  expect(await missedShare(book, substringQueries(names, QUERIES, 11))).toBeLessThanOrEqual(0.01)
  expect(await missedShare(book, typoQueries(names, QUERIES, 11))).toBeLessThanOrEqual(0.05)
})
