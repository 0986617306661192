import type { Command } from 'commander'
import type { CheckRow } from '#contract/datasets'
import { AppError } from '#contract/kit'
import type { ColumnRow } from '#contract/shapes'
import { type Outcome, run, type Session, withExample } from '../command-line.ts'
import { walkLineage } from '../lineage-walk.ts'
import { collectPages, PAGE_LIMIT } from '../paging.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { type Asset, type Dataset, datasetText, type FieldValue, type Links, otherText, type ShortRef } from './show-text.ts'

type Provenance = FieldValue['provenance']
type Options = { readonly sql?: boolean }
type Sql = Awaited<ReturnType<Session['client']['assets']['sql']>>

/** `show KEY`: everything about one dataset, or any other thing in the catalog. */
export function addShowCommand(program: Command, deps: ProgramDeps): void {
  withExample(
    program
      .command('show <key>')
      .description('one dataset with every field and who says it; by key, dbt unique id, relation name or unambiguous name')
      .option('--sql', 'print its SQL alone, as compiled where that is known, else as written')
      .action((key: string, options: Options, command: Command) =>
        run(deps, command, 'book', (session) => (options.sql === true ? showSql(session, key) : show(session, key))),
      ),
    'stewardbook --book shop.stewardbook show orders',
    'stewardbook --book shop.stewardbook show model.shop.orders --json',
    'stewardbook --book shop.stewardbook show assert_no_negative_totals --sql',
  )
}

async function show(session: Session, wanted: string): Promise<Outcome> {
  const { client } = session
  const dataset = await client.datasets.get({ key: wanted }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') return null
    throw error
  })
  if (dataset === null) return showOther(session, wanted)
  const { key } = dataset.row
  const columns = await collectPages((page) => client.datasets.columns({ key, ...page }))
  const checks = await collectPages((page) => client.datasets.checks({ key, ...page }))
  const missing = await collectPages((page) => client.lineage.missing({ key, ...page }))
  const links = { ...(await readLinks(session, key, dataset)), missing: missing.items }
  const sql = dataset.hasSql ? await client.assets.sql({ key }) : null
  return {
    kind: 'value',
    value: documentOfDataset(dataset, { columns: columns.items, checks: checks.items, links, sql }),
    text: datasetText(dataset, columns.items, checks.items, links),
  }
}

async function showOther(session: Session, wanted: string): Promise<Outcome> {
  const { client } = session
  const asset = await client.assets.get({ key: wanted })
  const { key } = asset.asset
  const links = { ...(await readLinks(session, key, asset)), missing: [] }
  const sql = asset.hasSql ? await client.assets.sql({ key }) : null
  return { kind: 'value', value: documentOfOther(asset, links, sql), text: otherText(asset, links) }
}

async function showSql({ client }: Session, key: string): Promise<Outcome> {
  const sql = await client.assets.sql({ key })
  const text = sql.compiled ?? sql.raw
  if (text === null) throw new AppError('not-found', `No SQL is known of “${key}”.`, { key })
  return { kind: 'value', value: sql, text: text.trimEnd() }
}

/** What stands one step up and down, whole: where the first page is full there may be more. */
async function readLinks({ client }: Session, key: string, { upstream, downstream }: Asset | Dataset): Promise<Omit<Links, 'missing'>> {
  const whole = async (direction: 'up' | 'down', listed: Asset['upstream']): Promise<readonly ShortRef[]> => {
    if (listed.length < PAGE_LIMIT) return listed.map(shortRef)
    const { root, nodes } = await walkLineage(client, key, direction, 1)
    return nodes.filter((node) => node.key !== root).map(shortRef)
  }
  return { up: await whole('up', upstream), down: await whole('down', downstream) }
}

type Hanging = {
  readonly columns: readonly ColumnRow[]
  readonly checks: readonly CheckRow[]
  readonly links: Links
  readonly sql: Sql | null
}

/** Fields under their own names, so that `set` takes what `show --json` prints; beside them what hangs on the dataset. */
function documentOfDataset(dataset: Dataset, { columns, checks, links, sql }: Hanging): unknown {
  const { row, fields, keys, extras, firstSeenMs, lastChangedMs } = dataset
  return {
    ...flatten(fields),
    ...shortRef({ ...row, kind: 'dataset' }),
    status: row.status,
    freshness: row.freshness,
    provenance: provenances(fields),
    conflicts: fields.filter((field) => field.isConflict).map((field) => field.field),
    columns: columns.map((column) => ({
      ...flatten(column.fields),
      name: column.name,
      presence: column.presence,
      provenance: provenances(column.fields),
      checks: column.checks,
      extras: column.extras,
    })),
    checks,
    links: documentOfLinks(links),
    sql,
    keys,
    firstSeenMs,
    lastChangedMs,
    extras,
  }
}

function documentOfOther({ asset, fields, about, extras }: Asset, links: Links, sql: Sql | null): unknown {
  return {
    ...flatten(fields),
    ...shortRef(asset),
    status: asset.status,
    provenance: provenances(fields),
    about: about === null ? null : { dataset: shortRef(about.dataset), column: about.column },
    links: documentOfLinks(links),
    sql,
    extras,
  }
}

function documentOfLinks({ up, down, missing }: Links): unknown {
  return { upstream: listOf(up), downstream: listOf(down), missingUpstream: listOf(missing) }
}

const listOf = <Item>(items: readonly Item[]) => ({ items, total: items.length })
const flatten = (fields: readonly FieldValue[]): Record<string, unknown> =>
  Object.fromEntries(fields.map(({ field, value }) => [field, value]))
const provenances = (fields: readonly FieldValue[]): Record<string, Provenance> =>
  Object.fromEntries(fields.map(({ field, provenance }) => [field, provenance]))
const shortRef = ({ key, name, kind }: ShortRef): ShortRef => ({ key, name, kind })
