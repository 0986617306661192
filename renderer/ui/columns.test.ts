import { expect, it } from 'vitest'
import { type ColumnLayout, fitting, type LedgerColumn } from './columns.ts'

const column = (id: string, width: number, more: Partial<LedgerColumn<string>> = {}): LedgerColumn<string> => ({
  id,
  head: id,
  width,
  cell: () => null,
  ...more,
})
const chosen = [column('name', 200, { isFlexible: true }), column('a', 50), column('b', 100), column('c', 20)]
const layout: ColumnLayout<string> = {
  all: chosen,
  chosen,
  widthOf: (one) => one.width,
  isShown: () => true,
  resize: () => undefined,
  toggle: () => undefined,
  reset: () => undefined,
  resetWords: '',
}
const ids = (room: number): string[] => fitting(layout, room).map((one) => one.id)

it('drops the last columns first, never the flexible one', () => {
  expect(ids(400)).toEqual(['name', 'a', 'b', 'c'])
  expect(ids(369)).toEqual(['name', 'a', 'b'])
  // c would fit where b does not, but a column of less worth never outlives one of more.
  expect(ids(320)).toEqual(['name', 'a'])
  expect(ids(10)).toEqual(['name'])
})
