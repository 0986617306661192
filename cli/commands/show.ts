import type { Command } from 'commander'
import type { CheckRow } from '#contract/datasets'
import { AppError } from '#contract/kit'
import type { AssetRef, ColumnRow } from '#contract/shapes'
import { type Outcome, run, type Session, withExample } from '../command-line.ts'
import { collectPages } from '../paging.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { formatTable, instant, paragraphs, plain, valueText } from '../text.ts'

type Dataset = Awaited<ReturnType<Session['client']['datasets']['get']>>
type Asset = Awaited<ReturnType<Session['client']['assets']['get']>>
type FieldValue = Dataset['fields'][number]
type Provenance = FieldValue['provenance']

/** `show KEY`: everything about one dataset, or any other thing in the catalog. */
export function addShowCommand(program: Command, deps: ProgramDeps): void {
  withExample(
    program
      .command('show <key>')
      .description('one dataset with every field and who says it; by key, dbt unique id, relation name or unambiguous name')
      .action((key: string, _: unknown, command: Command) => run(deps, command, 'book', (session) => show(session, key))),
    'stewardbook --book shop.stewardbook show orders',
    'stewardbook --book shop.stewardbook show model.shop.orders --json',
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
  return {
    kind: 'value',
    value: documentOfDataset(dataset, columns.items, checks.items),
    text: paragraphs(
      `${plain(dataset.row.name)}  (${plain(key)})${dataset.row.status === 'retired' ? '\nno longer in any source' : ''}`,
      fieldsText(dataset.fields),
      columnsText(columns.items),
      checksText(checks.items),
      refsText('UPSTREAM', dataset.upstream, dataset.missingUpstream),
      refsText('DOWNSTREAM', dataset.downstream, []),
    ),
  }
}

async function showOther({ client }: Session, key: string): Promise<Outcome> {
  const asset = await client.assets.get({ key })
  const { fields, upstream, downstream, extras } = asset
  const value = {
    ...flatten(fields),
    ...shortRef(asset.asset),
    status: asset.asset.status,
    provenance: provenances(fields),
    upstream: upstream.map(shortRef),
    downstream: downstream.map(shortRef),
    extras,
  } // prettier-ignore
  return { kind: 'value', value, text: otherText(asset) }
}

/** Fields under their own names, so that `set` takes what `show --json` prints; beside them what hangs on the dataset. */
function documentOfDataset(dataset: Dataset, columns: readonly ColumnRow[], checks: readonly CheckRow[]): unknown {
  const { row, fields, upstream, downstream, missingUpstream, keys, extras, firstSeenMs, lastChangedMs } = dataset
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
    })),
    checks,
    upstream: upstream.map(shortRef),
    downstream: downstream.map(shortRef),
    missingUpstream,
    keys,
    firstSeenMs,
    lastChangedMs,
    extras,
  }
}

const flatten = (fields: readonly FieldValue[]): Record<string, unknown> =>
  Object.fromEntries(fields.map(({ field, value }) => [field, value]))
const provenances = (fields: readonly FieldValue[]): Record<string, Provenance> =>
  Object.fromEntries(fields.map(({ field, provenance }) => [field, provenance]))
const shortRef = ({ key, name, kind }: Pick<AssetRef, 'key' | 'name' | 'kind'>) => ({ key, name, kind })

function fieldsText(fields: readonly FieldValue[]): string {
  const known = fields.filter((field) => field.value !== null)
  const missing = fields.filter((field) => field.value === null).map((field) => field.field)
  const table = formatTable<FieldValue>(
    [
      { label: 'FIELD', of: ({ field }) => field },
      { label: 'VALUE', of: ({ field, value }) => valueText(field, value) },
      { label: 'WHO SAYS IT', of: (field) => whoText(field) },
    ],
    known,
  )
  return paragraphs(table, missing.length === 0 ? '' : `Nothing known: ${missing.join(', ')}`)
}

function whoText({ provenance, isConflict }: FieldValue): string {
  const conflict = isConflict ? '; sources disagree' : ''
  const counted = provenance.kind === 'fact' && provenance.counted !== undefined ? `, ${provenance.counted}` : ''
  switch (provenance.kind) {
    case 'decision':
      return `set by ${provenance.author} on ${instant(provenance.atMs)}${provenance.reason === '' ? '' : `: ${provenance.reason}`}`
    case 'fact':
      return `imported from ${provenance.sourceName} (${provenance.part}), import ${provenance.importId}${counted}${conflict}`
    case 'computed':
      return `computed from ${provenance.from}`
    case 'none':
      return provenance.missing
  }
}

function columnsText(columns: readonly ColumnRow[]): string {
  return formatTable<ColumnRow>(
    [
      { label: 'COLUMN', of: (column) => column.name },
      { label: 'TYPE', of: (column) => column.dataType },
      { label: 'PII', of: (column) => column.piiType },
      { label: 'CHECKS', of: (column) => column.checks.map((check) => check.checkType).join(', ') },
      { label: 'DESCRIPTION', of: (column) => column.description },
    ],
    columns,
  )
}

function checksText(checks: readonly CheckRow[]): string {
  return formatTable<CheckRow>(
    [
      { label: 'CHECK', of: (check) => check.name },
      { label: 'COLUMN', of: (check) => check.columnName },
      { label: 'LAST', of: (check) => check.lastOutcome ?? 'never run' },
      { label: 'WHEN', of: (check) => instant(check.lastRunMs) },
    ],
    checks,
  )
}

function refsText(label: string, refs: readonly AssetRef[], missing: readonly string[]): string {
  const rows = [...refs.map(shortRef), ...missing.map((name) => ({ key: name, name, kind: 'in no import' }))]
  return formatTable(
    [
      { label, of: (ref) => ref.name },
      { label: 'KIND', of: (ref) => ref.kind },
      { label: 'KEY', of: (ref) => ref.key },
    ],
    rows,
  )
}

function otherText({ asset, fields, upstream, downstream }: Asset): string {
  return paragraphs(
    `${plain(asset.name)}  ${asset.kind} (${plain(asset.key)})`,
    fieldsText(fields),
    refsText('UPSTREAM', upstream, []),
    refsText('DOWNSTREAM', downstream, []),
  )
}
