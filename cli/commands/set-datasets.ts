import type { Command } from 'commander'
import type { BulkChange, PlannedEdit } from '#contract/datasets'
import { parseTypedValue } from '#contract/fields'
import { AppError } from '#contract/kit'
import { type Outcome, run, type Session, withExample } from '../command-line.ts'
import { collectPages } from '../paging.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, formatTable } from '../text.ts'
import { addFilterOptions, readFilter } from './dataset-filter.ts'

type Options = {
  readonly reason?: string
  readonly all?: true
  readonly onlyEmpty?: true
  readonly preview?: true
} & { readonly [facet: string]: string | readonly string[] | true | undefined }

const SIGNS = { '=': 'set', '+=': 'add', '-=': 'remove' } as const

/** `set datasets`: one or more fields on everything a filter finds, as one group of decisions. */
export function addSetDatasetsCommand(set: Command, deps: ProgramDeps): void {
  const datasets = set
    .command('datasets <field=value...>')
    .description('set fields of all datasets that fit; field+=value and field-=value add to and take from a list')
    .option('--reason <text>', 'why; kept with each decision')
    .option('--all', 'on every dataset, where no filter is given')
    .option('--only-empty', 'leave alone what has a value')
    .option('--preview', 'only say what would change')
  addFilterOptions(datasets).action((assignments: string[], options: Options, command: Command) => {
    const changes = assignments.map((text) => parseChange(text, options.onlyEmpty === true ? 'empty' : 'all'))
    const { reason, all, onlyEmpty: _where, preview, ...facets } = options
    const filter = readFilter(facets as Parameters<typeof readFilter>[0])
    if (Object.keys(filter).length === 0 && all !== true) {
      throw new AppError('invalid-input', 'Say which datasets are meant: by a filter such as --gap no_owner, or with --all.', {})
    }
    const edit = { selection: { filter, except: [] }, changes }
    return run(deps, command, 'book', (session) => (preview === true ? previewEdit(session, edit) : applyEdit(session, edit, reason ?? '')))
  })
  withExample(
    datasets,
    'stewardbook --book shop.stewardbook set datasets --schema finance --gap no_owner ownerTeam="Finance data" --reason "agreed in March"',
    'stewardbook --book shop.stewardbook set datasets --filter stg_ tags+=staging --preview',
  )
}

type Edit = Parameters<Session['client']['datasets']['previewEdit']>[0]
type Plan = Awaited<ReturnType<Session['client']['datasets']['previewEdit']>>

async function previewEdit({ client }: Session, edit: Edit): Promise<Outcome> {
  let plan: Plan | undefined
  const whole = await collectPages(async (page) => (plan = await client.datasets.previewEdit({ ...edit, ...page })))
  const table = formatTable<PlannedEdit>(
    [
      { label: 'NAME', of: (row) => row.name },
      { label: 'FIELD', of: (row) => row.field },
      { label: 'BEFORE', of: (row) => shown(row.before) },
      { label: 'AFTER', of: (row) => shown(row.after) },
      { label: 'DOES', of: (row) => row.kind },
      { label: 'DECIDED BY', of: (row) => row.decidedBy?.author ?? null },
      { label: 'KEY', of: (row) => row.key },
    ],
    whole.items,
  )
  return { kind: 'value', value: { ...whole, ...numbersOf(plan) }, text: table === '' ? nothing(plan) : `${table}\n\n${planWords(plan)}` }
}

async function applyEdit({ client }: Session, edit: Edit, reason: string): Promise<Outcome> {
  const plan = await client.datasets.previewEdit({ ...edit, limit: 1 })
  if (plan.total === 0) return { kind: 'value', value: { groupId: null, count: 0, ...numbersOf(plan) }, text: nothing(plan) }
  const { groupId, count: changed } = await client.datasets.edit({ ...edit, planId: plan.planId, reason })
  return {
    kind: 'value',
    value: { groupId, count: changed, ...numbersOf(plan) },
    text: `${count(changed, 'value')} set. ${planWords(plan)}`,
  }
}

const numbersOf = (plan: Plan | undefined) => ({
  datasets: plan?.datasets ?? 0,
  unchanged: plan?.unchanged ?? 0,
  fills: plan?.fills ?? 0,
  replaces: plan?.replaces ?? 0,
  overrules: plan?.overrules ?? 0,
})

const nothing = (plan: Plan | undefined): string => `${count(plan?.datasets ?? 0, 'dataset')} fit; nothing to change.`

function planWords(plan: Plan | undefined): string {
  const { datasets, unchanged, fills, replaces, overrules } = numbersOf(plan)
  return `On ${count(datasets, 'dataset')}: ${fills} filled, ${replaces} replaced, ${overrules} overruled, ${unchanged} as they were.`
}

const shown = (value: PlannedEdit['before']): string | null =>
  value === null ? null : typeof value === 'string' ? value : JSON.stringify(value)

function parseChange(text: string, where: BulkChange['where']): BulkChange {
  const [, field, sign, typed] = /^([^=+-]+)(\+=|-=|=)(.*)$/s.exec(text) ?? []
  if (field === undefined || typed === undefined || typed.trim() === '') {
    throw new AppError('invalid-input', `“${text}” is not of the form field=value.`, { argument: text })
  }
  return { field, value: parseTypedValue('dataset', field, typed), how: SIGNS[sign as keyof typeof SIGNS], where }
}
