import { z } from 'zod'
import type { DatasetSelection } from '#contract/datasets'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { AppError } from '#core/errors'
import type { ReadDb, WriteDb } from '#db/connection'
import { countDatasets } from '#db/datasets'
import { type RunBeside, setValues } from '../big-commands.ts'
import { decide, type Decided, type Deciding } from '../decide.ts'
import type { BookDeps, GetBook } from '../deps.ts'
import { fillPage, readCursor, toCursor } from '../paging.ts'
import { rememberLastAwaited } from '../remember.ts'
import { type Asked, editsOf, planEdit, type PlanPages, planPages } from './plan-edit.ts'

type DatasetHandlers = Handlers<AppContract>['datasets']

/** What a worker costs to start is more than looking through fewer takes. */
const MANY_DATASETS = 2000

/** What a bulk edit is asked to do. JSON-shaped: it may cross a thread. */
export type EditRequest = z.output<AppContract['datasets']['edit']['input']>

/** What is done beside this thread: the edit itself, and working out what it would change. */
export type Beside = { readonly beside: RunBeside; readonly planBeside: (asked: Asked) => Promise<PlanPages> }

/**
 * Previews a bulk edit and makes it; one of very many values beside this thread.
 * @throws AppError from `edit`: conflict when the values would be others than those previewed; nothing is then set
 */
export function createBulkEditHandlers(book: GetBook, { beside, planBeside }: Beside): Pick<DatasetHandlers, 'previewEdit' | 'edit'> {
  const plans = rememberPlan(planBeside)
  return {
    previewEdit: previewer(book, plans),
    edit: async (request) => {
      const deps = book()
      const values = await plans.sizeOf(request.planId)
      return setValues({ deps, beside }, { name: 'datasets.edit', input: request, values }, editDatasets)
    },
  }
}

function previewer(book: GetBook, plans: Plans): DatasetHandlers['previewEdit'] {
  return async ({ cursor, limit, ...asked }) => {
    const { pages, ...plan } = await plans.planOnce(book(), asked)
    const list = `edit ${plan.planId}`
    const skip = cursor === undefined ? 0 : readCursor(list, cursor, z.tuple([z.int()]))[0]
    const page = fillPage(editsOf(pages, skip, limit + 1), limit, (edit) => edit)
    return { ...plan, items: page.items, nextCursor: page.isMore ? toCursor(list, [skip + page.items.length]) : null }
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

type Plans = {
  readonly planOnce: (deps: BookDeps, asked: Asked) => Promise<PlanPages>
  /** How many values the plan shown last sets; 0 for another plan. */
  readonly sizeOf: (planId: string) => Promise<number>
}

function rememberPlan(planBeside: Beside['planBeside']): Plans {
  const plans = rememberLastAwaited<PlanPages>()
  return {
    planOnce: ({ read, rules }, asked) =>
      plans.ask(read, JSON.stringify(asked), async () =>
        isLarge(read, asked.selection) ? planBeside(asked) : planPages(rules.current(read), read, asked),
      ),
    sizeOf: async (planId) => {
      const plan = await plans.last()?.catch(() => undefined)
      return plan?.planId === planId ? plan.total : 0
    },
  }
}

function isLarge(read: ReadDb, selection: DatasetSelection): boolean {
  const datasets = 'keys' in selection ? selection.keys.length : countDatasets(read, selection.filter)
  return datasets > MANY_DATASETS
}
