import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { HeldChange, OwnerChange } from '#contract/owners'
import { HELD_AS } from '#core/assets/held-kinds'
import type { ReadDb } from '#db/connection'
import { mergePrefix } from '#core/assets/merged-names'
import { listMergedNames } from '#db/merged-names'
import { countHeldBy } from '#db/owners'
import { type RunBeside, setValues } from './big-commands.ts'
import { CHANGED_BY_DECISIONS } from './decide.ts'
import { type BookDeps, commit, type GetBook } from './deps.ts'
import { mergeOwner, reassignOwner, setLeft, splitOwner } from './owners/change-owners.ts'
import { type Holder, listHolders, pageOfOwners, suggestOwners } from './owners/list-owners.ts'
import { type OwnerPages, planOwnerPages } from './owners/plan-change.ts'
import { readPlanPage, rememberPlans } from './plan-pages.ts'
import { rememberLast } from './remember.ts'
import { inSnapshot } from './snapshot.ts'

/** What a worker costs to start is more than looking through fewer takes. */
const MANY_THINGS = 2000

/** What is done beside this thread: changes of very many values, and working out what they would be. */
export type OwnersBeside = { readonly beside: RunBeside; readonly planOwner: (change: OwnerChange) => Promise<OwnerPages> }

/** @throws AppError from the handlers: not-found, invalid-input, conflict, book-read-only */
export function createOwnerHandlers(book: GetBook, { beside, planOwner }: OwnersBeside): Handlers<AppContract>['owners'] {
  const known = rememberLast<readonly Holder[]>()
  const holders = (read: ReadDb): readonly Holder[] => known.ask(read, '', () => listHolders(read))
  const plans = rememberPlans(({ read, rules }: BookDeps, change: OwnerChange) =>
    countTouched(read, change) > MANY_THINGS ? planOwner(change) : planOwnerPages(rules.current(read), read, change),
  )
  return {
    list: (asked) => {
      const { read, rules } = book()
      return inSnapshot(read, () => pageOfOwners(rules.current(read), read, holders(read), asked))
    },
    suggest: ({ text }) => {
      const { read } = book()
      return inSnapshot(read, () => ({ items: suggestOwners(read, holders(read), text) }))
    },
    preview: async ({ change, cursor, skip, limit }) => {
      const { pages, ...plan } = await plans.planOnce(book(), change)
      return { ...plan, ...readPlanPage<HeldChange>({ ...plan, pages }, { cursor, skip, limit }) }
    },
    reassign: (input) => {
      const deps = book()
      const values = countTouched(deps.read, { kind: 'reassign', ...input })
      return setValues({ deps, beside }, { name: 'owners.reassign', input, values }, reassignOwner)
    },
    merge: (input) => {
      const deps = book()
      const values = countTouched(deps.read, { kind: 'merge', ...input })
      return setValues({ deps, beside }, { name: 'owners.merge', input, values }, mergeOwner)
    },
    split: (input) => {
      const deps = book()
      const values = countTouched(deps.read, { kind: 'split', ...input })
      return setValues({ deps, beside }, { name: 'owners.split', input, values }, splitOwner)
    },
    setLeft: (left) => {
      const deps = book()
      return commit(deps, CHANGED_BY_DECISIONS, (write) => ({ groupId: setLeft(deps, write, left).groupId }))
    },
  }
}

/** How many values a change may touch. */
function countTouched(read: ReadDb, change: OwnerChange): number {
  if (change.kind === 'reassign') return countHeldBy(read, change.from, change.role === undefined ? HELD_AS : [change.role])
  const name = change.kind === 'merge' ? change.from : change.name
  // What reads the name otherwise afterwards is among what reads the other one now.
  return countHeldBy(read, listMergedNames(read, mergePrefix('owner')).get(name) ?? name, HELD_AS)
}
