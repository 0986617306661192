import type { Command } from 'commander'
import type { PlannedUndo } from '#contract/decisions'
import { AppError } from '#contract/kit'
import { type Outcome, run, type Session, withExample } from '../command-line.ts'
import { collectPages } from '../paging.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, formatTable, instant, plain, valueText } from '../text.ts'

type Options = { readonly reason?: string; readonly preview?: true }
type Plan = Awaited<ReturnType<Session['client']['decisions']['undoPlan']>>

/** `decisions undo`: takes back what was decided at once; undoing that undo redoes it. */
export function addUndoCommand(decisions: Command, deps: ProgramDeps): void {
  withExample(
    decisions
      .command('undo <group>')
      .description('undo what was decided at once, by its number in decisions list; what was decided anew since stays')
      .option('--reason <text>', 'why; kept with each decision')
      .option('--preview', 'show what would stand again and change nothing')
      .action((typed: string, { reason, preview }: Options, command: Command) => {
        const groupId = parseGroup(typed)
        return run(deps, command, 'book', (session) =>
          preview === true ? previewUndo(session, groupId) : undoGroup(session, groupId, reason ?? ''),
        )
      }),
    'stewardbook --book shop.stewardbook decisions undo 41 --preview',
    'stewardbook --book shop.stewardbook decisions undo 41 --reason "the wrong team"',
  )
}

function parseGroup(typed: string): number {
  if (!/^\d{1,15}$/.test(typed))
    throw new AppError('invalid-input', `“${typed}” is not the number of a group. See: stewardbook decisions list`)
  return Number(typed)
}

async function previewUndo({ client }: Session, groupId: number): Promise<Outcome> {
  let plan: Plan | undefined
  const whole = await collectPages(async (page) => (plan = await client.decisions.undoPlan({ groupId, ...page })))
  const table = formatTable<PlannedUndo>(
    [
      { label: 'ABOUT', of: (row) => row.assetName + (row.column === null ? '' : `, column ${row.column}`) },
      { label: 'FIELD', of: (row) => row.field },
      { label: 'NOW', of: (row) => shown(row, row.before) },
      { label: 'AFTER', of: (row) => shown(row, row.after) },
      { label: 'STAYS', of: ({ decidedSince }) => (decidedSince === null ? null : `decided since by ${decidedSince.author}`) },
    ],
    plan?.undoneBy === null ? whole.items : [],
  )
  const words = planWords(plan)
  return { kind: 'value', value: { ...whole, ...numbersOf(plan) }, text: table === '' ? words : `${table}\n\n${words}` }
}

async function undoGroup({ client }: Session, groupId: number, reason: string): Promise<Outcome> {
  const plan = await client.decisions.undoPlan({ groupId, limit: 1 })
  const undone = await client.decisions.undo({ groupId, reason, ...(plan.values === 0 ? {} : { values: plan.values }) })
  const stays = plan.kept === 0 ? '' : ` ${keptWords(plan.kept)}`
  return {
    kind: 'value',
    value: { groupId: undone.groupId, undone: groupId, count: undone.count, things: plan.things, kept: plan.kept },
    text: `Undid ${valueWords(plan)}.${stays} To redo it: decisions undo ${undone.groupId}`,
  }
}

const numbersOf = (plan: Plan | undefined) => ({
  values: plan?.values ?? 0,
  things: plan?.things ?? 0,
  datasets: plan?.datasets ?? 0,
  kept: plan?.kept ?? 0,
  undoneBy: plan?.undoneBy ?? null,
})

function planWords(plan: Plan | undefined): string {
  if (plan === undefined) return ''
  if (plan.undoneBy !== null) return `Undone already, by ${plain(plan.undoneBy.author)}, ${instant(plan.undoneBy.atMs)}.`
  const stays = plan.kept === 0 ? '' : ` ${keptWords(plan.kept)}`
  return plan.values === 0 ? `Nothing is left to undo.${stays}` : `Would undo ${valueWords(plan)}.${stays}`
}

const valueWords = ({ values, things, datasets }: Plan): string =>
  `${count(values, 'value')} of ${count(things, things === datasets ? 'dataset' : 'thing')}`

const keptWords = (kept: number): string =>
  kept === 1 ? '1 value stays: it was decided anew since.' : `${count(kept, 'value')} stay: they were decided anew since.`

const shown = ({ field }: PlannedUndo, value: PlannedUndo['before']): string =>
  value === null ? '(what the sources say)' : valueText(field, value)
