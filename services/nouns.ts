import { randomUUID } from 'node:crypto'
import type { CostMonthRow } from '#contract/costs'
import type { AppContract } from '#contract/index'
import { type Contract, createDispatcher, type Dispatch, type Handlers, type ReportBug } from '#contract/kit'
import { AppError } from '#core/errors'
import type { Report } from '#core/reports/document'
import type { MadePlaces } from '#io/made-files'
import type { Picks } from '#io/picks'
import type { Tickets } from '#io/tickets'
import type { BigCommandName, BigCommands, RunBeside } from './big-commands.ts'
import type { BookServices } from './book.ts'
import type { CostGroups } from './cost-sums.ts'
import type { CostSumsBeside } from './costs.ts'
import { refuseReadOnly } from './deps.ts'
import type { DecisionsBeside, ImportDecisionsBeside } from './decisions.ts'
import type { DesktopKind } from './desktop.ts'
import type { Looked, Visits } from './home.ts'
import type { FailingBeside } from './home/since.ts'
import type { CommandTask, DecisionsTask, WorkerTask } from './jobs/messages.ts'
import type { JobPool, JobWork } from './jobs/pool.ts'
import { createJournalHandlers } from './journal.ts'
import type { ExportParts } from './issue-export.ts'
import type { MadeExport } from './make-export.ts'
import type { ReportFile } from './make-report.ts'
import type { ReportMaker } from './reports.ts'
import type { Session } from './session.ts'
import type { OwnerChange } from '#contract/owners'
import type { NewlyFailing } from '#db/home'
import type { UndoNumbers } from '#db/undo-plan'
import type { DatasetFacets } from './datasets/list-datasets.ts'
import type { DatasetParts } from './datasets.ts'
import type { EditPages } from './datasets/plan-edit.ts'
import type { OwnerPages } from './owners/plan-change.ts'
import type { CountUndoBeside } from './undo-plan.ts'
import type { Suggested } from './suggest.ts'
import type { ValuesHeld } from './values-held.ts'

export type NounParts = {
  readonly session: Session
  readonly picks: Picks
  readonly tickets: Tickets
  /** Where files that are made wait to be fetched. */
  readonly places: MadePlaces
  readonly jobs: JobPool
  readonly close: () => Promise<void>
  readonly kind: DesktopKind
  readonly reportBug: ReportBug
  /** Makes an error of the book one that a person can act on. */
  readonly explain: (error: unknown) => unknown
  readonly visits: Visits
  readonly looked: Looked
  readonly profile: Pick<BookServices, 'readProfile' | 'saveAuthor' | 'author' | 'forgetRecent' | 'now' | 'appVersion'>
}

type Nouns = { readonly [N in keyof AppContract]: () => Promise<Dispatch> }

/** What answers each noun: the composition of the whole program. A noun's shapes and handlers are read when it is first asked for. */
export function createNouns(parts: NounParts): Nouns {
  const { session, picks, tickets, jobs, close, kind, profile, visits, looked, reportBug, explain } = parts
  const { book } = session
  const answer = <C extends Contract>(part: C, handlers: Handlers<C>): Dispatch => createDispatcher(part, handlers, reportBug, explain)
  const changes = { book, jobs: () => jobs, afterChange: session.changed }
  const beside = runBeside(session, jobs)
  const exporting = exportBeside(parts)
  return {
    assets: async () => {
      const [{ assets }, { createAssetHandlers }] = await Promise.all([import('#contract/assets'), import('./assets.ts')])
      const handlers = createAssetHandlers(book, beside)
      return answer({ assets }, { assets: handlers })
    },
    book: async () => {
      const [{ book: shapes }, { createBookHandlers }] = await Promise.all([import('#contract/book'), import('./book.ts')])
      const handlers = createBookHandlers({
        ...profile,
        book,
        current: session.current,
        open: session.open,
        close,
        picks,
        jobs: () => jobs,
        runTask: (title, task) => runTask(jobs, title, task),
      })
      return answer({ book: shapes }, { book: handlers })
    },
    costs: async () => {
      const [{ costs }, { createCostHandlers }] = await Promise.all([import('#contract/costs'), import('./costs.ts')])
      return answer({ costs }, { costs: createCostHandlers(book, { ...exporting, ...costSumsBeside(jobs) }) })
    },
    datasets: async () => {
      const [{ datasets }, { createDatasetHandlers }] = await Promise.all([import('#contract/datasets'), import('./datasets.ts')])
      const handlers = createDatasetHandlers(book, { ...exporting, ...datasetsBeside(jobs), beside })
      return answer({ datasets }, { datasets: handlers })
    },
    decisions: async () => {
      const [{ decisions }, { createDecisionHandlers }] = await Promise.all([import('#contract/decisions'), import('./decisions.ts')])
      const handlers = createDecisionHandlers(book, picks, tickets, decisionsBeside(parts, exporting, beside))
      return answer({ decisions }, { decisions: handlers })
    },
    desktop: async () => {
      const [{ desktop }, { createDesktopHandlers }] = await Promise.all([import('#contract/desktop'), import('./desktop.ts')])
      const handlers = createDesktopHandlers(picks, kind)
      return answer({ desktop }, { desktop: handlers })
    },
    domains: async () => {
      const [{ domains }, { createDomainHandlers }] = await Promise.all([import('#contract/domains'), import('./domains.ts')])
      return answer({ domains }, { domains: createDomainHandlers(book, exporting, beside) })
    },
    home: async () => {
      const [{ home }, { createHomeHandlers }] = await Promise.all([import('#contract/home'), import('./home.ts')])
      return answer({ home }, { home: createHomeHandlers(book, visits, looked, failingBeside(jobs)) })
    },
    imports: async () => {
      const [{ imports }, { createImportHandlers }] = await Promise.all([import('#contract/imports'), import('./imports.ts')])
      const handlers = createImportHandlers({ ...changes, ...exporting, picks, randomId: randomUUID })
      return answer({ imports }, { imports: handlers })
    },
    jobs: async () => {
      const { jobs: shapes } = await import('#contract/jobs')
      return answer({ jobs: shapes }, { jobs: createJobHandlers(jobs) })
    },
    journal: async () => {
      const { journal } = await import('#contract/journal')
      return answer({ journal }, { journal: createJournalHandlers(book) })
    },
    lineage: async () => {
      const [{ lineage }, { createLineageHandlers }] = await Promise.all([import('#contract/lineage'), import('./lineage.ts')])
      const handlers = createLineageHandlers(book)
      return answer({ lineage }, { lineage: handlers })
    },
    owners: async () => {
      const [{ owners }, { createOwnerHandlers }] = await Promise.all([import('#contract/owners'), import('./owners.ts')])
      const handlers = createOwnerHandlers(book, { beside, planOwner: planOwner(jobs) })
      return answer({ owners }, { owners: handlers })
    },
    products: async () => {
      const [{ products }, { createProductHandlers }] = await Promise.all([import('#contract/products'), import('./products.ts')])
      return answer({ products }, { products: createProductHandlers(book, exporting) })
    },
    reports: async () => {
      const [{ reports }, { createReportHandlers }] = await Promise.all([import('#contract/reports'), import('./reports.ts')])
      return answer({ reports }, { reports: createReportHandlers(book, tickets, reportBeside(jobs)) })
    },
    search: async () => {
      const [{ search }, { createSearchHandlers }] = await Promise.all([import('#contract/search'), import('./search.ts')])
      const handlers = createSearchHandlers(book)
      return answer({ search }, { search: handlers })
    },
    settings: async () => {
      const [{ settings }, { createSettingsHandlers }] = await Promise.all([import('#contract/settings'), import('./settings.ts')])
      const handlers = createSettingsHandlers(book, valuesHeldBeside(jobs))
      return answer({ settings }, { settings: handlers })
    },
    sources: async () => {
      const [{ sources }, { createSourceHandlers }] = await Promise.all([import('#contract/sources'), import('./sources.ts')])
      const handlers = createSourceHandlers({ ...changes, beside })
      return answer({ sources }, { sources: handlers })
    },
    terms: async () => {
      const [{ terms }, { createTermHandlers }] = await Promise.all([import('#contract/terms'), import('./terms.ts')])
      return answer({ terms }, { terms: createTermHandlers(book, exporting, beside) })
    },
    views: async () => {
      const [{ views }, { createViewHandlers }] = await Promise.all([import('#contract/views'), import('./views.ts')])
      return answer({ views }, { views: createViewHandlers(book) })
    },
    suggestions: async () => {
      const [{ suggestions }, { createSuggestionHandlers }] = await Promise.all([
        import('#contract/suggestions'),
        import('./suggestions.ts'),
      ])
      const handlers = createSuggestionHandlers(book, beside, async () => (await jobs.ask({ kind: 'suggest' })) as Suggested)
      return answer({ suggestions }, { suggestions: handlers })
    },
  }
}

function createJobHandlers(jobs: JobPool): Handlers<AppContract>['jobs'] {
  return {
    list: () => ({ items: jobs.list().slice(0, 50) }),
    get: ({ jobId }) => jobs.get(jobId),
    cancel: ({ jobId }) => {
      jobs.cancel(jobId)
      return {}
    },
  }
}

const datasetsBeside = (jobs: JobPool): Pick<DatasetParts, 'planBeside' | 'facetsBeside'> => ({
  planBeside: async (asked) => (await jobs.ask({ kind: 'plan-edit', asked })) as EditPages,
  facetsBeside: async (filter) => (await jobs.ask({ kind: 'facets', filter })) as DatasetFacets,
})

const costSumsBeside = (jobs: JobPool): CostSumsBeside => ({
  costMonths: async () => (await jobs.ask({ kind: 'cost-months' })) as CostMonthRow[],
  costGroups: async (request) => (await jobs.ask({ kind: 'cost-groups', request })) as CostGroups,
})

const failingBeside =
  (jobs: JobPool): FailingBeside =>
  async (sinceImport) =>
    (await jobs.ask({ kind: 'newly-failing', sinceImport })) as NewlyFailing

const valuesHeldBeside = (jobs: JobPool) => async (): Promise<ValuesHeld> => (await jobs.ask({ kind: 'values-held' })) as ValuesHeld

const planOwner =
  (jobs: JobPool) =>
  async (change: OwnerChange): Promise<OwnerPages> =>
    (await jobs.ask({ kind: 'plan-owner-change', change })) as OwnerPages

const countUndoBeside =
  (jobs: JobPool): CountUndoBeside =>
  async (groupId) =>
    (await jobs.ask({ kind: 'count-undo', groupId })) as UndoNumbers

const reportBeside = (jobs: JobPool): ReportMaker => ({
  rows: async (request) => (await jobs.ask({ kind: 'report', request })) as Report,
  file: async (request) => (await jobs.ask({ kind: 'report', request })) as ReportFile,
})

const decisionsBeside = ({ session, jobs }: NounParts, { makeExport }: ExportParts, beside: RunBeside): DecisionsBeside => ({
  makeExport,
  beside,
  countUndoBeside: countUndoBeside(jobs),
  importBeside: importDecisionsBeside(session, jobs),
})

const exportBeside = ({ jobs, tickets, places }: NounParts): ExportParts => ({
  tickets,
  makeExport: async (request) => {
    const path = await places.next()
    try {
      return (await jobs.ask({ kind: 'export', request, path })) as MadeExport
    } catch (error) {
      await places.drop(path)
      throw error
    }
  },
})

const runBeside =
  (session: Session, jobs: JobPool): RunBeside =>
  async <N extends BigCommandName>(title: string, name: N, input: BigCommands[N]['input']) =>
    (await runChanging(session, jobs, title, { kind: 'command', name, input } as CommandTask)) as BigCommands[N]['output']

const importDecisionsBeside =
  (session: Session, jobs: JobPool): ImportDecisionsBeside =>
  async (title, { entries, within }) =>
    (await runChanging(session, jobs, title, {
      kind: 'import-decisions',
      picked: { entries, within },
    })) as BigCommands['decisions.import']['output']

/** A task that changes what the book holds, as a job of its own, to its end. */
async function runChanging(session: Session, jobs: JobPool, title: string, task: CommandTask | DecisionsTask): Promise<unknown> {
  refuseReadOnly(session.book)
  const made = await runTask(jobs, title, task)
  session.changed()
  return made
}

/** One worker task as a job of its own, to its end. */
async function runTask(jobs: JobPool, title: string, task: WorkerTask): Promise<unknown> {
  let found: unknown
  const work = async ({ run }: JobWork): Promise<{ importId: null }> => {
    found = await run(task)
    return { importId: null }
  }
  const jobId = jobs.start('rebuild', title, work, task.kind === 'check' || task.kind === 'verify' ? 'beside' : 'in turn')
  const job = await jobs.wait(jobId)
  if (job.error !== null)
    throw new AppError(job.error.code as AppError['code'], job.error.message, job.error.details as AppError['details'])
  return found
}
