import { Autocomplete, TagsInput } from '@mantine/core'
import type { FieldDefinition } from '#core/assets/fields'
import type { Classification } from '#core/assets/kinds'
import { nounOfField } from '#core/assets/merged-names'
import { formatJson } from '#core/format'
import type { JsonValue } from '#core/json'
import { useAsk } from '../app/api.ts'
import { TermsControl } from '../terms/terms-control.tsx'
import { FIRST_FOCUS } from '../ui/first-focus.ts'
import { levelLabel } from '../ui/level.tsx'
import { OwnerName } from './owner-name.tsx'

type ControlProps = {
  field: FieldDefinition
  /** null: empty. */
  value: JsonValue | null
  onChange: (value: JsonValue | null) => void
  ids: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }
  isFirst?: boolean
}

/** The control that fits a field's type. */
export function FieldControl({ field, value, onChange, ids, isFirst }: ControlProps) {
  const first = isFirst === true ? FIRST_FOCUS : {}
  const text = value === null ? '' : formatJson(value)
  const onText = (typed: string): void => onChange(typed === '' ? null : typed)
  switch (field.type.kind) {
    case 'long-text':
      return <textarea {...ids} {...first} className="in" value={text} onChange={(event) => onText(event.target.value)} />
    case 'choice':
      return (
        <select {...ids} {...first} className="in" value={text} onChange={(event) => onText(event.target.value)}>
          <option value="">—</option>
          {field.type.choices.map((choice) => (
            <option key={choice} value={choice}>
              {field.name === 'classification' ? levelLabel(choice as Classification) : choice}
            </option>
          ))}
        </select>
      )
    case 'boolean':
      return (
        <select
          {...ids}
          {...first}
          className="in"
          value={typeof value === 'boolean' ? String(value) : ''}
          onChange={(event) => onChange(event.target.value === '' ? null : event.target.value === 'true')}
        >
          <option value="">—</option>
          <option value="true">yes</option>
          <option value="false">no</option>
        </select>
      )
    case 'list': {
      const items = Array.isArray(value) ? value.map((item: JsonValue) => formatJson(item)) : []
      if (nounOfField(field.name) === 'term') return <TermsControl ids={ids} value={items} onChange={onChange} {...first} />
      return <ListControl field={field} ids={ids} value={items} onChange={onChange} {...first} />
    }
    case 'number':
      return (
        <input
          {...ids}
          {...first}
          className="in"
          type="number"
          min={0}
          step="any"
          value={typeof value === 'number' ? value : ''}
          onChange={(event) => onChange(event.target.value === '' ? null : event.target.valueAsNumber)}
        />
      )
    default:
      if (field.name === 'ownerTeam' || field.name === 'steward') return <OwnerName ids={ids} value={text} onChange={onText} {...first} />
      return <TextControl field={field} ids={ids} value={text} onChange={onText} {...first} />
  }
}

/** Names already in the catalog file, offered so that one domain is not spelt three ways. */
function useNames(field: string): string[] {
  const facets = useAsk('datasets', 'facets', { filter: {} }, { enabled: field === 'domain' || field === 'tags' })
  const facet = (facets.data?.facets ?? []).find((one) => one.facet === (field === 'tags' ? 'tag' : field))
  return (facet?.values ?? []).map((value) => value.value).filter((value) => value !== '')
}

const QUIET = { transitionProps: { duration: 0 }, offset: 4 } as const

type Common = { field: FieldDefinition; ids: ControlProps['ids']; autoFocus?: boolean; 'data-autofocus'?: boolean }

function TextControl({ field, ids, value, onChange, ...first }: Common & { value: string; onChange: (value: string) => void }) {
  const names = useNames(field.name)
  if (names.length === 0)
    return <input {...ids} {...first} className="in" value={value} onChange={(event) => onChange(event.target.value)} />
  return <Autocomplete {...ids} {...first} data={names} value={value} onChange={onChange} limit={20} comboboxProps={QUIET} />
}

function ListControl({ field, ids, value, onChange, ...first }: Common & { value: string[]; onChange: (value: JsonValue | null) => void }) {
  const names = useNames(field.name)
  return (
    <TagsInput
      {...ids}
      {...first}
      data={names}
      value={value}
      onChange={(items) => onChange(items.length === 0 ? null : items)}
      splitChars={[',', ';']}
      comboboxProps={QUIET}
      acceptValueOnBlur
    />
  )
}
