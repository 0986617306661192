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
