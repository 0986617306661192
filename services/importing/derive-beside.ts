import type { ColumnEdge } from '#db/column-edges'
import { type NextAsset, toNextAsset } from '#db/current'
import { type SearchWords, wordsOf } from '#db/search-words'
import { streamBeside } from '../beside/stream.ts'
import { deriveTogether, type LinkedAsset } from '../derive-together.ts'
import type { DeriveContext } from '../derive.ts'

/** A new asset as it is written. `words`: null for what is not searched. */
export type NewAsset = NextAsset & {
  readonly words: SearchWords | null
  readonly upIds: readonly number[]
  readonly columnEdges: readonly ColumnEdge[]
}

export type NewAssetsRequest = { readonly path: string; readonly visible: number; readonly assetIds: readonly number[] }

/** What a thread costs is more than deriving less than `besideFrom`; so many are derived here while it starts. */
const SHARES = { besideFrom: 5000, whileItStarts: 2000 }
/** New assets read together: what they are made of is in memory at once. */
const ASSETS_AT_ONCE = 500

/** Derives assets that have no row yet, in groups: a few here, many in a thread of its own. */
export async function* deriveInGroups(
  context: DeriveContext,
  assetIds: readonly number[],
  { besideFrom, whileItStarts } = SHARES,
): AsyncGenerator<readonly NewAsset[], void> {
  if (assetIds.length < besideFrom) return yield* deriveHere(context, assetIds)
  const beside = deriveBeside({ path: context.db.name, visible: context.visible, assetIds: assetIds.slice(whileItStarts) })
  try {
    const first = beside.next()
    first.catch(() => undefined) // heard where it is awaited
    yield* deriveHere(context, assetIds.slice(0, whileItStarts))
    const next = await first
    if (next.done !== true) yield next.value
    yield* beside
  } finally {
    await beside.return()
  }
}

function deriveBeside(request: NewAssetsRequest): AsyncGenerator<readonly NewAsset[], void> {
  return streamBeside({ folder: import.meta.dirname, name: 'deriver' }, request)
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
