import { z } from 'zod'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { LineageNode } from '#contract/lineage'
import { AssetKind } from '#core/assets/kinds'
import { type Direction, type Visited, walkAround } from '#core/lineage/walk'
import { readBook } from '#db/book-file/info'
import type { ReadDb } from '#db/connection'
import { type LineageRow, listLineageRows, listLinksOf, listNeighbours, listUrns } from '#db/lineage'
import { resolveKey } from './asset-names.ts'
import { readColumnLinks } from './column-links.ts'
import { listMissingUpstream } from './datasets/get-dataset.ts'
import { loadDataset } from './datasets/load-dataset.ts'
import { toClassification } from './datasets/rows.ts'
import type { GetBook } from './deps.ts'
import { fillPage, readCursor, toCursor } from './paging.ts'
import { inSnapshot } from './snapshot.ts'

/** Kinds that stand in lineage. */
const LINKED_KINDS: readonly AssetKind[] = [
  'dataset',
  'exposure',
  'dashboard',
  'metric',
  'semantic_model',
  'saved_query',
  'function',
  'analysis',
  'operation',
  'pipeline',
]
const MISSING = 'missing'
const MOST_LINKS = 2000
const MOST_BYTES = 250 * 1024
const DIRECTIONS: Readonly<Record<'up' | 'down' | 'both', readonly Direction[]>> = { up: ['up'], down: ['down'], both: ['up', 'down'] }

/** @throws AppError not-found, ambiguous */
export function createLineageHandlers(book: GetBook): Handlers<AppContract>['lineage'] {
  return {
    around: ({ key, direction, steps, skip, limit }) => {
      const { read } = book()
      return inSnapshot(read, () => {
        const { assetId } = resolveKey(read, key, LINKED_KINDS)
        const order = walk(read, assetId, direction, steps ?? Infinity)
        return readPage(read, assetId, order, skip, limit)
      })
    },
    missing: ({ key, cursor, limit }) => {
      const deps = book()
      return inSnapshot(deps.read, () => {
        const names = listMissingUpstream(loadDataset(deps, key))
        const skip = cursor === undefined ? 0 : readCursor(MISSING, cursor, z.tuple([z.int()]))[0]
        const page = fillPage(names.slice(skip, skip + limit + 1), limit, (name) => name)
        return { items: page.items, total: names.length, nextCursor: page.isMore ? toCursor(MISSING, [skip + page.items.length]) : null }
      })
    },
    columnLinks: (input) => {
      const deps = book()
      return inSnapshot(deps.read, () => readColumnLinks(deps, input))
    },
  }
}

type Walked = {
  readonly seq: number
  readonly assetId: number
  readonly direction: string
  readonly steps: number
  readonly order: readonly Visited[]
}
/** The last walk on each connection: a large one is read page by page. */
const lastWalks = new WeakMap<ReadDb, Walked>()

function walk(read: ReadDb, assetId: number, direction: 'up' | 'down' | 'both', steps: number): readonly Visited[] {
  const { seq } = readBook(read)
  const last = lastWalks.get(read)
  if (last?.seq === seq && last.assetId === assetId && last.direction === direction && last.steps === steps) return last.order
  const order = walkAround(assetId, DIRECTIONS[direction], steps, (ids, way) => listNeighbours(read, ids, way))
  lastWalks.set(read, { seq, assetId, direction, steps, order })
  return order
}

type Around = Awaited<ReturnType<Handlers<AppContract>['lineage']['around']>>
type Node = z.input<typeof LineageNode>
type Edge = Around['edges'][number]

/** The root and one page of what was walked, with links among themselves and to all nearer ones. */
function readPage(read: ReadDb, rootId: number, order: readonly Visited[], skip: number, limit: number): Around {
  const page = order.slice(skip, skip + limit)
  const ids = page.map((visited) => visited.id)
  const rows = new Map(listLineageRows(read, [rootId, ...ids]).map((row) => [row.id, row]))
  const root = toNode(rows.get(rootId), 0)
  const nodes = page.map((visited) => toNode(rows.get(visited.id), visited.step))
  const nearer = new Set([rootId, ...order.slice(0, skip).map((visited) => visited.id)])
  const { shown, edges } = cutPage(nodes, linksByNode(read, ids, nearer))
  return { root: root.key, nodes: [root, ...nodes.slice(0, shown)], edges, hidden: Math.max(0, order.length - skip - shown) }
}

/** For each node of a page, in its order, its links to all that is nearer than itself. */
function linksByNode(read: ReadDb, ids: readonly number[], nearer: ReadonlySet<number>): Edge[][] {
  const place = new Map(ids.map((id, index) => [id, index]))
  const isShown = (id: number): boolean => place.has(id) || nearer.has(id)
  const links = new Map(
    listLinksOf(read, ids)
      .filter(({ upId, downId }) => isShown(upId) && isShown(downId))
      .map((link) => [`${link.upId} ${link.downId}`, link]),
  )
  const ordered = [...links.values()].sort((a, b) => a.upId - b.upId || a.downId - b.downId)
  const urns = listUrns(read, new Set(ordered.flatMap(({ upId, downId }) => [upId, downId])))
  const byNode: Edge[][] = ids.map(() => [])
  for (const { upId, downId } of ordered) {
    const farther = Math.max(place.get(upId) ?? -1, place.get(downId) ?? -1)
    byNode[farther]?.push({ from: urns.get(upId) ?? '', to: urns.get(downId) ?? '' })
  }
  return byNode
}

/**
 * As many nodes as fit with all their links to what is nearer; at least one. Only the links of a single asset with more
 * than the most a reply holds are cut.
 */
function cutPage(nodes: readonly Node[], links: readonly (readonly Edge[])[]): { shown: number; edges: Edge[] } {
  const edges: Edge[] = []
  let bytes = 0
  for (const [index, node] of nodes.entries()) {
    const own = links[index] ?? []
    bytes += JSON.stringify(node).length + JSON.stringify(own).length
    if (index > 0 && (edges.length + own.length > MOST_LINKS || bytes > MOST_BYTES)) return { shown: index, edges }
    edges.push(...own.slice(0, MOST_LINKS))
  }
  return { shown: nodes.length, edges }
}

function toNode(row: LineageRow | undefined, step: number): Node {
  if (row === undefined) throw new Error('an asset left the book inside a snapshot')
  const { urn, id: _id, kind, classification, ...shown } = row
  return { key: urn, ...shown, kind: AssetKind.parse(kind), classification: toClassification(classification), step }
}
