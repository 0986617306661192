import { columnNamesOf } from '#db/asset-columns'
import { insertColumnEdges } from '#db/column-edges'
import type { WriteDb } from '#db/connection'
import {
  deleteNextRow,
  deletePartsInto,
  findCountedElsewhere,
  insertEdgesInto,
  insertNextAsset,
  listNextAssets,
  setCheckedOfNext,
} from '#db/current'
import type { NamedKey } from '#db/keys'
import { deleteSearchWords, insertSearchWords, type KnownNames, type SearchWords } from '#db/search-words'
import { UNLINKED_KINDS } from '../derive.ts'
import type { Batches } from './batches.ts'
import type { NewAsset } from './derive-beside.ts'
import { listLateChanges, type Marks } from './late-changes.ts'
import type { ReadyAsset } from './ready-asset.ts'

/** Assets whose words are written together: each transaction leaves a piece of the index, to be joined with others. */
const WORDS_AT_ONCE = 1000

/** Writes what is derived of one new asset, but for its words. Nobody sees it before the switch. Returns roughly how many rows. */
export function writeNewAsset(write: WriteDb, asset: Omit<NewAsset, 'words'>): number {
  const rows = insertNextAsset(write, asset)
  insertEdgesInto(write, asset.id, asset.upIds)
  insertColumnEdges(write, asset.id, asset.columnEdges)
  return rows + asset.upIds.length + asset.columnEdges.length
}

/** A decision made meanwhile may have given one a row already; the switch sees to those. */
const isStillNew = (write: WriteDb, assetId: number): boolean => findCountedElsewhere(write, assetId) === undefined

/** Words of new assets, written many at once in transactions of their own: see writeDerivedAsset. */
export class NewWords {
  readonly #write: WriteDb
  readonly #known: KnownNames = new Set()
  #waiting: SearchWords[] = []

  constructor(write: WriteDb) {
    this.#write = write
  }

  add(words: SearchWords): void {
    this.#waiting.push(words)
  }

  forget(assetId: number): void {
    this.#waiting = this.#waiting.filter(({ id }) => id !== assetId)
  }

  /** Where many wait, or all of them. No transaction is open before and after. */
  async write(batches: Batches, how: 'many' | 'all'): Promise<void> {
    if (how === 'many' && this.#waiting.length < WORDS_AT_ONCE) return
    const words = this.#waiting
    this.#waiting = []
    batches.end()
    for (const one of words) {
      batches.begin()
      if (isStillNew(this.#write, one.id)) insertSearchWords(this.#write, one, this.#known)
      await batches.wrote(1)
    }
    batches.end()
  }
}

type Unlinked = { readonly upstream: readonly string[]; readonly checked: string | null }

/** Puts new assets in place while the only file that tells of them is still being read. */
export class ReadyAssets {
  readonly #write: WriteDb
  readonly #words: NewWords
  readonly #named = new Map<string, NamedKey>()
  readonly #ready = new Set<number>()
  /** Those of which what they name was not told of yet. */
  readonly #unlinked = new Map<number, Unlinked>()

  constructor(write: WriteDb) {
    this.#write = write
    this.#words = new NewWords(write)
  }

  /** Hears of every new name, made ready or not: others are linked to it. */
  name(name: string, { assetId, kind }: NamedKey): void {
    this.#named.set(name, { assetId, kind })
  }

  /** Returns roughly how many rows it wrote. */
  take(id: number, { next, words, upstream, checked }: ReadyAsset): number {
    this.#ready.add(id)
    if (words !== null) this.#words.add({ ...words, id, columnNames: columnNamesOf(next.columns) })
    const upIds = this.#upIds(upstream)
    const checkedAssetId = checked === null ? null : this.#named.get(checked)?.assetId
    if (upIds === undefined || checkedAssetId === undefined) this.#unlinked.set(id, { upstream, checked })
    return writeNewAsset(this.#write, { ...next, id, checkedAssetId: checkedAssetId ?? null, upIds: upIds ?? [], columnEdges: [] })
  }

  /** The ids of these names; undefined where one of them was not told of yet. */
  #upIds(names: readonly string[]): readonly number[] | undefined {
    const ids: number[] = []
    for (const name of names) {
      const key = this.#named.get(name)
      if (key === undefined) return undefined
      if (!UNLINKED_KINDS.has(key.kind)) ids.push(key.assetId)
    }
    return ids
  }

  /** More is told of it: it is derived when the import is put in place. */
  drop(id: number): void {
    if (!this.#ready.delete(id)) return
    this.#words.forget(id)
    this.#unlinked.delete(id)
    dropReady(this.#write, id)
  }

  writeWords(batches: Batches): Promise<void> {
    return this.#words.write(batches, 'many')
  }

  /** Everything is told: what is linked to names that came later is linked; a name that did not come has no asset. */
  async finish(batches: Batches): Promise<void> {
    await this.#words.write(batches, 'all')
    for (const [id, { upstream, checked }] of this.#unlinked) {
      batches.begin()
      if (!isStillNew(this.#write, id)) continue
      const told = upstream.filter((name) => this.#named.has(name))
      const upIds = this.#upIds(told) ?? []
      insertEdgesInto(this.#write, id, upIds)
      const target = checked === null ? undefined : this.#named.get(checked)
      if (target !== undefined) setCheckedOfNext(this.#write, id, target.assetId)
      await batches.wrote(upIds.length + 2)
    }
    batches.end()
  }
}

/** One that has got a row since keeps what stands with that. */
function dropReady(write: WriteDb, assetId: number): void {
  deleteNextRow(write, assetId)
  if (!isStillNew(write, assetId)) return
  deletePartsInto(write, assetId)
  deleteSearchWords(write, assetId)
}

/**
 * Which of the new assets are ready. What was made ready and is not right any more goes: it is no new asset of its own any
 * longer, or people changed it since.
 */
export async function keepReady(write: WriteDb, fresh: readonly number[], since: Marks, batches: Batches): Promise<ReadonlySet<number>> {
  const ready = listNextAssets(write)
  if (ready.length === 0) return new Set()
  const late = listLateChanges(write, since)
  const wanted = new Set(late === 'all' ? [] : fresh.filter((assetId) => !late.has(assetId)))
  const kept = new Set<number>()
  for (const assetId of ready) {
    if (wanted.has(assetId)) {
      kept.add(assetId)
      continue
    }
    batches.begin()
    dropReady(write, assetId)
    await batches.wrote(1)
  }
  batches.end()
  return kept
}
