import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cell } from '#db/asset-columns'
import { Packer, Unpacker } from './packed.ts'

type Item = {
  readonly text: string
  readonly optional: string | null
  readonly kept: string
  readonly count: number
  readonly cells: readonly Cell[]
  readonly texts: readonly string[]
}

const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('', '\ud800', 'é', '\u0000', 'x'.repeat(300)))
const cell = fc.oneof(text, fc.constant(null), fc.integer(), fc.double({ noNaN: true }))
const item: fc.Arbitrary<Item> = fc.record({
  text,
  optional: fc.option(text),
  kept: text,
  count: fc.nat(),
  cells: fc.array(cell),
  texts: fc.array(text, { maxLength: 3 }),
})

function cross(items: readonly Item[]): Item[] {
  const to = new Packer()
  for (const each of items) {
    to.item(() => {
      to.text(each.text)
      to.optional(each.optional)
      to.kept(each.kept)
      to.count(each.count)
      to.list(each.cells, (one) => to.cell(one))
      to.list(each.texts, (one) => to.text(one))
    })
  }
  const from = new Unpacker(structuredClone(to.packed()))
  const take = (): Item => ({
    text: from.text(),
    optional: from.optional(),
    kept: from.kept(),
    count: from.count(),
    cells: from.list(() => from.cell()),
    texts: from.list(() => from.text()),
  })
  return [...from.items(take)]
}

test('items come out as they were put, whatever their texts', () => {
  fc.assert(
    fc.property(fc.array(item), (items) => {
      expect(cross(items)).toEqual(items)
    }),
  )
})

test('more text and more counts than there was room for', () => {
  const large = {
    text: 'y'.repeat(700_000),
    optional: null,
    kept: 'k',
    count: 1,
    cells: Array.from({ length: 70_000 }, (_, n) => `${n}`),
    texts: [],
  }
  expect(cross([large, { ...large, text: 'ü' }, large])).toEqual([large, { ...large, text: 'ü' }, large])
})

test('to take more than was put is a mistake, not nothing', () => {
  const from = new Unpacker(new Packer().packed())
  expect([...from.items(() => from.count())]).toEqual([])
  expect(() => from.kept()).toThrow('more is taken than was put')
})
