import type { AppClient } from '#contract/index'
import type { Direction } from './lineage-walk.ts'
import { PAGE_LIMIT } from './paging.ts'

export type ColumnName = { readonly key: string; readonly column: string }
export type WalkedColumn = ColumnName & {
  readonly name: string
  /** No source tells of such a column; a link does. */
  readonly isKnown: boolean
  /** Steps from the root: negative upstream, positive downstream. */
  readonly step: number
}
export type ColumnWalk = {
  readonly root: ColumnName
  /** The root first, then nearest first. */
  readonly nodes: readonly WalkedColumn[]
  readonly edges: readonly { readonly from: ColumnName; readonly to: ColumnName; readonly sourceNames: readonly string[] }[]
}

type Way = 'up' | 'down'
const WAYS: Readonly<Record<Direction, readonly Way[]>> = { up: ['up'], down: ['down'], both: ['up', 'down'] }

/**
 * All columns a column is made of, or that are made of it, step after step.
 * @param steps how far; null: to the end
 */
export async function walkColumns(client: AppClient, start: ColumnName, direction: Direction, steps: number | null): Promise<ColumnWalk> {
  const nodes = new Map<string, WalkedColumn>()
  const edges = new Map<string, ColumnWalk['edges'][number]>()
  let root = start
  for (const way of WAYS[direction]) {
    const first = await stepFrom(client, start, way)
    root = first.from
    if (nodes.size === 0) nodes.set(idOf(root), { ...root, name: first.name, isKnown: first.isKnown, step: 0 })
    let ring = [first]
    for (let step = 1; ring.length > 0 && (steps === null || step <= steps); step += 1) {
      const fresh: WalkedColumn[] = []
      for (const { from, links } of ring) {
        for (const { sourceNames, ...link } of links) {
          const to: WalkedColumn = { ...link, step: way === 'up' ? -step : step }
          const [up, down] = way === 'up' ? [to, from] : [from, to]
          edges.set(`${idOf(up)}\n${idOf(down)}`, { from: nameOf(up), to: nameOf(down), sourceNames })
          if (nodes.has(idOf(to))) continue
          nodes.set(idOf(to), to)
          fresh.push(to)
        }
      }
      ring = []
      if (steps === null || step < steps) for (const node of fresh) ring.push(await stepFrom(client, node, way))
    }
  }
  return { root, nodes: [...nodes.values()], edges: [...edges.values()] }
}

const nameOf = ({ key, column }: ColumnName): ColumnName => ({ key, column })
/** One column has one spelling per dataset, but for those that only links name. */
const idOf = ({ key, column }: ColumnName): string => `${key}\n${column.toLowerCase()}`

type Linked = Omit<WalkedColumn, 'step'> & { readonly sourceNames: readonly string[] }
type Step = { readonly from: ColumnName; readonly name: string; readonly isKnown: boolean; readonly links: readonly Linked[] }

/** A column with all that is one step from it, page after page. */
async function stepFrom(client: AppClient, { key, column }: ColumnName, direction: Way): Promise<Step> {
  const links: Linked[] = []
  let cursor: string | undefined
  for (;;) {
    const page = await client.lineage.columnLinks({
      key,
      column,
      direction,
      limit: PAGE_LIMIT,
      ...(cursor === undefined ? {} : { cursor }),
    })
    for (const { dataset, ...link } of page.items) links.push({ ...link, key: dataset.key, name: dataset.name })
    if (page.nextCursor === null)
      return { from: { key: page.dataset.key, column: page.column }, name: page.dataset.name, isKnown: page.isKnown, links }
    cursor = page.nextCursor
  }
}
