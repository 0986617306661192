import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { HeldChange, OwnerChange } from '#contract/owners'
import { HELD_AS, type HeldAs } from '#core/assets/held-kinds'
import type { ReadDb } from '#db/connection'
import { countHeldAmong, countHeldBy } from '#db/owners'
import { mergingNames, partingNames, type RunBeside, settingValues, workOut } from './big-commands.ts'
import { CHANGED_BY_DECISIONS, type FieldChange, namesReached, readsAs } from './decide.ts'
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
  const plans = rememberPlans((deps: BookDeps, change: OwnerChange) =>
    countLookedThrough(deps, change) > MANY_THINGS
      ? planOwner(change)
      : inSnapshot(deps.read, () => planOwnerPages(deps.rules.current(deps.read), deps.read, change)),
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
      const roles = rolesOf(input)
      // All that the name holds is read, to see that it is what was shown.
      const work = countHeldBy(deps.read, input.from, roles)
      const title = settingValues(work - countHeldAmong(deps.read, input.from, roles, input.except))
      return workOut({ deps, beside }, { name: 'owners.reassign', input, title, work }, reassignOwner)
    },
    merge: (input) => {
      const deps = book()
      const work = countReached(deps, readsAs('owner', input.from, input.into))
      const title = mergingNames(input.from, input.into)
      return workOut({ deps, beside }, { name: 'owners.merge', input, title, work }, mergeOwner)
    },
    split: (input) => {
      const deps = book()
      const work = countReached(deps, readsAs('owner', input.name, null))
      const title = partingNames(input.name, nameRead(deps, input.name))
      return workOut({ deps, beside }, { name: 'owners.split', input, title, work }, splitOwner)
    },
    setLeft: (left) => {
      const deps = book()
      return commit(deps, CHANGED_BY_DECISIONS, (write) => ({ groupId: setLeft(deps, write, left).groupId }))
    },
  }
}

const rolesOf = ({ role }: { readonly role?: HeldAs | undefined }): readonly HeldAs[] => (role === undefined ? HELD_AS : [role])
const nameRead = ({ read, rules }: BookDeps, name: string): string => rules.current(read).mergedName('ownerTeam', name)

/** How many values planning a change looks through. */
function countLookedThrough(deps: BookDeps, change: OwnerChange): number {
  if (change.kind === 'reassign') return countHeldBy(deps.read, change.from, rolesOf(change))
  // What reads the name otherwise afterwards is among what reads the other one now.
  return countHeldBy(deps.read, nameRead(deps, change.kind === 'merge' ? change.from : change.name), HELD_AS)
}

/** How many values are worked out anew where a name starts or stops standing for another. */
function countReached(deps: BookDeps, change: FieldChange): number {
  return namesReached(deps, [change]).reduce((sum, name) => sum + countHeldBy(deps.read, name, HELD_AS), 0)
}
