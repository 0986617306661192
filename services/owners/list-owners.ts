import { z } from 'zod'
import type { AppContract } from '#contract/index'
import type { OwnerRow } from '#contract/owners'
import { HELD_AS } from '#core/assets/held-kinds'
import { AssetKind } from '#core/assets/kinds'
import { mergePrefix } from '#core/assets/merged-names'
import { textFilter } from '#core/search/text-filter'
import type { ReadDb } from '#db/connection'
import { listMergedNames } from '#db/merged-names'
import { countHeld, countOthersOwned, holdsAnything, listLeftOwners, listOwnerAssets, type OwnerAsset } from '#db/owners'
import { type DeriveContext, loadAsset, visibleContext } from '../derive.ts'
import { fillPage, readCursor, toCursor } from '../paging.ts'
import type { CurrentRules } from '#core/assets/current'

/** What one name holds. */
export type Holder = Pick<OwnerRow, 'name' | 'datasetsOwned' | 'datasetsStewarded' | 'others'> & { readonly total: number }

type Asked = z.output<AppContract['owners']['list']['input']>
const Place = z.tuple([z.int(), z.string()])
const SUGGESTED = 20

/** Owners who have left and still own or look after something. */
export function listLeftHolders(db: ReadDb): string[] {
  return listLeftOwners(db).filter((name) => holdsAnything(db, name, HELD_AS))
}

/** Everybody who is named, set up or told of, or was merged; who holds most comes first. */
export function listHolders(db: ReadDb): readonly Holder[] {
  const counts = new Map(countHeld(db).map((count) => [count.name, count]))
  const others = Map.groupBy(countOthersOwned(db), ({ name }) => name)
  const set = listOwnerAssets(db).map(({ name }) => name)
  const names = new Set([...counts.keys(), ...others.keys(), ...set, ...listMergedNames(db, mergePrefix('owner')).keys()])
  const holders = [...names].map((name): Holder => {
    const { owned = 0, stewarded = 0 } = counts.get(name) ?? {}
    const owns = (others.get(name) ?? []).map(({ kind, count }) => ({ kind: AssetKind.parse(kind), count }))
    const total = owns.reduce((sum, { count }) => sum + count, owned + stewarded)
    return { name, datasetsOwned: owned, datasetsStewarded: stewarded, others: owns, total }
  })
  return holders.sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1))
}

const named = (text: string): ((holder: Holder) => boolean) => {
  const fits = textFilter(text)
  return ({ name }) => fits([name])
}

/** One page of the list. @throws AppError invalid-input for another list's cursor */
export function pageOfOwners(
  rules: CurrentRules,
  db: ReadDb,
  holders: readonly Holder[],
  { text = '', only, cursor, limit }: Asked,
): { readonly items: OwnerRow[]; readonly total: number; readonly nextCursor: string | null } {
  const left = only === 'left' ? new Set(listLeftHolders(db)) : undefined
  const found = holders.filter(named(text)).filter(({ name }) => left === undefined || left.has(name))
  const place = cursor === undefined ? undefined : readCursor('owners', cursor, Place)
  const isBeyond = ({ total, name }: Holder): boolean => place === undefined || total < place[0] || (total === place[0] && name > place[1])
  const context = visibleContext(db, rules)
  const merged = listMergedNames(db, mergePrefix('owner'))
  const assets = Map.groupBy(listOwnerAssets(db), ({ name }) => name)
  const page = fillPage(found.filter(isBeyond), limit, ({ total: _total, ...holder }) => ({
    ...holder,
    ...detailsOf(context, assets.get(holder.name) ?? []),
    mergedInto: merged.get(holder.name) ?? null,
  }))
  const { last } = page
  const nextCursor = page.isMore && last !== undefined ? toCursor('owners', [last.total, last.name]) : null
  return { items: page.items, total: found.length, nextCursor }
}

/** Several sources may tell of one owner: each detail is from the first that has it, what was set up by hand before others. */
function detailsOf(context: DeriveContext, assets: readonly OwnerAsset[]): Pick<OwnerRow, 'key' | 'ownerType' | 'email' | 'hasLeft'> {
  const said = assets.map((asset) => loadAsset(context, asset.id)?.current)
  const ownerType = said.map((current) => current?.text('ownerType')).find((type) => type === 'team' || type === 'person')
  return {
    key: assets[0]?.urn ?? null,
    ownerType: ownerType ?? null,
    email: said.map((current) => current?.text('email')).find((email) => email != null) ?? null,
    hasLeft: said.some((current) => current?.value('hasLeft') === true),
  }
}

/** Names to give something to: those that begin so before those that hold the text elsewhere. */
export function suggestOwners(db: ReadDb, holders: readonly Holder[], text: string): string[] {
  const away = new Set([...listLeftOwners(db), ...listMergedNames(db, mergePrefix('owner')).keys()])
  const found = holders.filter(named(text)).flatMap(({ name }) => (away.has(name) ? [] : [name]))
  const begins = (name: string): boolean => name.toLowerCase().startsWith(text.trim().toLowerCase())
  return [...found.filter(begins), ...found.filter((name) => !begins(name))].slice(0, SUGGESTED)
}
