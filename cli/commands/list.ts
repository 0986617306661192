import type { Command } from 'commander'
import type { DomainRow } from '#contract/domains'
import type { ProductRow } from '#contract/products'
import type { DatasetFilter, DatasetRow } from '#contract/shapes'
import type { TermRow } from '#contract/terms'
import type { SavedView } from '#contract/views'
import { type Outcome, run, type Session, withExample } from '../command-line.ts'
import { collectPages } from '../paging.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, formatTable } from '../text.ts'
import { addFilterOptions, readFilter } from './dataset-filter.ts'
import { addListAssetsCommand } from './list-assets.ts'
import { addListCostsCommand } from './list-costs.ts'
import { addListOwnersCommand } from './owners.ts'
import { readView } from './saved-view.ts'

/** `list …`: the lists of the Catalog, whole. */
export function addListCommand(program: Command, deps: ProgramDeps): void {
  const list = program.command('list').description('lists of what the catalog file holds')
  const datasets = list
    .command('datasets')
    .description('all datasets, narrowed as you say')
    .option('--view <name>', 'as a saved view narrows and sorts them')
  addFilterOptions(datasets).action((options: Record<string, string | string[] | undefined>, command: Command) => {
    const { view, ...narrowing } = options
    const filter = readFilter(narrowing)
    return run(deps, command, 'book', async ({ client }) => {
      const asked = typeof view === 'string' ? await readView(client, view, filter) : { filter }
      const whole = await collectPages((page) => client.datasets.list({ ...page, ...asked }))
      const table = formatTable<DatasetRow>(
        [
          { label: 'NAME', of: (row) => row.name },
          { label: 'SCHEMA', of: (row) => row.schema },
          { label: 'OWNER', of: (row) => row.ownerTeam },
          { label: 'DOMAIN', of: (row) => row.domain },
          { label: 'TIER', of: (row) => row.tier },
          { label: 'CLASSIFICATION', of: (row) => row.classification ?? 'not classified' },
          { label: 'COLUMNS', of: (row) => row.columnCount, align: 'right' },
          { label: 'CHECKS', of: (row) => row.checkCount, align: 'right' },
          { label: 'KEY', of: (row) => row.key },
        ],
        whole.items,
      )
      const text = table === '' ? 'No dataset fits.' : `${table}\n\n${count(whole.total, 'dataset')}`
      return { kind: 'value', value: whole, text }
    })
  })
  withExample(
    datasets,
    'stewardbook --book shop.stewardbook list datasets --filter orders --tier gold',
    'stewardbook --book shop.stewardbook list datasets --owner none --json',
    'stewardbook --book shop.stewardbook list datasets --view "Gold without owner"',
  )

  addListCostsCommand(list, deps)
  addListAssetsCommand(list, deps)

  const views = list
    .command('views')
    .description('saved views of the datasets')
    .action((_: unknown, command: Command) => run(deps, command, 'book', listViews))
  withExample(views, 'stewardbook --book shop.stewardbook list views')

  const domains = list
    .command('domains')
    .description('domains with their owners, and how well their datasets are kept')
    .action((_: unknown, command: Command) => run(deps, command, 'book', listDomains))
  withExample(domains, 'stewardbook --book shop.stewardbook list domains')

  const products = list
    .command('products')
    .description('data products with their owners and SLAs')
    .action((_: unknown, command: Command) => run(deps, command, 'book', listProducts))
  withExample(products, 'stewardbook --book shop.stewardbook list products')

  addListOwnersCommand(list, deps)

  const terms = list
    .command('terms')
    .description('the glossary, or the names that are used and not defined')
    .option('--filter <text>', 'text in the name, a synonym or the definition')
    .option('--undefined', 'names that datasets or columns carry and no term has')
    .action((options: { filter?: string; undefined?: boolean }, command: Command) =>
      run(deps, command, 'book', (session) => (options.undefined === true ? listUndefined(session) : listTerms(session, options.filter))),
    )
  withExample(terms, 'stewardbook --book shop.stewardbook list terms', 'stewardbook --book shop.stewardbook list terms --undefined')
}

async function listDomains({ client }: Session): Promise<Outcome> {
  const { withoutDomain } = await client.domains.list({ limit: 1 })
  const whole = { ...(await collectPages((page) => client.domains.list(page))), withoutDomain }
  const of = (part: number, row: DomainRow): string | null => (row.datasets === 0 ? null : `${part} of ${row.datasets}`)
  const table = formatTable<DomainRow>(
    [
      { label: 'DOMAIN', of: (row) => row.name },
      { label: 'OWNER', of: (row) => row.ownerTeam },
      { label: 'DATASETS', of: (row) => row.datasets, align: 'right' },
      { label: 'OWNED', of: (row) => of(row.owned, row), align: 'right' },
      { label: 'DESCRIBED', of: (row) => of(row.described, row), align: 'right' },
      { label: 'CLASSIFIED', of: (row) => of(row.classified, row), align: 'right' },
      { label: 'TESTED', of: (row) => of(row.tested, row), align: 'right' },
      { label: 'DESCRIPTION', of: (row) => row.description },
    ],
    whole.items,
  )
  const none = whole.withoutDomain === 0 ? '' : `; ${count(whole.withoutDomain, 'dataset')} in none`
  return {
    kind: 'value',
    value: whole,
    text: table === '' ? `No domain is known${none}.` : `${table}\n\n${count(whole.total, 'domain')}${none}`,
  }
}

async function listProducts({ client }: Session): Promise<Outcome> {
  const whole = await collectPages((page) => client.products.list(page))
  const table = formatTable<ProductRow>(
    [
      { label: 'PRODUCT', of: (row) => row.name },
      { label: 'OWNER', of: (row) => row.ownerTeam },
      { label: 'DOMAIN', of: (row) => row.domain },
      { label: 'SLA', of: (row) => row.sla },
      { label: 'DATASETS', of: (row) => row.datasets, align: 'right' },
      { label: 'ON TIME', of: (row) => row.onTime, align: 'right' },
      { label: 'LATE', of: (row) => row.late, align: 'right' },
      { label: 'CANNOT TELL', of: (row) => row.cannotTell, align: 'right' },
      { label: 'KEY', of: (row) => row.key },
    ],
    whole.items,
  )
  const text = table === '' ? 'There is no data product yet.' : `${table}\n\n${count(whole.total, 'data product')}`
  return { kind: 'value', value: whole, text }
}

async function listTerms({ client }: Session, text: string | undefined): Promise<Outcome> {
  const filter = text === undefined ? {} : { text }
  const whole = await collectPages((page) => client.terms.list({ ...page, filter }))
  const table = formatTable<TermRow>(
    [
      { label: 'TERM', of: (row) => row.name },
      { label: 'STATUS', of: (row) => row.status },
      { label: 'OWNER', of: (row) => row.ownerTeam },
      { label: 'SYNONYMS', of: (row) => row.synonyms.join(', ') },
      { label: 'DATASETS', of: (row) => row.datasets, align: 'right' },
      { label: 'COLUMNS', of: (row) => row.columns, align: 'right' },
      { label: 'DEFINITION', of: (row) => row.definition },
    ],
    whole.items,
  )
  return { kind: 'value', value: whole, text: table === '' ? 'No term fits.' : `${table}\n\n${count(whole.total, 'term')}` }
}

async function listUndefined({ client }: Session): Promise<Outcome> {
  const whole = await collectPages((page) => client.terms.listUndefined(page))
  const table = formatTable(
    [
      { label: 'NAME', of: (row) => row.name },
      { label: 'DATASETS', of: (row) => row.datasets, align: 'right' },
      { label: 'COLUMNS', of: (row) => row.columns, align: 'right' },
      { label: 'MAY BE', of: (row) => row.near.map(({ name }) => name).join(', ') },
    ],
    whole.items,
  )
  return {
    kind: 'value',
    value: whole,
    text: table === '' ? 'Every name that is used is defined.' : `${table}\n\n${count(whole.total, 'name')}`,
  }
}

async function listViews({ client }: Session): Promise<Outcome> {
  const { items, total } = await client.views.list({})
  const table = formatTable<SavedView>(
    [
      { label: 'VIEW', of: (view) => view.name },
      { label: 'NARROWED BY', of: (view) => narrowingText(view.filter) },
      { label: 'SORTED BY', of: (view) => `${view.sort.by}, ${view.sort.direction}` },
      { label: 'SAVED BY', of: (view) => view.author },
    ],
    items,
  )
  return { kind: 'value', value: { items, total }, text: table === '' ? 'No view is saved.' : table }
}

const narrowingText = (filter: DatasetFilter): string =>
  Object.entries(filter)
    .map(
      ([name, value]) =>
        `${name}: ${[value]
          .flat()
          .map((one) => (one === '' ? 'none' : one))
          .join(', ')}`,
    )
    .join('; ')
