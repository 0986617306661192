import { type ReadDb, sql, type WriteDb } from '#db/connection'
import { listNeighbourIds } from '#db/current'
import { findKeyByUrn, type KeyRow, listKeysOfAsset, setAssetOfKey } from '#db/keys'
import { findKeyTakenForSame, findSameRelations, type SameRelations } from '#db/same-as'

/** Which thing a key is to be part of: another key's urn, '' for none but its own, null for what its sources make it. */
export type KeyMove = { readonly key: KeyRow; readonly sameAs: string | null }

/**
 * Moves keys to the assets they now belong to, however the moves hang on each other. Rewrites no fact.
 * @returns the assets to rebuild: those left and joined, and whatever is linked to them or checks them
 */
export function moveKeys(write: WriteDb, moves: readonly KeyMove[]): Set<number> {
  const touched = new Set<number>()
  for (const { key } of moves) {
    addWithLinked(write, touched, key.assetId)
    leave(write, key.id, touched)
  }
  const mover = new Mover(write, moves)
  for (const { key } of [...moves].sort((a, b) => a.key.id - b.key.id)) addWithLinked(write, touched, mover.settle(key.urn))
  return touched
}

/** Links and checks name keys, so they move along with the key they name. */
function addWithLinked(db: ReadDb, touched: Set<number>, assetId: number): void {
  touched.add(assetId)
  for (const id of listNeighbourIds(db, assetId)) touched.add(id)
  for (const { id } of sql<{ id: number }>(db, 'select id from asset where checkedAssetId = ?').all(assetId)) touched.add(id)
}

/** Makes a key an asset of its own. Where others took their asset's id from it, they take it from the oldest of them. */
function leave(write: WriteDb, keyId: number, touched: Set<number>): void {
  const others = listKeysOfAsset(write, keyId).filter((key) => key.id !== keyId)
  const root = others[0]?.id
  if (root !== undefined) {
    for (const key of others) setAssetOfKey(write, key.id, root)
    touched.add(root)
  }
  setAssetOfKey(write, keyId, keyId)
}

class Mover {
  readonly #write: WriteDb
  readonly #waiting: Map<string, KeyMove>
  readonly #relations: SameRelations

  constructor(write: WriteDb, moves: readonly KeyMove[]) {
    this.#write = write
    this.#waiting = new Map(moves.map((move) => [move.key.urn, move]))
    const left = [...this.#waiting.values()].filter(({ sameAs }) => sameAs === null)
    this.#relations = findSameRelations(
      write,
      left.map(({ key }) => key),
    )
  }

  /** Moves the key, after the one it follows; a ring ends where it began. Returns the key's asset. */
  settle(urn: string): number {
    const move = this.#waiting.get(urn)
    if (move === undefined) return findKeyByUrn(this.#write, urn)?.assetId ?? 0
    this.#waiting.delete(urn)
    const { key, sameAs } = move
    if (sameAs === '') return key.id
    const target =
      sameAs === null ? findKeyTakenForSame(this.#write, key, this.#relations.get(key.id) ?? []) : findKeyByUrn(this.#write, sameAs)
    if (target === undefined) return key.id
    const assetId = this.settle(target.urn)
    setAssetOfKey(this.#write, key.id, assetId)
    return assetId
  }
}
