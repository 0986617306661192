import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, type Output } from '../app/api.ts'
import { Icon } from '../ui/icon.tsx'
import { DatasetName } from '../ui/name.tsx'
import { SearchInput } from '../ui/search-input.tsx'
import { NotRead } from '../ui/states.tsx'

const FOUND_AT_MOST = 30
/** No number is shown: how many there are beyond is not counted. */
const COUNTED = 1000

/** A dataset that a search found, with its owner. */
export type FoundDataset = Output<'search', 'find'>['items'][number]

type PickerProps = {
  /** By their keys. */
  chosen: { readonly has: (key: string) => boolean }
  onPick: (found: FoundDataset) => void
  /** Shown before anything is typed, and what can be typed where that is none. */
  atFirst?: readonly FoundDataset[]
  hint: string
}

/** Datasets looked for by name, each a button that is pressed while it is chosen. */
export function DatasetPicker({ chosen, onPick, atFirst = [], hint }: PickerProps) {
  const [text, setText] = useState('')
  const typed = text.trim()
  const query = useQuery({
    ...ask('search', 'find', { text: typed, limit: FOUND_AT_MOST, countUpTo: COUNTED }),
    enabled: typed !== '',
    placeholderData: keepPreviousData,
  })
  const found = typed === '' ? atFirst : (query.data?.items ?? []).filter(({ asset }) => asset.kind === 'dataset')
  return (
    <>
      <SearchInput label="Search datasets" value={text} onChange={setText} isFirst />
      <div className="picker few" aria-busy={query.isFetching}>
        <ul aria-label="Datasets found">
          {found.map((one) => (
            <li key={one.asset.key}>
              <button type="button" aria-pressed={chosen.has(one.asset.key)} onClick={() => onPick(one)} title={one.asset.key}>
                <Icon name={chosen.has(one.asset.key) ? 'check' : 'table'} />
                <DatasetName schema={one.asset.schema} name={one.asset.name} />
                <span className="small muted cut">{one.ownerTeam}</span>
              </button>
            </li>
          ))}
        </ul>
        {found.length === 0 && (typed === '' || query.error === null) && (
          <p className="small muted" style={{ padding: 10 }}>
            {typed === '' ? hint : query.isFetching ? 'Searching' : `No dataset is found by “${typed}”.`}
          </p>
        )}
      </div>
      {typed !== '' && <NotRead what="What is found" query={query} />}
    </>
  )
}
