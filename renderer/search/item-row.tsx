import type { SearchHit } from '#contract/search'
import type { AssetRef } from '#contract/shapes'
import { plural } from '#core/format'
import { kindWords } from '../datasets/asset-link.ts'
import { Marked } from '../ui/marked.tsx'
import { DatasetName } from '../ui/name.tsx'
import type { Item } from './items.ts'
import { keyCaps } from './key-caps.ts'

const FIELDS = {
  name: 'name',
  column: 'column',
  description: 'description',
  tag: 'tag',
  term: 'term',
  owner: 'owner',
  relation: 'relation',
} as const
const PLACES = {
  view: 'saved view',
  source: 'source',
  import: 'import',
  report: 'report',
  owner: 'owner',
  domain: 'domain',
} as const

/** One line of the palette. `within`: what the Catalog list is narrowed by already. */
export function ItemRow({ item, within }: { item: Item; within: readonly string[] }) {
  switch (item.kind) {
    case 'action':
      return (
        <>
          <span className="cut">{item.action.title}</span>
          {item.action.keys !== undefined && <Keys keys={item.action.keys} />}
        </>
      )
    case 'more-actions':
      return <span className="soft">{plural(item.hidden, 'more action')}</span>
    case 'place':
      return (
        <>
          <span className="cut">
            <Marked text={item.place.marked} />
          </span>
          <span className="small muted">{PLACES[item.place.kind]}</span>
        </>
      )
    case 'all':
      return (
        <>
          <span className="cut">
            Show all in the Catalog{within.length > 0 && <span className="soft">, with {within.join(', ')}</span>}
          </span>
          <Keys keys="Mod+Enter" />
        </>
      )
    case 'recent':
      return <AssetLine asset={item.asset} />
    case 'hit':
      return <AssetLine asset={item.hit.asset} hit={item.hit} />
  }
}

function AssetLine({ asset, hit }: { asset: AssetRef; hit?: SearchHit }) {
  const { field, text } = hit?.matched ?? { field: undefined, text: undefined }
  const words = [kindWords(asset), asset.status === 'retired' ? 'no longer in the source' : null, hit?.ownerTeam ?? null]
  return (
    <>
      <DatasetName schema={asset.schema} name={asset.name} marked={field === 'name' ? text : undefined} />
      <span className="small muted">{words.filter((part) => part !== null).join(' · ')}</span>
      {field !== undefined && field !== 'name' && (
        <span className="why">
          {FIELDS[field]}: <Marked text={text} />
        </span>
      )}
    </>
  )
}

function Keys({ keys }: { keys: string }) {
  return (
    <span className="row" style={{ gap: 4 }}>
      {keyCaps(keys).map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  )
}
