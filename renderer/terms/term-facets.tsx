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
  if (query.error !== null) return <NotRead what="The facets" query={query} />
  const facets = query.data?.facets
  const groups = GROUPS.map((group) => ({
    ...group,
    values: facets?.find((one) => one.facet === group.facet)?.values ?? [],
    chosen: (search[group.part] ?? []) as readonly string[],
  }))
  // One value for everything tells nothing and narrows nothing.
  const shown = groups.filter(({ values, chosen }) => values.length > 1 || chosen.length > 0)
  // The column stays, so that the list does not jump once it is known.
  if (facets !== undefined && shown.length === 0) return <p className="small muted">Nothing to narrow the glossary by yet.</p>
  return shown.map(({ facet, part, label, none, values, chosen }) => {
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
