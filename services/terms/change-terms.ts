import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { columnKey } from '#core/assets/column-names'
import { checkDecidedValue } from '#core/assets/fields'
import { AppError } from '#core/errors'
import type { ReadDb, WriteDb } from '#db/connection'
import { findAssetRow } from '#db/current'
import { countTermUse, listAllTermLinks } from '#db/term-links'
import { findTermNamed } from '#db/terms'
import { resolveKey } from '../asset-names.ts'
import { type BigCommands, isBig, type RunBeside, settingValues } from '../big-commands.ts'
import { CHANGED_BY_DECISIONS, decide, type Decided, type Deciding, type FieldChange, readsAs } from '../decide.ts'
import { commit, type GetBook } from '../deps.ts'
import { loadAsset, visibleContext } from '../derive.ts'
import { removalOf } from '../hand-made.ts'
import { requireTerm } from './get-term.ts'

type Terms = Handlers<AppContract>['terms']

/** What changes terms and their links: each one group of decisions, which one undo takes back. */
export function createTermCommands(book: GetBook, beside: RunBeside): Pick<Terms, 'rename' | 'merge' | 'split' | 'setLinks' | 'remove'> {
  const nameOf = (read: ReadDb, key: string): string => requireTerm(read, key).name
  return {
    rename: (input) => {
      const deps = book()
      const values = countUses(deps.read, nameOf(deps.read, input.key))
      if (isBig(values)) return beside(settingValues(values), 'terms.rename', input)
      return commit(deps, CHANGED_BY_DECISIONS, (write) => renameTerm(deps, write, input))
    },
    merge: (input) => {
      const deps = book()
      const values = countUses(deps.read, input.from)
      if (isBig(values)) return beside(settingValues(values), 'terms.merge', input)
      return commit(deps, CHANGED_BY_DECISIONS, (write) => mergeTerm(deps, write, input))
    },
    split: (input) => {
      const deps = book()
      // Those that read the name again are among those that read the other one now.
      const values = countUses(deps.read, deps.rules.current(deps.read).mergedName('glossaryTerms', input.name))
      if (isBig(values)) return beside(settingValues(values), 'terms.split', input)
      return commit(deps, CHANGED_BY_DECISIONS, (write) => splitTerm(deps, write, input))
    },
    setLinks: (input) => {
      const deps = book()
      if (isBig(input.targets.length)) return beside(settingValues(input.targets.length), 'terms.setLinks', input)
      return commit(deps, CHANGED_BY_DECISIONS, (write) => setTermLinks(deps, write, input))
    },
    remove: (input) => {
      const deps = book()
      const values = input.links === 'keep' ? 0 : countUses(deps.read, nameOf(deps.read, input.key))
      if (isBig(values)) return beside(settingValues(values), 'terms.remove', input)
      return commit(deps, CHANGED_BY_DECISIONS, (write) => removeTerm(deps, write, input))
    },
  }
}

function countUses(read: ReadDb, name: string): number {
  const use = countTermUse(read, [name]).get(name)
  return use === undefined ? 0 : use.datasets + use.columns
}

type Input<N extends keyof BigCommands> = BigCommands[N]['input']
type Group = { readonly groupId: number }

/** Gives a term another name, inside the caller's commit. @throws AppError not-found, invalid-input, conflict */
export function renameTerm(deps: Deciding, write: WriteDb, { key, name, reason }: Input<'terms.rename'>): Group {
  const term = requireTerm(write, key)
  const value = checkDecidedValue('term', 'name', name)
  if (term.name === name) throw new AppError('conflict', `The term is called “${name}” already.`, { name })
  const taken = findTermNamed(write, name)
  if (taken !== undefined) throw new AppError('conflict', `There is a term “${name}” already.`, { name, key: taken.urn })
  refuseOthersName(deps, write, name, term.name)
  // Links are names, in files that will be imported again. So no link is rewritten: the old name reads the new one from now on.
  const changes = [{ subject: term.urn, column: '', field: 'name', value }, readsAs('term', term.name, name), readsAs('term', name, null)]
  return { groupId: required(decide(deps, write, changes, reason), name).groupId }
}

/** Says that a name means a term, inside the caller's commit. @throws AppError not-found, conflict */
export function mergeTerm(deps: Deciding, write: WriteDb, { from, key, reason }: Input<'terms.merge'>): Group {
  const term = requireTerm(write, key)
  const own = findTermNamed(write, from)
  if (own !== undefined)
    throw new AppError('conflict', `“${from}” is a term of its own. Delete it first, and keep its links.`, { from, key: own.urn })
  return { groupId: required(decide(deps, write, [readsAs('term', from, term.name)], reason), from).groupId }
}

/** Takes a merge back, inside the caller's commit. @throws AppError conflict */
export function splitTerm(deps: Deciding, write: WriteDb, { name, reason }: Input<'terms.split'>): Group {
  const decided = decide(deps, write, [readsAs('term', name, null)], reason)
  if (decided === undefined) throw new AppError('conflict', `“${name}” stands for no other name.`, { name })
  return { groupId: decided.groupId }
}

/** Links a term to datasets and columns, or takes links off, inside the caller's commit. @throws AppError not-found */
export function setTermLinks(
  deps: Deciding,
  write: WriteDb,
  { name, targets, how, reason }: Input<'terms.setLinks'>,
): BigCommands['terms.setLinks']['output'] {
  const found = targets.map(({ key, column }) => ({ assetId: resolveKey(write, key, ['dataset']).assetId, column: column ?? '' }))
  const decided = decide(deps, write, linkChanges(deps, write, { name, targets: found, how }), reason)
  return { groupId: decided?.groupId ?? null, count: decided?.count ?? 0 }
}

/** Deletes a term, with its links or without, inside the caller's commit. @throws AppError not-found, conflict */
export function removeTerm(
  deps: Deciding,
  write: WriteDb,
  { key, links, reason }: Input<'terms.remove'>,
): BigCommands['terms.remove']['output'] {
  const term = requireTerm(write, key)
  const targets = links === 'keep' ? [] : listAllTermLinks(write, term.name)
  const unlinked = linkChanges(deps, write, { name: term.name, targets, how: 'remove' })
  const changes = [...removalOf(deps, write, term.id), ...unlinked]
  return { groupId: required(decide(deps, write, changes, reason), term.name).groupId, unlinked: unlinked.length }
}

/** A name that stands for another term can't be taken from it in passing. */
function refuseOthersName(deps: Deciding, write: WriteDb, name: string, own: string): void {
  const reads = deps.rules.current(write).mergedName('glossaryTerms', name)
  if (reads === name || reads === own) return
  throw new AppError('conflict', `“${name}” stands for the term “${reads}”. Take that back first.`, { name, reads })
}

function required(decided: Decided | undefined, name: string): Decided {
  if (decided === undefined) throw new AppError('conflict', `This stands already for “${name}”. Nothing was changed.`, { name })
  return decided
}

type Target = { readonly assetId: number; readonly column: string }
type LinkWish = { readonly name: string; readonly targets: readonly Target[]; readonly how: 'add' | 'remove' }

/** The lists of terms as they become, of datasets and columns for which they change. */
function linkChanges(deps: Deciding, write: WriteDb, { name, targets, how }: LinkWish): FieldChange[] {
  const context = visibleContext(write, deps.rules.current(write))
  const columnsByAsset = new Map<number, string[]>()
  for (const { assetId, column } of targets) {
    const known = columnsByAsset.get(assetId)
    if (known === undefined) columnsByAsset.set(assetId, [column])
    else known.push(column)
  }
  return [...columnsByAsset].flatMap(([assetId, names]) => {
    const row = findAssetRow(write, assetId)
    const loaded = loadAsset(context, assetId)
    if (row === undefined || loaded === undefined) throw new AppError('not-found', 'This dataset is not in the catalog any more.')
    const { current } = loaded
    const columns = names.some((column) => column !== '') ? current.columns() : []
    return names.flatMap((wanted): FieldChange[] => {
      const column = columns.find((known) => columnKey(row.platform, known.name) === columnKey(row.platform, wanted))
      if (wanted !== '' && column === undefined)
        throw new AppError('not-found', `“${row.name}” has no column “${wanted}”.`, { key: row.urn, column: wanted })
      const before = column === undefined ? current.list('glossaryTerms') : current.columnList(column, 'glossaryTerms')
      if (before.includes(name) === (how === 'add')) return []
      const after = how === 'add' ? [...before, name] : before.filter((other) => other !== name)
      const value = checkDecidedValue(column === undefined ? 'dataset' : 'column', 'glossaryTerms', after)
      return [{ subject: row.urn, column: column?.name ?? '', field: 'glossaryTerms', value }]
    })
  })
}
