import { useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { DatasetName } from '../ui/name.tsx'
import { SearchInput } from '../ui/search-input.tsx'
import { NotRead } from '../ui/states.tsx'
import { type FoundDataset, useFoundDatasets } from './found-datasets.ts'

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
  const { found: byText, query } = useFoundDatasets(typed)
  const found = typed === '' ? atFirst : byText
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
