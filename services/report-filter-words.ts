import type { DatasetFilter } from '#contract/shapes'

type ListFacet = Exclude<keyof DatasetFilter, 'text'>
type Words = {
  readonly facet: ListFacet
  readonly label: string
  readonly none: string
  readonly values?: Readonly<Record<string, string>>
}

/** In the order in which a report names them. */
const FACETS: readonly Words[] = [
  { facet: 'domain', label: 'domain', none: 'not set' },
  { facet: 'tier', label: 'tier', none: 'not set' },
  { facet: 'classification', label: 'classification', none: 'not set' },
  { facet: 'ownerTeam', label: 'owner team', none: 'not set' },
  { facet: 'source', label: 'source', none: 'not known' },
  { facet: 'schema', label: 'schema', none: 'not known' },
  { facet: 'tag', label: 'tag', none: 'not set' },
  { facet: 'term', label: 'glossary term', none: 'not set' },
  { facet: 'product', label: 'data product', none: 'not set' },
  { facet: 'freshness', label: 'freshness', none: 'not known', values: { on_time: 'on time', unknown: 'cannot tell' } },
  { facet: 'resourceType', label: 'resource type', none: 'not known' },
  {
    facet: 'gap',
    label: 'what is missing',
    none: 'nothing',
    values: { no_owner: 'owner team', not_described: 'description', not_classified: 'classification', no_tests: 'tests' },
  },
  {
    facet: 'problem',
    label: 'what is wrong',
    none: 'nothing',
    values: { failing_checks: 'a check that fails', conflict: 'a conflict of sources' },
  },
  { facet: 'heldBy', label: 'owner team or steward', none: 'not set' },
  { facet: 'status', label: 'status', none: 'not known' },
]

/**
 * A dataset filter in words, one part per facet: "domain is finance or not set". The same for the same filter, in whatever order
 * its values were chosen. Empty = all datasets.
 */
export function filterWords(filter: DatasetFilter): string[] {
  const text = filter.text?.trim() ?? ''
  const facets = FACETS.flatMap(({ facet, label, none, values = {} }) => {
    const chosen = [...new Set<string>(filter[facet] ?? [])].sort((a, b) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1))
    if (chosen.length === 0) return []
    return [`${label} is ${chosen.map((value) => (value === '' ? none : (values[value] ?? value))).join(' or ')}`]
  })
  return text === '' ? facets : [`name, columns, description, tags, terms, owner or relation hold “${text}”`, ...facets]
}
