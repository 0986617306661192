import type { LineageNode } from '#contract/lineage'
import type { Output } from '../app/api.ts'

export type Around = Output<'lineage', 'around'>
export type Direction = 'up' | 'down'
type Edge = Around['edges'][number]

/** What is asked of a node: its neighbours at one side, or at both, after the first `skip` of them. */
export type Ask = { readonly key: string; readonly direction: Direction | 'both'; readonly skip: number }
/** What was asked, and what came. The first of all is the root's own, of both sides. */
export type Page = { readonly ask: Ask; readonly answer: Around }

/** What opens a node further at one side: the neighbours after those that came; after the last of them, those that were left out before. */
export function nextAsk(pages: readonly Page[], key: string, direction: Direction): Ask {
  let taken = 0
  let fromStart = 0
  let isEnd = false
  for (const { ask, answer } of pages.filter((page) => page.answer.root === key).sort((a, b) => a.ask.skip - b.ask.skip)) {
    if (ask.direction === 'both') taken = takenOfBoth(answer, direction)
    if (ask.direction !== direction) continue
    const end = ask.skip + answer.nodes.length - 1
    if (ask.skip <= fromStart) fromStart = Math.max(fromStart, end)
    // A page that begins later leaves some out, since one before it became shorter when the book changed.
    if (ask.skip > taken) continue
    taken = Math.max(taken, end)
    isEnd ||= answer.hidden === 0
  }
  return { key, direction, skip: isEnd ? fromStart : taken }
}

/**
 * Of both sides at once: as many as came at this one are the first of it. But what lies on both stands upstream alone, and may be
 * still to come: downstream it is left out. Where all of that side fits into a page, nothing is.
 */
function takenOfBoth({ nodes }: Around, direction: Direction): number {
  const [root, ...near] = nodes
  if (direction === 'up') return near.filter(({ step }) => step < 0).length
  return root !== undefined && root.downstreamCount <= near.length ? 0 : near.filter(({ step }) => step > 0).length
}

/** All that came so far. */
export type Known = {
  readonly nodes: ReadonlyMap<string, LineageNode>
  readonly edges: readonly Edge[]
  /** Each node's neighbours on either side. */
  readonly up: ReadonlyMap<string, ReadonlySet<string>>
  readonly down: ReadonlyMap<string, ReadonlySet<string>>
  /** Neighbours of the opened nodes that no page has brought yet. */
  readonly rest: number
  /** Whether some of the rest may stand for the same thing, or for one that another node has brought: then it is at most so many. */
  readonly isRestAtMost: boolean
}

const NOBODY: ReadonlySet<string> = new Set()

/** Joins what came: each page counts its steps from the node it was asked of. */
export function join(pages: readonly Page[]): Known {
  const nodes = new Map<string, LineageNode>()
  const edges = new Map<string, Edge>()
  const up = new Map<string, Set<string>>()
  const down = new Map<string, Set<string>>()
  // All pages of a node together: a later one of the root brings what is nearer to it than what other nodes brought before.
  const byNode = new Map<string, Page[]>()
  for (const page of pages) byNode.set(page.answer.root, [...(byNode.get(page.answer.root) ?? []), page])
  for (const { answer } of [...byNode.values()].flat()) {
    const base = nodes.get(answer.root)?.step ?? 0
    for (const node of answer.nodes) if (!nodes.has(node.key)) nodes.set(node.key, { ...node, step: base + node.step })
    for (const edge of answer.edges) {
      edges.set(`${edge.from}\n${edge.to}`, edge)
      add(up, edge.to, edge.from)
      add(down, edge.from, edge.to)
    }
  }
  const rests = [...byNode.values()].map(([first]) => (first === undefined ? 0 : restOf(first, up, down)))
  const rest = rests.reduce((sum, one) => sum + one, 0)
  return { nodes, edges: [...edges.values()], up, down, rest, isRestAtMost: rest > 0 && byNode.size > 1 }
}

function add(sides: Map<string, Set<string>>, key: string, neighbour: string): void {
  const side = sides.get(key)
  if (side === undefined) sides.set(key, new Set([neighbour]))
  else side.add(neighbour)
}

/** A node's first page tells how many there are on the sides it was asked of; less those that came, by whichever page. */
function restOf({ ask, answer }: Page, up: Known['up'], down: Known['down']): number {
  const known = new Set([
    ...(ask.direction === 'down' ? NOBODY : (up.get(answer.root) ?? NOBODY)),
    ...(ask.direction === 'up' ? NOBODY : (down.get(answer.root) ?? NOBODY)),
  ])
  return Math.max(0, ask.skip + answer.nodes.length - 1 + answer.hidden - known.size)
}
