import { expect, it } from 'vitest'
import { sql } from '#db/connection'
import type { DatasetFilter } from '#db/dataset-filter'
import { dataset, smallBook, tell } from '../testing/small-book.ts'
import { createListHandlers, readFacets } from './list-datasets.ts'

it('counts what narrows a large book beside the thread that answers, each question once for as long as it stands', async () => {
  const book = smallBook()
  await tell(book, [dataset('orders', { fields: { ownerTeam: 'Sales' } }), dataset('events')])
  const asked: DatasetFilter[] = []
  let fails = 1
  const { list, facets } = createListHandlers(book.get, (filter) => {
    asked.push(filter)
    fails -= 1
    return fails >= 0 ? Promise.reject(new Error('ended')) : Promise.resolve(structuredClone(readFacets(book.deps.read, filter)))
  })
  const GAP = { gap: ['no_owner' as const] }
  const TEXT = { text: 'orders' }
  expect((await facets({ filter: GAP })).total).toBe(1)
  expect(asked).toEqual([])
  sql(book.write, `update facet_count set count = 5001 where facet = 'status' and value = 'active'`).run()
  expect((await facets({ filter: {} })).total).toBe(5001)
  await expect(facets({ filter: TEXT })).rejects.toThrow('ended')
  expect((await facets({ filter: TEXT })).total).toBe(1)
  await tell(book, [dataset('orders', { fields: { ownerTeam: 'Sales' } }), dataset('events', { fields: { ownerTeam: 'Web' } })])
  sql(book.write, `update facet_count set count = 5001 where facet = 'status' and value = 'active'`).run()
  asked.length = 0
  for (let again = 0; again < 3; again += 1) {
    expect((await facets({ filter: GAP })).total).toBe(0)
    expect((await facets({ filter: TEXT })).total).toBe(1)
    const page = await list({ filter: TEXT, sort: { by: 'name', direction: 'asc' }, limit: 1 })
    expect([page.items.map(({ name }) => name), page.total]).toEqual([['orders'], 1])
  }
  expect(asked).toEqual([GAP, TEXT])
})
