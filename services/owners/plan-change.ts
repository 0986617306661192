import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { HeldChange, OwnerChange } from '#contract/owners'
import type { CurrentRules } from '#core/assets/current'
import { HELD_AS } from '#core/assets/held-kinds'
import { AssetKind } from '#core/assets/kinds'
import { mergePrefix, mergeSubject } from '#core/assets/merged-names'
import { AppError } from '#core/errors'
import { canonicalJson } from '#core/json'
import type { ReadDb } from '#db/connection'
import { listFieldDecisions } from '#db/decisions'
import { listMergedNames } from '#db/merged-names'
import { type HeldRow, isNamed, listHeld, listOwnerAssets } from '#db/owners'
import { loadAsset, visibleContext } from '../derive.ts'
import { type PlanPages, toPages } from '../plan-pages.ts'
import { loadCurrentRules } from '../rules.ts'
import { inSnapshot } from '../snapshot.ts'

type Decider = { readonly author: string; readonly atMs: number }
type Change = HeldRow & { readonly before: string; readonly after: string }
/** One value that names another owner or steward after the change, and whom that overrules. */
type Planned = Change & { readonly overrules: Decider | null }
export type OwnerPlan = { readonly changes: readonly Planned[]; readonly things: number; readonly planId: string }
/** A plan as it is looked at. */
export type OwnerPages = PlanPages & { readonly things: number; readonly overrules: number }

/**
 * Every active thing that names another owner or steward after a change.
 * @throws AppError invalid-input, not-found, conflict for a change that can't be made
 */
export function planOwnerChange(rules: CurrentRules, db: ReadDb, change: OwnerChange): OwnerPlan {
  const found = listChanges(rules, db, change)
  // A merge overrules nobody: what was decided is read by another name.
  const decided = change.kind === 'reassign' ? listDecided(db, found) : new Map<string, Decider>()
  const changes = found.map((one): Planned => ({ ...one, overrules: decided.get(`${one.id} ${one.field}`) ?? null }))
  const hash = createHash('sha256')
  for (const { urn, field, before, after, overrules } of changes) hash.update(`${canonicalJson([urn, field, before, after, overrules])}\n`)
  return { changes, things: new Set(changes.map(({ id }) => id)).size, planId: hash.digest('hex') }
}

/** The plan for who looks at it, of one state of the book: what overrules a person comes first. @throws AppError as planOwnerChange */
export function planOwnerPages(rules: CurrentRules, db: ReadDb, change: OwnerChange): OwnerPages {
  return inSnapshot(db, () => {
    const { changes, things, planId } = planOwnerChange(rules, db, change)
    const items = changes.map(({ urn, name, schema, kind, field, before, after, overrules }): z.input<typeof HeldChange> => {
      return { key: urn, name, schema, kind: AssetKind.parse(kind), field, before, after, overrules }
    })
    const first = items.filter((item) => item.overrules !== null)
    const rest = items.filter((item) => item.overrules === null)
    return { planId, things, overrules: first.length, ...toPages([...first, ...rest]) }
  })
}

function listDecided(db: ReadDb, changes: readonly Change[]): Map<string, Decider> {
  const ids = changes.map(({ id }) => id)
  return new Map(listFieldDecisions(db, ids, HELD_AS).map(({ assetId, field, author, atMs }) => [`${assetId} ${field}`, { author, atMs }]))
}

function listChanges(rules: CurrentRules, db: ReadDb, change: OwnerChange): readonly Change[] {
  switch (change.kind) {
    case 'reassign': {
      const reads = rules.mergedName('ownerTeam', change.to)
      if (reads === change.from) throw alreadyOne(change.from, change.to)
      const except = new Set(change.except)
      const rows = listHeld(db, change.from, change.role === undefined ? HELD_AS : [change.role])
      if (rows.length === 0 && !listMergedNames(db, mergePrefix('owner')).has(change.from)) requireKnown(db, change.from)
      return rows.filter(({ urn }) => !except.has(urn)).map((row) => ({ ...row, before: change.from, after: reads }))
    }
    case 'merge': {
      const { from, into } = change
      const merged = checkMerge(db, from, into)
      if (merged.has(from)) return listReadAnew(rules, db, from, into)
      const reads = rules.mergedName('ownerTeam', into)
      return listHeld(db, from, HELD_AS).map((row) => ({ ...row, before: from, after: reads }))
    }
    case 'split': {
      const { name } = change
      if (!listMergedNames(db, mergePrefix('owner')).has(name))
        throw new AppError('conflict', `“${name}” is merged into no other name.`, { name })
      return listReadAnew(rules, db, name, null)
    }
  }
}

/** What reads otherwise once a merged name is merged into another or (null) stands for itself: only what was said of each thing tells. */
function listReadAnew(rules: CurrentRules, db: ReadDb, name: string, into: string | null): Change[] {
  const context = visibleContext(db, loadCurrentRules(db, { subject: mergeSubject('owner', name), into }))
  const rows = listHeld(db, rules.mergedName('ownerTeam', name), HELD_AS)
  return rows.flatMap((row) => {
    const before = rules.mergedName('ownerTeam', name)
    const after = loadAsset(context, row.id)?.current.text(row.field) ?? before
    return after === before ? [] : [{ ...row, before, after }]
  })
}

const alreadyOne = (from: string, into: string): AppError =>
  new AppError('conflict', `“${into}” is merged into “${from}”: the two are one already.`, { from, into })

/** A merge must lead somewhere else, and from a name somebody goes by. Gives what is merged by now. */
function checkMerge(db: ReadDb, from: string, into: string): ReadonlyMap<string, string> {
  if (from === into) throw new AppError('invalid-input', 'A name can’t be merged into itself.', { from })
  const merged = listMergedNames(db, mergePrefix('owner'))
  if (merged.get(from) === into) throw new AppError('conflict', `“${from}” is merged into “${into}” already.`, { from, into })
  const seen = new Set<string>()
  for (let name: string | undefined = into; name !== undefined && !seen.has(name); name = merged.get(name)) {
    if (name === from) throw alreadyOne(from, into)
    seen.add(name)
  }
  if (!merged.has(from)) requireKnown(db, from)
  return merged
}

/** @throws AppError not-found for a name that nobody goes by */
export function requireKnown(db: ReadDb, name: string): void {
  if (isNamed(db, name) || listOwnerAssets(db).some((asset) => asset.name === name)) return
  throw new AppError('not-found', `Nothing names “${name}” as owner or steward.`, { name })
}
