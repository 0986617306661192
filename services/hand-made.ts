import { checkDecidedValue } from '#core/assets/fields'
import type { AssetKind } from '#core/assets/kinds'
import { mergeSubject } from '#core/assets/merged-names'
import { slugOf } from '#core/assets/slug'
import { AppError } from '#core/errors'
import type { JsonObject, JsonValue } from '#core/json'
import type { ReadDb, WriteDb } from '#db/connection'
import { findAssetNamed } from '#db/assets'
import { findAssetRow } from '#db/current'
import { findStandingDecision, listDecisionsOn } from '#db/decisions'
import { findKeyByUrn, insertKey } from '#db/keys'
import { ensureHandSource, findSource } from '#db/sources'
import { decide, type Decided, type Deciding, type FieldChange, requireDecided } from './decide.ts'
import type { BookDeps } from './deps.ts'
import { loadAsset, visibleContext } from './derive.ts'

export type HandMade = {
  readonly kind: AssetKind
  readonly name: string
  /** Further fields, unchecked. */
  readonly fields: JsonObject
  readonly reason: string
}

/** Named by these very words in their keys, as datasets name them. */
const NAMED_EXACTLY: ReadonlySet<AssetKind> = new Set(['owner', 'domain'])
/** Two of these may well have one title. */
const OFTEN_NAMED_ALIKE: ReadonlySet<AssetKind> = new Set(['issue'])
/** Fields with a command of their own. */
const NOT_HERE: Readonly<Record<string, string>> = { name: 'give it as the name', mergedInto: 'merge the two names instead' }

/**
 * Sets up an asset no source knows: that it exists is a decision, and so is each of its fields.
 * Runs inside the caller's commit.
 * @returns its key, and the group that an undo takes back
 * @throws AppError conflict when one of this kind and name is there; invalid-input for a field that can't be decided
 */
export function createHandMade(deps: Deciding, write: WriteDb, made: HandMade): { readonly key: string; readonly groupId: number } {
  const { urn, changes } = makingOf(deps, write, made)
  const { groupId } = requireDecided(decide(deps, write, changes, made.reason), made.name)
  return { key: urn, groupId }
}

/** The decisions that set such an asset up, on the key it gets. @throws AppError as createHandMade */
export function makingOf(
  deps: Pick<Deciding, 'now'>,
  write: WriteDb,
  made: HandMade,
): { readonly urn: string; readonly changes: readonly FieldChange[] } {
  const { kind, name } = made
  const taken = OFTEN_NAMED_ALIKE.has(kind) ? undefined : findAssetNamed(write, kind, name)
  if (taken !== undefined) throw new AppError('conflict', `There is “${name}” already, of the same kind.`, { name, kind, key: taken.urn })
  const given = Object.entries(made.fields).filter(([, value]) => value !== null)
  const fields = given.map(([field, value]) => [field, checkField(kind, field, value)] as const)
  const urn = freeUrn(write, made)
  ensureHandKey(write, urn, kind, deps.now())
  const change = (field: string, value: JsonValue): FieldChange => ({ subject: urn, column: '', field, value })
  const changes = [change('exists', true), change('name', name), ...fields.map(([field, value]) => change(field, value))]
  // What carries the name means this one, whatever the name has stood for.
  if (kind === 'term' || kind === 'domain')
    changes.push({ subject: mergeSubject(kind, name), column: '', field: 'mergedInto', value: null })
  return { urn, changes }
}

/** Makes sure there is a key for something set up by hand, so that decisions on it wake. */
export function ensureHandKey(write: WriteDb, urn: string, kind: AssetKind, nowMs: number): void {
  if (findKeyByUrn(write, urn) !== undefined) return
  const source = ensureHandSource(write, nowMs)
  insertKey(write, { sourceId: source.id, name: urn.slice(source.identity.length + 1), urn, kind, firstImportId: null })
}

function checkField(kind: AssetKind, field: string, value: JsonValue): JsonValue {
  const instead = Object.hasOwn(NOT_HERE, field) ? NOT_HERE[field] : undefined
  if (instead !== undefined) throw new AppError('invalid-input', `“${field}” can't be set this way: ${instead}.`, { field })
  return checkDecidedValue(kind, field, value)
}

/** The key its name makes, or the next one where that is another's: `hand/term.net-revenue`, `hand/term.net-revenue-2`. */
function freeUrn(db: ReadDb, { kind, name }: HandMade): string {
  const first = `hand/${kind}.${NAMED_EXACTLY.has(kind) ? name : slugOf(name)}`
  for (let count = 1; ; count += 1) {
    const urn = count === 1 ? first : `${first}-${count}`
    const key = findKeyByUrn(db, urn)
    if (key === undefined) return urn
    // One that was removed wakes when it is made again, with what was decided on it. One that was renamed keeps its key.
    const isRemoved = findAssetRow(db, key.assetId) === undefined
    if (isRemoved && !OFTEN_NAMED_ALIKE.has(kind) && lastName(db, urn) === name) return urn
  }
}

/** What something went by when it was last there: to undo that it was made takes its name back too. */
function lastName(db: ReadDb, urn: string): string | undefined {
  const named = listDecisionsOn(db, urn).findLast(({ column, field, value }) => column === '' && field === 'name' && value !== null)
  return named?.value == null ? undefined : (JSON.parse(named.value) as string)
}

/**
 * Takes back that a hand-made asset exists; what was decided on it sleeps. Runs inside the caller's commit.
 * @throws AppError conflict, naming the sources, for an asset that sources tell of
 */
export function removeHandMade(deps: BookDeps, write: WriteDb, assetId: number, reason: string): Decided | undefined {
  return decide(deps, write, removalOf(deps, write, assetId), reason)
}

/**
 * The decisions that take back that a hand-made asset exists.
 * @throws AppError conflict, naming the sources, for an asset that sources tell of
 */
export function removalOf(deps: Pick<BookDeps, 'rules'>, write: WriteDb, assetId: number): FieldChange[] {
  const loaded = loadAsset(visibleContext(write, deps.rules.current(write)), assetId)
  const row = findAssetRow(write, assetId)
  if (loaded === undefined || row === undefined) throw new AppError('not-found', 'This is not in the catalog any more.')
  const sourceIds = [...new Set(loaded.facts.map((fact) => fact.sourceId))]
  if (sourceIds.length > 0) {
    const sources = sourceIds.map((id) => findSource(write, id)?.name ?? '')
    const named = sources.map((name) => `“${name}”`).join(', ')
    const why = loaded.status === 'active' ? `it comes from ${named}` : `it came from ${named}, and stays in the history`
    throw new AppError('conflict', `“${row.name}” can't be removed: ${why}.`, { key: row.urn, sources })
  }
  return loaded.keys
    .filter((key) => findStandingDecision(write, key.urn, '', 'exists')?.value === 'true')
    .map((key): FieldChange => ({ subject: key.urn, column: '', field: 'exists', value: null }))
}
