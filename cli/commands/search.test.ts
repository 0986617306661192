import { expect, it } from 'vitest'
import { runFixture, type Surroundings } from '../program-fixture.ts'

const SEARCH = ['--book', 'shop.stewardbook', 'search', 'orders']

function found(count: number, reply: { total: number; isMore: boolean }): Surroundings {
  const items = Array.from({ length: count }, (_, index) => {
    const name = `orders_${index}`
    const asset = { key: `shop/${name}`, name, kind: 'dataset' as const, schema: null, resourceType: null, status: 'active' as const }
    return { asset, ownerTeam: null, matched: { field: 'name' as const, text: name, column: null } }
  })
  return { handlers: { search: { find: () => ({ items, ...reply, isInList: true }) } } }
}

it('calls the count of what it shows the best of the least there are, where it may be less than all', async () => {
  const { out } = await runFixture(SEARCH, found(50, { total: 212, isMore: true }))
  expect(out).toMatch(/\nThe best 50 of at least 212\.\n$/)
  const json = await runFixture([...SEARCH, '--json'], found(50, { total: 212, isMore: true }))
  expect(JSON.parse(json.out)).toMatchObject({ total: 212, isMore: true })
})

it('says nothing of a count where all are shown', async () => {
  const { out } = await runFixture(SEARCH, found(8, { total: 8, isMore: false }))
  expect(out).not.toContain('The best')
})
