import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findSpelling } from './spelling.ts'

const told = (field: string, ...values: string[]) => values.map((value) => ({ field, value }))

it('is the most frequent one of a field’s values, whatever the letter case', () => {
  const spelling = findSpelling([...told('domain', 'Marketing', 'marketing', 'Marketing', 'SALES'), ...told('ownerTeam', 'finance')])
  expect(spelling('domain', 'marketing')).toBe('Marketing')
  expect(spelling('domain', 'sales')).toBe('SALES')
  expect(spelling('domain', 'finance')).toBe('finance')
  expect(spelling('domain', 'Logistics')).toBe('Logistics')
})

it('does not depend on the order of the datasets', () => {
  const value = fc.constantFrom('a', 'A', 'b', 'B')
  fc.assert(
    fc.property(fc.array(value), (values) => {
      const [one, other] = [findSpelling(told('domain', ...values)), findSpelling(told('domain', ...[...values].reverse()))]
      for (const each of ['a', 'b']) expect(one('domain', each)).toBe(other('domain', each))
    }),
  )
})
