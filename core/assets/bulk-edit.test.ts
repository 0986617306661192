import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BulkChange, checkBulkChange, valueAfter } from './bulk-edit.ts'

const change = (given: Partial<BulkChange>): BulkChange => ({ field: 'domain', value: 'Sales', how: 'set', where: 'all', ...given })

describe('what a field will be', () => {
  it.each([
    [change({}), null, 'Sales'],
    [change({}), 'Finance', 'Sales'],
    [change({}), 'Sales', undefined],
    [change({ where: 'empty' }), null, 'Sales'],
    [change({ where: 'empty' }), 'Finance', undefined],
    [change({ field: 'tags', value: ['b', 'c'], how: 'add' }), ['a', 'b'], ['a', 'b', 'c']],
    [change({ field: 'tags', value: ['a'], how: 'add' }), ['a', 'b'], undefined],
    [change({ field: 'tags', value: ['a'], how: 'add' }), null, ['a']],
    [change({ field: 'tags', value: ['a'], how: 'add', where: 'empty' }), ['b'], undefined],
    [change({ field: 'tags', value: ['a'], how: 'add', where: 'empty' }), [], ['a']],
    [change({ field: 'tags', value: ['a'], how: 'remove' }), ['a', 'b'], ['b']],
    [change({ field: 'tags', value: ['a'], how: 'remove' }), ['a'], []],
    [change({ field: 'tags', value: ['x'], how: 'remove' }), ['a'], undefined],
    [change({ field: 'tags', value: ['x'], how: 'remove' }), null, undefined],
    [change({ field: 'tags', value: [] }), ['a'], []],
    [change({ field: 'tags', value: [] }), null, undefined],
    [change({ field: 'slaHours', value: 4 }), 0, 4],
  ])('%j on %j', (given, before, after) => {
    expect(valueAfter(given, before)).toEqual(after)
  })

  it('stays once it is there, and what is added can be removed again', () => {
    const words = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'))
    fc.assert(
      fc.property(words, words, fc.constantFrom('set' as const, 'add' as const, 'remove' as const), (before, value, how) => {
        const given = change({ field: 'tags', value, how })
        const after = (valueAfter(given, before) ?? before) as string[]
        expect(valueAfter(given, after)).toBeUndefined()
        expect(new Set(after).size).toBe(after.length)
        if (how === 'add') expect(new Set(after)).toEqual(new Set([...before, ...value]))
        if (how === 'remove') expect(new Set(after)).toEqual(new Set(before.filter((word) => !value.includes(word))))
      }),
    )
  })
})

describe('a change that is asked for', () => {
  it('has its value in the form of a decision', () => {
    expect(checkBulkChange(change({ value: '  Sales ' })).value).toBe('Sales')
    expect(checkBulkChange(change({ field: 'tags', value: ['a', ' a ', ''], how: 'add' })).value).toEqual(['a'])
  })

  it.each([
    [change({ field: 'name', value: 'x' }), 'Many datasets can’t have one name.'],
    [change({ how: 'add' }), '“domain” holds one value: nothing can be added or removed.'],
    [change({ field: 'tags', value: [''], how: 'add' }), 'Say what to add.'],
    [change({ field: 'tier', value: 'best' }), /takes one of/],
    [change({ field: 'rowCount', value: 1 }), /can't be set by hand/],
    [change({ field: 'colour', value: 'red' }), 'A dataset has no field “colour”.'],
  ])('is refused: %j', (given, message) => {
    expect(() => checkBulkChange(given)).toThrow(message)
  })
})
