import { expect, test } from 'vitest'
import { isCovered } from './coverage.ts'

const parts = new Set(['manifest', 'catalog'])

test('an import retires only what it speaks for', () => {
  expect(isCovered([{ part: 'manifest', names: { kind: 'all' } }], parts, 'model.x')).toBe(true)
  expect(isCovered([{ part: 'catalog', names: { kind: 'none' } }], parts, 'model.x')).toBe(false)
  expect(isCovered([{ part: 'schema', names: { kind: 'all' } }], parts, 'model.x')).toBe(false)
  const raw = [{ part: 'schema', names: { kind: 'prefixes', prefixes: ['db.raw.'] } }] as const
  expect(isCovered(raw, new Set(['schema']), 'db.raw.orders')).toBe(true)
  expect(isCovered(raw, new Set(['schema']), 'db.rawer.orders')).toBe(false)
})
