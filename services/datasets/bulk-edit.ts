import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { DatasetSelection, PlannedEdit } from '#contract/datasets'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { type BulkChange, checkBulkChange, isEmpty, valueAfter } from '#core/assets/bulk-edit'
import type { CurrentAsset } from '#core/assets/current'
import { AppError } from '#core/errors'
import { formatCount } from '#core/format'
import { canonicalJson, type JsonValue } from '#core/json'
import { findAssetByUrn } from '#db/asset-names'
import type { ReadDb, WriteDb } from '#db/connection'
import { listFiltered, listKeyed, type SelectedRow } from '#db/datasets'
import { listFieldDecisions } from '#db/decisions'
import { isBig, type RunBeside, settingValues } from '../big-commands.ts'
import { CHANGED_BY_DECISIONS, decide, type Decided, type Deciding } from '../decide.ts'
import { type BookDeps, commit, type GetBook } from '../deps.ts'
import { loadAsset, visibleContext } from '../derive.ts'
import { fillPage, readCursor, toCursor } from '../paging.ts'
import { rememberLast } from '../remember.ts'
import { inSnapshot } from '../snapshot.ts'

type DatasetHandlers = Handlers<AppContract>['datasets']
type Asked = { readonly selection: DatasetSelection; readonly changes: readonly BulkChange[] }
type Edit = z.input<typeof PlannedEdit>

type Plan = {
  readonly datasets: number
  readonly unchanged: number
  readonly edits: readonly Edit[]
  readonly planId: string
}

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

/** What a bulk edit is asked to do. JSON-shaped: it may cross a thread. */
export type EditRequest = z.output<AppContract['datasets']['edit']['input']>

/**
 * Previews a bulk edit and makes it; one of very many values beside this thread.
 * @throws AppError from `edit`: conflict when the values would be others than those previewed; nothing is then set
 */
export function createBulkEditHandlers(book: GetBook, beside: RunBeside): Pick<DatasetHandlers, 'previewEdit' | 'edit'> {
  const plans = rememberPlan()
  return {
    previewEdit: previewer(book, plans),
    edit: (request) => {
      const deps = book()
      const values = plans.sizeOf(request.planId)
      if (isBig(values)) return beside(settingValues(values), 'datasets.edit', request)
      return commit(deps, CHANGED_BY_DECISIONS, (write) => editDatasets(deps, write, request))
    },
  }
}

function previewer(book: GetBook, plans: Plans): DatasetHandlers['previewEdit'] {
  return ({ cursor, limit, ...asked }) => {
    const deps = book()
    return inSnapshot(deps.read, () => {
      const { datasets, unchanged, edits, planId } = plans.planOnce(deps, asked)
      const list = `edit ${planId}`
      const skip = cursor === undefined ? 0 : readCursor(list, cursor, z.tuple([z.int()]))[0]
      const page = fillPage(edits.slice(skip, skip + limit + 1), limit, (edit) => edit)
      const count = (kind: Edit['kind']): number => edits.filter((edit) => edit.kind === kind).length
      return {
        items: page.items,
        total: edits.length,
        nextCursor: page.isMore ? toCursor(list, [skip + page.items.length]) : null,
        datasets,
        unchanged,
        fills: count('fill'),
        replaces: count('replace'),
        overrules: count('overrule'),
        planId,
      }
    })
  }
}

/** Sets what was previewed as one group, inside the caller's commit. @throws AppError conflict */
export function editDatasets(deps: Deciding, write: WriteDb, { planId, reason, ...asked }: EditRequest): Decided {
  const plan = planEdit(deps, write, asked)
  if (plan.planId !== planId) {
    throw new AppError('conflict', 'The catalog changed since this was shown, and other values would be set. Nothing was set: look again.')
  }
  const changes = plan.edits.map(({ key, field, after }) => ({ subject: key, column: '', field, value: after }))
  const decided = decide(deps, write, changes, reason)
  if (decided === undefined) throw new AppError('conflict', 'These values stand already. Nothing was changed.')
  return decided
}

type Plans = {
  readonly planOnce: (deps: BookDeps, asked: Asked) => Plan
  /** How many values the plan shown last sets; 0 for another plan. */
  readonly sizeOf: (planId: string) => number
}

function rememberPlan(): Plans {
  const plans = rememberLast<Plan>()
  return {
    planOnce: (deps, asked) => plans.ask(deps.read, JSON.stringify(asked), () => planEdit(deps, deps.read, asked)),
    sizeOf: (planId) => {
      const plan = plans.last()
      return plan?.planId === planId ? plan.edits.length : 0
    },
  }
}

/**
 * Every value that would change, those that overrule a person first.
 * @throws AppError not-found for a key that is no dataset (any more); invalid-input for a change that can't be made, and for too many
 */
function planEdit(deps: Pick<Deciding, 'rules'>, db: ReadDb, { selection, changes }: Asked): Plan {
  const checked = changes.map(checkBulkChange)
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
  const readField = fieldReader(deps, db)
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

/** The datasets a selection means. @throws AppError not-found for a key that is no dataset (any more) */
export function listSelected(db: ReadDb, selection: DatasetSelection): readonly SelectedRow[] {
  if ('filter' in selection) {
    const except = new Set(selection.except)
    return listFiltered(db, selection.filter).filter((row) => !except.has(row.urn))
  }
  const rows = listKeyed(db, selection.keys)
  const isGone = (key: string): boolean => findAssetByUrn(db, key)?.kind !== 'dataset'
  const gone = rows.length === new Set(selection.keys).size ? undefined : selection.keys.find(isGone)
  if (gone !== undefined) throw new AppError('not-found', `“${gone}” is no dataset of the catalog any more.`, { key: gone })
  return rows
}

function fieldReader(deps: Pick<Deciding, 'rules'>, db: ReadDb): (row: SelectedRow, field: string) => JsonValue | null {
  const context = visibleContext(db, deps.rules.current(db))
  let loaded: { readonly id: number; readonly current: CurrentAsset | undefined } | undefined
  return (row, field) => {
    const inRow = IN_ROW[field]
    if (inRow !== undefined) return inRow(row)
    if (loaded?.id !== row.id) loaded = { id: row.id, current: loadAsset(context, row.id)?.current }
    return loaded.current?.value(field) ?? null
  }
}

function digestOf(edits: readonly Edit[]): string {
  const hash = createHash('sha256')
  for (const { key, field, before, after } of edits)
    hash.update(`${canonicalJson([key, field, before as JsonValue, after as JsonValue])}\n`)
  return hash.digest('hex')
}
