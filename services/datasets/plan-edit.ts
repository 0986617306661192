import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { DatasetSelection, PlannedEdit } from '#contract/datasets'
import { asRead, type BulkChange, checkBulkChange, isEmpty, valueAfter } from '#core/assets/bulk-edit'
import type { CurrentAsset, CurrentRules } from '#core/assets/current'
import { AppError } from '#core/errors'
import { formatCount } from '#core/format'
import { canonicalJson, type JsonValue } from '#core/json'
import { findAssetByUrn } from '#db/asset-names'
import type { ReadDb } from '#db/connection'
import { listFiltered, listFilteredAmong, listKeyed, type SelectedRow } from '#db/datasets'
import { listFieldDecisions } from '#db/decisions'
import { loadAsset, visibleContext } from '../derive.ts'
import { type PlanPages, toPages } from '../plan-pages.ts'
import { inSnapshot } from '../snapshot.ts'

export type Edit = z.input<typeof PlannedEdit>
/** What a bulk edit changes, and of which datasets. JSON-shaped: it may cross a thread. */
export type Asked = { readonly selection: DatasetSelection; readonly changes: readonly BulkChange[] }

export type Plan = {
  readonly datasets: number
  readonly unchanged: number
  readonly edits: readonly Edit[]
  readonly planId: string
}

/** A plan as it is looked at. */
export type EditPages = Omit<Plan, 'edits'> & PlanPages & { readonly fills: number; readonly replaces: number; readonly overrules: number }

/** One group of decisions is written in one step, and other programs wait for it. */
const MOST_VALUES = 200_000
const ORDER = ['overrule', 'replace', 'fill'] as const satisfies readonly Edit['kind'][]

/** Values the list's own rows hold; others are read from what sources and people say. */
const IN_ROW: Readonly<Record<string, (row: SelectedRow) => JsonValue | null>> = {
  description: (row) => row.description,
  ownerTeam: (row) => row.ownerTeam,
  steward: (row) => row.steward,
  domain: (row) => row.domain,
  tier: (row) => row.tier,
  classification: (row) => row.classification,
  tags: (row) => JSON.parse(row.tags) as string[],
}

/**
 * Every value that would change, those that overrule a person first.
 * @throws AppError not-found for a key that is no dataset (any more); invalid-input for a change that can't be made, and for too many
 */
export function planEdit(rules: CurrentRules, db: ReadDb, { selection, changes }: Asked): Plan {
  const checked = changes.map((change) => asRead(checkBulkChange(change), rules.mergedName))
  refuseTwice(checked)
  const rows = listSelected(db, selection)
  const fields = checked.map(({ field }) => field)
  const decided = new Map(
    listFieldDecisions(
      db,
      rows.map(({ id }) => id),
      fields,
    ).map(({ assetId, field, author, atMs }) => [`${assetId} ${field}`, { author, atMs }]),
  )
  const readField = fieldReader(rules, db)
  const edits: Edit[] = []
  for (const row of rows) {
    for (const change of checked) {
      const before = readField(row, change.field)
      const after = valueAfter(change, before)
      if (after === undefined) continue
      const decidedBy = decided.get(`${row.id} ${change.field}`) ?? null
      const kind = decidedBy !== null ? 'overrule' : isEmpty(before) ? 'fill' : 'replace'
      edits.push({ key: row.urn, name: row.name, schema: row.schema, field: change.field, before, after, kind, decidedBy })
    }
  }
  if (edits.length > MOST_VALUES) {
    const most = `at most ${formatCount(MOST_VALUES)} values are set at a time`
    throw new AppError('invalid-input', `This would set ${formatCount(edits.length)} values; ${most}. Narrow the list first.`, {
      values: edits.length,
    })
  }
  const ordered = ORDER.flatMap((kind) => edits.filter((edit) => edit.kind === kind))
  return { datasets: rows.length, unchanged: rows.length * checked.length - edits.length, edits: ordered, planId: digestOf(ordered) }
}

function refuseTwice(changes: readonly BulkChange[]): void {
  const twice = changes.find(({ field }, index) => changes.findIndex((other) => other.field === field) !== index)
  if (twice !== undefined) throw new AppError('invalid-input', `“${twice.field}” is to be set twice.`, { field: twice.field })
}

/** The datasets a selection means; of a filter only those `among` these, where they are named. @throws AppError not-found for a key that is no dataset (any more) */
export function listSelected(db: ReadDb, selection: DatasetSelection, among?: readonly number[]): readonly SelectedRow[] {
  if ('filter' in selection) {
    const except = new Set(selection.except)
    const rows = among === undefined ? listFiltered(db, selection.filter) : listFilteredAmong(db, selection.filter, among)
    return rows.filter((row) => !except.has(row.urn))
  }
  const rows = listKeyed(db, selection.keys)
  const isGone = (key: string): boolean => findAssetByUrn(db, key)?.kind !== 'dataset'
  const gone = rows.length === new Set(selection.keys).size ? undefined : selection.keys.find(isGone)
  if (gone !== undefined) throw new AppError('not-found', `“${gone}” is no dataset of the catalog any more.`, { key: gone })
  return rows
}

function fieldReader(rules: CurrentRules, db: ReadDb): (row: SelectedRow, field: string) => JsonValue | null {
  const context = visibleContext(db, rules)
  let loaded: { readonly id: number; readonly current: CurrentAsset | undefined } | undefined
  return (row, field) => {
    const inRow = IN_ROW[field]
    if (inRow !== undefined) return inRow(row)
    if (loaded?.id !== row.id) loaded = { id: row.id, current: loadAsset(context, row.id)?.current }
    return loaded.current?.value(field) ?? null
  }
}

/** The plan for who looks at it, of one state of the book. @throws AppError as planEdit */
export function planPages(rules: CurrentRules, db: ReadDb, asked: Asked): EditPages {
  const { edits, ...plan } = inSnapshot(db, () => planEdit(rules, db, asked))
  const count = (kind: Edit['kind']): number => edits.filter((edit) => edit.kind === kind).length
  return { ...plan, ...toPages(edits), fills: count('fill'), replaces: count('replace'), overrules: count('overrule') }
}

/** Of what is set, and of whom it overrules: one value may be confirmed by hand since, and reads the same. */
function digestOf(edits: readonly Edit[]): string {
  const hash = createHash('sha256')
  for (const { key, field, before, after, decidedBy } of edits)
    hash.update(`${canonicalJson([key, field, before as JsonValue, after as JsonValue, decidedBy])}\n`)
  return hash.digest('hex')
}
