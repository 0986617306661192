import type { ImportPlan, ImportRow, OpenRenames, Receipt } from '#contract/imports'
import type { ChangeItem } from '#contract/shapes'
import { count, formatTable, paragraphs, plain, valueText } from '../text.ts'

/** One import, as JSON and for people; the same for one that was just made, a preview, and one looked up later. */
export type ImportDocument = {
  readonly importId: number | null
  readonly sourceId: number | null
  readonly source: string
  readonly format: string
  readonly status: string
  readonly files: Receipt['files']
  readonly kinds: Receipt['kinds']
  readonly changes: ImportRow['changes']
  readonly notUnderstood: Receipt['notUnderstood']
  readonly notUnderstoodTotal: number
  /** Sentences to read: a version read as the nearest, a project name that was guessed. */
  readonly remarks: readonly string[]
  /** What seems renamed and is open: nobody has said that it is. */
  readonly renames: OpenRenames
}

export function documentOfImport(
  row: ImportRow,
  receipt: Receipt,
  { remarks, renames }: Pick<ImportDocument, 'remarks' | 'renames'>,
): ImportDocument {
  const { importId, sourceId, sourceName, format, status, changes } = row
  return { importId, sourceId, source: sourceName, format, status, ...receipt, changes, remarks, renames }
}

/** A plan that was not applied, or whose files an earlier import (`importId`) took already. */
export function documentOfPlan(plan: ImportPlan, status: 'preview' | 'unchanged', importId: number | null): ImportDocument {
  const { sourceId, sourceName, format, changes, receipt, remarks } = plan
  const renames = { items: plan.renames, total: plan.renames.length, remark: null } // its remarks say why none is offered
  return { importId, sourceId, source: sourceName, format, status, ...receipt, changes, remarks, renames }
}

/** Did the import leave something it should have taken, or not understand something? */
export function hasFindings(document: ImportDocument): boolean {
  return document.notUnderstoodTotal > 0 || document.kinds.some(({ left, byDesign }) => left > (byDesign ?? 0))
}

const REASONS_SHOWN = 5
const ORIGINALS = {
  kept: 'kept',
  'over-limit': 'not kept: over the limit',
  'switched-off': 'not kept: switched off',
  'not-kept': 'not kept',
} as const

export function importText(document: ImportDocument): string {
  const head = `${headline(document)}\n${changesText(document.changes)}`
  const files = formatTable(
    [
      { label: 'FILE', of: (file) => file.name },
      { label: 'WHAT', of: (file) => `${file.artifact}${file.version === null ? '' : ` ${file.version}`}` },
      { label: 'BYTES', of: (file) => file.sizeBytes, align: 'right' },
      { label: 'SHA-256', of: (file) => file.sha256.slice(0, 12) },
      { label: 'ORIGINAL', of: (file) => ORIGINALS[file.original] },
    ],
    document.files,
  )
  const kinds = formatTable(
    [
      { label: 'KIND', of: (kind) => kind.kind },
      { label: 'IN FILE', of: (kind) => kind.inFile, align: 'right' },
      { label: 'TAKEN', of: (kind) => kind.taken, align: 'right' },
      { label: 'LEFT', of: (kind) => kind.left, align: 'right' },
      { label: 'WHY LEFT', of: (kind) => reasonsText(kind) },
    ],
    document.kinds,
  )
  return paragraphs(head, renamesText([document]), files, kinds, totalsText(document.files), notUnderstoodText(document))
}

const RENAMES_SHOWN = 10

type WithRenames = { readonly importId: number | null; readonly renames: OpenRenames | null }

/** What seems renamed by imports and is open, with what to say where it is. */
export function renamesText(imports: readonly WithRenames[]): string {
  const open = imports.flatMap(({ importId, renames }) => (renames === null ? [] : [{ importId, ...renames }]))
  const remarks = open.flatMap(({ remark }) => (remark === null ? [] : [remark]))
  const total = open.reduce((sum, renames) => sum + renames.total, 0)
  if (total === 0) return paragraphs(...remarks)
  const shown = open.flatMap(({ items }) => items).slice(0, RENAMES_SHOWN)
  const table = formatTable<OpenRenames['items'][number]>(
    [
      { label: 'OLD', of: ({ from }) => from },
      { label: 'NEW', of: ({ to }) => to },
      { label: 'COLUMNS', of: ({ sameColumns, allColumns }) => `${sameColumns} of ${allColumns} the same` },
    ],
    shown,
  )
  const ids = open.flatMap(({ importId, total: found }) => (importId === null || found === 0 ? [] : [importId]))
  const more = total > shown.length ? `\nand ${total - shown.length} more: ${ids.map((id) => `imports show ${id} --json`).join(', ')}` : ''
  const head = `${count(total, 'possible rename')}. What was set on the old name waits on it until you say that both are one:`
  return paragraphs(...remarks, `${head} stewardbook --book FILE same OLD NEW\n${table}${more}`)
}

/** What the files charge: taken, left and beyond the decimals a catalog file keeps add up to what they say. */
function totalsText(files: ImportDocument['files']): string {
  return formatTable(
    [
      { label: 'CHARGED', of: ({ name }) => name },
      { label: 'CURRENCY', of: ({ total }) => total.currency },
      { label: 'IN FILE', of: ({ total }) => total.inFile, align: 'right' },
      { label: 'TAKEN', of: ({ total }) => total.taken, align: 'right' },
      { label: 'LEFT', of: ({ total }) => total.left, align: 'right' },
      { label: 'BEYOND', of: ({ total }) => total.beyond, align: 'right' },
    ],
    files.flatMap(({ name, totals }) => (totals ?? []).map((total) => ({ name, total }))),
  )
}

function headline({ importId, source, format, status }: ImportDocument): string {
  const what = `${format} “${plain(source)}”`
  switch (status) {
    case 'preview':
      return `Preview of ${what}. Nothing was saved.`
    case 'unchanged':
      return `${what} is as it was imported before.`
    case 'undone':
      return `Import ${importId} of ${what}, undone.`
    default:
      return `Import ${importId} of ${what}.`
  }
}

export function changesText({ added, changed, removed, unchanged, conflicts }: ImportRow['changes']): string {
  const text = `${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged`
  // What people set stays: these are to be looked at, nothing waits for them.
  return conflicts === 0
    ? text
    : `${text}; ${count(conflicts, 'value')} set by hand ${conflicts === 1 ? 'stays' : 'stay'} though the files say otherwise`
}

type Listed = { readonly items: readonly ChangeItem[]; readonly total: number; readonly withoutLine: number }

/** Changes one by one, how many more there are, and how many that are counted have no line: the same words as on screen. */
export function changeListText({ items, total, withoutLine }: Listed): string {
  if (total === 0) {
    if (withoutLine === 0) return ''
    const what = count(withoutLine, 'cost entry, run or run result changes', 'cost entries, runs or run results change')
    return `${what}, and none of them has a line of its own.`
  }
  const table = formatTable<ChangeItem>(
    [
      { label: 'CHANGE', of: (item) => item.change },
      { label: 'WHAT', of: (item) => item.what },
      { label: 'OF', of: (item) => item.assetName },
      { label: 'NAME', of: (item) => item.child },
      { label: 'FIELD', of: (item) => item.field },
      { label: 'PART', of: (item) => item.part },
      { label: 'BEFORE', of: (item) => shortValue(item, item.before) },
      { label: 'AFTER', of: (item) => shortValue(item, item.after) },
    ],
    items,
  )
  const more = total - items.length
  const without = `${count(total, 'line')}, and ${count(withoutLine, 'entry or run', 'entries or runs')} without one`
  return [table, ...(more > 0 ? [`and ${more} more`] : []), ...(withoutLine > 0 ? [without] : [])].join('\n')
}

const VALUE_SHOWN = 40

function shortValue({ field }: ChangeItem, value: ChangeItem['after']): string {
  const text = value === null ? '' : plain(valueText(field ?? '', value))
  return text.length > VALUE_SHOWN ? `${text.slice(0, VALUE_SHOWN)}…` : text
}

function reasonsText({ left, reasons }: Receipt['kinds'][number]): string {
  if (left === 0) return ''
  const distinct = [...new Set(reasons.map((item) => item.reason))]
  const more = distinct.length > 2 ? `; and ${distinct.length - 2} more reasons` : ''
  return distinct.slice(0, 2).join('; ') + more
}

function notUnderstoodText({ notUnderstood, notUnderstoodTotal }: ImportDocument): string {
  if (notUnderstoodTotal === 0) return ''
  const shown = notUnderstood.slice(0, REASONS_SHOWN).map((item) => `  ${plain(item.path)}: ${plain(item.reason)}`)
  const more = notUnderstoodTotal - shown.length
  return [
    `${count(notUnderstoodTotal, 'thing')} not understood:`,
    ...shown,
    ...(more > 0 ? [`  and ${more} more (--json lists them)`] : []),
  ].join('\n')
}
