import { TagsInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { JsonValue } from '#core/json'
import { ask } from '../app/api.ts'

type ControlProps = {
  ids: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }
  value: string[]
  onChange: (value: JsonValue | null) => void
  autoFocus?: boolean
  'data-autofocus'?: boolean
}

/** Glossary terms: known ones are offered by name and by synonym, so that one thing is not called three names. */
export function TermsControl({ ids, value, onChange, ...first }: ControlProps) {
  const [typed, setTyped] = useState('')
  const query = useQuery({ ...ask('terms', 'suggest', { text: typed.trim().slice(0, 200) }), placeholderData: keepPreviousData })
  const items = query.data?.items ?? []
  const asides = new Map(items.map(({ name, key, synonyms }) => [name, key === null ? 'used, not defined' : synonyms.join(', ')]))
  return (
    <TagsInput
      {...ids}
      {...first}
      data={items.map(({ name }) => name)}
      // The host has found them, by what is not in their names too.
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span className="row termoption">
          <span>{option.value}</span>
          <span className="small muted cut">{asides.get(option.value)}</span>
        </span>
      )}
      searchValue={typed}
      onSearchChange={setTyped}
      value={value}
      onChange={(next) => onChange(next.length === 0 ? null : next)}
      splitChars={[',', ';']}
      comboboxProps={{ transitionProps: { duration: 0 }, offset: 4 }}
      acceptValueOnBlur
    />
  )
}
