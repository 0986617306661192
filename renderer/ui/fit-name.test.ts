import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitName, splitName } from './fit-name.ts'

const whole = (schema: string | null, name: string, room: number): string => {
  const fitted = fitName(schema, name, room)
  return fitted.schema === null ? fitted.name : `${fitted.schema}.${fitted.name}`
}

describe('fitName', () => {
  it.each([
    ['analytics', 'dim_customer', 22, 'analytics.dim_customer'],
    ['analytics', 'dim_customer', 20, 'analyt….dim_customer'],
    ['analytics', 'dim_customer', 17, 'ana….dim_customer'],
    ['analytics', 'dim_customer', 14, 'ana….dim_…omer'],
    ['raw', 'fct_ledger_entries_by_cost_center', 20, 'raw.fct_ledg…_center'],
    [null, 'fct_ledger_entries_by_cost_center', 20, 'fct_ledger…st_center'],
  ])('%s.%s in %d is %s', (schema, name, room, text) => {
    expect(whole(schema, name, room).length).toBeLessThanOrEqual(room + 1)
    expect(whole(schema, name, room)).toBe(text)
  })

  it('never needs more room than there is, from 13 characters on', () => {
    const words = fc.string({ unit: fc.constantFrom('a', 'b', '_'), minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(fc.option(words), words, fc.integer({ min: 13, max: 80 }), (schema, name, room) => {
        expect(whole(schema, name, room).length).toBeLessThanOrEqual(room)
      }),
    )
  })
})

describe('splitName', () => {
  const parts = (name: string, marked?: string): string => {
    const from = marked === undefined ? -1 : name.indexOf(marked)
    const { at, end } = splitName(name, marked === undefined ? undefined : [from, from + marked.length])
    return `${name.slice(0, at)}|${name.slice(at, end)}|${name.slice(end)}`
  }
  it.each([
    ['fct_ledger_entries_by_cost_center', undefined, 'fct_ledger_entries_by_c|ost_center|'],
    ['fct_ledger_entries_by_cost_center', 'fct', 'fct_ledger_entries_by_c|ost_center|'],
    ['fct_ledger_entries_by_cost_center', 'cost', 'fct_ledger_entries_by_|cost_center|'],
    ['fct_ledger_entries_by_cost_center', 'center', 'fct_ledger_entries_by_c|ost_center|'],
    [
      'fct_ledger_of_all_entries_by_cost_center_and_by_month_of_the_year',
      'entries',
      'fct_ledger_of_all_|entries_by_cost_center_and_by_month_|of_the_year',
    ],
  ])('%s with %s marked', (name, marked, expected) => {
    expect(parts(name, marked)).toBe(expected)
  })

  it('never cuts a character in two', () => {
    const name = `${'a'.repeat(20)}${'😀'.repeat(30)}`
    const { at, end } = splitName(name, [21, 40])
    for (const part of [name.slice(0, at), name.slice(at, end), name.slice(end)]) expect(part.isWellFormed()).toBe(true)
  })
})
