export type Direction = 'up' | 'down'
export type Neighbour = { readonly id: number; readonly name: string }
/** An asset and how many steps from the root it is: negative upstream, positive downstream. */
export type Visited = { readonly id: number; readonly step: number }

/** Everything one step from any of these, each once. */
export type AskNeighbours = (ids: readonly number[], direction: Direction) => readonly Neighbour[]

type Front = { readonly direction: Direction; readonly seen: Set<number>; ids: readonly number[] }

/**
 * Everything within `steps` of an asset, nearest first: by step, then by name; within a step, upstream and downstream take
 * turns, so that a cut shows both. What lies on both sides (a circle) stands where it is nearer. The root is left out.
 */
export function walkAround(rootId: number, directions: readonly Direction[], steps: number, ask: AskNeighbours): Visited[] {
  const fronts: Front[] = directions.map((direction) => ({ direction, seen: new Set([rootId]), ids: [rootId] }))
  const placed = new Set([rootId])
  const order: Visited[] = []
  for (let step = 1; step <= steps && fronts.some((front) => front.ids.length > 0); step += 1) {
    const rings = fronts.map((front) => {
      const ring = advance(front, ask).filter((id) => !placed.has(id))
      for (const id of ring) placed.add(id)
      return ring.map((id): Visited => ({ id, step: front.direction === 'up' ? -step : step }))
    })
    const longest = Math.max(...rings.map((ring) => ring.length))
    for (let index = 0; index < longest; index += 1) {
      for (const ring of rings) {
        const visited = ring[index]
        if (visited !== undefined) order.push(visited)
      }
    }
  }
  return order
}

/** One step further on one side: the new ones by name. */
function advance(front: Front, ask: AskNeighbours): readonly number[] {
  if (front.ids.length === 0) return []
  const fresh = ask(front.ids, front.direction).filter((neighbour) => !front.seen.has(neighbour.id))
  front.ids = [...fresh].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id)).map((neighbour) => neighbour.id)
  for (const id of front.ids) front.seen.add(id)
  return front.ids
}
