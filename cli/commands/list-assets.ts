import { type Command, Option } from 'commander'
import { assets, type ListedAsset } from '#contract/assets'
import { type Outcome, run, type Session, withExample } from '../command-line.ts'
import { collectPages } from '../paging.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, formatTable } from '../text.ts'

const KINDS = assets.kinds.output.shape.items.element.shape.kind.options
type Kind = (typeof KINDS)[number]
type Options = { readonly kind?: Kind; readonly filter?: string }

/** `list assets`: what is no dataset, term, domain or data product. */
export function addListAssetsCommand(list: Command, deps: ProgramDeps): void {
  withExample(
    list
      .command('assets')
      .description('exposures, metrics, pipelines, docs blocks and whatever else has no list of its own')
      .addOption(new Option('--kind <kind>', 'only of this kind').choices(KINDS))
      .option('--filter <text>', 'with a text in the name')
      .action((options: Options, command: Command) => run(deps, command, 'book', (session) => listAssets(session, options))),
    'stewardbook --book shop.stewardbook list assets',
    'stewardbook --book shop.stewardbook list assets --kind metric --filter revenue --json',
  )
}

async function listAssets({ client }: Session, { kind, filter }: Options): Promise<Outcome> {
  const kinds = kind === undefined ? (await client.assets.kinds({})).items.map((item) => item.kind) : [kind]
  const items: ListedAsset[] = []
  for (const one of kinds) {
    const text = filter === undefined ? {} : { text: filter }
    items.push(...(await collectPages((page) => client.assets.list({ ...page, kind: one, ...text }))).items)
  }
  const table = formatTable<ListedAsset>(
    [
      { label: 'NAME', of: (row) => row.name },
      { label: 'KIND', of: (row) => row.kind },
      { label: 'OWNER', of: (row) => row.ownerTeam },
      { label: 'KEY', of: (row) => row.key },
    ],
    items,
  )
  const total = items.length
  return { kind: 'value', value: { items, total }, text: table === '' ? 'Nothing fits.' : `${table}\n\n${count(total, 'asset')}` }
}
