import type { NavigateOptions } from '@tanstack/react-router'
import type { NamedPlace, SearchHit } from '#contract/search'
import { viewSearch } from '../catalog/saved-views.tsx'
import { assetLink } from '../datasets/asset-link.ts'

/** Where a hit leads: to the column, where one was found. */
export function hitLink({ asset, matched }: SearchHit): NavigateOptions {
  if (asset.kind !== 'dataset' || matched.column === null) return assetLink(asset)
  return { to: '/catalog/dataset', search: { key: asset.key, tab: 'columns', col: matched.column } }
}

/** Where something leads that has a name and is no asset. */
export function placeLink(place: NamedPlace): NavigateOptions {
  switch (place.kind) {
    case 'view':
      return { to: '/catalog', search: viewSearch(place.view) }
    case 'source':
      return { to: '/sources/$sourceId', params: { sourceId: String(place.sourceId) } }
    case 'import':
      return { to: '/sources/imports/$importId', params: { importId: String(place.importId) } }
    case 'report':
      return { to: '/reports/$name', params: { name: place.report } }
    case 'owner':
      return { to: '/catalog', search: { heldBy: [place.name] } }
    case 'domain':
      return { to: '/catalog/domains/domain', search: { name: place.name } }
  }
}
