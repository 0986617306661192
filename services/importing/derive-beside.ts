import type { ColumnEdge } from '#db/column-edges'
import { type NextAsset, toNextAsset } from '#db/current'
import { type SearchWords, wordsOf } from '#db/search-words'
import { streamBeside } from '../beside/stream.ts'
import { deriveTogether, type LinkedAsset } from '../derive-together.ts'
import type { DeriveContext } from '../derive.ts'
import type { BesideRequest } from './beside.ts'
import { BESIDE } from './beside-thread.ts'

/** A new asset as it is written. `words`: null for what is not searched. */
export type NewAsset = NextAsset & {
  readonly words: SearchWords | null
  readonly upIds: readonly number[]
  readonly columnEdges: readonly ColumnEdge[]
}

export type NewAssetsRequest = { readonly path: string; readonly visible: number; readonly assetIds: readonly number[] }

/** Deriving fewer takes less than what a thread of its own costs. */
const BESIDE_FROM = 5000
/** New assets read together: what they are made of is in memory at once. */
const ASSETS_AT_ONCE = 500

/** Derives assets that have no row yet, in groups: a few here, many in a thread of its own. */
export function deriveInGroups(
  context: DeriveContext,
  assetIds: readonly number[],
  besideFrom = BESIDE_FROM,
): AsyncGenerator<readonly NewAsset[], void> {
  if (assetIds.length < besideFrom) return deriveHere(context, assetIds)
  const request: NewAssetsRequest = { path: context.db.name, visible: context.visible, assetIds }
  return streamBeside(BESIDE, { kind: 'derive', ...request } satisfies BesideRequest)
}

export async function* deriveHere(context: DeriveContext, assetIds: readonly number[]): AsyncGenerator<readonly NewAsset[], void> {
  for (let done = 0; done < assetIds.length; done += ASSETS_AT_ONCE) {
    const group = deriveTogether(context, assetIds.slice(done, done + ASSETS_AT_ONCE))
    yield [...group].flatMap(([, made]) => (made === null ? [] : [toNewAsset(made)]))
  }
}

const toNewAsset = ({ derived, upIds, columnEdges }: LinkedAsset): NewAsset => ({
  ...toNextAsset(derived),
  words: wordsOf(derived),
  upIds,
  columnEdges,
})
