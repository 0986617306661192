import type { AppClient } from '#contract/index'
import { PAGE_LIMIT } from './paging.ts'

export type Direction = 'up' | 'down' | 'both'
export type WalkedNode = { readonly key: string; readonly name: string; readonly kind: string; readonly step: number }
export type Walk = {
  readonly root: string
  /** The root first, then nearest first. */
  readonly nodes: readonly WalkedNode[]
  readonly edges: readonly { readonly from: string; readonly to: string }[]
  readonly hidden: number
}

/**
 * The whole neighbourhood of an asset, page after page.
 * @param steps how far; null: to the end
 */
export async function walkLineage(client: AppClient, key: string, direction: Direction, steps: number | null): Promise<Walk> {
  const nodes = new Map<string, WalkedNode>()
  const edges = new Map<string, { from: string; to: string }>()
  let skip = 0
  for (;;) {
    const page = await client.lineage.around({ key, direction, steps, skip, limit: PAGE_LIMIT })
    const before = nodes.size
    for (const { key: nodeKey, name, kind, step } of page.nodes) nodes.set(nodeKey, { key: nodeKey, name, kind, step })
    for (const { from, to } of page.edges) edges.set(`${from}\n${to}`, { from, to })
    const isWhole = page.hidden === 0 || nodes.size === before // nothing new: what is hidden stays so
    if (isWhole) return { root: page.root, nodes: [...nodes.values()], edges: [...edges.values()], hidden: page.hidden }
    skip = nodes.size - 1 // the root is not counted
  }
}
