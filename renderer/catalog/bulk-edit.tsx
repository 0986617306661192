import { useState } from 'react'
import type { DatasetSelection } from '#contract/datasets'
import { type BulkChange, checkBulkChange } from '#core/assets/bulk-edit'
import { DATASET_FIELDS, type FieldDefinition } from '#core/assets/fields'
import { plural } from '#core/format'
import type { JsonValue } from '#core/json'
import { asAppError } from '../app/api.ts'
import { FieldControl } from '../datasets/field-control.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { BulkPreview } from './bulk-preview.tsx'

/** Fields that many datasets can share. The first ones are set most. */
const FIRST = ['ownerTeam', 'steward', 'domain', 'tier', 'classification', 'tags']
const OFFERED: readonly FieldDefinition[] = [
  ...FIRST.flatMap((name) => DATASET_FIELDS.filter((field) => field.name === name)),
  ...DATASET_FIELDS.filter((field) => field.editable && field.name !== 'name' && !FIRST.includes(field.name)),
]

type Line = { readonly id: number; readonly field: FieldDefinition; readonly value: JsonValue | null } & Pick<BulkChange, 'how' | 'where'>

/** Sets fields on everything that is ticked: what to set, then exactly what that changes. */
export function BulkEdit({
  selection,
  count,
  onClose,
  onDone,
}: {
  selection: DatasetSelection
  count: number
  onClose: () => void
  onDone: () => void
}) {
  const [lines, setLines] = useState<readonly Line[]>(() => [lineOf(0, OFFERED[0])])
  const [changes, setChanges] = useState<readonly BulkChange[] | null>(null)
  const title = `Edit ${plural(count, 'dataset')}`
  if (changes !== null) {
    return (
      <BulkPreview
        title={title}
        selection={selection}
        changes={changes}
        onBack={() => setChanges(null)}
        onClose={onClose}
        onDone={onDone}
      />
    )
  }
  const change = (id: number, next: Partial<Line>): void => setLines(lines.map((line) => (line.id === id ? { ...line, ...next } : line)))
  const checked = lines.map(checkLine)
  const ready = checked.flatMap((result) => ('change' in result ? [result.change] : []))
  const free = OFFERED.find((field) => lines.every((line) => line.field !== field))
  return (
    <FormDialog
      title={title}
      width={640}
      action="Show what changes"
      onSubmit={() => setChanges(ready)}
      onClose={onClose}
      isBlocked={ready.length < lines.length}
      aside={<span className="small muted">Nothing is set yet.</span>}
    >
      <ul className="bulklines">
        {lines.map((line, index) => (
          <LineEditor
            key={line.id}
            line={line}
            result={checked[index]}
            offered={OFFERED.filter((field) => field === line.field || lines.every((other) => other.field !== field))}
            isFirst={index === 0}
            onChange={(next) => change(line.id, next)}
            onRemove={lines.length === 1 ? undefined : () => setLines(lines.filter((other) => other !== line))}
          />
        ))}
      </ul>
      {free !== undefined && (
        <div>
          <Button icon="plus" look="ghost" onClick={() => setLines([...lines, lineOf((lines.at(-1)?.id ?? 0) + 1, free)])}>
            Another field
          </Button>
        </div>
      )}
    </FormDialog>
  )
}

function lineOf(id: number, field: FieldDefinition | undefined): Line {
  if (field === undefined) throw new Error('there is no field to set')
  return { id, field, value: null, how: field.type.kind === 'list' ? 'add' : 'set', where: 'all' }
}

/** An empty control is no mistake yet. */
function checkLine({ field, value, how, where }: Line): { change: BulkChange } | { bad: string | undefined } {
  if (value === null) return { bad: undefined }
  try {
    return { change: checkBulkChange({ field: field.name, value, how, where }) }
  } catch (error) {
    return { bad: asAppError(error).message }
  }
}

type LineEditorProps = {
  line: Line
  result: { change: BulkChange } | { bad: string | undefined } | undefined
  offered: readonly FieldDefinition[]
  isFirst: boolean
  onChange: (next: Partial<Line>) => void
  onRemove: (() => void) | undefined
}

function LineEditor({ line, result, offered, isFirst, onChange, onRemove }: LineEditorProps) {
  const { field } = line
  const pick = (name: string): void => {
    const next = offered.find((one) => one.name === name)
    if (next !== undefined) onChange(lineOf(line.id, next))
  }
  return (
    <li>
      <Field label="Field">
        {(ids) => (
          <select {...ids} className="in" value={field.name} onChange={(event) => pick(event.target.value)}>
            {offered.map((one) => (
              <option key={one.name} value={one.name}>
                {one.label}
              </option>
            ))}
          </select>
        )}
      </Field>
      {field.type.kind === 'list' && (
        <Field label="Do">
          {(ids) => (
            <select {...ids} className="in" value={line.how} onChange={(event) => onChange({ how: event.target.value as Line['how'] })}>
              <option value="add">add</option>
              <option value="remove">remove</option>
              <option value="set">replace by</option>
            </select>
          )}
        </Field>
      )}
      <div className="grow">
        <Field label={field.label} error={result !== undefined && 'bad' in result ? result.bad : undefined}>
          {(ids) => (
            <FieldControl
              key={field.name}
              field={field}
              ids={ids}
              value={line.value}
              onChange={(value) => onChange({ value })}
              isFirst={isFirst}
            />
          )}
        </Field>
      </div>
      <Field label="Where">
        {(ids) => (
          <select {...ids} className="in" value={line.where} onChange={(event) => onChange({ where: event.target.value as Line['where'] })}>
            <option value="all">on all</option>
            <option value="empty">only where empty</option>
          </select>
        )}
      </Field>
      {onRemove !== undefined && <IconButton icon="close" label={`Leave ${field.label} alone`} onClick={onRemove} />}
    </li>
  )
}
