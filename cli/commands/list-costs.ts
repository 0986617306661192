import { type Command, Option } from 'commander'
import { CostGrouping, type CostGroup, type CostMonthRow } from '#contract/costs'
import { AppError } from '#contract/kit'
import { Month } from '#contract/shapes'
import { type Outcome, run, type Session, withExample } from '../command-line.ts'
import { collectPages } from '../paging.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, formatTable } from '../text.ts'

type Options = { readonly by: CostGrouping; readonly month?: string; readonly currency?: string }

/** `list costs`: what is charged by month, and by what it is for. */
export function addListCostsCommand(list: Command, deps: ProgramDeps): void {
  const costs = list
    .command('costs')
    .description('what is charged by month, and by pipeline, dataset or component')
    .addOption(new Option('--by <what>', 'default: pipeline').choices(CostGrouping.options).default('pipeline'))
    .option('--month <month>', 'this month alone, such as 2026-01')
    .option('--currency <currency>', 'this currency alone, such as EUR')
    .action((options: Options, command: Command) => run(deps, command, 'book', (session) => listCosts(session, options)))
  withExample(
    costs,
    'stewardbook --book shop.stewardbook list costs',
    'stewardbook --book shop.stewardbook list costs --by dataset --month 2026-01',
  )
}

/** @throws AppError invalid-input */
export function readMonth(month: string | undefined): { readonly month?: string } {
  if (month === undefined) return {}
  if (Month.safeParse(month).success) return { month }
  throw new AppError('invalid-input', `“${month}” is no month such as 2026-01.`, { option: 'month' })
}

type Groups = { readonly currency: string; readonly amount: string; readonly total: number; readonly items: readonly CostGroup[] }

async function listCosts({ client }: Session, options: Options): Promise<Outcome> {
  const narrowed = readMonth(options.month)
  const isWanted = ({ month, currency }: CostMonthRow): boolean =>
    (narrowed.month ?? month) === month && (options.currency ?? currency) === currency
  const months = (await client.costs.months({})).items.filter(isWanted)
  const groups: Groups[] = []
  for (const currency of [...new Set(months.map((month) => month.currency))].sort()) {
    const asked = { by: options.by, currency, ...narrowed }
    const { amount } = await client.costs.groups({ ...asked, limit: 1 })
    groups.push({ currency, amount, ...(await collectPages((page) => client.costs.groups({ ...page, ...asked }))) })
  }
  const value = { by: options.by, months, groups }
  if (months.length === 0) return { kind: 'value', value, text: 'There are no costs.' }
  return { kind: 'value', value, text: [monthsText(months), ...groups.map((group) => groupsText(options.by, group))].join('\n\n') }
}

const monthsText = (months: readonly CostMonthRow[]): string =>
  formatTable<CostMonthRow>(
    [
      { label: 'MONTH', of: (row) => row.month },
      { label: 'AMOUNT', of: (row) => row.amount, align: 'right' },
      { label: 'CURRENCY', of: (row) => row.currency },
      { label: 'ENTRIES', of: (row) => row.entryCount, align: 'right' },
      { label: 'WHOLE', of: (row) => (row.isFull ? 'yes' : 'no') },
    ],
    months,
  )

function groupsText(by: CostGrouping, { currency, amount, items, total }: Groups): string {
  const table = formatTable<CostGroup>(
    [
      { label: by.toUpperCase(), of: (row) => (row.name === '' ? '(not said)' : row.name) },
      { label: 'AMOUNT', of: (row) => row.amount, align: 'right' },
      { label: 'CURRENCY', of: () => currency },
      { label: 'SHARE', of: (row) => (row.share === null ? null : `${(row.share * 100).toFixed(1)} %`), align: 'right' },
      { label: 'ENTRIES', of: (row) => row.entryCount, align: 'right' },
    ],
    items,
  )
  return `${table}\n\n${amount} ${currency} in ${count(total, by)}`
}
