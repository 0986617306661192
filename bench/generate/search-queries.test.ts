import { expect, it } from 'vitest'
import { planTables } from './project.ts'
import { prefixQueries, substringQueries, typedWords, typoQueries } from './search-queries.ts'

const names = planTables({ models: 600, seed: 3 }).map(({ name }) => name)

it('makes the same queries of the same seed, and each means few datasets', () => {
  for (const make of [prefixQueries, substringQueries, typoQueries]) {
    const queries = make(names, 40, 7)
    expect(queries).toEqual(make(names, 40, 7))
    expect(queries).not.toEqual(make(names, 40, 8))
    expect(queries).toHaveLength(40)
  }
  for (const { text, expected } of prefixQueries(names, 40, 7)) {
    const begin = names.filter((name) => name.startsWith(text))
    expect(begin).toContain(expected)
    expect(begin.length).toBeLessThanOrEqual(5)
  }
  for (const { text, expected } of substringQueries(names, 40, 7)) {
    const hold = names.filter((name) => name.includes(text))
    expect(hold).toContain(expected)
    expect(hold.length).toBeLessThanOrEqual(5)
  }
  for (const { text, expected } of typoQueries(names, 40, 7)) {
    expect(names).not.toContain(text)
    expect(Math.abs(text.length - expected.length)).toBeLessThanOrEqual(1)
  }
  expect(typedWords(names, ['customer_id'], 30, 7).every((typed) => /^([a-z0-9]{3,} )?[a-z0-9]{2,6}$/.test(typed))).toBe(true)
})
