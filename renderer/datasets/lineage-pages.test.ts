import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LineageNode } from '#contract/lineage'
import { walkAround } from '#core/lineage/walk'
import { picture } from './lineage-graph.ts'
import { type Around, type Ask, type Direction, nextAsk, type Page } from './lineage-pages.ts'
import { lineageNode } from './testing/lineage-node.ts'

type Links = readonly (readonly [up: string, down: string])[]

/** Answers as the book does: the root, one page of its neighbours, their links to each other and to all nearer ones. */
function book(links: Links, limit = 200): (ask: Ask) => Around {
  const names = [...new Set(links.flat())].sort()
  const neighbours = (name: string, direction: Direction): string[] =>
    links.flatMap(([up, down]) => (direction === 'up' ? (down === name ? [up] : []) : up === name ? [down] : []))
  const nodeOf = (name: string, step: number): LineageNode =>
    lineageNode(name, step, neighbours(name, 'up').length, neighbours(name, 'down').length)
  return ({ key, direction, skip }) => {
    const order = walkAround(names.indexOf(key), direction === 'both' ? ['up', 'down'] : [direction], 1, (ids, way) =>
      ids.flatMap((id) => neighbours(names[id] ?? '', way).map((name) => ({ id: names.indexOf(name), name }))),
    ).map(({ id, step }) => nodeOf(names[id] ?? '', step))
    const page = order.slice(skip, skip + limit)
    const here = new Set(page.map((node) => node.key))
    const near = new Set([key, ...order.slice(0, skip + page.length).map((node) => node.key)])
    const edges = links
      .filter(([up, down]) => near.has(up) && near.has(down) && (here.has(up) || here.has(down)))
      .map(([from, to]) => ({ from, to }))
    return { root: key, nodes: [nodeOf(key, 0), ...page], edges, hidden: order.length - skip - page.length }
  }
}

/** A dataset's lineage tab: what is drawn, and a click on a node's "+". */
function tab(answer: (ask: Ask) => Around, opened: ReadonlySet<number> = new Set()) {
  const first: Ask = { key: 'root', direction: 'both', skip: 0 }
  const pages: Page[] = [{ ask: first, answer: answer(first) }]
  const look = () => picture('root', pages, opened)
  return {
    pages,
    look,
    nodeOf: (key: string) => look().nodes.find((node) => node.key === key),
    open: (key: string, direction: Direction): void => {
      const ask = nextAsk(pages, key, direction)
      pages.push({ ask, answer: answer(ask) })
    },
  }
}

const many = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(3, '0')}`)
const ALL_OPENED = new Set([-2, -1, 1, 2])

describe.each(['down', 'up'] as const)('a dataset with 500 neighbours %sstream', (direction) => {
  const links: Links = many('n', 500).map((name) => (direction === 'down' ? ['root', name] : [name, 'root']))
  const step = direction === 'down' ? 1 : -1
  const numbers = ({ look, nodeOf }: ReturnType<typeof tab>) => {
    const { nodes, hidden, isHiddenAtMost, steps } = look()
    const { hiddenUp, hiddenDown } = nodeOf('root') ?? {}
    const { count, total, hidden: folded } = steps.find((one) => one.step === step) ?? {}
    expect(isHiddenAtMost).toBe(false)
    expect(direction === 'down' ? hiddenUp : hiddenDown).toBe(0)
    return { drawn: nodes.length, hidden, more: direction === 'down' ? hiddenDown : hiddenUp, head: [count, total], folded }
  }

  it('is opened page by page until all came, and folded counts what is drawn', () => {
    const folded = tab(book(links))
    expect(numbers(folded)).toEqual({ drawn: 13, hidden: 488, more: 300, head: [200, 500], folded: 188 })
    folded.open('root', direction)
    expect(numbers(folded)).toEqual({ drawn: 13, hidden: 488, more: 100, head: [400, 500], folded: 388 })
    folded.open('root', direction)
    expect(numbers(folded)).toEqual({ drawn: 13, hidden: 488, more: 0, head: [500, 500], folded: 488 })
  })

  it('draws every one when its column is opened', () => {
    const whole = tab(book(links), ALL_OPENED)
    expect(numbers(whole)).toEqual({ drawn: 201, hidden: 300, more: 300, head: [200, 500], folded: 0 })
    whole.open('root', direction)
    expect(numbers(whole)).toEqual({ drawn: 401, hidden: 100, more: 100, head: [400, 500], folded: 0 })
    whole.open('root', direction)
    expect(numbers(whole)).toEqual({ drawn: 501, hidden: 0, more: 0, head: [500, 500], folded: 0 })
    expect(whole.look().edges).toHaveLength(500)
  })

  it('is opened so from a neighbour too', () => {
    const opposite = direction === 'down' ? 'up' : 'down'
    const facing = (near: string, far: string) => (opposite === 'down' ? ([near, far] as const) : ([far, near] as const))
    const beyond = many('m', 500).map((name) => facing('far', name))
    const far = tab(book([facing('root', 'far'), ...links, ...beyond]), ALL_OPENED)
    const seen = () => ({
      more: opposite === 'up' ? far.nodeOf('far')?.hiddenUp : far.nodeOf('far')?.hiddenDown,
      farther: far.look().nodes.filter((node) => node.step === -2 * step).length,
    })
    expect(seen()).toEqual({ more: 500, farther: 0 })
    for (const expected of [200, 400, 500]) {
      far.open('far', opposite)
      expect(seen()).toEqual({ more: 500 - expected, farther: expected })
      // What is left on either side; the root's own might be among it.
      expect(far.look()).toMatchObject({ hidden: 301 + 500 - expected, isHiddenAtMost: true })
    }
    for (const _ of [1, 2]) far.open('root', direction)
    expect(far.look()).toMatchObject({ hidden: 0, isHiddenAtMost: false })
    expect(far.look().nodes).toHaveLength(1002)
  })
})

it('opens both sides of one dataset apart', () => {
  const links: Links = [...many('u', 300).map((up) => [up, 'root'] as const), ...many('d', 500).map((down) => ['root', down] as const)]
  const both = tab(book(links), ALL_OPENED)
  const seen = () => [both.nodeOf('root')?.hiddenUp, both.nodeOf('root')?.hiddenDown, both.look().hidden]
  expect(seen()).toEqual([200, 400, 600])
  both.open('root', 'down')
  expect(seen()).toEqual([200, 200, 400])
  both.open('root', 'up')
  expect(seen()).toEqual([0, 200, 200])
  both.open('root', 'down')
  expect(seen()).toEqual([0, 0, 0])
  expect(both.pages.map(({ ask }) => ask.skip)).toEqual([0, 100, 100, 300])
})

it('asks for the same page again while it has not come, and for what a shorter page left out', () => {
  const answer = book(
    many('n', 9).map((name) => ['root', name] as const),
    3,
  )
  const { pages, open } = tab(answer)
  expect(nextAsk(pages, 'root', 'down')).toEqual(nextAsk(pages, 'root', 'down'))
  open('root', 'down')
  expect(nextAsk(pages, 'root', 'down').skip).toBe(6)
  const [first, second] = pages
  if (first === undefined || second === undefined) throw new Error('two pages were asked for')
  const shorter: Page = { ...first, answer: { ...first.answer, nodes: first.answer.nodes.slice(0, 3), hidden: 7 } }
  expect(nextAsk([shorter, second], 'root', 'down').skip).toBe(2)
  const between = { key: 'root', direction: 'down', skip: 2 } as const
  expect(nextAsk([shorter, second, { ask: between, answer: answer(between) }], 'root', 'down').skip).toBe(6)
})

it('puts what the root has itself one step from it, though another brought it first', () => {
  const late: Links = [...many('n', 250).map((name) => ['root', name] as const), ['n000', 'n249']]
  const { look, nodeOf, open } = tab(book(late), ALL_OPENED)
  open('n000', 'down')
  expect(nodeOf('n249')?.step).toBe(2)
  expect(look()).toMatchObject({ hidden: 50, isHiddenAtMost: true })
  open('root', 'down')
  expect(nodeOf('n249')?.step).toBe(1)
  expect(look()).toMatchObject({ hidden: 0, isHiddenAtMost: false })
})

it('brings what lies on both sides with either, though it stands far back at the other', () => {
  const ups = many('u', 300)
  const circle = (downs: readonly string[]): Links => [
    ...[...ups, 'v'].map((up) => [up, 'root'] as const),
    ...[...downs, 'v'].map((down) => ['root', down] as const),
  ]
  const few = tab(book(circle(['w'])), ALL_OPENED)
  expect(few.nodeOf('root')?.hiddenDown).toBe(1)
  few.open('root', 'down')
  expect(few.nodeOf('root')?.hiddenDown).toBe(0)

  const lots = tab(book(circle(many('w', 300))), ALL_OPENED)
  for (const left of [2, 1, 0]) {
    lots.open('root', 'down')
    expect(lots.nodeOf('root')?.hiddenDown).toBe(left)
  }
})

it('any links, circles too: each opening brings something near until all is drawn, and what is not drawn is counted', () => {
  const names = ['root', ...many('n', 9)]
  const anyLink = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)).filter(([up, down]) => up !== down)
  fc.assert(
    fc.property(
      fc.uniqueArray(anyLink, { minLength: 1, maxLength: 40, selector: (link) => link.join() }),
      fc.integer({ min: 1, max: 4 }),
      (others, limit) => {
        const links: Links = others.some((link) => link.includes('root')) ? others : [...others, ['root', 'n000']]
        const around = new Set(links.flatMap(([up, down]) => (up === 'root' ? [down] : down === 'root' ? [up] : [])))
        const { look, nodeOf, open } = tab(book(links, limit), ALL_OPENED)
        for (let clicks = 0; ; clicks += 1) {
          expect(clicks).toBeLessThan(30)
          const { nodes, hidden, isHiddenAtMost } = look()
          expect([nodes.length - 1 + hidden, isHiddenAtMost]).toEqual([around.size, false])
          const root = nodeOf('root')
          if (root === undefined || root.hiddenUp + root.hiddenDown === 0) break
          open('root', root.hiddenDown > 0 ? 'down' : 'up')
        }
        expect(look().hidden).toBe(0)
      },
    ),
    {
      examples: [
        [
          [
            ['n005', 'root'],
            ['n002', 'root'],
            ['root', 'n008'],
            ['root', 'n005'],
          ],
          2,
        ],
      ],
    },
  )
})
