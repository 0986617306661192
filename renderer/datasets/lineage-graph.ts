import type { LineageNode } from '#contract/lineage'
import type { Output } from '../app/api.ts'

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

type Around = Output<'lineage', 'around'>
export type Direction = 'up' | 'down'
/** A node that was opened to see its further neighbours. */
export type Expansion = { readonly key: string; readonly direction: Direction }

export type PlacedNode = LineageNode & {
  readonly x: number
  readonly y: number
  /** Neighbours nobody has asked for yet. */
  readonly hiddenUp: number
  readonly hiddenDown: number
}
export type Step = { readonly step: number; readonly x: number; readonly count: number; readonly hidden: number; readonly restY: number }
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
  /** Known neighbours that are not drawn. */
  readonly hidden: number
}

/** Joins what was asked so far: each answer counts its steps from its own root. */
function join(
  rootKey: string,
  answers: readonly Around[],
): { nodes: Map<string, LineageNode>; edges: Map<string, { from: string; to: string }> } {
  const nodes = new Map<string, LineageNode>()
  const edges = new Map<string, { from: string; to: string }>()
  for (const answer of answers) {
    const base = answer.root === rootKey ? 0 : (nodes.get(answer.root)?.step ?? 0)
    for (const node of answer.nodes) {
      if (!nodes.has(node.key)) nodes.set(node.key, { ...node, step: base + node.step })
    }
    for (const edge of answer.edges) edges.set(`${edge.from}\n${edge.to}`, edge)
  }
  return { nodes, edges }
}

/**
 * Places the neighbourhood in columns, left to right. The same answers give the same picture: a step's nodes stand in the
 * order of their inner neighbours, then by name.
 */
export function picture(rootKey: string, answers: readonly Around[], opened: ReadonlySet<number>): Picture {
  const { nodes, edges } = join(rootKey, answers)
  const steps = [...new Set([...nodes.values()].map((node) => node.step))].sort((a, b) => a - b)
  const known = [...edges.values()]
  const order = orderWithin(steps, nodes, known)
  const shown = new Map(steps.map((step) => [step, (order.get(step) ?? []).slice(0, opened.has(step) ? undefined : SHOWN_AT_FIRST)]))
  const tallest = Math.max(1, ...[...shown.values()].map((keys) => keys.length))
  const inPicture = new Set([...shown.values()].flat())
  const links = known.filter((edge) => inPicture.has(edge.from) && inPicture.has(edge.to))

  const placed: PlacedNode[] = []
  const columns: Step[] = []
  for (const [index, step] of steps.entries()) {
    const keys = shown.get(step) ?? []
    const x = SIDE + index * (NODE_WIDTH + GAP)
    const top = PAD + HEAD + Math.round(((tallest - keys.length) * ROW) / 2)
    for (const [row, key] of keys.entries()) {
      const node = nodes.get(key)
      if (node === undefined) continue
      const up = known.filter((edge) => edge.to === key).length
      const down = known.filter((edge) => edge.from === key).length
      placed.push({
        ...node,
        x,
        y: top + row * ROW,
        hiddenUp: Math.max(0, node.upstreamCount - up),
        hiddenDown: Math.max(0, node.downstreamCount - down),
      })
    }
    const all = order.get(step)?.length ?? 0
    columns.push({ step, x, count: all, hidden: all - keys.length, restY: top + keys.length * ROW })
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
    hidden: nodes.size - placed.length + answers.reduce((sum, answer) => sum + answer.hidden, 0),
  }
}

function orderWithin(
  steps: readonly number[],
  nodes: ReadonlyMap<string, LineageNode>,
  edges: readonly { from: string; to: string }[],
): Map<number, string[]> {
  const order = new Map<number, string[]>()
  // From the root outwards, so that each step can lean on the one inside it.
  for (const step of [...steps].sort((a, b) => Math.abs(a) - Math.abs(b))) {
    const inner = order.get(step - Math.sign(step)) ?? []
    const lean = (key: string): number => {
      const at = edges
        .flatMap((edge) => (edge.from === key ? [inner.indexOf(edge.to)] : edge.to === key ? [inner.indexOf(edge.from)] : []))
        .filter((index) => index >= 0)
      return at.length === 0 ? inner.length : at.reduce((sum, index) => sum + index, 0) / at.length
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
