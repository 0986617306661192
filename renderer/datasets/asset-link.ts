import type { AssetRef } from '#contract/shapes'

/** Where an asset's page is. */
export function assetLink(ref: Pick<AssetRef, 'key' | 'kind'>) {
  return ref.kind === 'dataset'
    ? ({ to: '/catalog/dataset', search: { key: ref.key } } as const)
    : ({ to: '/catalog/asset', search: { key: ref.key } } as const)
}

const KINDS: Partial<Record<AssetRef['kind'], string>> = {
  semantic_model: 'semantic model',
  saved_query: 'saved query',
  term: 'glossary term',
}

/** What kind of thing it is, in words. */
export function kindWords(ref: Pick<AssetRef, 'kind' | 'resourceType'>): string {
  return ref.kind === 'dataset' ? (ref.resourceType ?? 'dataset') : (KINDS[ref.kind] ?? ref.kind)
}
