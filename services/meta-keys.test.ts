import { expect, it } from 'vitest'
import { sources as shapes } from '#contract/sources'
import type { JsonObject } from '#core/json'
import { besideHere } from './testing/beside-here.ts'
import { dataset, type SmallBook, smallBook, tell } from './testing/small-book.ts'
import { createSourceHandlers } from './sources.ts'

const sourcesOf = (book: SmallBook): ReturnType<typeof createSourceHandlers> =>
  createSourceHandlers({
    book: book.get,
    jobs: () => {
      throw new Error('no job is needed here')
    },
    afterChange: () => undefined,
    beside: besideHere(book.deps).beside,
  })
const carrying = (name: string, meta: JsonObject) => dataset(name, { fields: { meta } })
const OWNER = { metaKey: 'data_owner', scope: 'dataset' as const, field: 'ownerTeam' }

it('a mapped key that the files leave out for a while stays mapped, and is listed as carried by none', async () => {
  const book = smallBook()
  const sources = sourcesOf(book)
  await tell(book, [carrying('a', { data_owner: 'Sales' })])
  await sources.setMetaMapping({ sourceId: 1, mapping: [OWNER] })
  await tell(book, [carrying('a', { level: 'gold' })])
  const keys = await sources.metaKeys({ sourceId: 1 })
  expect(shapes.metaKeys.output.parse(keys).mapping).toEqual([OWNER])
  expect(keys.items.map(({ metaKey, count, mappedTo }) => [metaKey, count, mappedTo])).toEqual([
    ['data_owner', 0, 'ownerTeam'],
    ['level', 1, null],
  ])
})

it('says of each mapped key which values a field could not take, and where another key counts', async () => {
  const book = smallBook()
  const sources = sourcesOf(book)
  await tell(book, [
    carrying('a', { level: 'platinum', owner: 'Sales', team: 'Core' }),
    carrying('b', { level: 'gold', team: 'Core' }),
    dataset('c', { columns: [{ name: 'id', fields: { meta: { pii: true, level: 'x' } } }] }),
  ])
  const on = (metaKey: string, field: string) => ({ metaKey, scope: 'dataset' as const, field })
  await sources.setMetaMapping({ sourceId: 1, mapping: [on('level', 'tier'), on('owner', 'ownerTeam'), on('team', 'ownerTeam')] })
  const { items } = shapes.metaKeys.output.parse(await sources.metaKeys({ sourceId: 1 }))
  const none = { count: 0, examples: [] }
  const platinum = { value: 'platinum', reason: expect.stringContaining('gold, silver, bronze') as string }
  expect(items.map(({ scope, metaKey, notUnderstood, overruled }) => [`${scope} ${metaKey}`, notUnderstood, overruled])).toEqual([
    ['dataset level', { count: 1, examples: [platinum] }, { count: 0, by: [] }],
    ['dataset owner', none, { count: 0, by: [] }],
    ['dataset team', none, { count: 1, by: ['owner'] }],
    ['column pii', none, { count: 0, by: [] }],
    ['column level', none, { count: 0, by: [] }],
  ])
})
