import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { columnKey } from '#core/assets/column-names'
import { checkDecidedValue } from '#core/assets/fields'
import { AppError } from '#core/errors'
import type { WriteDb } from '#db/connection'
import { findAssetRow } from '#db/current'
import { listAllTermLinks } from '#db/term-links'
import { findTermNamed } from '#db/terms'
import { resolveKey } from '../asset-names.ts'
import { CHANGED_BY_DECISIONS, decide, type Decided, type FieldChange, readsAs } from '../decide.ts'
import { type BookDeps, commit, type GetBook } from '../deps.ts'
import { loadAsset, visibleContext } from '../derive.ts'
import { removalOf } from '../hand-made.ts'
import { requireTerm } from './get-term.ts'

type Terms = Handlers<AppContract>['terms']

/** What changes terms and their links: each one group of decisions, which one undo takes back. */
export function createTermCommands(book: GetBook): Pick<Terms, 'rename' | 'merge' | 'split' | 'setLinks' | 'remove'> {
  const changing = <T>(work: (deps: BookDeps, write: WriteDb) => T): T => {
    const deps = book()
    return commit(deps, CHANGED_BY_DECISIONS, (write) => work(deps, write))
  }
  return {
    rename: ({ key, name, reason }) =>
      changing((deps, write) => {
        const term = requireTerm(write, key)
        const value = checkDecidedValue('term', 'name', name)
        if (term.name === name) throw new AppError('conflict', `The term is called “${name}” already.`, { name })
        const taken = findTermNamed(write, name)
        if (taken !== undefined) throw new AppError('conflict', `There is a term “${name}” already.`, { name, key: taken.urn })
        refuseOthersName(deps, write, name, term.name)
        // Links are names, in files that will be imported again. So no link is rewritten: the old name reads the new one from now on.
        const changes = [
          { subject: term.urn, column: '', field: 'name', value },
          readsAs('term', term.name, name),
          readsAs('term', name, null),
        ]
        return { groupId: required(decide(deps, write, changes, reason), name).groupId }
      }),
    merge: ({ from, key, reason }) =>
      changing((deps, write) => {
        const term = requireTerm(write, key)
        const own = findTermNamed(write, from)
        if (own !== undefined)
          throw new AppError('conflict', `“${from}” is a term of its own. Delete it first, and keep its links.`, { from, key: own.urn })
        return { groupId: required(decide(deps, write, [readsAs('term', from, term.name)], reason), from).groupId }
      }),
    split: ({ name, reason }) =>
      changing((deps, write) => {
        const decided = decide(deps, write, [readsAs('term', name, null)], reason)
        if (decided === undefined) throw new AppError('conflict', `“${name}” stands for no other name.`, { name })
        return { groupId: decided.groupId }
      }),
    setLinks: ({ name, targets, how, reason }) =>
      changing((deps, write) => {
        const found = targets.map(({ key, column }) => ({ assetId: resolveKey(write, key, ['dataset']).assetId, column: column ?? '' }))
        const decided = decide(deps, write, linkChanges(deps, write, { name, targets: found, how }), reason)
        return { groupId: decided?.groupId ?? null, count: decided?.count ?? 0 }
      }),
    remove: ({ key, links, reason }) =>
      changing((deps, write) => {
        const term = requireTerm(write, key)
        const targets = links === 'keep' ? [] : listAllTermLinks(write, term.name)
        const unlinked = linkChanges(deps, write, { name: term.name, targets, how: 'remove' })
        const changes = [...removalOf(deps, write, term.id), ...unlinked]
        return { groupId: required(decide(deps, write, changes, reason), term.name).groupId, unlinked: unlinked.length }
      }),
  }
}

/** A name that stands for another term can't be taken from it in passing. */
function refuseOthersName(deps: BookDeps, write: WriteDb, name: string, own: string): void {
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
function linkChanges(deps: BookDeps, write: WriteDb, { name, targets, how }: LinkWish): FieldChange[] {
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
