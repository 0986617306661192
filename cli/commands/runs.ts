import { type Command, InvalidArgumentError } from 'commander'
import type { RunOfPipeline, RunResult } from '#contract/assets'
import { type Outcome, run, type Session, withExample } from '../command-line.ts'
import { collectPages } from '../paging.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { paragraphs, plain } from '../text.ts'
import { resultsText, runsText } from './show-text.ts'

type Options = { readonly newest?: number }

/** `runs KEY`: the results of a check, when a dataset was built, or the runs of a pipeline. */
export function addRunsCommand(program: Command, deps: ProgramDeps): void {
  withExample(
    program
      .command('runs <key>')
      .description('what runs did to it, newest first: each result of a check, each time a dataset was built; of a pipeline its runs')
      .option('--newest <number>', 'only so many of the newest', parseCount)
      .action((key: string, options: Options, command: Command) =>
        run(deps, command, 'book', (session) => showRuns(session, key, options.newest ?? null)),
      ),
    'stewardbook --book shop.stewardbook runs not_null_orders_order_id',
    'stewardbook --book shop.stewardbook runs orders --newest 20 --json',
  )
}

function parseCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It is a whole number from 1.')
  return count
}

async function showRuns({ client }: Session, wanted: string, newest: number | null): Promise<Outcome> {
  const { asset } = await client.assets.get({ key: wanted })
  const { key, kind, name } = asset
  if (kind === 'pipeline') {
    const list = await collectPages((page) => client.assets.runs({ key, ...page }), newest)
    return { kind: 'value', value: list, text: textOf<RunOfPipeline>(list, runsText, `No run of ${plain(name)} is known.`) }
  }
  const list = await collectPages((page) => client.assets.results({ key, ...page }), newest)
  return { kind: 'value', value: list, text: textOf<RunResult>(list, resultsText, `No result of ${plain(name)} is known.`) }
}

type List<Item> = { readonly items: readonly Item[]; readonly total: number }

function textOf<Item>({ items, total }: List<Item>, table: (items: readonly Item[]) => string, none: string): string {
  if (total === 0) return none
  return paragraphs(table(items), total > items.length ? `The newest ${items.length} of ${total}.` : '')
}
