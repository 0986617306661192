import type { RunOfPipeline, RunResult } from '#contract/assets'
import type { CheckRow } from '#contract/datasets'
import type { ColumnRow } from '#contract/shapes'
import type { Session } from '../command-line.ts'
import { formatTable, instant, paragraphs, plain, valueText } from '../text.ts'

export type Dataset = Awaited<ReturnType<Session['client']['datasets']['get']>>
export type Asset = Awaited<ReturnType<Session['client']['assets']['get']>>
export type FieldValue = Dataset['fields'][number]
export type ShortRef = { readonly key: string; readonly name: string; readonly kind: string }
/** What stands one step up and down, whole; `missing`: names that are in no import. */
export type Links = { readonly up: readonly ShortRef[]; readonly down: readonly ShortRef[]; readonly missing: readonly string[] }

export function datasetText({ row, fields }: Dataset, columns: readonly ColumnRow[], checks: readonly CheckRow[], links: Links): string {
  return paragraphs(
    `${plain(row.name)}  (${plain(row.key)})${row.status === 'retired' ? '\nno longer in any source' : ''}`,
    fieldsText(fields),
    columnsText(columns),
    checksText(checks),
    linksText(links),
  )
}

export function otherText({ asset, fields, about }: Asset, links: Links): string {
  return paragraphs(
    `${plain(asset.name)}  ${asset.kind} (${plain(asset.key)})`,
    about === null
      ? ''
      : `About ${plain(about.dataset.name)}${about.column === null ? '' : `, column ${plain(about.column)}`} (${plain(about.dataset.key)})`,
    fieldsText(fields),
    linksText(links),
  )
}

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

const linksText = ({ up, down, missing }: Links): string =>
  paragraphs(
    refsText('UPSTREAM', [...up, ...missing.map((name) => ({ key: name, name, kind: 'in no import' }))]),
    refsText('DOWNSTREAM', down),
  )

function refsText(label: string, refs: readonly ShortRef[]): string {
  return formatTable(
    [
      { label, of: (ref) => ref.name },
      { label: 'KIND', of: (ref) => ref.kind },
      { label: 'KEY', of: (ref) => ref.key },
    ],
    refs,
  )
}

const seconds = (value: number | null): string | null => (value === null ? null : `${Number(value.toFixed(2))} s`)

/** Results of a check, or how often a dataset was built, newest first. */
export function resultsText(results: readonly RunResult[]): string {
  return formatTable<RunResult>(
    [
      { label: 'ENDED', of: (result) => instant(result.endedAtMs) },
      { label: 'OUTCOME', of: (result) => result.outcome },
      { label: 'TOOK', of: (result) => seconds(result.durationSeconds), align: 'right' },
      { label: 'FAILURES', of: (result) => result.failures, align: 'right' },
      { label: 'ROWS', of: (result) => result.rowsAffected, align: 'right' },
      { label: 'BYTES', of: (result) => result.bytesProcessed, align: 'right' },
      { label: 'IMPORT', of: (result) => result.importId, align: 'right' },
      { label: 'MESSAGE', of: (result) => result.message },
    ],
    results,
  )
}

/** Runs of a pipeline, newest first. */
export function runsText(runs: readonly RunOfPipeline[]): string {
  return formatTable<RunOfPipeline>(
    [
      { label: 'STARTED', of: (run) => instant(run.startedAtMs) },
      { label: 'ENDED', of: (run) => instant(run.endedAtMs) },
      { label: 'STATUS', of: (run) => run.status },
      { label: 'COMMAND', of: (run) => run.command },
      { label: 'IMPORT', of: (run) => run.importId, align: 'right' },
      { label: 'RUN', of: (run) => run.runId },
    ],
    runs,
  )
}
