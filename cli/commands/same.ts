import type { Command } from 'commander'
import { type Outcome, run, type Session, withExample } from '../command-line.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { plain } from '../text.ts'

type Options = { readonly not?: boolean; readonly reason?: string }

/** `same`: say that two things of the catalog are one, or are not. */
export function addSameCommand(program: Command, deps: ProgramDeps): void {
  withExample(
    program
      .command('same <old> <new>')
      .description('say that two are one thing under two names, after a rename; what is set on either is then set on both')
      .option('--not', 'say that they are two things')
      .option('--reason <text>', 'why; kept with the decision')
      .action((from: string, to: string, options: Options, command: Command) =>
        run(deps, command, 'book', (session) => saySame(session, from, to, options)),
      ),
    'stewardbook --book shop.stewardbook same dbt:shop/model.shop.fct_orders dbt:shop/model.shop.fact_orders --reason "renamed in March"',
  )
}

async function saySame({ client }: Session, from: string, to: string, { not, reason = '' }: Options): Promise<Outcome> {
  const isSame = not !== true
  const { groupId } = await client.assets.setSame({ from, to, isSame, reason })
  const text = `${plain(from)} and ${plain(to)} are ${isSame ? 'one thing' : 'two things'} now. To take it back: decisions undo ${groupId}`
  return { kind: 'value', value: { from, to, isSame, groupId }, text }
}
