import { expect, test } from 'vitest'
import { putAsset } from '#db/testing/asset-rows'
import { memoryBook } from '#db/testing/memory-book'
import { createRankedRows } from './ranked-rows.ts'

test('rows come in the order asked for, those that are there, and as they are once the book has changed', () => {
  const db = memoryBook()
  for (const id of [1, 2, 3]) putAsset(db, { id, name: `orders_${id}` })
  const rankedRows = createRankedRows()
  const names = (...ids: readonly number[]): readonly string[] => rankedRows(db)(ids).map(({ name }) => name)
  expect(names(3, 9, 1)).toEqual(['orders_3', 'orders_1'])
  expect(names(1, 2, 3)).toEqual(['orders_1', 'orders_2', 'orders_3'])

  db.exec(`update asset set name = 'bills' where id = 1; update book set seq = seq + 1`)
  expect(names(2, 1)).toEqual(['orders_2', 'bills'])
})

test('more candidates than are kept are found all the same', () => {
  const db = memoryBook()
  for (const id of [1, 2, 3]) putAsset(db, { id, name: `orders_${id}` })
  const rows = createRankedRows()(db)
  const nobody = Array.from({ length: 10_000 }, (_, index) => index + 10)
  expect(rows([1, 2]).map(({ id }) => id)).toEqual([1, 2])
  expect(rows([2, ...nobody, 3]).map(({ id }) => id)).toEqual([2, 3])
})
