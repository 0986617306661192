import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { DecisionRow } from '#contract/decisions'
import { type Outcome, run, type Session, withExample } from '../command-line.ts'
import { collectPages } from '../paging.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, formatTable, instant, plain, valueText } from '../text.ts'
import { giveFile } from './give-file.ts'
import { addUndoCommand } from './undo-decisions.ts'
import { withWholePaths } from '../whole-paths.ts'

/** `decisions …`: what people decided, to look at, to keep in git, to take to another catalog file. */
export function addDecisionsCommands(program: Command, deps: ProgramDeps): void {
  const decisions = program.command('decisions').description('what you and others decided')

  withExample(
    decisions
      .command('list')
      .description('all decisions, newest first')
      .option('--key <key>', 'of one dataset or other thing; its key as show --json prints it')
      .action((options: { key?: string }, command: Command) =>
        run(deps, command, 'book', async ({ client }) => {
          const about = options.key === undefined ? {} : { key: options.key }
          const whole = await collectPages((page) => client.decisions.list({ ...page, ...about }))
          return { kind: 'value', value: whole, text: listText(whole.items) }
        }),
      ),
    'stewardbook --book shop.stewardbook decisions list',
  )

  addUndoCommand(decisions, deps)

  withExample(
    decisions
      .command('export')
      .description('all decisions that stand, as a JSON file for git or another catalog file')
      .option('--out <file>', 'write there (default: print it)')
      .action((options: { out?: string }, command: Command) =>
        run(deps, command, 'book', (session) => exportDecisions(session, options.out)),
      ),
    'stewardbook --book shop.stewardbook decisions export --out decisions.json',
  )

  withExample(
    decisions
      .command('import <file>')
      .description('take decisions over from such a file; those that already stand are skipped')
      .action((file: string, _: unknown, command: Command) =>
        run(deps, command, 'book', async ({ host, client }) => {
          const path = resolve(deps.cwd, file)
          const pickId = await host.pickPaths('decisions-import', [path])
          const result = await client.decisions.import({ pickId }).catch((error: unknown) => {
            throw withWholePaths(error, [path])
          })
          const sleeping = result.sleeping === 0 ? '' : ` ${result.sleeping} wait for datasets that no source has.`
          const text = `Took ${count(result.taken, 'decision')} over, skipped ${result.skipped} that stand already.${sleeping}`
          return { kind: 'value', value: result, text }
        }),
      ),
    'stewardbook --book shop.stewardbook decisions import decisions.json',
  )
}

function listText(rows: readonly DecisionRow[]): string {
  const table = formatTable<DecisionRow>(
    [
      { label: 'WHEN', of: (row) => instant(row.atMs) },
      { label: 'BY', of: (row) => row.author },
      { label: 'ABOUT', of: (row) => row.assetName + (row.column === null ? '' : `, column ${row.column}`) },
      { label: 'FIELD', of: (row) => row.field },
      {
        label: 'VALUE',
        of: (row) => (row.isCleared ? '(taken back)' : valueText(row.field, row.value)),
      },
      { label: 'STANDS', of: (row) => (row.isSleeping ? 'waits' : row.isCurrent ? 'yes' : 'no') },
      { label: 'GROUP', of: (row) => row.groupId, align: 'right' },
      { label: 'REASON', of: (row) => row.reason },
    ],
    rows,
  )
  return table === '' ? 'Nothing was decided yet.' : table
}

async function exportDecisions(session: Session, out: string | undefined): Promise<Outcome> {
  const { ticket, count: exported } = await session.client.decisions.export({})
  return giveFile(session, ticket, out, (file, sizeBytes) => ({
    value: { file, count: exported, sizeBytes },
    text: `Wrote ${count(exported, 'decision')} to ${plain(file)}.`,
  }))
}
