import type { AppContract } from '#contract/index'
import type { ImportPlan, ImportRow as ImportShape, Receipt } from '#contract/imports'
import type { Handlers } from '#contract/kit'
import type { ChangeCounts } from '#contract/shapes'
import { AppError } from '#core/errors'
import type { JsonObject } from '#core/json'
import { type ReadDb, sql } from '#db/connection'
import { countImports, findImport, findNewestImport, type ImportRow, listImportFiles, listImports, listImportsFrom } from '#db/imports'
import { findSource } from '#db/sources'
import type { Picks, ResolvedPick } from '#io/picks'
import { commit, type GetBook, refuseReadOnly } from './deps.ts'
import { type ChangesPage, type ChangesRequest, pageOfImportChanges } from './import-changes.ts'
import { type PendingImport, rememberLook } from './importing/run-import.ts'
import type { JobPool } from './jobs/pool.ts'
import { rememberLast } from './remember.ts'
import { labelSource } from './source-label.ts'
import { placeOf, readPlace, type SourcePlace } from './source-place.ts'
import { isUnderWay } from './jobs/under-way.ts'

/** A preview: made by a job, then looked at, then applied or thrown away. */
type Plan = {
  readonly planId: string
  jobId: string
  pending: PendingImport | null
  isApplied: boolean
  readonly release: () => Promise<void>
}

/** What a worker costs to start is more than comparing fewer takes. */
const MANY_CHANGES = 20_000
const NO_CHANGES: ChangeCounts = { added: 0, changed: 0, removed: 0, unchanged: 0, conflicts: 0 }

export type ImportServices = {
  readonly book: GetBook
  readonly picks: Picks
  readonly jobs: () => JobPool
  readonly randomId: () => string
  readonly afterChange: () => void
}

/** @throws AppError from the handlers: bad-file, not-found, conflict, cancelled, book-read-only */
export function createImportHandlers(services: ImportServices): Handlers<AppContract>['imports'] {
  const { book, picks, jobs, randomId } = services
  const plans = new Map<string, Plan>()
  const changes = createChangesReader(services)
  const findPlan = (planId: string): Plan => {
    const plan = plans.get(planId)
    if (plan === undefined) throw new AppError('not-found', 'This preview is gone. Look at the files again.', { planId })
    return plan
  }
  const pendingOf = (planId: string): PendingImport => {
    const { pending, jobId } = findPlan(planId)
    if (pending === null) throw new AppError('conflict', 'The files are still being read.', { jobId })
    return pending
  }
  return {
    preview: async ({ pickId, sourceId, format, sourceName, options }) => {
      refuseReadOnly(book)
      const picked = await takeFiles(picks, book, pickId, sourceId)
      const plan: Plan = { planId: randomId(), jobId: '', pending: null, isApplied: false, release: picked.release }
      plans.set(plan.planId, plan)
      plan.jobId = jobs().start('preview', `Looking at ${picked.displayName}`, async (work) => {
        try {
          plan.pending = (await work.run({
            kind: 'plan',
            entries: picked.entries,
            within: picked.within,
            format: format ?? null,
            sourceId: sourceId ?? null,
            sourceName: sourceName ?? null,
            options: options as JsonObject,
            place: picked.place,
            whenUndone: 'take',
          })) as PendingImport
        } finally {
          await picked.release()
        }
        return { importId: null }
      })
      return { jobId: plan.jobId, planId: plan.planId }
    },
    plan: ({ planId }) => toPlan(planId, pendingOf(planId)),
    planChanges: ({ planId, filter, cursor, limit }) => {
      const pending = pendingOf(planId)
      if (pending.isUnchanged) return { items: [], total: 0, nextCursor: null }
      return changes({ importId: pending.importId, filter, cursor, limit }, pending.changes)
    },
    apply: ({ planId, sameAs }) => {
      const plan = findPlan(planId)
      const pending = pendingOf(planId)
      if (plan.isApplied) throw new AppError('conflict', 'This preview was applied already.', { planId })
      plan.isApplied = true
      const jobId = jobs().start('apply', `Importing ${pending.sourceName}`, async (work) => {
        if (pending.isUnchanged) commit(book(), ['sources', 'imports'], (write) => rememberLook(write, pending))
        else await work.run({ kind: 'apply', pending, sameAs })
        services.afterChange()
        return { importId: pending.importId }
      })
      return { jobId }
    },
    discard: ({ planId }) => {
      const plan = findPlan(planId)
      plans.delete(planId)
      if (isUnderWay(jobs(), plan.jobId)) jobs().cancel(plan.jobId)
      if (!plan.isApplied && plan.pending !== null && !plan.pending.isUnchanged) {
        jobs().start('preview', 'Throwing a preview away', async (work) => {
          await work.run({ kind: 'discard' })
          return { importId: null }
        })
      }
      return {}
    },
    list: ({ sourceId, cursor, limit }) => {
      const { read } = book()
      const rows = listImports(read, {
        sourceId: sourceId ?? null,
        beforeId: cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor),
        limit: limit + 1,
      })
      const items = rows.slice(0, limit)
      return {
        items: items.map((row) => toImportShape(read, row)),
        total: countImports(read, sourceId ?? null),
        nextCursor: rows.length > limit ? String(items.at(-1)?.id) : null,
      }
    },
    show: ({ importId }) => {
      const { read } = book()
      const row = requireImport(read, importId)
      return { row: toImportShape(read, row), receipt: JSON.parse(row.receipt) as Receipt }
    },
    changes: ({ importId, filter, cursor, limit }) => {
      const row = requireImport(book().read, importId)
      if (row.status === 'undone') return { items: [], total: 0, nextCursor: null }
      return changes({ importId, filter, cursor, limit }, JSON.parse(row.changes) as ChangeCounts)
    },
    undoPlan: ({ importId }) => {
      const { read } = book()
      const row = requireImport(read, importId)
      if (row.status === 'undone') throw new AppError('conflict', `Import ${importId} is undone already.`, { importId })
      const rows = listImportsFrom(read, row.sourceId, importId)
      return {
        imports: rows.slice(0, 200).map((item) => toImportShape(read, item)),
        changes: sumChanges(rows),
        sleepingDecisions: countSleepers(read, rows),
      }
    },
    undo: async ({ importId, withNewer }) => {
      refuseReadOnly(book)
      requireImport(book().read, importId)
      let undone: number[] = []
      const jobId = jobs().start('undo', `Undoing import ${importId}`, async (work) => {
        undone = (await work.run({ kind: 'undo', importId, newer: withNewer ? 'undo-too' : 'refuse' })) as number[]
        services.afterChange()
        return { importId: null }
      })
      const job = await jobs().wait(jobId)
      if (job.error !== null)
        throw new AppError(job.error.code as AppError['code'], job.error.message, job.error.details as AppError['details'])
      return { undone }
    },
  }
}

type Taken = Pick<ResolvedPick, 'displayName' | 'entries' | 'within' | 'release'> & { readonly place: string | null }

async function takeFiles(picks: Picks, book: GetBook, pickId: string | undefined, sourceId: number | undefined): Promise<Taken> {
  if (pickId !== undefined) {
    const pick = await picks.take(pickId, 'import')
    return { ...pick, place: pick.canRefresh ? placeOf(pick) : null }
  }
  const source = sourceId === undefined ? undefined : findSource(book().read, sourceId)
  if (source === undefined) throw new AppError('invalid-input', 'Name the files to import, or a source that remembers them.')
  const place: SourcePlace | null = readPlace(source.place)
  if (place === null)
    throw new AppError('conflict', `The files of “${source.name}” were uploaded; choose them again.`, { source: source.name })
  return { displayName: source.name, entries: place.entries, within: place.within, release: async () => {}, place: source.place }
}

function toPlan(planId: string, pending: PendingImport): ImportPlan {
  return {
    planId,
    sourceId: pending.isNewSource && !pending.isUnchanged ? null : pending.sourceId,
    sourceName: pending.sourceName,
    format: pending.format,
    isNewSource: pending.isNewSource,
    isUnchanged: pending.isUnchanged,
    remarks: pending.remarks.slice(0, 100),
    changes: pending.changes,
    renames: pending.renames.slice(0, 100).map((offer) => ({ ...offer })),
    receipt: pending.receipt,
  }
}

type Changes = (request: Omit<ChangesRequest, 'total'>, counts: ChangeCounts) => Promise<ChangesPage>

/** Pages of what an import changes; those of a large one are looked for beside this thread. */
function createChangesReader({ book, jobs }: ImportServices): Changes {
  const totals = rememberLast<{ counted: number | null }>()
  return async (asked, counts) => {
    const { read } = book()
    const total = totals.ask(read, JSON.stringify([asked.importId, asked.filter]), () => ({ counted: null }))
    const request = { ...asked, total: total.counted }
    const isLarge = counts.added + counts.changed + counts.removed > MANY_CHANGES
    const page = isLarge
      ? ((await jobs().ask({ kind: 'import-changes', request, counts })) as ChangesPage)
      : pageOfImportChanges(read, request, counts)
    total.counted = page.total
    return page
  }
}

function requireImport(read: ReadDb, importId: number): ImportRow {
  const row = findImport(read, importId)
  if (row === undefined) throw new AppError('not-found', `There is no import ${importId}.`, { importId })
  return row
}

/** An import as lists show it. */
export function toImportShape(read: ReadDb, row: ImportRow): ImportShape {
  const source = findSource(read, row.sourceId)
  if (source === undefined) throw new Error(`the source of import ${row.id} is missing`)
  return {
    importId: row.id,
    sourceId: row.sourceId,
    sourceName: labelSource(read, source),
    format: source.format as ImportShape['format'],
    status: row.status === 'undone' ? 'undone' : 'visible',
    undoneAtMs: row.undoneAtMs,
    checkedAtMs: row.checkedAtMs,
    startedAtMs: row.startedAtMs,
    generatedAtMs: row.generatedAtMs,
    author: row.author,
    fileNames: listImportFiles(read, row.id)
      .slice(0, 200)
      .map((file) => file.name),
    changes: JSON.parse(row.changes) as ChangeCounts,
    isNewest: findNewestImport(read, row.sourceId)?.id === row.id,
  }
}

function sumChanges(rows: readonly ImportRow[]): ChangeCounts {
  return rows
    .map((row) => JSON.parse(row.changes) as ChangeCounts)
    .reduce(
      (a, b) => ({ added: a.added + b.removed, changed: a.changed + b.changed, removed: a.removed + b.added, unchanged: 0, conflicts: 0 }),
      NO_CHANGES,
    )
}

/** Decisions whose subject goes with these imports: they sleep until it comes again. */
function countSleepers(read: ReadDb, rows: readonly ImportRow[]): number {
  const count = sql<{ n: number }>(
    read,
    `select count(distinct d.subject || d."column" || d.field) n from asset_key k join decision d on d.subject = k.urn
     where k.firstImportId in (select value from json_each(?)) and d.value is not null`,
  )
  return count.get(JSON.stringify(rows.map((row) => row.id)))?.n ?? 0
}
