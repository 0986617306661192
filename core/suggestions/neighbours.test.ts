import { describe, expect, test } from 'vitest'
import { findAgreements, folderOf } from './neighbours.ts'

const member = (place: string | null, ownerTeam: string | null, domain: string | null = null) => ({ place, values: { ownerTeam, domain } })

describe('what neighbours agree on', () => {
  test('is what all that have a value say, in whatever order they come', () => {
    const members = [
      member('a', 'Finance', 'finance'),
      member('a', null, 'sales'),
      member('a', 'Finance'),
      member('b', 'Finance'),
      member('b', 'Sales'),
      member('b', 'Finance'),
      member(null, 'Nobody'),
    ]
    for (const order of [members, [...members].reverse()]) {
      expect(Object.fromEntries(findAgreements(order))).toEqual({ a: { ownerTeam: 'Finance' }, b: {} })
    }
  })

  test.each([
    ['shop', 'models/marts/finance/orders.sql', 'shop\u0000models/marts/finance'],
    ['shop', 'models\\marts\\orders.sql', 'shop\u0000models\\marts'],
    [null, 'models/orders.sql', '\u0000models'],
    ['shop', 'orders.sql', null],
    ['shop', null, null],
  ])('the folder of %s %s', (packageName, path, folder) => {
    expect(folderOf(packageName, path)).toBe(folder)
  })
})
