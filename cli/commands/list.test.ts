import { expect, it } from 'vitest'
import { runFixture, type Surroundings } from '../program-fixture.ts'

const BOOK = ['--book', 'shop.stewardbook']
const GOLD = {
  viewId: 3,
  name: 'Gold without owner',
  filter: { tier: ['gold' as const], ownerTeam: [''] },
  sort: { by: 'name' as const, direction: 'desc' as const },
  columns: [{ id: 'owner', widthPx: 160 }],
  author: 'Ada',
  savedAtMs: 0,
}

function withViews(asked: unknown[] = []): Surroundings {
  return {
    handlers: {
      views: { list: () => ({ items: [GOLD], total: 1 }) },
      datasets: {
        list: (input) => {
          asked.push(input)
          return { items: [], total: 0, nextCursor: null }
        },
      },
    },
  }
}

it('lists datasets as a saved view does, named in any letter case', async () => {
  const asked: unknown[] = []
  const { code, out } = await runFixture([...BOOK, 'list', 'datasets', '--view', 'gold WITHOUT owner'], withViews(asked))
  expect([code, out]).toEqual([0, 'No dataset fits.\n'])
  expect(asked).toEqual([expect.objectContaining({ filter: GOLD.filter, sort: GOLD.sort })])
})

it('says which views there are where one is not there, and refuses one beside other narrowing', async () => {
  const missing = await runFixture([...BOOK, '--json', 'list', 'datasets', '--view', 'Silver'], withViews())
  expect(JSON.parse(missing.out)).toMatchObject({ error: { code: 'not-found', details: { view: 'Silver', views: [GOLD.name] } } })
  const both = await runFixture([...BOOK, '--json', 'list', 'datasets', '--view', GOLD.name, '--tier', 'gold'], withViews())
  expect(JSON.parse(both.out)).toMatchObject({ error: { code: 'invalid-input' } })
})

it('lists the views', async () => {
  const { out } = await runFixture([...BOOK, 'list', 'views'], withViews())
  expect(out).toContain('Gold without owner  tier: gold; ownerTeam: none  name, desc  Ada')
  expect((await runFixture([...BOOK, 'list', 'views'], { handlers: { views: { list: () => ({ items: [], total: 0 }) } } })).out).toBe(
    'No view is saved.\n',
  )
})
