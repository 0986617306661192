import { z } from 'zod'
import type { DomainRow } from '#contract/domains'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { mergePrefix } from '#core/assets/merged-names'
import { AppError } from '#core/errors'
import { textFilter } from '#core/search/text-filter'
import type { ReadDb, WriteDb } from '#db/connection'
import { countDomain, type DomainAsset, type DomainCount, listDomainAssets } from '#db/domains'
import { listMergedNames } from '#db/merged-names'
import { type BigCommands, mergingNames, partingNames, renaming, type RunBeside, workOut } from './big-commands.ts'
import { decide, type Deciding, type FieldChange, namesReached, readsAnew, readsAs, requireDecided } from './decide.ts'
import type { BookDeps, GetBook } from './deps.ts'
import { loadAsset, visibleContext } from './derive.ts'
import { namesOfSources } from './source-label.ts'
import { type ExportParts, issueExport } from './issue-export.ts'
import { readKnownDomains } from './known-domains.ts'
import { fillPage, readCursor, toCursor } from './paging.ts'
import { rememberLast } from './remember.ts'
import { inSnapshot } from './snapshot.ts'

const ALSO_READS_SHOWN = 200

/** @throws AppError from the handlers: not-found, invalid-input, conflict, book-read-only */
export function createDomainHandlers(book: GetBook, parts: ExportParts, beside: RunBeside): Handlers<AppContract>['domains'] {
  const lists = rememberLast<{ readonly rows: readonly DomainRow[]; readonly withoutDomain: number }>()
  return {
    list: ({ text = '', cursor, limit }) => {
      const { read } = book()
      const { rows, withoutDomain } = lists.ask(read, text, () => inSnapshot(read, () => listDomains(read, text)))
      const place = cursor === undefined ? null : readCursor(LIST, cursor, Place)
      const from = place === null ? rows : rows.filter((row) => compareRows(row, { datasets: place[0], name: place[1] }) > 0)
      const { items, last, isMore } = fillPage(from, limit, (row) => row)
      const nextCursor = isMore && last !== undefined ? toCursor(LIST, [last.datasets, last.name]) : null
      return { items, total: rows.length, nextCursor, withoutDomain }
    },
    get: ({ name }) => getDomain(book(), name),
    export: () => issueExport(book, parts, { what: 'table', kind: 'domain' }, { what: 'domains' }),
    rename: (input) => {
      const deps = book()
      const work = countReached(deps, readsAnew('domain', input.name, input.to))
      return workOut({ deps, beside }, { name: 'domains.rename', input, title: renaming(input.name, input.to), work }, renameDomain)
    },
    merge: (input) => {
      const deps = book()
      const work = countReached(deps, [readsAs('domain', input.from, input.into)])
      return workOut({ deps, beside }, { name: 'domains.merge', input, title: mergingNames(input.from, input.into), work }, mergeDomain)
    },
    split: (input) => {
      const deps = book()
      const work = countReached(deps, [readsAs('domain', input.name, null)])
      const title = partingNames(input.name, deps.rules.current(deps.read).mergedName('domain', input.name))
      return workOut({ deps, beside }, { name: 'domains.split', input, title, work }, splitDomain)
    },
  }
}

/** How many datasets are worked out anew where names start or stop standing for others. */
function countReached(deps: BookDeps, changes: readonly FieldChange[]): number {
  return namesReached(deps, changes).reduce((sum, name) => sum + (countDomain(deps.read, name)?.datasets ?? 0), 0)
}

type Input<N extends keyof BigCommands> = BigCommands[N]['input']
type Group = { readonly groupId: number }

/** Gives a domain another name, inside the caller's commit; the old one reads it from then on. @throws AppError not-found, conflict */
export function renameDomain(deps: Deciding, write: WriteDb, { name, to, reason }: Input<'domains.rename'>): Group {
  const assets = listDomainAssets(write)
  requireDomain(write, assets, name)
  if (name === to) throw new AppError('conflict', `The domain is called “${to}” already.`, { name })
  if (assets.some((asset) => asset.name === to) || countDomain(write, to) !== undefined)
    throw new AppError('conflict', `There is a domain “${to}” already. Merge the two instead.`, { name, to })
  const own = assets.filter((asset) => asset.name === name)
  const names = own.map(({ urn }): FieldChange => ({ subject: urn, column: '', field: 'name', value: to }))
  const changes = [...names, ...readsAnew('domain', name, to)]
  return { groupId: requireDecided(decide(deps, write, changes, reason), name).groupId }
}

/** Says that two domains are one, inside the caller's commit. @throws AppError not-found, conflict */
export function mergeDomain(deps: Deciding, write: WriteDb, { from, into, reason }: Input<'domains.merge'>): Group {
  requireDomain(write, listDomainAssets(write), from)
  const { mergedName } = deps.rules.current(write)
  if (mergedName('domain', into) === from)
    throw new AppError('conflict', `“${into}” is “${from}” already: the two are one.`, { from, into })
  return { groupId: requireDecided(decide(deps, write, [readsAs('domain', from, into)], reason), from).groupId }
}

/** Takes a merge back, inside the caller's commit. @throws AppError conflict */
export function splitDomain(deps: Deciding, write: WriteDb, { name, reason }: Input<'domains.split'>): Group {
  const decided = decide(deps, write, [readsAs('domain', name, null)], reason)
  if (decided === undefined) throw new AppError('conflict', `“${name}” stands for no other name.`, { name })
  return { groupId: decided.groupId }
}

function requireDomain(db: ReadDb, assets: readonly DomainAsset[], name: string): void {
  if (assets.some((asset) => asset.name === name) || countDomain(db, name) !== undefined) return
  throw new AppError('not-found', `There is no domain “${name}”.`, { name })
}

const LIST = 'domains'
const Place = z.tuple([z.int(), z.string()])

/** The biggest first, equal ones by name: no two have one. */
function compareRows(a: Pick<DomainRow, 'datasets' | 'name'>, b: Pick<DomainRow, 'datasets' | 'name'>): number {
  if (a.datasets !== b.datasets) return b.datasets - a.datasets
  return a.name < b.name ? -1 : +(a.name > b.name)
}

function listDomains(read: ReadDb, text: string): { readonly rows: readonly DomainRow[]; readonly withoutDomain: number } {
  const { counts, known } = readKnownDomains(read)
  const fits = textFilter(text)
  const rows = known
    .map(({ name, count, asset }) => toRow(name, count, asset, undefined))
    .filter(({ name, description, ownerTeam }) => fits([name, description, ownerTeam]))
    .sort(compareRows)
  return { rows, withoutDomain: counts.find(({ name }) => name === '')?.datasets ?? 0 }
}

function toRow(name: string, count: DomainCount | undefined, asset: DomainAsset | undefined, mergedInto: string | undefined): DomainRow {
  const datasets = count?.datasets ?? 0
  return {
    name,
    key: asset?.urn ?? null,
    description: asset?.description ?? null,
    ownerTeam: asset?.ownerTeam ?? null,
    mergedInto: mergedInto ?? null,
    datasets,
    owned: datasets - (count?.unowned ?? 0),
    described: datasets - (count?.undescribed ?? 0),
    classified: datasets - (count?.unclassified ?? 0),
    tested: datasets - (count?.untested ?? 0),
  }
}

function getDomain(deps: BookDeps, name: string): Awaited<ReturnType<Handlers<AppContract>['domains']['get']>> {
  const { read, rules } = deps
  return inSnapshot(read, () => {
    const merged = listMergedNames(read, mergePrefix('domain'))
    const assets = listDomainAssets(read).filter((asset) => asset.name === name)
    const count = countDomain(read, name)
    const [asset] = assets
    if (asset === undefined && count === undefined && !merged.has(name))
      throw new AppError('not-found', `There is no domain “${name}”.`, { name })
    const current = rules.current(read)
    const context = visibleContext(read, current)
    const loaded = asset === undefined ? undefined : loadAsset(context, asset.id)
    return {
      row: toRow(name, count, asset, merged.get(name)),
      fields: loaded?.current.fields() ?? [],
      alsoReads: [...merged.keys()]
        .filter((other) => other !== name && current.mergedName('domain', other) === name)
        .slice(0, ALSO_READS_SHOWN),
      sourceNames: namesOfSources(
        read,
        assets.flatMap(({ id }) => loadAsset(context, id)?.facts ?? []),
      ),
    }
  })
}
