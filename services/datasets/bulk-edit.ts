import type { z } from 'zod'
import type { DatasetSelection } from '#contract/datasets'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { AppError } from '#core/errors'
import { plural } from '#core/format'
import type { ReadDb, WriteDb } from '#db/connection'
import { countDatasets } from '#db/datasets'
import { type RunBeside, settingValues, workOut } from '../big-commands.ts'
import { decide, type Decided, type Deciding } from '../decide.ts'
import type { BookDeps, GetBook } from '../deps.ts'
import { readPlanPage, type RememberedPlans, rememberPlans } from '../plan-pages.ts'
import { inSnapshot } from '../snapshot.ts'
import { type Asked, type Edit, type EditPages, planEdit, planPages } from './plan-edit.ts'

type DatasetHandlers = Handlers<AppContract>['datasets']

/** What a worker costs to start is more than looking through fewer takes. */
const MANY_DATASETS = 2000

/** What a bulk edit is asked to do. JSON-shaped: it may cross a thread. */
export type EditRequest = z.output<AppContract['datasets']['edit']['input']>

/** What is done beside this thread: the edit itself, and working out what it would change. */
export type Beside = { readonly beside: RunBeside; readonly planBeside: (asked: Asked) => Promise<EditPages> }

/**
 * Previews a bulk edit and makes it; one of very many values beside this thread.
 * @throws AppError from `edit`: conflict when the values would be others than those previewed; nothing is then set
 */
export function createBulkEditHandlers(book: GetBook, { beside, planBeside }: Beside): Pick<DatasetHandlers, 'previewEdit' | 'edit'> {
  const plans = rememberPlans(({ read, rules }: BookDeps, asked: Asked) =>
    isLarge(read, asked.selection) ? planBeside(asked) : inSnapshot(read, () => planPages(rules.current(read), read, asked)),
  )
  return {
    previewEdit: previewer(book, plans),
    edit: async (request) => {
      const deps = book()
      const values = await plans.sizeOf(request.planId)
      const datasets = countSelected(deps.read, request.selection)
      // A plan that nobody looked at here, or looked at other ones since, may set every value.
      const work = datasets > MANY_DATASETS ? Infinity : (values ?? datasets * request.changes.length)
      const title = values === undefined ? `Changing ${plural(datasets, 'dataset')}` : settingValues(values)
      return workOut({ deps, beside }, { name: 'datasets.edit', input: request, title, work }, editDatasets)
    },
  }
}

function previewer(book: GetBook, plans: RememberedPlans<Asked, EditPages>): DatasetHandlers['previewEdit'] {
  return async ({ cursor, skip, limit, ...asked }) => {
    const { pages, ...plan } = await plans.planOnce(book(), asked)
    return { ...plan, ...readPlanPage<Edit>({ ...plan, pages }, { cursor, skip, limit }) }
  }
}

/** Sets what was previewed as one group, inside the caller's commit. @throws AppError conflict */
export function editDatasets(deps: Deciding, write: WriteDb, { planId, reason, ...asked }: EditRequest): Decided {
  const plan = planEdit(deps.rules.current(write), write, asked)
  if (plan.planId !== planId) {
    throw new AppError('conflict', 'The catalog changed since this was shown, and other values would be set. Nothing was set: look again.')
  }
  const changes = plan.edits.map(({ key, field, after }) => ({ subject: key, column: '', field, value: after }))
  const decided = decide(deps, write, changes, reason)
  if (decided === undefined) throw new AppError('conflict', 'These values stand already. Nothing was changed.')
  return decided
}

const isLarge = (read: ReadDb, selection: DatasetSelection): boolean => countSelected(read, selection) > MANY_DATASETS

const countSelected = (read: ReadDb, selection: DatasetSelection): number =>
  'keys' in selection ? selection.keys.length : countDatasets(read, selection.filter)
