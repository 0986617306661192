import type { NamedPlace, SearchHit } from '#contract/search'
import type { AssetRef } from '#contract/shapes'
import type { Action } from '../app/actions.ts'
import { findActions } from './find-actions.ts'

/** What stands in the list: somewhere to go or something to do. */
export type Item =
  | { readonly kind: 'action'; readonly action: Action }
  /** Shows the actions that are not shown yet. */
  | { readonly kind: 'more-actions'; readonly hidden: number }
  | { readonly kind: 'recent'; readonly asset: AssetRef }
  | { readonly kind: 'hit'; readonly hit: SearchHit }
  | { readonly kind: 'place'; readonly place: NamedPlace }
  /** The Catalog list, narrowed by what was typed. */
  | { readonly kind: 'all' }
export type Group = { readonly label: string; readonly items: readonly Item[] }

type FoundItems = { readonly items: readonly SearchHit[]; readonly places: readonly NamedPlace[]; readonly isInList: boolean }
type Listed = {
  readonly text: string
  readonly here: readonly Action[]
  readonly everywhere: readonly Action[]
  readonly recent: readonly AssetRef[]
  readonly found: FoundItems | undefined
  /** How many actions stand before what is found. */
  readonly actions: 'few' | 'all'
}

/** Before what is found in the catalog, more would hide it: the rest is one step away. */
const FEW = 3

/** Without a text: what was looked at last, and all that can be done; with one: what is called so. */
export function groupItems({ text, here, everywhere, recent, found, actions }: Listed): readonly Group[] {
  const groups: Group[] =
    text === ''
      ? [
          { label: 'Looked at last', items: recent.map((asset) => ({ kind: 'recent', asset })) },
          { label: 'On this screen', items: here.map(toItem) },
          { label: 'Actions', items: everywhere.map(toItem) },
        ]
      : [{ label: 'Actions', items: fold(findActions([...here, ...everywhere], text), actions) }, ...groupFound(found)]
  return groups.filter(({ items }) => items.length > 0)
}

/** So many hits stand before what is no asset, which would be out of sight after all of them. */
const BEST = 8

/** The best hits, what else is called so, and the other hits with the list of all. */
function groupFound(found: FoundItems | undefined): Group[] {
  const places = (found?.places ?? []).map((place): Item => ({ kind: 'place', place }))
  const hits = (found?.items ?? []).map((hit): Item => ({ kind: 'hit', hit }))
  const all: Item[] = found?.isInList === true ? [{ kind: 'all' }] : []
  const best = places.length === 0 ? hits.length : BEST
  const rest = hits.slice(best)
  return [
    { label: 'In the catalog', items: [...hits.slice(0, best), ...(rest.length === 0 ? all : [])] },
    { label: 'Views, sources, imports, reports, names', items: places },
    { label: 'More in the catalog', items: rest.length === 0 ? [] : [...rest, ...all] },
  ]
}

const toItem = (action: Action): Item => ({ kind: 'action', action })

function fold(actions: readonly Action[], how: Listed['actions']): Item[] {
  // A line that hides one line hides nothing.
  const shown = how === 'all' || actions.length <= FEW + 1 ? actions.length : FEW
  const items = actions.slice(0, shown).map(toItem)
  return shown === actions.length ? items : [...items, { kind: 'more-actions', hidden: actions.length - shown }]
}
