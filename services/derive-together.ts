import type { ReadDb } from '#db/connection'
import type { DerivedAsset } from '#db/current'
import { listSubjects } from '#db/decisions'
import { listOpenFactsOf, type OwnedFactRow } from '#db/facts'
import { hasImportBeyond } from '#db/imports'
import { type KeyRow, listVisibleKeysOf, type NamedKey, readVisibleKeys } from '#db/keys'
import { listNamesWithAnyResult } from '#db/runs'
import {
  askTheBook,
  deriveAsset,
  type DeriveContext,
  deriveFrom,
  isTelling,
  linksInto,
  type LinksInto,
  linksOfFacts,
  loadDecisions,
  type Lookups,
  toSources,
  UNLINKED_KINDS,
} from './derive.ts'

export type LinkedAsset = LinksInto & { readonly derived: DerivedAsset }

/**
 * The derived rows and links of assets, read together: the same as deriveAsset and linksInto give one by one. What is
 * open is what stands, unless an import that is not visible here has closed and opened some already.
 */
export function* deriveTogether(
  context: DeriveContext,
  assetIds: readonly number[],
): Generator<readonly [assetId: number, made: LinkedAsset | null]> {
  if (hasImportBeyond(context.db, context.visible)) {
    for (const assetId of assetIds) yield [assetId, deriveAlone(context, assetId)]
    return
  }
  const keys = byAsset(listVisibleKeysOf(context.db, assetIds, context.visible))
  const facts = byAsset(listOpenFactsOf(context.db, assetIds))
  for (const assetId of assetIds) {
    yield [assetId, deriveOpen(context, assetId, keys.get(assetId) ?? [], facts.get(assetId) ?? [])]
  }
}

function deriveOpen(context: DeriveContext, assetId: number, keys: readonly KeyRow[], facts: OwnedFactRow[]): LinkedAsset | null {
  const own = facts.sort((a, b) => a.keyId - b.keyId || a.id - b.id).filter((fact) => !isLink(fact))
  if (!own.some(isTelling)) return deriveAlone(context, assetId)
  const loaded = toSources(context, { keys, facts: own, status: 'active', decisions: loadDecisions(context, keys) })
  if (loaded === undefined) return null
  const links = UNLINKED_KINDS.has(loaded.kind) ? [] : facts.filter(isLink)
  return { derived: deriveFrom(context, assetId, loaded), ...linksOfFacts(context, assetId, links) }
}

const isLink = ({ section }: OwnedFactRow): boolean => section === 'upstream' || section === 'columnLinks'

/** The derived rows and links of one asset; null where it is no more. */
function deriveAlone(context: DeriveContext, assetId: number): LinkedAsset | null {
  const derived = deriveAsset(context, assetId)
  return derived === undefined ? null : { derived, ...linksInto(context, assetId, derived.row.kind) }
}

function byAsset<Row extends { readonly assetId: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const found = new Map<number, Row[]>()
  for (const row of rows) {
    const list = found.get(row.assetId)
    if (list === undefined) found.set(row.assetId, [row])
    else list.push(row)
  }
  return found
}

/**
 * Lookups that hold in memory which names there are, and ask the book only about those it knows more of.
 * What people decide after this is not seen: see listLateChanges.
 */
export function readAhead(db: ReadDb, visible: number): Lookups {
  const ask = askTheBook(db, visible)
  const decided = listSubjects(db)
  const keys = new Map<number, ReadonlyMap<string, NamedKey>>()
  const results = new Map<number, ReadonlySet<string>>()
  const hasResult = (sourceId: number, name: string): boolean =>
    remembered(results, sourceId, () => listNamesWithAnyResult(db, sourceId)).has(name)
  return {
    findKey: (sourceId, name) => remembered(keys, sourceId, () => readVisibleKeys(db, sourceId, visible)).get(name),
    listDecisions: (urn) => (decided.has(urn) ? ask.listDecisions(urn) : []),
    findLatestResult: (sourceId, name) => (hasResult(sourceId, name) ? ask.findLatestResult(sourceId, name) : undefined),
    findLastSuccess: (sourceId, name) => (hasResult(sourceId, name) ? ask.findLastSuccess(sourceId, name) : null),
    sourceName: ask.sourceName,
  }
}

function remembered<T>(known: Map<number, T>, sourceId: number, read: () => T): T {
  let found = known.get(sourceId)
  if (found === undefined) {
    found = read()
    known.set(sourceId, found)
  }
  return found
}
