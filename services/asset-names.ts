import { AssetKind } from '#core/assets/kinds'
import { AppError } from '#core/errors'
import { countTypos, typoPieces } from '#core/search/typo'
import {
  findAssetByUrn,
  listAssetsByName,
  listAssetsByNameInSource,
  listAssetsByRelation,
  listAssetsByRelationEnd,
  listNamesHolding,
  type NamedAsset,
} from '#db/asset-names'
import type { ReadDb } from '#db/connection'

export type ResolvedKey = { readonly assetId: number; readonly key: string; readonly kind: AssetKind }

const CANDIDATES_SHOWN = 20
const NEAR_NAMES_SHOWN = 5

/**
 * The asset a person or program means by a text: its key, its name inside a source (a dbt unique id), its relation name
 * or the end of it (`main.orders`; quotes and case are ignored), or a name only one asset has. Where a name fits several,
 * active ones go before retired ones, the exact spelling before others, and datasets before what hangs on them.
 * @param kinds only these; a fit of another kind is no fit
 * @throws AppError ambiguous, with `candidates`; not-found, with `near`
 */
export function resolveKey(db: ReadDb, text: string, kinds?: readonly AssetKind[]): ResolvedKey {
  const typed = text.trim()
  let otherKind: NamedAsset | undefined
  for (const find of WAYS) {
    const found = find(db, typed)
    const fitting = kinds === undefined ? found : found.filter((asset) => (kinds as readonly string[]).includes(asset.kind))
    const [only, second] = narrow(fitting, typed)
    if (only !== undefined && second === undefined) return { assetId: only.id, key: only.urn, kind: AssetKind.parse(only.kind) }
    if (only !== undefined) throw ambiguous(typed, narrow(fitting, typed))
    otherKind ??= found[0]
  }
  throw notFound(db, typed, kinds, otherKind)
}

/** A name is looked for in several ways, the last one among many: it takes as long as so many keys. */
const KEYS_PER_NAME = 50

/** How much it takes to find what these are meant to be, in keys: thousands of names are looked for beside the thread that answers. */
export const lookUpWork = (db: ReadDb, wanted: readonly { readonly key: string }[]): number =>
  wanted.reduce((work, { key }) => work + (findAssetByUrn(db, key.trim()) === undefined ? KEYS_PER_NAME : 1), 0)

/** Assets whose key, name inside a source or whole relation name is this text. */
export function findExactly(db: ReadDb, text: string): readonly NamedAsset[] {
  const byUrn = findAssetByUrn(db, text)
  const parts = splitRelation(text)
  const byRelation = parts.length < 2 ? [] : quotedForms(text, parts).flatMap((form) => listAssetsByRelation(db, form))
  return distinct([...(byUrn === undefined ? [] : [byUrn]), ...listAssetsByNameInSource(db, text), ...byRelation])
}

/**
 * Datasets that a text from a file means: by name inside a source, relation, `schema.name` or name; one of them alone is
 * surely meant. Unlike resolveKey it never looks at every relation, so that a file may name thousands.
 */
export const findDatasetsNamed = (db: ReadDb, text: string): readonly NamedAsset[] => narrow(listNamed(db, text).filter(isDataset), text)

/** The same, where a file may write keys too. */
export function findDatasetsMeant(db: ReadDb, text: string): readonly NamedAsset[] {
  const byUrn = findAssetByUrn(db, text)
  return byUrn?.kind === 'dataset' ? [byUrn] : findDatasetsNamed(db, text)
}

type Way = (db: ReadDb, text: string) => readonly NamedAsset[]

/** From what is surely meant to what may be. */
const WAYS: readonly Way[] = [
  (db, text) => [findAssetByUrn(db, text)].filter((asset) => asset !== undefined),
  (db, text) => listNamed(db, text),
  (db, text) => {
    const parts = splitRelation(text)
    return parts.length === 0 ? [] : listAssetsByRelationEnd(db, parts.join('.'))
  },
]

const listNamed: Way = (db, text) =>
  distinct([...listAssetsByNameInSource(db, text), ...findByRelation(db, text), ...listAssetsByName(db, text)])

/** The whole relation name however its source quotes it, else `schema.name` or `database.schema.name`. */
function findByRelation(db: ReadDb, text: string): readonly NamedAsset[] {
  const parts = splitRelation(text)
  if (parts.length === 0) return []
  const whole = quotedForms(text, parts).flatMap((form) => listAssetsByRelation(db, form))
  if (whole.length > 0) return whole
  const last = parts.at(-1)
  if (last === undefined || parts.length === 1) return []
  const wanted = parts.map((part) => part.toLowerCase())
  return listAssetsByName(db, last).filter((asset) => [relationOf(asset), placeOf(asset)].some((has) => endsIn(has, wanted)))
}

const distinct = (assets: readonly NamedAsset[]): NamedAsset[] => [...new Map(assets.map((asset) => [asset.id, asset])).values()]

/** Parts of `db.schema.name`, each with or without quotes of any warehouse. */
function splitRelation(text: string): string[] {
  const parts = text.match(/"[^"]*"|`[^`]*`|\[[^\]]*\]|[^.]+/g) ?? []
  return parts.flatMap((part) => (part.startsWith('`') ? part.split('.') : [part])).map((part) => part.replaceAll(/["`[\]]/g, '').trim())
}

const relationOf = (asset: NamedAsset): string[] => (asset.relation === null ? [] : splitRelation(asset.relation.toLowerCase()))
const placeOf = (asset: NamedAsset): string[] =>
  [asset.database, asset.schema, asset.name].filter((part) => part !== null).map((part) => part.toLowerCase())
const endsIn = (has: readonly string[], wanted: readonly string[]): boolean =>
  has.length >= wanted.length && has.slice(has.length - wanted.length).every((part, index) => part === wanted[index])

function quotedForms(text: string, parts: readonly string[]): string[] {
  const plain = parts.join('.')
  const quoted = (open: string, close: string): string => parts.map((part) => `${open}${part}${close}`).join('.')
  return [...new Set([text, plain, quoted('"', '"'), quoted('`', '`'), quoted('[', ']'), `\`${plain}\``])]
}

function narrow(found: readonly NamedAsset[], typed: string): readonly NamedAsset[] {
  let left = found
  for (const test of [isActive, (asset: NamedAsset) => asset.name === typed, isDataset]) {
    if (left.length < 2) break
    const better = left.filter(test)
    if (better.length > 0) left = better
  }
  return left
}

const isActive = (asset: NamedAsset): boolean => asset.status === 'active'
const isDataset = (asset: NamedAsset): boolean => asset.kind === 'dataset'

function ambiguous(text: string, fitting: readonly NamedAsset[]): AppError {
  const candidates = fitting.slice(0, CANDIDATES_SHOWN).map((asset) => asset.urn)
  return new AppError('ambiguous', `“${text}” fits ${fitting.length} things. Say which, by its key.`, {
    key: text,
    total: fitting.length,
    candidates,
  })
}

function notFound(db: ReadDb, text: string, kinds: readonly AssetKind[] | undefined, otherKind: NamedAsset | undefined): AppError {
  const wanted = kinds?.length === 1 ? (kinds[0] ?? 'asset') : 'asset'
  if (otherKind !== undefined) {
    const [is, asked] = [otherKind.kind, wanted].map((kind) => kind.replaceAll('_', ' '))
    return new AppError('not-found', `“${text}” is listed as ${is}, not as ${asked}.`, { key: text, kind: otherKind.kind })
  }
  const near = listNearNames(db, text, kinds ?? ['dataset', 'exposure', 'metric', 'dashboard'])
  const hint = near.length === 0 ? '' : ` Near it: ${near.map((name) => `“${name}”`).join(', ')}.`
  return new AppError('not-found', `“${text}” is not in the catalog.${hint}`, { key: text, near })
}

/** Names a mistake or two away from the last part of what was typed, then those that hold it, nearest first. */
function listNearNames(db: ReadDb, text: string, kinds: readonly AssetKind[]): string[] {
  const last = (splitRelation(text).at(-1) ?? text).toLowerCase()
  if (last.length < 3) return []
  const most = last.length < 6 ? 1 : 2
  return listNamesHolding(db, typoPieces(last), kinds)
    .map((name) => ({ name, typos: countTypos(name.toLowerCase(), last, most) }))
    .filter(({ name, typos }) => typos <= most || name.toLowerCase().includes(last))
    .sort((a, b) => a.typos - b.typos || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
    .slice(0, NEAR_NAMES_SHOWN)
    .map(({ name }) => name)
}
