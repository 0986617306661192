import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { DatasetSelection } from '#contract/datasets'
import { plural } from '#core/format'
import { useWholeList } from '../app/pages.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { Field, TextField } from '../ui/field.tsx'
import { FIRST_FOCUS } from '../ui/first-focus.ts'
import { PagesNotRead } from '../ui/more-rows.tsx'
import { setDatasets } from './set-datasets.ts'

type AddProps = { selection: DatasetSelection; count: number; onClose: () => void; onDone: () => void }

/** Puts what is ticked in the Catalog into a data product. */
export function AddToProduct({ selection, count, onClose, onDone }: AddProps) {
  const products = useWholeList('products', 'list', {})
  const [key, setKey] = useState('')
  const [reason, setReason] = useState('')
  const [isBusy, setBusy] = useState(false)
  const items = products.rows
  const submit = async (): Promise<void> => {
    const product = items.find((item) => item.key === key)
    if (product === undefined) return
    setBusy(true)
    if (await setDatasets({ key, selection, how: 'add', reason }, product.name)) {
      onClose()
      onDone()
    } else setBusy(false)
  }
  return (
    <FormDialog
      title={`Add ${plural(count, 'dataset')} to a data product`}
      action="Add"
      onSubmit={() => void submit()}
      onClose={onClose}
      isBusy={isBusy}
      isBlocked={key === ''}
    >
      <PagesNotRead pages={products} />
      {!products.isLoading && products.error === null && items.length === 0 ? (
        <p className="soft">
          There is no data product yet.{' '}
          <Link to="/catalog/products" className="link">
            Make one
          </Link>
        </p>
      ) : (
        <Field label="Data product">
          {(ids) => (
            <select {...ids} {...FIRST_FOCUS} className="in" value={key} onChange={(event) => setKey(event.target.value)}>
              <option value="">—</option>
              {items.map((item) => (
                <option key={item.key} value={item.key}>
                  {item.name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <p className="soft">Those that are part of it already stay as they are.</p>
      <TextField label="Reason (optional)" value={reason} onChange={setReason} maxLength={2000} />
    </FormDialog>
  )
}
