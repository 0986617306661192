import { fieldsOf } from '#core/assets/fields'
import { useNewAsset } from '../catalog/new-asset.ts'
import { NewAssetFields } from '../catalog/new-asset-fields.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorBlock } from '../ui/states.tsx'

const FIELDS = fieldsOf('owner').filter(({ name }) => ['ownerType', 'email', 'description'].includes(name))

/** Sets a team or a person up, or describes one whom things only name. */
export function NewOwnerDialog({ name, onClose }: { name?: string; onClose: () => void }) {
  const form = useNewAsset({
    kind: 'owner',
    ...(name === undefined ? {} : { given: name }),
    said: (made) => (name === undefined ? `${made} is set up.` : `${made} is described.`),
    page: () => ({ to: '/settings', search: (old) => old }),
    list: null,
    onClose,
  })
  return (
    <FormDialog
      title={name === undefined ? 'New owner' : `Describe ${name}`}
      action={name === undefined ? 'Create' : 'Save'}
      onSubmit={() => form.save()}
      onClose={onClose}
      isBusy={form.isBusy}
      isBlocked={form.name.trim() === ''}
    >
      {name === undefined && (
        <TextField label="Name" value={form.name} onChange={form.setName} isFirst isRequired placeholder="Finance data" maxLength={200} />
      )}
      <NewAssetFields form={form} fields={FIELDS} isFirst={name !== undefined} />
      {form.error !== null && <ErrorBlock error={form.error} kept="Nothing was saved." />}
    </FormDialog>
  )
}
