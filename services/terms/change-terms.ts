import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { columnKey } from '#core/assets/column-names'
import { checkDecidedValue } from '#core/assets/fields'
import { AppError } from '#core/errors'
import type { ReadDb, WriteDb } from '#db/connection'
import { findAssetRow } from '#db/current'
import { countTermUse, listAllTermLinks } from '#db/term-links'
import { findTermNamed } from '#db/terms'
import { lookUpWork, resolveKey } from '../asset-names.ts'
import {
  type BigCommands,
  mergingNames,
  partingNames,
  renaming,
  type RunBeside,
  settingValues,
  setValues,
  workOut,
} from '../big-commands.ts'
import { decide, type Deciding, type FieldChange, namesReached, readsAnew, readsAs, requireDecided } from '../decide.ts'
import type { BookDeps, GetBook } from '../deps.ts'
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
      const name = nameOf(deps.read, input.key)
      const work = countReached(deps, readsAnew('term', name, input.name))
      return workOut({ deps, beside }, { name: 'terms.rename', input, title: renaming(name, input.name), work }, renameTerm)
    },
    merge: (input) => {
      const deps = book()
      const into = nameOf(deps.read, input.key)
      const work = countReached(deps, [readsAs('term', input.from, into)])
      return workOut({ deps, beside }, { name: 'terms.merge', input, title: mergingNames(input.from, into), work }, mergeTerm)
    },
    split: (input) => {
      const deps = book()
      const work = countReached(deps, [readsAs('term', input.name, null)])
      const title = partingNames(input.name, deps.rules.current(deps.read).mergedName('glossaryTerms', input.name))
      return workOut({ deps, beside }, { name: 'terms.split', input, title, work }, splitTerm)
    },
    setLinks: (input) => {
      const deps = book()
      const title = settingValues(input.targets.length)
      return workOut({ deps, beside }, { name: 'terms.setLinks', input, title, work: lookUpWork(deps.read, input.targets) }, setTermLinks)
    },
    remove: (input) => {
      const deps = book()
      const values = input.links === 'keep' ? 0 : countUses(deps.read, [nameOf(deps.read, input.key)])
      return setValues({ deps, beside }, { name: 'terms.remove', input, values }, removeTerm)
    },
  }
}

const countUses = (read: ReadDb, names: readonly string[]): number =>
  [...countTermUse(read, names).values()].reduce((sum, { datasets, columns }) => sum + datasets + columns, 0)

/** How many links are worked out anew where names start or stop standing for others. */
const countReached = (deps: BookDeps, changes: readonly FieldChange[]): number => countUses(deps.read, namesReached(deps, changes))

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
  const changes = [{ subject: term.urn, column: '', field: 'name', value }, ...readsAnew('term', term.name, name)]
  return { groupId: requireDecided(decide(deps, write, changes, reason), name).groupId }
}

/** Says that a name means a term, inside the caller's commit. @throws AppError not-found, conflict */
export function mergeTerm(deps: Deciding, write: WriteDb, { from, key, reason }: Input<'terms.merge'>): Group {
  const term = requireTerm(write, key)
  const own = findTermNamed(write, from)
  if (own !== undefined)
    throw new AppError('conflict', `“${from}” is a term of its own. Delete it first, and keep its links.`, { from, key: own.urn })
  return { groupId: requireDecided(decide(deps, write, [readsAs('term', from, term.name)], reason), from).groupId }
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
  return { groupId: requireDecided(decide(deps, write, changes, reason), term.name).groupId, unlinked: unlinked.length }
}

/** A name that stands for another term can't be taken from it in passing. */
function refuseOthersName(deps: Deciding, write: WriteDb, name: string, own: string): void {
  const reads = deps.rules.current(write).mergedName('glossaryTerms', name)
  if (reads === name || reads === own) return
  throw new AppError('conflict', `“${name}” stands for the term “${reads}”. Take that back first.`, { name, reads })
}

type Target = { readonly assetId: number; readonly column: string }
type LinkWish = { readonly name: string; readonly targets: readonly Target[]; readonly how: 'add' | 'remove' }

/** The lists of terms as they become, of datasets and columns for which they change. */
function linkChanges(deps: Deciding, write: WriteDb, { name: said, targets, how }: LinkWish): FieldChange[] {
  const rules = deps.rules.current(write)
  // Lists hold names as they read, so a name that stands for a term is that term here too.
  const name = rules.mergedName('glossaryTerms', said)
  const context = visibleContext(write, rules)
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
