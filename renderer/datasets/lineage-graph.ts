import type { LineageNode } from '#contract/lineage'
import { type Direction, join, type Known, type Page } from './lineage-pages.ts'

export const NODE_WIDTH = 216
export const NODE_HEIGHT = 40
const ROW = 48
const GAP = 72
const PAD = 24
/** At the sides, where the outermost nodes have their count of further neighbours. */
const SIDE = 48
/** Between a node and a link that passes it. */
const CLEAR = 12
const HEAD = 36
/** Nodes a step shows before "n more". */
const SHOWN_AT_FIRST = 12

export type PlacedNode = LineageNode & {
  readonly x: number
  readonly y: number
  /** Neighbours nobody has asked for yet. */
  readonly hiddenUp: number
  readonly hiddenDown: number
}
export type Step = {
  readonly step: number
  readonly x: number
  /** As many as came. */
  readonly count: number
  /** As many as there are, as far as is known: all neighbours of the root, but of farther steps only what came. */
  readonly total: number
  /** Those that came and are folded. */
  readonly hidden: number
  readonly restY: number
}
/**
 * ahead: into the next column. beside: within a column or back. past: over a column whose nodes have no part in it.
 * The latter two are drawn only for the node somebody points at: they would read as links of what they pass.
 */
export type PlacedEdge = { readonly from: string; readonly to: string; readonly kind: 'ahead' | 'beside' | 'past'; readonly path: string }
export type Picture = {
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
  readonly steps: readonly Step[]
  readonly width: number
  readonly height: number
  /** Of the neighbours of all nodes that were opened, those that are not drawn. */
  readonly hidden: number
  readonly isHiddenAtMost: boolean
}

/**
 * Places the neighbourhood in columns, left to right. The same pages give the same picture: a step's nodes stand in the
 * order of their inner neighbours, then by name.
 */
export function picture(rootKey: string, pages: readonly Page[], opened: ReadonlySet<number>): Picture {
  const known = join(pages)
  const { nodes } = known
  const steps = [...new Set([...nodes.values()].map((node) => node.step))].sort((a, b) => a - b)
  const order = orderWithin(steps, known)
  const shown = new Map(steps.map((step) => [step, (order.get(step) ?? []).slice(0, opened.has(step) ? undefined : SHOWN_AT_FIRST)]))
  const tallest = Math.max(1, ...[...shown.values()].map((keys) => keys.length))
  const inPicture = new Set([...shown.values()].flat())
  const links = known.edges.filter((edge) => inPicture.has(edge.from) && inPicture.has(edge.to))

  const placed: PlacedNode[] = []
  const columns: Step[] = []
  for (const [index, step] of steps.entries()) {
    const keys = shown.get(step) ?? []
    const x = SIDE + index * (NODE_WIDTH + GAP)
    const top = PAD + HEAD + Math.round(((tallest - keys.length) * ROW) / 2)
    for (const [row, key] of keys.entries()) {
      const node = nodes.get(key)
      if (node === undefined) continue
      placed.push({ ...node, x, y: top + row * ROW, hiddenUp: notCome(node, 'up', known), hiddenDown: notCome(node, 'down', known) })
    }
    const count = order.get(step)?.length ?? 0
    const root = nodes.get(rootKey)
    const toCome = root === undefined || Math.abs(step) !== 1 ? 0 : notCome(root, step < 0 ? 'up' : 'down', known)
    columns.push({ step, x, count, total: count + toCome, hidden: count - keys.length, restY: top + keys.length * ROW })
  }
  const at = new Map(placed.map((node) => [node.key, node]))
  return {
    nodes: placed,
    edges: links.flatMap((edge): PlacedEdge[] => {
      const from = at.get(edge.from)
      const to = at.get(edge.to)
      if (from === undefined || to === undefined) return []
      if (to.x <= from.x) return [{ ...edge, kind: 'beside', path: arc(from, to) }]
      const between = columns.filter((column) => column.x > from.x && column.x < to.x)
      return between.length === 0
        ? [{ ...edge, kind: 'ahead', path: curve(from, to) }]
        : [{ ...edge, kind: 'past', path: detour(from, to, between) }]
    }),
    steps: columns,
    width: SIDE * 2 + steps.length * NODE_WIDTH + (steps.length - 1) * GAP,
    height: PAD * 2 + HEAD + tallest * ROW + ROW,
    hidden: nodes.size - placed.length + known.rest,
    isHiddenAtMost: known.isRestAtMost,
  }
}

/** Neighbours of a node, at one side, that no page has linked it to. */
function notCome(node: LineageNode, direction: Direction, known: Known): number {
  const all = direction === 'up' ? node.upstreamCount : node.downstreamCount
  return Math.max(0, all - (known[direction].get(node.key)?.size ?? 0))
}

function orderWithin(steps: readonly number[], { nodes, up, down }: Known): Map<number, string[]> {
  const order = new Map<number, string[]>()
  // From the root outwards, so that each step can lean on the one inside it.
  for (const step of [...steps].sort((a, b) => Math.abs(a) - Math.abs(b))) {
    const inner = new Map((order.get(step - Math.sign(step)) ?? []).map((key, index) => [key, index]))
    const lean = (key: string): number => {
      const at = [...(up.get(key) ?? []), ...(down.get(key) ?? [])].flatMap((neighbour) => inner.get(neighbour) ?? [])
      return at.length === 0 ? inner.size : at.reduce((sum, index) => sum + index, 0) / at.length
    }
    const here = [...nodes.values()]
      .filter((node) => node.step === step)
      .map((node) => ({ key: node.key, name: node.name, lean: lean(node.key) }))
    here.sort((a, b) => a.lean - b.lean || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.key < b.key ? -1 : 1))
    order.set(
      step,
      here.map((node) => node.key),
    )
  }
  return order
}

/** From the right side of one node around to the right side of the other, so that it crosses none between them. */
function arc(from: PlacedNode, to: PlacedNode): string {
  const x1 = from.x + NODE_WIDTH
  const y1 = from.y + NODE_HEIGHT / 2
  const x2 = to.x + NODE_WIDTH
  const y2 = to.y + NODE_HEIGHT / 2
  const bulge = Math.max(x1, x2) + GAP / 2
  return `M${x1} ${y1}C${bulge} ${y1} ${bulge} ${y2} ${x2} ${y2}`
}

function curve(from: PlacedNode, to: PlacedNode): string {
  const y1 = from.y + NODE_HEIGHT / 2
  return `M${from.x + NODE_WIDTH} ${y1}${bend(from.x + NODE_WIDTH, y1, to.x, to.y + NODE_HEIGHT / 2)}`
}

/** Between the rows of every column on the way, so that it touches none of their nodes. */
function detour(from: PlacedNode, to: PlacedNode, between: readonly Step[]): string {
  const end = { x: to.x, y: to.y + NODE_HEIGHT / 2 }
  let at = { x: from.x + NODE_WIDTH, y: from.y + NODE_HEIGHT / 2 }
  let path = `M${at.x} ${at.y}`
  for (const column of between) {
    const straight = at.y + ((end.y - at.y) * (column.x + NODE_WIDTH / 2 - at.x)) / (end.x - at.x)
    const y = laneNear(column, straight)
    path += `${bend(at.x, at.y, column.x, y)}H${column.x + NODE_WIDTH}`
    at = { x: column.x + NODE_WIDTH, y }
  }
  return path + bend(at.x, at.y, end.x, end.y)
}

/** The free height of a column nearest to the one wanted: above its nodes, between two rows, or below. */
function laneNear(column: Step, wanted: number): number {
  const rows = column.count - column.hidden
  const top = column.restY - rows * ROW
  const row = Math.min(rows, Math.max(0, Math.round((wanted - top) / ROW)))
  const gap = top + row * ROW - (ROW - NODE_HEIGHT) / 2
  if (row === 0) return Math.min(wanted, top - CLEAR)
  // Below the last node may stand the button for the rest.
  return row === rows && column.hidden === 0 ? Math.max(wanted, gap + CLEAR) : gap
}

function bend(x1: number, y1: number, x2: number, y2: number): string {
  if (y1 === y2) return `H${x2}`
  const by = Math.max(24, (x2 - x1) / 2)
  return `C${x1 + by} ${y1} ${x2 - by} ${y2} ${x2} ${y2}`
}
