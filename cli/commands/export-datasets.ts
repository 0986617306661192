import { type Command, Option } from 'commander'
import { DatasetColumn } from '#contract/datasets'
import { AppError } from '#contract/kit'
import { type Session, withExample } from '../command-line.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { addFilterOptions, readFilter } from './dataset-filter.ts'
import { readView } from './saved-view.ts'
import { printsJson, runExport } from './give-file.ts'

const FORMATS = ['csv', 'json'] as const
type Format = (typeof FORMATS)[number]
type Options = Record<string, string | string[] | undefined> & { format?: Format; out?: string; view?: string; columns?: string }

/** `export datasets`: the Catalog list, narrowed as `list datasets` narrows it, as a file. */
export function addExportDatasetsCommand(group: Command, deps: ProgramDeps): void {
  const datasets = group
    .command('datasets')
    .description('all datasets, narrowed as you say, as one table (CSV) or as JSON')
    .addOption(new Option('--format <format>', 'default: csv (json where --json prints it)').choices(FORMATS))
    .option('--columns <names>', 'these columns alone, with commas between, such as ownerTeam,tier (default: all)')
    .option('--view <name>', 'as a saved view narrows and sorts them')
    .option('--out <file>', 'write there (default: print it)')
  addFilterOptions(datasets).action(({ format: chosen, out, view, columns, ...narrowing }: Options, command: Command) => {
    const format = chosen ?? (printsJson(command, out) ? 'json' : 'csv')
    const filter = readFilter(narrowing)
    const only = columns === undefined ? {} : { columns: readColumns(columns) }
    return runExport(deps, command, { noun: 'dataset', format, out }, async (session) =>
      session.client.datasets.export({ format, ...only, ...(await readList(session, filter, view)) }),
    )
  })
  withExample(
    datasets,
    'stewardbook --book shop.stewardbook export datasets --gap no_owner --out no-owner.csv',
    'stewardbook --book shop.stewardbook export datasets --columns ownerTeam,tier,classification --format json',
  )
}

type Wanted = Pick<Parameters<Session['client']['datasets']['export']>[0], 'selection' | 'sort'>

async function readList({ client }: Session, filter: ReturnType<typeof readFilter>, view: string | undefined): Promise<Wanted> {
  if (view === undefined) return { selection: { filter } }
  const saved = await readView(client, view, filter)
  return { selection: { filter: saved.filter }, sort: saved.sort }
}

/** @throws AppError invalid-input, with the columns there are */
function readColumns(text: string): DatasetColumn[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .map((name) => {
      const found = DatasetColumn.options.find((column) => column.toLowerCase() === name.toLowerCase())
      if (found === undefined) {
        throw new AppError('invalid-input', `--columns takes any of ${DatasetColumn.options.join(', ')}, not “${name}”.`, { column: name })
      }
      return found
    })
}
