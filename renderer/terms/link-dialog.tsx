import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AssetRef } from '#contract/shapes'
import { plural } from '#core/format'
import { ask, asAppError, useAsk } from '../app/api.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { DatasetName } from '../ui/name.tsx'
import { SearchInput } from '../ui/search-input.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { setLinks } from './set-links.ts'

const FOUND_AT_MOST = 30
const COLUMNS_SHOWN = 200

/** Links a term: a dataset is looked for, and it or columns of it are ticked. */
export function LinkDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const [text, setText] = useState('')
  const [dataset, setDataset] = useState<AssetRef | null>(null)
  const [columns, setColumns] = useState<ReadonlySet<string | null>>(new Set([null]))
  const [reason, setReason] = useState('')
  const [isBusy, setBusy] = useState(false)
  const typed = text.trim()
  const query = useQuery({
    ...ask('search', 'find', { text: typed, limit: FOUND_AT_MOST }),
    enabled: typed !== '',
    placeholderData: keepPreviousData,
  })
  const found = typed === '' ? [] : (query.data?.items ?? []).filter(({ asset }) => asset.kind === 'dataset')
  const choose = (asset: AssetRef): void => {
    setDataset(asset)
    setColumns(new Set([null]))
  }
  const submit = async (): Promise<void> => {
    if (dataset === null) return
    setBusy(true)
    const targets = [...columns].map((column) => ({ key: dataset.key, column }))
    if (await setLinks({ name, targets, how: 'add', reason })) onClose()
    else setBusy(false)
  }
  return (
    <FormDialog
      title={`Link “${name}”`}
      action="Link"
      onSubmit={() => void submit()}
      onClose={onClose}
      isBusy={isBusy}
      isBlocked={dataset === null || columns.size === 0}
      width={600}
      aside={dataset !== null && <span className="small muted cut">{dataset.name}</span>}
    >
      <SearchInput label="Search datasets" value={text} onChange={setText} isFirst />
      <div className="picker few" aria-busy={query.isFetching}>
        <ul aria-label="Datasets found">
          {found.map(({ asset, ownerTeam }) => (
            <li key={asset.key}>
              <button type="button" aria-pressed={dataset?.key === asset.key} onClick={() => choose(asset)} title={asset.key}>
                <Icon name="table" />
                <DatasetName schema={asset.schema} name={asset.name} />
                <span className="small muted cut">{ownerTeam}</span>
              </button>
            </li>
          ))}
        </ul>
        {found.length === 0 && (
          <p className="small muted" style={{ padding: 10 }}>
            {typed === ''
              ? 'Type a part of its name or of a column.'
              : query.isFetching
                ? 'Searching'
                : `No dataset is found by “${typed}”.`}
          </p>
        )}
      </div>
      {dataset !== null && <ColumnTicks key={dataset.key} datasetKey={dataset.key} ticked={columns} onTick={setColumns} />}
      <TextField label="Reason (optional)" value={reason} onChange={setReason} maxLength={2000} />
      {query.error !== null && typed !== '' && <ErrorBlock error={asAppError(query.error)} />}
    </FormDialog>
  )
}

type TicksProps = {
  datasetKey: string
  /** null: the dataset itself. */
  ticked: ReadonlySet<string | null>
  onTick: (ticked: ReadonlySet<string | null>) => void
}

function ColumnTicks({ datasetKey, ticked, onTick }: TicksProps) {
  const query = useAsk('datasets', 'columns', { key: datasetKey, limit: COLUMNS_SHOWN })
  const names = (query.data?.items ?? []).map(({ name }) => name)
  const hidden = (query.data?.total ?? 0) - names.length
  const toggle = (column: string | null): void => {
    const next = new Set(ticked)
    if (!next.delete(column)) next.add(column)
    onTick(next)
  }
  return (
    <fieldset className="columnticks">
      <legend className="small soft">What carries it</legend>
      <ul>
        {[null, ...names].map((column) => (
          <li key={column ?? ''}>
            <label className="check">
              <input type="checkbox" checked={ticked.has(column)} onChange={() => toggle(column)} />
              {column === null ? <span>The dataset itself</span> : <code className="cut">{column}</code>}
            </label>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className="small muted">and {plural(hidden, 'more column')}: link them on the dataset’s page</p>}
    </fieldset>
  )
}
