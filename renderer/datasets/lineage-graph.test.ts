import { describe, expect, it } from 'vitest'
import { NODE_HEIGHT, NODE_WIDTH, picture } from './lineage-graph.ts'
import type { Around, Page } from './lineage-pages.ts'
import { lineageNode as node } from './testing/lineage-node.ts'

const edge = (from: string, to: string) => ({ from, to })
const none = new Set<number>()
const asked = (answer: Around, direction: Page['ask']['direction'] = 'both'): Page => ({
  ask: { key: answer.root, direction, skip: 0 },
  answer,
})

const first = {
  root: 'r',
  nodes: [node('r', 0, 2, 1), node('b', -1, 1, 2), node('a', -1, 0, 1), node('d', 1, 1, 3)],
  edges: [edge('a', 'r'), edge('b', 'r'), edge('r', 'd')],
  hidden: 0,
}

describe('picture', () => {
  it('places a step per column, left to right, by name', () => {
    const drawn = picture('r', [asked(first)], none)
    const at = new Map(drawn.nodes.map((one) => [one.key, one]))
    expect(drawn.steps.map((step) => step.step)).toEqual([-1, 0, 1])
    expect(at.get('r')?.x).toBeGreaterThan((at.get('a')?.x ?? 0) + NODE_WIDTH)
    expect(at.get('d')?.x).toBeGreaterThan((at.get('r')?.x ?? 0) + NODE_WIDTH)
    expect(at.get('a')?.y).toBeLessThan(at.get('b')?.y ?? 0)
    expect(drawn.edges).toHaveLength(3)
  })

  it('tells links within a column or back from those that lead on', () => {
    const drawn = picture('r', [asked({ ...first, edges: [...first.edges, edge('a', 'b'), edge('d', 'r')] })], none)
    const kinds = Object.fromEntries(drawn.edges.map(({ from, to, kind }) => [`${from} ${to}`, kind]))
    expect(kinds).toEqual({ 'a r': 'ahead', 'b r': 'ahead', 'r d': 'ahead', 'a b': 'beside', 'd r': 'beside' })
  })

  it('leads links that skip a column past the nodes of that column', () => {
    const drawn = picture('r', [asked({ ...first, edges: [...first.edges, edge('a', 'd'), edge('b', 'd')] })], none)
    const kinds = Object.fromEntries(drawn.edges.map(({ from, to, kind }) => [`${from} ${to}`, kind]))
    expect(kinds).toEqual({ 'a r': 'ahead', 'b r': 'ahead', 'r d': 'ahead', 'a d': 'past', 'b d': 'past' })
    const root = drawn.nodes.find((one) => one.key === 'r')
    for (const { path } of drawn.edges.filter((one) => one.kind === 'past')) {
      // The straight part over the root's column ends at the root's right side, above or below it.
      const [, y = ''] = new RegExp(`([\\d.]+)H${(root?.x ?? 0) + NODE_WIDTH}`).exec(path) ?? []
      expect(Number(y) < (root?.y ?? 0) - 8 || Number(y) > (root?.y ?? 0) + NODE_HEIGHT + 8, path).toBe(true)
    }
  })

  it('does not depend on the order of the answer', () => {
    const turned = { ...first, nodes: [...first.nodes].reverse(), edges: [...first.edges].reverse() }
    const sorted = (drawn: ReturnType<typeof picture>) => [...drawn.nodes].sort((x, y) => (x.key < y.key ? -1 : 1))
    expect(sorted(picture('r', [asked(turned)], none))).toEqual(sorted(picture('r', [asked(first)], none)))
  })

  it('counts a further answer’s steps from its own root', () => {
    const further = { root: 'b', nodes: [node('b', 0, 1, 2), node('z', -1)], edges: [edge('z', 'b')], hidden: 0 }
    const drawn = picture('r', [asked(first), asked(further, 'up')], none)
    expect(drawn.nodes.find((one) => one.key === 'z')?.step).toBe(-2)
    expect(drawn.nodes.find((one) => one.key === 'b')?.step).toBe(-1)
  })

  it('counts neighbours nobody asked for yet', () => {
    const drawn = picture('r', [asked(first)], none)
    expect(drawn.nodes.find((one) => one.key === 'b')?.hiddenUp).toBe(1)
    expect(drawn.nodes.find((one) => one.key === 'd')?.hiddenDown).toBe(3)
    expect(drawn.nodes.find((one) => one.key === 'r')?.hiddenUp).toBe(0)
  })

  it('shows a dozen of a step and counts the rest, until it is opened', () => {
    const many = Array.from({ length: 20 }, (_, index) => node(`n${String(index).padStart(2, '0')}`, 1))
    const answer = { root: 'r', nodes: [node('r', 0, 0, 25), ...many], edges: many.map((one) => edge('r', one.key)), hidden: 5 }
    const drawn = picture('r', [asked(answer)], none)
    expect(drawn.steps.find((step) => step.step === 1)).toMatchObject({ count: 20, total: 25, hidden: 8 })
    expect(drawn.hidden).toBe(8 + 5)
    expect(drawn.edges).toHaveLength(12)
    expect(picture('r', [asked(answer)], new Set([1])).hidden).toBe(5)
  })
})
