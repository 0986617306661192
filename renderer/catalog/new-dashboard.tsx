import { fieldsOf } from '#core/assets/fields'
import { assetLink } from '../datasets/asset-link.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { useNewAsset } from './new-asset.ts'
import { NewAssetFields } from './new-asset-fields.tsx'

const FIELDS = fieldsOf('dashboard').filter(({ name }) => name !== 'name')

/** Sets a dashboard up that no source tells of. */
export function NewDashboardDialog({ onClose }: { onClose: () => void }) {
  const form = useNewAsset({
    kind: 'dashboard',
    said: (name) => `The dashboard “${name}” is made.`,
    page: ({ key }) => assetLink({ key, kind: 'dashboard' }),
    list: { to: '/catalog/other' },
    onClose,
  })
  return (
    <FormDialog
      title="New dashboard"
      action="Create"
      onSubmit={() => form.save()}
      onClose={onClose}
      isBusy={form.isBusy}
      isBlocked={form.name.trim() === ''}
    >
      <p className="soft">One that no source tells of; dbt’s dashboards come with its manifest, as exposures.</p>
      <TextField label="Name" value={form.name} onChange={form.setName} isFirst isRequired placeholder="Weekly sales" maxLength={200} />
      <NewAssetFields form={form} fields={FIELDS} isFirst={false} />
      {form.error !== null && <ErrorBlock error={form.error} kept="Nothing was saved." />}
    </FormDialog>
  )
}
