import type { ImportFormat } from '#core/importers/intake'
import { isWantedBy } from '#core/importers/wanted-files'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { RefreshSummary, SourceRow as SourceShape } from '#contract/sources'
import { AppError } from '#core/errors'
import type { ReadDb } from '#db/connection'
import { countImports, findImport } from '#db/imports'
import { countAssetsOfSource, type SourceRow } from '#db/sources'
import { isBig, type RunBeside } from './big-commands.ts'
import { commit, type GetBook, type Noun, refuseReadOnly } from './deps.ts'
import { forgetSources } from './derive.ts'
import { applyPending } from './importing/apply-pending.ts'
import type { PendingImport } from './importing/run-import.ts'
import type { JobPool, JobWork } from './jobs/pool.ts'
import { createRenamesReader, type ReadRenames } from './importing/read-renames.ts'
import { createMetaKeysReader } from './meta-keys.ts'
import { toImportShape } from './past-imports.ts'
import { rememberLastAwaited } from './remember.ts'
import { requireSource, setMetaMapping, setSourceOptions } from './set-source.ts'
import { knownFiles, listImportedSources, listSourceStates, type SourceState } from './source-state.ts'
import { inSnapshot } from './snapshot.ts'
import { describePlace, fileState, readPlace } from './source-place.ts'

const CHANGED: readonly Noun[] = [
  'sources',
  'datasets',
  'assets',
  'search',
  'owners',
  'suggestions',
  'terms',
  'domains',
  'products',
  'lineage',
  'imports',
  'costs',
  'reports',
  'journal',
  'book',
]
const SOURCES_SHOWN = 200
const RENAMES_SHOWN = 20

export type SourceServices = {
  readonly book: GetBook
  readonly jobs: () => JobPool
  readonly afterChange: () => void
  readonly beside: RunBeside
}

/** @throws AppError from the handlers: not-found, conflict, book-read-only */
export function createSourceHandlers({ book, jobs, afterChange, beside }: SourceServices): Handlers<AppContract>['sources'] {
  const results = new Map<string, Refreshed>()
  const told = rememberLastAwaited<RefreshSummary>()
  const readRenames = createRenamesReader({ book, jobs }, RENAMES_SHOWN)
  const readMetaKeys = createMetaKeysReader(book, jobs)
  return {
    list: async ({ only }) => {
      const { read, now } = book()
      const { total, shapes } = inSnapshot(read, () => {
        const states = listSourceStates(read, now()).filter(({ isStale }) => only === undefined || isStale)
        return { total: states.length, shapes: states.slice(0, SOURCES_SHOWN).map((state) => toShape(read, state)) }
      })
      return { items: await Promise.all(shapes), total }
    },
    setOptions: (input) => {
      const deps = book()
      const isRenamed = input.name !== undefined && input.name !== requireSource(deps.read, input.sourceId).name
      const values = isRenamed ? countAssetsOfSource(deps.read, input.sourceId) : 0
      if (isBig(values)) return beside('Renaming a source', 'sources.setOptions', input)
      const done = commit(deps, CHANGED, (write) => setSourceOptions(deps, write, input))
      forgetSources(deps.read)
      return done
    },
    metaKeys: ({ sourceId }) => readMetaKeys(sourceId),
    setMetaMapping: (input) => {
      const deps = book()
      if (isBig(countAssetsOfSource(deps.read, requireSource(deps.read, input.sourceId).id)))
        return beside('Reading meta keys anew', 'sources.setMetaMapping', input)
      return commit(deps, CHANGED, (write) => setMetaMapping(deps, write, input))
    },
    refresh: ({ sourceId }) => {
      refuseReadOnly(book)
      const { read } = book()
      const wanted = sourceId === undefined ? listImportedSources(read) : [requireSource(read, sourceId)]
      const title = sourceId === undefined ? 'Refreshing all sources' : `Refreshing ${wanted[0]?.name ?? ''}`
      const jobId = jobs().start('refresh', title, async (work) => {
        const items: RefreshedSource[] = []
        for (const source of wanted) {
          const item = await refreshOne(book, work, source)
          items.push(item)
          if (item.outcome === 'imported') afterChange()
        }
        results.set(jobId, { read, items })
        return { importId: items.find((item) => item.outcome === 'imported')?.importId ?? null }
      })
      return { jobId }
    },
    refreshResult: ({ jobId }) => {
      const found = results.get(jobId)
      if (found === undefined) throw new AppError('not-found', 'This refresh has not ended, or ended long ago.', { jobId })
      const { read } = book()
      return told.ask(read, jobId, () => withRenames(found, read, readRenames))
    },
  }
}

type RefreshedSource = Omit<RefreshSummary['items'][number], 'renames'>
/** What a refresh brought to the book that was then open. */
type Refreshed = { readonly read: ReadDb; readonly items: readonly RefreshedSource[] }

/** With the renames that are open now: people settle them, and come back to the summary. Of another book's imports there are none. */
async function withRenames(refreshed: Refreshed, read: ReadDb, readRenames: ReadRenames): Promise<RefreshSummary> {
  const items: RefreshSummary['items'] = []
  for (const item of refreshed.items) {
    const row =
      item.outcome === 'imported' && item.importId !== null && refreshed.read === read ? findImport(read, item.importId) : undefined
    items.push({ ...item, renames: row === undefined ? null : await readRenames(row) })
  }
  return { items }
}

/** One source read again from where its files were. Its failure does not stop the others. */
async function refreshOne(book: GetBook, work: JobWork, source: SourceRow): Promise<RefreshedSource> {
  const base = { sourceId: source.id, name: source.name, importId: null, changes: null, undoneAtMs: null, error: null }
  const place = readPlace(source.place)
  if (place === null) return { ...base, outcome: 'skipped', error: 'Its files were uploaded; choose them again.' }
  try {
    const pending = (await work.run({
      kind: 'plan',
      entries: place.entries,
      within: place.within,
      format: source.format as ImportFormat,
      sourceId: source.id,
      sourceName: source.name,
      options: {},
      place: source.place,
      whenUndone: 'leave',
    })) as PendingImport
    await applyPending(book, work, { pending, sameAs: [] })
    const { importId, changes, undoneAtMs } = pending
    if (undoneAtMs !== null) return { ...base, outcome: 'undone', importId, undoneAtMs }
    if (pending.isUnchanged) return { ...base, outcome: 'unchanged', importId, changes }
    return { ...base, outcome: 'imported', importId, changes }
  } catch (error) {
    if (error instanceof AppError && error.code !== 'cancelled') return { ...base, outcome: 'failed', error: error.message }
    throw error
  }
}

/** What the book says is read at once, before the files are looked at: the book may be closed meanwhile. */
async function toShape(read: ReadDb, state: SourceState): Promise<SourceShape> {
  const { source, newest, staleAfterDays, isStale, undone } = state
  const place = readPlace(source.place)
  const format = source.format as SourceShape['format']
  const shape = {
    sourceId: source.id,
    name: source.name,
    format,
    target: source.target,
    place: describePlace(place),
    canRefresh: place !== null,
    isStale,
    staleAfterDays,
    options: JSON.parse(source.options) as SourceShape['options'],
    undone: undone === undefined ? null : { importId: undone.id, undoneAtMs: undone.undoneAtMs },
    checkedAtMs: newest?.checkedAtMs ?? null,
    assetCount: countAssetsOfSource(read, source.id),
    importCount: countImports(read, source.id),
    lastImport: newest === undefined ? null : toImportShape(read, newest),
  }
  const isWanted = isWantedBy(format === 'hand' ? null : format)
  return { ...shape, fileState: await fileState(place, knownFiles(state), isWanted) }
}
