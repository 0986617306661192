/** What the place of an asset in the search index depends on. */
export type Placed = { readonly status: string; readonly kind: string; readonly downstreamCount: number }

/** Room for every asset id within one rank. */
export const RANK_WIDTH = 2 ** 40
const POPULARITY_RANKS = 16
const RANKS = 4 * POPULARITY_RANKS
/** From here on stand the words of assets whose rank is not known yet. */
export const UNRANKED_FROM = RANKS * RANK_WIDTH

/**
 * The row number of an asset's words in the search index. The index hands out rows in the order of their numbers, so the
 * first thousand of thirty thousand hits are those a person most likely means: what is still there before what is gone,
 * datasets before what hangs on them, and by powers of two what many things read before what few read. Gaps between the
 * numbers let an asset come or move without any other moving.
 */
export function searchPlace(assetId: number, { status, kind, downstreamCount }: Placed): number {
  const popularity = Math.min(POPULARITY_RANKS - 1, 32 - Math.clz32(downstreamCount))
  const rank =
    (status === 'active' ? 0 : 2 * POPULARITY_RANKS) + (kind === 'dataset' ? 0 : POPULARITY_RANKS) + (POPULARITY_RANKS - 1 - popularity)
  return rank * RANK_WIDTH + assetId
}

/** Where the words of an asset stand until its rank is known: after all others, in the order they came. */
export const unrankedPlace = (assetId: number): number => UNRANKED_FROM + assetId
