import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { OwnerRow } from '#contract/owners'
import { checkDecidedValue } from '#core/assets/fields'
import { mergePrefix } from '#core/assets/merged-names'
import { AppError } from '#core/errors'
import type { ReadDb, WriteDb } from '#db/connection'
import { countDatasets } from '#db/datasets'
import { listMergedNames } from '#db/merged-names'
import {
  countDatasetsNaming,
  countHeld,
  type HeldCount,
  isNamed,
  listHeld,
  listLeftOwners,
  listOwnerAssets,
  type OwnerAsset,
} from '#db/owners'
import { type BigCommands, type RunBeside, setValues } from './big-commands.ts'
import { decide, type Decided, type Deciding, readsAs } from './decide.ts'
import type { GetBook } from './deps.ts'
import { type DeriveContext, loadAsset, visibleContext } from './derive.ts'
import { inSnapshot } from './snapshot.ts'

const OWNERS_SHOWN = 200

/** @throws AppError from the handlers: not-found, invalid-input, conflict, book-read-only */
export function createOwnerHandlers(book: GetBook, beside: RunBeside): Handlers<AppContract>['owners'] {
  return {
    list: ({ only }) => {
      const { read, rules } = book()
      return inSnapshot(read, () => listOwners(visibleContext(read, rules.current(read)), only))
    },
    reassign: (input) => {
      const deps = book()
      const values = listHeld(deps.read, input.role, input.from).length
      return setValues({ deps, beside }, { name: 'owners.reassign', input, values }, reassignOwner)
    },
    merge: (input) => {
      const deps = book()
      const values = countDatasetsNaming(deps.read, input.from)
      return setValues({ deps, beside }, { name: 'owners.merge', input, values }, mergeOwner)
    },
    split: (input) => {
      const deps = book()
      // Those that read the name again are among those that read the other one now.
      const values = countDatasetsNaming(deps.read, listMergedNames(deps.read, mergePrefix('owner')).get(input.name) ?? input.name)
      return setValues({ deps, beside }, { name: 'owners.split', input, values }, splitOwner)
    },
  }
}

type Input<N extends keyof BigCommands> = BigCommands[N]['input']

/** Gives everything one name holds to another, inside the caller's commit. @throws AppError invalid-input, conflict */
export function reassignOwner(
  deps: Deciding,
  write: WriteDb,
  { from, to, role, reason }: Input<'owners.reassign'>,
): BigCommands['owners.reassign']['output'] {
  const value = checkDecidedValue('dataset', role, to)
  const reads = deps.rules.current(write).mergedName(role, to)
  if (reads === from) throw alreadyOne(from, to)
  const changes = listHeld(write, role, from).map((subject) => ({ subject, column: '', field: role, value }))
  const decided = decide(deps, write, changes, reason)
  return { groupId: decided?.groupId ?? null, count: decided?.count ?? 0 }
}

/** Says that two names are one, inside the caller's commit. @throws AppError invalid-input, not-found, conflict */
export function mergeOwner(deps: Deciding, write: WriteDb, { from, into, reason }: Input<'owners.merge'>): Decided {
  checkMerge(write, from, into)
  const count = countDatasetsNaming(write, from)
  const decided = decide(deps, write, [readsAs('owner', from, into)], reason)
  if (decided === undefined) throw new AppError('conflict', `“${from}” is merged into “${into}” already.`, { from, into })
  return { groupId: decided.groupId, count }
}

/** Takes a merge back, inside the caller's commit. @throws AppError conflict */
export function splitOwner(deps: Deciding, write: WriteDb, { name, reason }: Input<'owners.split'>): Decided {
  const decided = decide(deps, write, [readsAs('owner', name, null)], reason)
  if (decided === undefined) throw new AppError('conflict', `“${name}” is merged into no other name.`, { name })
  return { groupId: decided.groupId, count: countDatasetsNaming(write, name) }
}

/** Owners who have left and still own or look after active datasets. */
export function listLeftHolders(db: ReadDb): string[] {
  return listLeftOwners(db).filter((name) => countDatasets(db, { heldBy: [name] }) > 0)
}

function listOwners(context: DeriveContext, only: 'left' | undefined): { items: OwnerRow[]; total: number } {
  const { db } = context
  const held = new Map(countHeld(db).map((count) => [count.name, count]))
  const assets = listOwnerAssets(db)
  const merged = listMergedNames(db, mergePrefix('owner'))
  const names = new Set(only === 'left' ? listLeftHolders(db) : [...held.keys(), ...assets.map((asset) => asset.name), ...merged.keys()])
  const counts = [...names].map((name): HeldCount => held.get(name) ?? { name, owned: 0, stewarded: 0 })
  counts.sort((a, b) => b.owned + b.stewarded - (a.owned + a.stewarded) || (a.name < b.name ? -1 : 1))
  const items = counts.slice(0, OWNERS_SHOWN).map((count) => {
    const own = assets.filter((asset) => asset.name === count.name)
    return { ...toRow(context, count, own), mergedInto: merged.get(count.name) ?? null }
  })
  return { items, total: counts.length }
}

/** Several sources may tell of one owner: each detail is from the first that has it, what was set up by hand before others. */
function toRow(context: DeriveContext, { name, owned, stewarded }: HeldCount, assets: readonly OwnerAsset[]): Omit<OwnerRow, 'mergedInto'> {
  const said = assets.map((asset) => loadAsset(context, asset.id)?.current)
  const ownerType = said.map((current) => current?.text('ownerType')).find((type) => type === 'team' || type === 'person')
  return {
    name,
    key: assets[0]?.urn ?? null,
    ownerType: ownerType ?? null,
    email: said.map((current) => current?.text('email')).find((email) => email != null) ?? null,
    hasLeft: said.some((current) => current?.value('hasLeft') === true),
    datasetsOwned: owned,
    datasetsStewarded: stewarded,
  }
}

const alreadyOne = (from: string, into: string): AppError =>
  new AppError('conflict', `“${into}” is merged into “${from}”: the two are one already.`, { from, into })

/** A merge must lead somewhere else, and from a name somebody goes by. */
function checkMerge(write: WriteDb, from: string, into: string): void {
  if (from === into) throw new AppError('invalid-input', 'A name can’t be merged into itself.', { from })
  const merged = listMergedNames(write, mergePrefix('owner'))
  const seen = new Set<string>()
  for (let name: string | undefined = into; name !== undefined && !seen.has(name); name = merged.get(name)) {
    if (name === from) throw alreadyOne(from, into)
    seen.add(name)
  }
  if (!merged.has(from) && !isKnown(write, from)) throw new AppError('not-found', `Nothing names “${from}” as owner or steward.`, { from })
}

function isKnown(db: ReadDb, name: string): boolean {
  return isNamed(db, name) || listOwnerAssets(db).some((asset) => asset.name === name)
}
