import { expect, it } from 'vitest'
import { sources as shapes } from '#contract/sources'
import type { JsonObject } from '#core/json'
import { createDecisionHandlers } from './decisions.ts'
import { undoImport } from './importing/undo-import.ts'
import type { ReadingTask } from './jobs/messages.ts'
import type { JobPool } from './jobs/pool.ts'
import { listMetaKeys } from './meta-keys.ts'
import { setMetaMapping } from './set-source.ts'
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

/** Sources that read meta keys beside; `asked` are the sources they did so of. */
function sourcesBeside(book: SmallBook): { readonly sources: ReturnType<typeof createSourceHandlers>; readonly asked: number[] } {
  const asked: number[] = []
  const ask = (task: ReadingTask): Promise<unknown> => {
    if (task.kind !== 'meta-keys') throw new Error(`no ${task.kind} is asked for here`)
    asked.push(task.sourceId)
    return Promise.resolve(structuredClone(listMetaKeys(book.deps.read, task.sourceId)))
  }
  const jobs = () => ({ ask }) as unknown as JobPool
  return {
    sources: createSourceHandlers({ book: book.get, jobs, afterChange: () => undefined, beside: besideHere(book.deps).beside }),
    asked,
  }
}

it('reads the keys of many things beside, and anew only for another import or mapping', async () => {
  const book = smallBook()
  const { sources, asked } = sourcesBeside(book)
  const examples = async () =>
    (await sources.metaKeys({ sourceId: 1 })).items.map(({ metaKey, count, examples: some }) => [metaKey, count, ...some])
  await tell(book, [carrying('orders', { data_owner: 'Sales' })])
  book.write.exec(
    `insert into asset_key (sourceId, name, urn, kind, assetId, firstImportId)
     with recursive n (n) as (select 1 union all select n + 1 from n where n < 1000) select 1, n, n, 'dataset', 1, 1 from n`,
  )
  expect(await examples()).toEqual([['data_owner', 1, 'Sales']])
  await createDecisionHandlers(book.get, {} as never, {} as never, besideHere(book.deps)).set({
    changes: [{ key: 'model.shop.orders', column: null, field: 'tier', value: 'gold' }],
    reason: '',
  })
  await examples()
  expect(asked).toEqual([1])
  await tell(book, [carrying('orders', { data_owner: 'Web' })])
  expect(await examples()).toEqual([['data_owner', 1, 'Web']])
  expect(asked).toEqual([1, 1])
  undoImport(book.write, book.deps.rules.current(book.write), { importId: 2, newer: 'refuse', author: 'Tester', atMs: 1 })
  expect(await examples()).toEqual([['data_owner', 1, 'Sales']])
  setMetaMapping(book.deps, book.write, { sourceId: 1, mapping: [OWNER] })
  expect((await sources.metaKeys({ sourceId: 1 })).items[0]?.mappedTo).toBe('ownerTeam')
  expect(asked).toEqual([1, 1, 1, 1])
})
