import type { AssetRef } from '#contract/shapes'
import { plural } from '#core/format'

/** Where an asset's page is. */
export function assetLink(ref: Pick<AssetRef, 'key' | 'kind'> & { readonly name?: string }) {
  const search = { key: ref.key }
  if (ref.kind === 'dataset') return { to: '/catalog/dataset', search } as const
  if (ref.kind === 'domain' && ref.name !== undefined) return { to: '/catalog/domains/domain', search: { name: ref.name } } as const
  if (ref.kind === 'data_product') return { to: '/catalog/products/product', search } as const
  return ref.kind === 'term' ? ({ to: '/catalog/glossary/term', search } as const) : ({ to: '/catalog/asset', search } as const)
}

const KINDS: Partial<Record<AssetRef['kind'], string>> = {
  semantic_model: 'semantic model',
  saved_query: 'saved query',
  term: 'glossary term',
  data_product: 'data product',
  doc: 'docs block',
}

const MANY: Partial<Record<AssetRef['kind'], string>> = { analysis: 'analyses', saved_query: 'saved queries' }
const wordsOfMany = (kind: AssetRef['kind']): string => MANY[kind] ?? `${kindWords({ kind, resourceType: null })}s`

/** Things of a kind, as a heading has them. */
export function kindWordsOfMany(kind: AssetRef['kind']): string {
  const many = wordsOfMany(kind)
  return `${many.charAt(0).toUpperCase()}${many.slice(1)}`
}

/** What kind of thing it is, in words. */
export function kindWords(ref: Pick<AssetRef, 'kind' | 'resourceType'>): string {
  return ref.kind === 'dataset' ? (ref.resourceType ?? 'dataset') : (KINDS[ref.kind] ?? ref.kind)
}

/** So many things of a kind, in words. */
export function countOfKind(kind: AssetRef['kind'], count: number): string {
  return plural(count, kindWords({ kind, resourceType: null }), wordsOfMany(kind))
}
