import { useState } from 'react'
import type { ProductRow } from '#contract/products'
import { plural } from '#core/format'
import { DatasetPicker } from '../catalog/dataset-picker.tsx'
import type { FoundDataset } from '../catalog/found-datasets.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { setDatasets } from './set-datasets.ts'

/** Puts datasets into a product: looked for one after the other, added together. */
export function AddDatasetsDialog({ row, onClose }: { row: ProductRow; onClose: () => void }) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, FoundDataset>>(new Map())
  const [isBusy, setBusy] = useState(false)
  const toggle = (found: FoundDataset): void => {
    const next = new Map(chosen)
    if (!next.delete(found.asset.key)) next.set(found.asset.key, found)
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
      <DatasetPicker
        chosen={chosen}
        onPick={toggle}
        atFirst={[...chosen.values()]}
        hint="Type a part of its name. To add many, tick them in the Catalog."
      />
    </FormDialog>
  )
}
