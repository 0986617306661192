import { Autocomplete } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ask } from '../app/api.ts'

type Props = {
  ids: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }
  value: string
  onChange: (value: string) => void
  autoFocus?: boolean
  'data-autofocus'?: boolean
}

/** Who owns or looks after something: names already in the catalog file are offered, so that one team is not spelt three ways. */
export function OwnerName({ ids, value, onChange, ...first }: Props) {
  const query = useQuery({ ...ask('owners', 'suggest', { text: value.trim().slice(0, 200) }), placeholderData: keepPreviousData })
  return (
    <Autocomplete
      {...ids}
      {...first}
      data={query.data?.items ?? []}
      // The host has found them, among all there are.
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      maxLength={200}
      comboboxProps={{ transitionProps: { duration: 0 }, offset: 4 }}
    />
  )
}
