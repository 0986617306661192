import { type DatasetFilter, Freshness } from '#contract/shapes'
import { Classification, DatasetTier } from '#core/assets/kinds'
import type { CatalogSearch } from '../app/router.tsx'
import { levelLabel } from '../ui/level.tsx'

/** Facets in the order they stand at the left. `none` is the name of "has none". */
export const FACETS = [
  { facet: 'domain', label: 'Domain', none: 'No domain' },
  { facet: 'tier', label: 'Dataset tier', none: 'No tier' },
  { facet: 'classification', label: 'Classification', none: 'Not classified' },
  { facet: 'ownerTeam', label: 'Owner', none: 'No owner' },
  { facet: 'freshness', label: 'Freshness', none: 'Cannot tell' },
  { facet: 'problem', label: 'Problems', none: '' },
  { facet: 'heldBy', label: 'Held by', none: '' },
  { facet: 'resourceType', label: 'Type', none: 'No type' },
  { facet: 'schema', label: 'Schema', none: 'No schema' },
  { facet: 'source', label: 'Source', none: 'No source' },
  { facet: 'tag', label: 'Tag', none: 'No tag' },
  { facet: 'status', label: 'Status', none: '' },
] as const
export type FacetName = (typeof FACETS)[number]['facet']

/** Gaps a steward closes, as views of the list. */
export const GAPS = [
  { gap: 'no_owner', label: 'No owner' },
  { gap: 'not_described', label: 'Not described' },
  { gap: 'not_classified', label: 'Not classified' },
  { gap: 'no_tests', label: 'No tests' },
] as const

/** Values that are words of ours. A schema or a tag of the same name is a name, and reads as it is written. */
const WORDS: Partial<Record<FacetName, Readonly<Record<string, string>>>> = {
  tier: { gold: 'Gold', silver: 'Silver', bronze: 'Bronze' },
  freshness: { on_time: 'On time', late: 'Late', unknown: 'Cannot tell' },
  status: { active: 'In a source', retired: 'No longer in the source' },
  problem: { failing_checks: 'Failing checks', conflict: 'Conflict' },
}

/** What a facet's value is called on screen. */
export function facetLabel(facet: FacetName, value: string, label: string): string {
  if (value === '') return FACETS.find((known) => known.facet === facet)?.none ?? label
  if (facet === 'classification') return levelLabel(value as Classification)
  return WORDS[facet]?.[value] ?? label
}

const RANKS: Partial<Record<FacetName, readonly string[]>> = {
  tier: DatasetTier.options,
  classification: Classification.options,
  freshness: Freshness.options,
}

/** Values with an order of their own stand in it, "has none" last; others come biggest first. */
export function inOrder<V extends { readonly value: string }>(facet: FacetName, values: readonly V[]): readonly V[] {
  const ranks = RANKS[facet]
  if (ranks === undefined) return values
  const rank = ({ value }: V): number => (value === '' ? ranks.length + 1 : ranks.includes(value) ? ranks.indexOf(value) : ranks.length)
  return [...values].sort((a, b) => rank(a) - rank(b))
}

/** The part of the address that narrows the list. */
export function filterOf(search: CatalogSearch): DatasetFilter {
  const filter: Record<string, unknown> = {}
  for (const { facet } of FACETS) {
    const values = search[facet]
    if (values !== undefined && values.length > 0) filter[facet] = values
  }
  if (search.term !== undefined && search.term.length > 0) filter['term'] = search.term
  if (search.product !== undefined && search.product.length > 0) filter['product'] = search.product
  if (search.gap !== undefined) filter['gap'] = search.gap
  const text = search.text?.trim()
  if (text !== undefined && text !== '') filter['text'] = text
  return filter as DatasetFilter
}

/** Each narrowing in words, for "0 of 412 match". `productName`: what a data product is called, by its key. */
export function filterWords(filter: DatasetFilter, productName: (key: string) => string | undefined): string[] {
  const words = FACETS.flatMap(({ facet, label }) => {
    const values = filter[facet]
    return values === undefined ? [] : [`${label.toLowerCase()}: ${values.map((value) => facetLabel(facet, value, value)).join(' or ')}`]
  })
  const terms = filter.term === undefined ? [] : [`glossary term: ${filter.term.join(' or ')}`]
  const products =
    filter.product === undefined
      ? []
      : [`data product: ${filter.product.map((key) => productName(key) ?? 'one that is not known').join(' or ')}`]
  const gaps = (filter.gap ?? []).map((gap) => GAPS.find((known) => known.gap === gap)?.label.toLowerCase() ?? gap)
  return [...(filter.text === undefined ? [] : [`text “${filter.text}”`]), ...words, ...terms, ...products, ...gaps]
}
