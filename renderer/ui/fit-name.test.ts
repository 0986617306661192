import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitName } from './fit-name.ts'

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
