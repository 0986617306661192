import type { AppContract } from '#contract/index'
import type { ImportPlan } from '#contract/imports'
import type { Handlers } from '#contract/kit'
import { AppError } from '#core/errors'
import type { ImportFormat } from '#core/importers/intake'
import type { JsonObject } from '#core/json'
import { isUnfinished } from '#db/imports'
import { findSource, type SourceRow } from '#db/sources'
import type { Picks, ResolvedPick } from '#io/picks'
import { refuseReadOnly } from './deps.ts'
import { areManyChanges, type ChangesPage, pageOfImportChanges } from './import-changes.ts'
import { applyPending } from './importing/apply-pending.ts'
import type { PendingImport } from './importing/run-import.ts'
import { createPastImportHandlers, type PastImportServices, type ReadChanges } from './past-imports.ts'
import { rememberLast } from './remember.ts'
import { inSnapshot } from './snapshot.ts'
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

export type ImportServices = PastImportServices & { readonly picks: Picks; readonly randomId: () => string }

const gone = (planId: string): AppError => new AppError('not-found', 'This preview is gone. Look at the files again.', { planId })

/** @throws AppError from the handlers: bad-file, not-found, conflict, cancelled, book-read-only */
export function createImportHandlers(services: ImportServices): Handlers<AppContract>['imports'] {
  const { book, picks, jobs, randomId } = services
  const plans = new Map<string, Plan>()
  const changes = createChangesReader(services)
  const findPlan = (planId: string): Plan => {
    const plan = plans.get(planId)
    if (plan === undefined) throw gone(planId)
    return plan
  }
  const pendingOf = (planId: string): PendingImport => {
    const { pending, jobId } = findPlan(planId)
    if (pending === null) throw new AppError('conflict', 'The files are still being read.', { jobId })
    return pending
  }
  /** What is still to be looked at: a later preview takes the place of one that waits, in this program or another. */
  const shownOf = (planId: string): PendingImport => {
    const pending = pendingOf(planId)
    if (pending.isUnchanged || findPlan(planId).isApplied || isUnfinished(book().read, pending.importId)) return pending
    plans.delete(planId)
    throw gone(planId)
  }
  return {
    preview: async ({ pickId, sourceId, format, sourceName, options }) => {
      refuseReadOnly(book)
      const source = sourceId === undefined ? undefined : findSource(book().read, sourceId)
      const picked = await takeFiles(picks, pickId, source)
      const plan: Plan = { planId: randomId(), jobId: '', pending: null, isApplied: false, release: picked.release }
      plans.set(plan.planId, plan)
      plan.jobId = jobs().start('preview', `Looking at ${picked.displayName}`, async (work) => {
        try {
          plan.pending = (await work.run({
            kind: 'plan',
            entries: picked.entries,
            within: picked.within,
            // The source's own, as it will be read: it says which files of a folder are wanted.
            format: (source?.format as ImportFormat | undefined) ?? format ?? null,
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
    plan: ({ planId }) => toPlan(planId, shownOf(planId)),
    planChanges: ({ planId, filter, cursor, limit }) => {
      const pending = shownOf(planId)
      if (pending.isUnchanged) return { items: [], total: 0, nextCursor: null }
      return changes({ importId: pending.importId, filter, cursor, limit }, pending.changes)
    },
    apply: ({ planId, sameAs }) => {
      const plan = findPlan(planId)
      const pending = pendingOf(planId)
      if (plan.isApplied) throw new AppError('conflict', 'This preview was applied already.', { planId })
      plan.isApplied = true
      const jobId = jobs().start('apply', `Importing ${pending.sourceName}`, async (work) => {
        try {
          await applyPending(book, work, { pending, sameAs })
        } catch (error) {
          // Refused before it began, it can be applied later; stopped in the middle, it is gone.
          plan.isApplied = false
          if (!isUnfinished(book().read, pending.importId)) plans.delete(planId)
          throw error
        }
        services.afterChange()
        return { importId: pending.importId }
      })
      return { jobId }
    },
    discard: ({ planId }) => {
      const plan = findPlan(planId)
      plans.delete(planId)
      if (isUnderWay(jobs(), plan.jobId)) jobs().cancel(plan.jobId)
      const { pending, isApplied } = plan
      // A later preview may have taken its place: that one stays.
      if (!isApplied && pending !== null && !pending.isUnchanged && isUnfinished(book().read, pending.importId)) {
        jobs().start('preview', 'Throwing a preview away', async (work) => {
          await work.run({ kind: 'discard', importId: pending.importId })
          return { importId: null }
        })
      }
      return {}
    },
    ...createPastImportHandlers(services, changes),
  }
}

type Taken = Pick<ResolvedPick, 'displayName' | 'entries' | 'within' | 'release'> & { readonly place: string | null }

async function takeFiles(picks: Picks, pickId: string | undefined, source: SourceRow | undefined): Promise<Taken> {
  if (pickId !== undefined) {
    const pick = await picks.take(pickId, 'import')
    return { ...pick, place: pick.canRefresh ? placeOf(pick) : null }
  }
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
    renames: pending.renames.map((offer) => ({ ...offer })),
    receipt: pending.receipt,
  }
}

/** Pages of what an import changes; those of a large one are looked for beside this thread. */
function createChangesReader({ book, jobs }: ImportServices): ReadChanges {
  const totals = rememberLast<{ counted: number | null }>()
  return async (asked, counts) => {
    const { read } = book()
    const total = totals.ask(read, JSON.stringify([asked.importId, asked.filter]), () => ({ counted: null }))
    const request = { ...asked, total: total.counted }
    const page = areManyChanges(counts)
      ? ((await jobs().ask({ kind: 'import-changes', request, counts })) as ChangesPage)
      : inSnapshot(read, () => pageOfImportChanges(read, request, counts))
    total.counted = page.total
    return page
  }
}
