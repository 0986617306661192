import { expect, it } from 'vitest'
import { settings as shapes } from '#contract/settings'
import { sql } from '#db/connection'
import { createSettingsHandlers } from './settings.ts'
import { dataset, type SmallBook, smallBook, tell } from './testing/small-book.ts'
import { listValuesHeld } from './values-held.ts'

async function shop(): Promise<SmallBook> {
  const book = smallBook()
  const names = Array.from({ length: 203 }, (_, index) => `table_${String(index).padStart(3, '0')}`)
  await tell(book, [dataset('plain'), ...names.reverse().map((name) => dataset(name, { carriesValues: ['stats.max', 'stats.min'] }))])
  return book
}

it('lists the first places where values are held, and counts all of them', async () => {
  const book = await shop()
  const settings = createSettingsHandlers(book.get, () => expect.unreachable())
  const held = shapes.valuesHeld.output.parse(await settings.valuesHeld({}))
  expect([held.items.length, held.total]).toEqual([200, 203])
  expect(held.items[0]).toMatchObject({ asset: { name: 'table_000' }, part: 'manifest', paths: ['stats.max', 'stats.min'] })
  expect(held.items.map(({ asset }) => asset.name)).toEqual(held.items.map(({ asset }) => asset.name).toSorted())
  await tell(book, [dataset('plain')])
  expect(shapes.valuesHeld.output.parse(await settings.valuesHeld({}))).toEqual({ items: [], total: 0 })
})

it('looks through a large book beside the thread that answers, once for as long as it stands', async () => {
  const book = await shop()
  sql(book.write, `update facet_count set count = 5001 where facet = 'status' and value = 'active'`).run()
  let times = 0
  const settings = createSettingsHandlers(book.get, () => {
    times += 1
    return Promise.resolve(structuredClone(listValuesHeld(book.deps.read)))
  })
  const held = await settings.valuesHeld({})
  expect([held.total, await settings.valuesHeld({}), times]).toEqual([203, held, 1])
})
