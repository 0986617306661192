import type { OwnerChange } from '#contract/owners'
import { mergePrefix } from '#core/assets/merged-names'
import { AppError } from '#core/errors'
import type { WriteDb } from '#db/connection'
import { listMergedNames } from '#db/merged-names'
import { listOwnerAssets } from '#db/owners'
import type { BigCommands } from '../big-commands.ts'
import { decide, type Decided, type Deciding, type FieldChange, readsAs, requireDecided } from '../decide.ts'
import { loadAsset, visibleContext } from '../derive.ts'
import { makingOf } from '../hand-made.ts'
import { type OwnerPlan, planOwnerChange, requireKnown } from './plan-change.ts'

type Input<N extends keyof BigCommands> = BigCommands[N]['input']

/** Gives what one name holds to another, inside the caller's commit. @throws AppError invalid-input, conflict */
export function reassignOwner(
  deps: Deciding,
  write: WriteDb,
  { planId, reason, ...change }: Input<'owners.reassign'>,
): BigCommands['owners.reassign']['output'] {
  const { changes } = planAgain(deps, write, { kind: 'reassign', ...change }, planId)
  const decisions = changes.map(({ urn, field }): FieldChange => ({ subject: urn, column: '', field, value: change.to }))
  const decided = decide(deps, write, decisions, reason)
  return { groupId: decided?.groupId ?? null, count: decided?.count ?? 0 }
}

/** Says that two names are one, inside the caller's commit. @throws AppError invalid-input, not-found, conflict */
export function mergeOwner(deps: Deciding, write: WriteDb, { planId, reason, ...change }: Input<'owners.merge'>): Decided {
  const { things } = planAgain(deps, write, { kind: 'merge', ...change }, planId)
  const decided = decide(deps, write, [readsAs('owner', change.from, change.into)], reason)
  return { groupId: requireDecided(decided, change.from).groupId, count: things }
}

/** Takes a merge back, inside the caller's commit. @throws AppError conflict */
export function splitOwner(deps: Deciding, write: WriteDb, { planId, reason, name }: Input<'owners.split'>): Decided {
  const { things } = planAgain(deps, write, { kind: 'split', name }, planId)
  const decided = decide(deps, write, [readsAs('owner', name, null)], reason)
  return { groupId: requireDecided(decided, name).groupId, count: things }
}

function planAgain(deps: Deciding, write: WriteDb, change: OwnerChange, planId: string | undefined): OwnerPlan {
  const plan = planOwnerChange(deps.rules.current(write), write, change)
  if (planId === undefined || plan.planId === planId) return plan
  throw new AppError(
    'conflict',
    'The catalog changed since this was shown, and something else would change. Nothing was changed: look again.',
  )
}

type Left = { readonly name: string; readonly hasLeft: boolean; readonly reason: string }

/**
 * Says that somebody has left or is back, inside the caller's commit. Whom things only name is set up for it, in one group.
 * @throws AppError not-found, conflict
 */
export function setLeft(deps: Deciding, write: WriteDb, left: Left): Decided {
  const into = listMergedNames(write, mergePrefix('owner')).get(left.name)
  if (into !== undefined)
    throw new AppError('conflict', `“${left.name}” is merged into “${into}” and holds nothing itself.`, { name: left.name, into })
  return requireDecided(decide(deps, write, leftChanges(deps, write, left), left.reason), left.name)
}

/** Several sources may tell of one owner: to have left, one is enough; to be back, none must say otherwise. */
function leftChanges(deps: Deciding, write: WriteDb, { name, hasLeft, reason }: Left): readonly FieldChange[] {
  const said = listOwnerAssets(write).filter((asset) => asset.name === name)
  const [first] = said
  if (first === undefined) {
    requireKnown(write, name)
    return hasLeft ? makingOf(deps, write, { kind: 'owner', name, fields: { hasLeft }, reason }).changes : []
  }
  const change = (subject: string): FieldChange => ({ subject, column: '', field: 'hasLeft', value: hasLeft })
  const context = visibleContext(write, deps.rules.current(write))
  const haveLeft = said.filter(({ id }) => loadAsset(context, id)?.current.value('hasLeft') === true)
  if (!hasLeft) return haveLeft.map(({ urn }) => change(urn))
  return haveLeft.length > 0 ? [] : [change(first.urn)]
}
