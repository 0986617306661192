import { fieldsOf } from '#core/assets/fields'
import { useNewAsset } from '../catalog/new-asset.ts'
import { NewAssetFields } from '../catalog/new-asset-fields.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorBlock } from '../ui/states.tsx'

const FIELDS = fieldsOf('domain').filter(({ name }) => name === 'description' || name === 'ownerTeam')

/** Sets a domain up; `name`: the one that datasets name already. */
export function DescribeDomainDialog({ name: given = '', onClose }: { name?: string; onClose: () => void }) {
  const form = useNewAsset({
    kind: 'domain',
    given,
    said: (name) => `The domain “${name}” is described.`,
    page: ({ name }) => ({ to: '/catalog/domains/domain', search: { name } }),
    list: given === '' ? { to: '/catalog/domains' } : null,
    onClose,
  })
  return (
    <FormDialog
      title={given === '' ? 'New domain' : `Describe “${given}”`}
      action={given === '' ? 'Create' : 'Save'}
      onSubmit={() => form.save()}
      onClose={onClose}
      isBusy={form.isBusy}
      isBlocked={form.name.trim() === ''}
    >
      {given === '' && (
        <TextField label="Name" value={form.name} onChange={form.setName} isFirst isRequired placeholder="Sales" maxLength={200} />
      )}
      <NewAssetFields form={form} fields={FIELDS} isFirst={given !== ''} />
      {form.error !== null && <ErrorBlock error={form.error} kept="Nothing was saved." />}
    </FormDialog>
  )
}
