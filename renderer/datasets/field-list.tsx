import { type ReactNode, useState } from 'react'
import type { FieldDefinition } from '#core/assets/fields'
import type { FieldValue } from '#core/assets/provenance'
import { Icon } from '../ui/icon.tsx'
import { Evidence } from './evidence.tsx'
import { FieldEditor, type Subject } from './field-editor.tsx'
import { fieldValue, missingWords, Value } from './value.tsx'

type ListProps = {
  subject: Subject
  fields: readonly FieldDefinition[]
  values: readonly FieldValue[]
  currency: string
  /** Values that are drawn in a way of their own, by field. */
  drawn?: Readonly<Record<string, ReactNode>>
}

/** Fields with value and evidence. What a person may decide is edited where it stands. */
export function FieldList({ subject, fields, values, currency, drawn }: ListProps) {
  const [editing, setEditing] = useState<string | null>(null)
  return (
    <dl className="fields">
      {fields.map((field) => (
        <FieldRow
          key={field.name}
          subject={subject}
          field={field}
          current={fieldValue(values, field.name)}
          currency={currency}
          drawn={drawn?.[field.name]}
          isEditing={editing === field.name}
          onEdit={() => setEditing(field.name)}
          onDone={() => setEditing(null)}
        />
      ))}
    </dl>
  )
}

type RowProps = {
  subject: Subject
  field: FieldDefinition
  current: FieldValue
  currency: string
  drawn: ReactNode
  isEditing: boolean
  onEdit: () => void
  onDone: () => void
}

function FieldRow({ subject, field, current, currency, drawn, isEditing, onEdit, onDone }: RowProps) {
  if (isEditing) {
    return (
      <div className="fieldrow editing">
        <dt>{field.label}</dt>
        <dd>
          <FieldEditor subject={subject} field={field} current={current} onDone={onDone} />
        </dd>
      </div>
    )
  }
  return (
    <div className="fieldrow" onDoubleClick={() => field.editable && onEdit()}>
      <dt title={field.computedFrom ?? undefined}>{field.label}</dt>
      <dd>
        {drawn ?? <Value field={field} value={current.value} missing={missingWords(current.provenance)} currency={currency} />}
        {current.isConflict && (
          <span className="state warn" title="Sources of equal rank differ">
            <Icon name="alert" />
            conflict
          </span>
        )}
        {field.editable && (
          <button
            type="button"
            className="iconbtn pencil"
            aria-label={`Edit ${field.label}`}
            title={`Edit ${field.label}`}
            onClick={onEdit}
          >
            <Icon name="edit" />
          </button>
        )}
      </dd>
      <dd>
        <Evidence subject={subject} field={field} current={current} currency={currency} />
      </dd>
    </div>
  )
}
