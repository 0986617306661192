/** A dataset that came or went with an import. */
export type MovedDataset = { readonly key: string; readonly name: string; readonly columns: readonly string[] }

export type RenameOffer = {
  readonly from: string
  readonly fromName: string
  readonly to: string
  readonly toName: string
  readonly sameColumns: number
  readonly allColumns: number
}

/** Fewer columns in common prove nothing: many small tables have an id and a date. */
const LEAST_COLUMNS = 3
const LEAST_SHARE = 0.8
/** Comparing more pairs would take long. A dataset is in one offer at most, so that there are never more offers than the root of it. */
const MOST_PAIRS = 250_000

/** Whether more datasets went and came at once than are compared for renames: none is offered then. */
export const areTooManyPairs = (gone: readonly unknown[], come: readonly unknown[]): boolean => gone.length * come.length > MOST_PAIRS

/**
 * Pairs a dataset that went with one that came where at least four fifths of their columns agree, or where the
 * name is the same and only its place changed. Best pairs first, each dataset once. Only offers: a person decides.
 */
export function offerRenames(gone: readonly MovedDataset[], come: readonly MovedDataset[]): RenameOffer[] {
  if (areTooManyPairs(gone, come)) return []
  const pairs: (RenameOffer & { readonly score: number })[] = []
  const candidates = come.map((to) => ({ to, name: to.name.toLowerCase(), columns: to.columns.map((column) => column.toLowerCase()) }))
  for (const from of gone) {
    const had = new Set(from.columns.map((column) => column.toLowerCase()))
    const fromName = from.name.toLowerCase()
    for (const { to, name, columns } of candidates) {
      const sameColumns = columns.filter((column) => had.has(column)).length
      const allColumns = had.size + columns.length - sameColumns
      const share = allColumns === 0 ? 0 : sameColumns / allColumns
      const isSameName = name === fromName
      const looksAlike = sameColumns >= LEAST_COLUMNS && share >= LEAST_SHARE
      if (!looksAlike && !isSameName) continue
      pairs.push({
        from: from.key,
        fromName: from.name,
        to: to.key,
        toName: to.name,
        sameColumns,
        allColumns,
        score: share + (isSameName ? 1 : 0),
      })
    }
  }
  pairs.sort((a, b) => b.score - a.score || (a.from < b.from ? -1 : 1) || (a.to < b.to ? -1 : 1))
  const used = new Set<string>()
  const offers: RenameOffer[] = []
  for (const { score: _score, ...offer } of pairs) {
    if (used.has(offer.from) || used.has(offer.to)) continue
    used.add(offer.from).add(offer.to)
    offers.push(offer)
  }
  return offers
}
