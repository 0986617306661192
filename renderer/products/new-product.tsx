import { fieldsOf } from '#core/assets/fields'
import { useNewAsset } from '../catalog/new-asset.ts'
import { FieldControl } from '../datasets/field-control.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { Field, TextField } from '../ui/field.tsx'
import { ErrorBlock } from '../ui/states.tsx'

const FIELDS = fieldsOf('data_product').filter(({ name }) => name !== 'name' && name !== 'datasets')

/** Sets a data product up; its datasets are put in afterwards. */
export function NewProductDialog({ onClose }: { onClose: () => void }) {
  const form = useNewAsset({
    kind: 'data_product',
    said: (name) => `The data product “${name}” is made.`,
    page: ({ key }) => ({ to: '/catalog/products/product', search: { key } }),
    list: { to: '/catalog/products' },
    onClose,
  })
  return (
    <FormDialog
      title="New data product"
      action="Create"
      onSubmit={() => form.save()}
      onClose={onClose}
      isBusy={form.isBusy}
      isBlocked={form.name.trim() === ''}
      width={600}
    >
      <p className="soft">A set of datasets that is handed out as one thing: for a purpose, with an owner and a promise.</p>
      <TextField label="Name" value={form.name} onChange={form.setName} isFirst isRequired placeholder="Daily sales" maxLength={200} />
      <div className="formgrid">
        {FIELDS.map((field) => (
          <div key={field.name} className={field.type.kind === 'long-text' || field.name === 'sla' ? 'whole' : ''}>
            <Field
              label={field.label}
              hint={field.name === 'sla' ? 'What readers may count on, such as “complete by 7:00 on working days”.' : undefined}
            >
              {(ids) => (
                <FieldControl field={field} ids={ids} value={form.valueOf(field.name)} onChange={(value) => form.set(field.name, value)} />
              )}
            </Field>
          </div>
        ))}
      </div>
      {form.error !== null && <ErrorBlock error={form.error} kept="Nothing was saved." />}
    </FormDialog>
  )
}
