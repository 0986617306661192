import type { AppError } from '#core/errors'
import type { Output } from '../app/api.ts'
import type { GlossarySearch } from '../app/router.tsx'
import { FacetGroup } from '../catalog/facets.tsx'
import { NotRead } from '../ui/states.tsx'

type Asked = { readonly data: Output<'terms', 'facets'> | undefined; readonly error: AppError | null; readonly refetch: () => unknown }

/** `part`: how the address calls it. */
const GROUPS = [
  { facet: 'status', part: 'state', label: 'Status', none: 'No status' },
  { facet: 'use', part: 'use', label: 'Use', none: '' },
  { facet: 'ownerTeam', part: 'ownerTeam', label: 'Owner', none: 'No owner' },
] as const
const WORDS: Readonly<Record<string, string>> = {
  draft: 'Draft',
  approved: 'Approved',
  linked: 'Linked to data',
  unlinked: 'Linked to nothing',
}

/** Values with counts, to narrow the glossary. */
export function TermFacets({
  query,
  search,
  onChange,
}: {
  query: Asked
  search: GlossarySearch
  onChange: (change: Partial<GlossarySearch>) => void
}) {
  if (query.data === undefined) return <NotRead what="The facets" query={query} />
  const { facets } = query.data
  return GROUPS.map(({ facet, part, label, none }) => {
    const values = facets.find((one) => one.facet === facet)?.values ?? []
    const chosen: readonly string[] = search[part] ?? []
    // One value for everything tells nothing and narrows nothing.
    if (values.length < 2 && chosen.length === 0) return null
    return (
      <FacetGroup
        key={facet}
        label={label}
        values={values.map((value) => ({ ...value, label: value.value }))}
        chosen={chosen}
        onChange={(next) => onChange({ [part]: next.length === 0 ? undefined : next })}
        nameOf={(value) => (value === '' ? none : facet === 'ownerTeam' ? value : (WORDS[value] ?? value))}
      />
    )
  })
}
