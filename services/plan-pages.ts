import { z } from 'zod'
import type { BookDeps } from './deps.ts'
import { fillPage, readCursor, toCursor } from './paging.ts'
import { rememberLastAwaited } from './remember.ts'

const PER_PAGE = 200

/**
 * What a command would change, as it is looked at. The items are JSON, so many a page: strings cross a thread in an instant,
 * where making 100,000 objects anew keeps whoever takes them busy for seconds.
 */
export type PlanPages = { readonly planId: string; readonly total: number; readonly pages: readonly string[] }

/** The pages of these items. */
export function toPages(items: readonly unknown[]): Omit<PlanPages, 'planId'> {
  const pages: string[] = []
  for (let from = 0; from < items.length; from += PER_PAGE) pages.push(JSON.stringify(items.slice(from, from + PER_PAGE)))
  return { total: items.length, pages }
}

/** So many items from where a cursor is and some are passed over, and where the next ones are. @throws AppError invalid-input for another plan's cursor */
export function readPlanPage<Item>(
  { planId, pages }: PlanPages,
  { cursor, skip = 0, limit }: { readonly cursor?: string | undefined; readonly skip?: number | undefined; readonly limit: number },
): { readonly items: Item[]; readonly nextCursor: string | null } {
  const list = `plan ${planId}`
  const from = skip + (cursor === undefined ? 0 : readCursor(list, cursor, z.tuple([z.int()]))[0])
  const page = fillPage(itemsOf<Item>(pages, from, limit + 1), limit, (item) => item)
  return { items: page.items, nextCursor: page.isMore ? toCursor(list, [from + page.items.length]) : null }
}

function itemsOf<Item>(pages: PlanPages['pages'], skip: number, most: number): readonly Item[] {
  const first = Math.floor(skip / PER_PAGE)
  const needed = pages.slice(first, Math.ceil((skip + most) / PER_PAGE)).flatMap((page) => JSON.parse(page) as Item[])
  return needed.slice(skip - first * PER_PAGE, skip - first * PER_PAGE + most)
}

export type RememberedPlans<Asked, Plan extends PlanPages> = {
  /** The plan of what is asked, worked out once for as long as the book stands as it did. */
  readonly planOnce: (deps: BookDeps, asked: Asked) => Promise<Plan>
  /** How many values the plan shown last sets; undefined for another plan. */
  readonly sizeOf: (planId: string) => Promise<number | undefined>
}

/** Remembers the plan that is looked at, page by page. */
export function rememberPlans<Asked, Plan extends PlanPages>(
  work: (deps: BookDeps, asked: Asked) => Plan | Promise<Plan>,
): RememberedPlans<Asked, Plan> {
  const plans = rememberLastAwaited<Plan>()
  return {
    planOnce: (deps, asked) => plans.ask(deps.read, JSON.stringify(asked), async () => work(deps, asked)),
    sizeOf: async (planId) => {
      const plan = await plans.last()?.catch(() => undefined)
      return plan?.planId === planId ? plan.total : undefined
    },
  }
}
