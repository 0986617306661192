import { useState } from 'react'
import { CUSTOM_FIELD_PREFIX, findField } from '#core/assets/fields'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { useDecide } from './decide.ts'

/** A field the catalog entry does not have. */
export function CustomFieldDialog({ datasetKey, onClose }: { datasetKey: string; onClose: () => void }) {
  const decide = useDecide()
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const [reason, setReason] = useState('')
  const fieldName = CUSTOM_FIELD_PREFIX + name.trim()
  const isGood = findField('dataset', fieldName) !== undefined
  const save = (): void => {
    void decide([{ key: datasetKey, field: fieldName, value: value.trim() }], reason, `“${name.trim()}” is set.`).then(
      (isSaved) => isSaved && onClose(),
    )
  }
  return (
    <FormDialog title="Add a field" action="Add" onSubmit={save} onClose={onClose} isBlocked={!isGood || value.trim() === ''}>
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        isFirst
        isMono
        placeholder="costCentre"
        error={name !== '' && !isGood ? 'Letters, digits and _ only, beginning with a letter, at most 60.' : undefined}
      />
      <TextField label="Value" value={value} onChange={setValue} />
      <TextField label="Reason" value={reason} onChange={setReason} hint="Kept in the history." />
    </FormDialog>
  )
}
