import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ProductRow } from '#contract/products'
import type { AssetRef } from '#contract/shapes'
import { plural } from '#core/format'
import { ask, asAppError } from '../app/api.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { DatasetName } from '../ui/name.tsx'
import { SearchInput } from '../ui/search-input.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { setDatasets } from './set-datasets.ts'

const FOUND_AT_MOST = 30

/** Puts datasets into a product: looked for one after the other, added together. */
export function AddDatasetsDialog({ row, onClose }: { row: ProductRow; onClose: () => void }) {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<ReadonlyMap<string, AssetRef>>(new Map())
  const [isBusy, setBusy] = useState(false)
  const typed = text.trim()
  const query = useQuery({
    ...ask('search', 'find', { text: typed, limit: FOUND_AT_MOST }),
    enabled: typed !== '',
    placeholderData: keepPreviousData,
  })
  const found =
    typed === '' ? [...chosen.values()] : (query.data?.items ?? []).map(({ asset }) => asset).filter(({ kind }) => kind === 'dataset')
  const toggle = (asset: AssetRef): void => {
    const next = new Map(chosen)
    if (!next.delete(asset.key)) next.set(asset.key, asset)
    setChosen(next)
  }
  const submit = async (): Promise<void> => {
    setBusy(true)
    if (await setDatasets({ key: row.key, selection: { keys: [...chosen.keys()] }, how: 'add' }, row.name)) onClose()
    else setBusy(false)
  }
  return (
    <FormDialog
      title={`Add datasets to “${row.name}”`}
      action="Add"
      onSubmit={() => void submit()}
      onClose={onClose}
      isBusy={isBusy}
      isBlocked={chosen.size === 0}
      width={600}
      aside={<span className="small muted">{plural(chosen.size, 'dataset')} chosen</span>}
    >
      <SearchInput label="Search datasets" value={text} onChange={setText} isFirst />
      <div className="picker few" aria-busy={query.isFetching}>
        <ul aria-label="Datasets found">
          {found.map((asset) => (
            <li key={asset.key}>
              <button type="button" aria-pressed={chosen.has(asset.key)} onClick={() => toggle(asset)} title={asset.key}>
                <Icon name={chosen.has(asset.key) ? 'check' : 'table'} />
                <DatasetName schema={asset.schema} name={asset.name} />
              </button>
            </li>
          ))}
        </ul>
        {found.length === 0 && (
          <p className="small muted" style={{ padding: 10 }}>
            {typed === ''
              ? 'Type a part of its name. To add many, tick them in the Catalog.'
              : query.isFetching
                ? 'Searching'
                : `No dataset is found by “${typed}”.`}
          </p>
        )}
      </div>
      {query.error !== null && typed !== '' && <ErrorBlock error={asAppError(query.error)} />}
    </FormDialog>
  )
}
