import { type Command, Option } from 'commander'
import { AppError } from '#contract/kit'
import { sentenceOfIssues } from '#contract/issue-sentence'
import { DatasetFilter, DatasetRow, Freshness } from '#contract/shapes'

/** The facets a list or a report can be narrowed by. `none` stands for "has none". */
type FilterOptions = { readonly [facet: string]: string | readonly string[] | undefined }

type Facet = {
  readonly flag: string
  readonly name: keyof DatasetFilter
  readonly description: string
  /** Its only values, where they are fixed. */
  readonly choices?: readonly string[]
}
const TIERS = DatasetRow.shape.tier.unwrap().options
const LEVELS = DatasetRow.shape.classification.unwrap().options
const GAPS = DatasetFilter.shape.gap.unwrap().unwrap().options
const PROBLEMS = DatasetFilter.shape.problem.unwrap().unwrap().options
const STATES = DatasetRow.shape.status.options

const FACETS: readonly Facet[] = [
  { flag: '--domain <name>', name: 'domain', description: 'of this domain' },
  { flag: '--tier <tier>', name: 'tier', description: TIERS.join(', '), choices: [...TIERS, 'none'] },
  { flag: '--classification <level>', name: 'classification', description: LEVELS.join(', '), choices: [...LEVELS, 'none'] },
  { flag: '--owner <team>', name: 'ownerTeam', description: 'owned by this team' },
  { flag: '--source <name>', name: 'source', description: 'from this source' },
  { flag: '--schema <name>', name: 'schema', description: 'in this schema' },
  { flag: '--tag <name>', name: 'tag', description: 'with this tag' },
  { flag: '--term <name>', name: 'term', description: 'that carry this glossary term' },
  { flag: '--freshness <state>', name: 'freshness', description: Freshness.options.join(', '), choices: Freshness.options },
  { flag: '--resource-type <type>', name: 'resourceType', description: 'model, source, seed, snapshot, …' },
  { flag: '--gap <gap>', name: 'gap', description: GAPS.join(', '), choices: GAPS },
  { flag: '--problem <problem>', name: 'problem', description: PROBLEMS.join(', '), choices: PROBLEMS },
  { flag: '--held-by <name>', name: 'heldBy', description: 'owned or looked after by this team or person' },
  { flag: '--status <status>', name: 'status', description: `${STATES.join(', ')} (default: active)`, choices: STATES },
]

/** Adds `--filter` and one option per facet; each may be repeated, and `none` stands for "has none". */
export function addFilterOptions(command: Command): Command {
  command.option('--filter <text>', 'words of the name, columns, descriptions, tags, terms, owners or relation')
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
  for (const facet of FACETS) {
    const values = options[new Option(facet.flag).attributeName()]
    if (Array.isArray(values)) chosen[facet.name] = values.map((value: string) => readValue(facet, value))
  }
  const filter = DatasetFilter.safeParse(chosen)
  if (filter.success) return filter.data
  throw new AppError('invalid-input', `The filter can’t be used: ${sentenceOfIssues(filter.error)}`)
}

/** Fixed values in any letter case, free ones as they are. */
function readValue({ flag, choices }: Facet, typed: string): string {
  const value = choices === undefined ? typed : choices.find((choice) => choice === typed.toLowerCase())
  if (value === undefined) {
    const option = flag.split(' ')[0] ?? flag
    throw new AppError('invalid-input', `${option} takes one of ${choices?.join(', ')}, not “${typed}”.`, { option, value: typed })
  }
  return value === 'none' ? '' : value
}
