import { useState } from 'react'
import type { AssetRef } from '#contract/shapes'
import { plural } from '#core/format'
import { useAsk } from '../app/api.ts'
import { DatasetPicker } from '../catalog/dataset-picker.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { NotRead } from '../ui/states.tsx'
import { setLinks } from './set-links.ts'

const COLUMNS_SHOWN = 200

/** Links a term: a dataset is looked for, and it or columns of it are ticked. */
export function LinkDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const [dataset, setDataset] = useState<AssetRef | null>(null)
  const [columns, setColumns] = useState<ReadonlySet<string | null>>(new Set([null]))
  const [reason, setReason] = useState('')
  const [isBusy, setBusy] = useState(false)
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
      <DatasetPicker
        chosen={new Set(dataset === null ? [] : [dataset.key])}
        onPick={({ asset }) => choose(asset)}
        hint="Type a part of its name or of a column."
      />
      {dataset !== null && <ColumnTicks key={dataset.key} datasetKey={dataset.key} ticked={columns} onTick={setColumns} />}
      <TextField label="Reason (optional)" value={reason} onChange={setReason} maxLength={2000} />
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
      <NotRead what="Its columns" query={query} />
      {hidden > 0 && <p className="small muted">and {plural(hidden, 'more column')}: link them on the dataset’s page</p>}
    </fieldset>
  )
}
