import type { FieldDefinition } from '#core/assets/fields'
import { FieldControl } from '../datasets/field-control.tsx'
import { Field } from '../ui/field.tsx'
import type { NewAssetForm } from './new-asset.ts'

type Props = {
  readonly form: NewAssetForm
  readonly fields: readonly FieldDefinition[]
  /** Whether the first of them takes the focus: no name is asked for before it. */
  readonly isFirst: boolean
}

/** The fields of something that is set up, one below the other. */
export function NewAssetFields({ form, fields, isFirst }: Props) {
  return fields.map((field, index) => (
    <Field key={field.name} label={field.label}>
      {(ids) => (
        <FieldControl
          field={field}
          ids={ids}
          isFirst={isFirst && index === 0}
          value={form.valueOf(field.name)}
          onChange={(value) => form.set(field.name, value)}
        />
      )}
    </Field>
  ))
}
