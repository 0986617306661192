import type { Command } from 'commander'
import { parseTypedValue } from '#contract/fields'
import { AppError } from '#contract/kit'
import { type Outcome, run, type Session, withExample } from '../command-line.ts'
import { collectPages } from '../paging.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, plain } from '../text.ts'
import { addSetDatasetsCommand } from './set-datasets.ts'

/** `set`: decide fields of one dataset, or of many. */
export function addSetCommand(program: Command, deps: ProgramDeps): void {
  const set = program.command('set').description('decide what is so; it outlives every import')
  withExample(
    set
      .command('dataset <key> <field=value...>')
      .description('set fields of a dataset, named as in show --json; lists with commas, nothing after = takes a decision back')
      .option('--reason <text>', 'why; kept with the decision')
      .action((key: string, assignments: string[], options: { reason?: string }, command: Command) => {
        const settings = assignments.map(parseAssignment)
        refuseTwice(settings.map(({ field }) => field))
        return run(deps, command, 'book', (session) => setDataset(session, key, settings, options.reason ?? ''))
      }),
    'stewardbook --book shop.stewardbook set dataset orders ownerTeam="Order desk" tier=gold --reason "agreed in March"',
    'stewardbook --book shop.stewardbook set dataset orders tags=core,finance tier=',
  )
  addSetDatasetsCommand(set, deps)
}

async function setDataset({ client }: Session, wanted: string, settings: readonly Setting[], reason: string): Promise<Outcome> {
  const { row } = await client.datasets.get({ key: wanted })
  const changes = settings.map(({ field, value }) => ({ key: row.key, field, value }))
  const { groupId } = await client.decisions.set({ changes, reason }).catch(unlessItStands)
  const fields = groupId === null ? new Set<string>() : await fieldsOfGroup(client, groupId)
  const changed = settings.filter(({ field }) => fields.has(field))
  const value = {
    key: row.key,
    groupId,
    count: changed.length,
    set: Object.fromEntries(settings.map(({ field, value: to }) => [field, to])),
  }
  if (changed.length === 0) return { kind: 'value', value, text: `${plain(row.name)}: nothing to change, it stands already.` }
  const what = changed.map(({ field, value: to }) => (to === null ? `${field} (decision taken back)` : field)).join(', ')
  return { kind: 'value', value, text: `${plain(row.name)}: ${count(changed.length, 'field')} set: ${what}.` }
}

/** What was decided: not what stood already; a field of a dataset with several keys may be taken back on more than one. */
async function fieldsOfGroup(client: Session['client'], groupId: number): Promise<ReadonlySet<string>> {
  const { items } = await collectPages((page) => client.decisions.list({ groupIds: [groupId], ...page }))
  return new Set(items.map(({ field }) => field))
}

/** The one conflict of this call: every value stands. A screen must say so; a script that runs again wants just that. */
function unlessItStands(error: unknown): { groupId: null } {
  if (error instanceof AppError && error.code === 'conflict') return { groupId: null }
  throw error
}

type Setting = { readonly field: string; readonly value: ReturnType<typeof parseTypedValue> | null }

function parseAssignment(text: string): Setting {
  const at = text.indexOf('=')
  if (at < 1) throw new AppError('invalid-input', `“${text}” is not of the form field=value.`, { argument: text })
  const field = text.slice(0, at)
  const typed = text.slice(at + 1)
  return { field, value: typed.trim() === '' ? null : parseTypedValue('dataset', field, typed) }
}

function refuseTwice(fields: readonly string[]): void {
  const twice = fields.find((field, index) => fields.indexOf(field) !== index)
  if (twice !== undefined) throw new AppError('invalid-input', `“${twice}” is given twice.`, { field: twice })
}
