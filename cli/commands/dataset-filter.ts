import { type Command, Option } from 'commander'
import { AppError } from '#contract/kit'
import { DatasetFilter } from '#contract/shapes'

/** The facets a list or a report can be narrowed by. `none` stands for "has none". */
type FilterOptions = { readonly [facet: string]: string | readonly string[] | undefined }

const FACETS: readonly { flag: string; name: keyof DatasetFilter; description: string }[] = [
  { flag: '--domain <name>', name: 'domain', description: 'of this domain' },
  { flag: '--tier <tier>', name: 'tier', description: 'gold, silver, bronze' },
  { flag: '--classification <level>', name: 'classification', description: 'public, internal, confidential, restricted' },
  { flag: '--owner <team>', name: 'ownerTeam', description: 'owned by this team' },
  { flag: '--source <name>', name: 'source', description: 'from this source' },
  { flag: '--schema <name>', name: 'schema', description: 'in this schema' },
  { flag: '--tag <name>', name: 'tag', description: 'with this tag' },
  { flag: '--freshness <state>', name: 'freshness', description: 'on_time, late, unknown' },
  { flag: '--resource-type <type>', name: 'resourceType', description: 'model, source, seed, snapshot, …' },
  { flag: '--gap <gap>', name: 'gap', description: 'no_owner, not_described, not_classified, no_tests' },
  { flag: '--status <status>', name: 'status', description: 'active, retired (default: active)' },
]

/** Adds `--filter` and one option per facet; each may be repeated, and `none` stands for "has none". */
export function addFilterOptions(command: Command): Command {
  command.option('--filter <text>', 'text in the name, relation or description')
  for (const { flag, description } of FACETS) {
    command.addOption(
      new Option(flag, description).argParser((value: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), value]),
    )
  }
  return command
}

/** @throws AppError invalid-input for a value the facet does not have */
export function readFilter(options: FilterOptions): DatasetFilter {
  const chosen: Record<string, unknown> = {}
  if (typeof options['filter'] === 'string') chosen['text'] = options['filter']
  for (const { flag, name } of FACETS) {
    const values = options[new Option(flag).attributeName()]
    if (Array.isArray(values)) chosen[name] = values.map((value: string) => (value === 'none' ? '' : value))
  }
  const filter = DatasetFilter.safeParse(chosen)
  if (filter.success) return filter.data
  const issue = filter.error.issues[0]
  const facet = FACETS.find(({ name }) => name === issue?.path[0])
  throw new AppError('invalid-input', `${facet?.flag ?? '--filter'}: ${facet?.description ?? issue?.message ?? 'not understood'}.`)
}
