import { expect, test } from 'vitest'
import { runFixture } from '../program-fixture.ts'

const BOOK = ['--book', 'shop.stewardbook']

test('lineage of a column goes from column to column, each once, with who tells the links', async () => {
  const links: Record<string, readonly string[]> = {
    'c.x up': ['b.x', 'b.y'],
    'b.x up': ['a.x'],
    'b.y up': ['a.x', 'c.x'],
    'c.x down': ['d.x'],
  }
  const ref = (key: string) => ({
    key,
    name: key.toUpperCase(),
    kind: 'dataset' as const,
    schema: null,
    resourceType: null,
    status: 'active' as const,
  })
  const columnLinks = ({ key, column, direction }: { key: string; column: string; direction: string }) => {
    const items = (links[`${key}.${column} ${direction}`] ?? []).map((text) => {
      const [dataset = '', name = ''] = text.split('.')
      return { dataset: ref(dataset), column: name, isKnown: name !== 'y', sourceNames: ['lineage'] }
    })
    return { items, total: items.length, nextCursor: null, dataset: ref(key), column, isKnown: true }
  }
  const handlers = { lineage: { columnLinks } }
  const whole = await runFixture([...BOOK, 'lineage', 'c', '--column', 'x', '--json'], { handlers })
  const document = JSON.parse(whole.out) as { root: unknown; nodes: { key: string; column: string; isKnown: boolean }[]; edges: unknown[] }
  expect(document.root).toEqual({ key: 'c', column: 'x' })
  expect(document.nodes.map(({ key, column, isKnown }) => `${key}.${column} ${isKnown}`)).toEqual([
    'c.x true',
    'b.x true',
    'b.y false',
    'a.x true',
    'd.x true',
  ])
  // A circle is a link like any other.
  expect(document.edges).toHaveLength(6)
  expect(document.edges[0]).toEqual({ from: { key: 'b', column: 'x' }, to: { key: 'c', column: 'x' }, sourceNames: ['lineage'] })
  const near = await runFixture([...BOOK, 'lineage', 'c', '--column', 'x', '--direction', 'up', '--steps', '1'], { handlers })
  expect(near.out).toContain('y (not known)')
  expect(near.out).toContain('2 links between 3 columns')
})
