import { expect, test, vi } from 'vitest'
import { hitLink } from './item-link.ts'

// A window has it; nothing here asks.
vi.mock('../app/bridge.ts', () => ({ bridge: {} }))

const asset = { key: 'k', name: 'orders', kind: 'dataset', schema: null, resourceType: null, status: 'active' } as const
const hit = (column: string | null) => ({ asset, ownerTeam: null, matched: { field: 'column', text: 'x', column } }) as const

test('a hit in a column leads to the column, any other to the page', () => {
  expect(hitLink(hit('customer_id'))).toEqual({ to: '/catalog/dataset', search: { key: 'k', tab: 'columns', col: 'customer_id' } })
  expect(hitLink(hit(null))).toEqual({ to: '/catalog/dataset', search: { key: 'k' } })
})
