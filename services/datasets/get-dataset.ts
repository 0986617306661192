import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { Severity } from '#core/assets/kinds'
import type { FieldValue } from '#core/assets/provenance'
import { usageWindowWords } from '#core/assets/usage-window'
import { parseExtras, parseUpstream } from '#core/reconcile/sections'
import { readBook } from '#db/book-file/info'
import { countOutcomes, listCheckNames } from '#db/checks'
import { listKnownNames, listLinked, listLinkedNames, listOpenIssues } from '#db/datasets'
import { listDecisionsOn } from '#db/decisions'
import { findSeenTimes, hasSection, listNewestSections } from '#db/history'
import type { KeyRow } from '#db/keys'
import { findSource } from '#db/sources'
import type { GetBook } from '../deps.ts'
import { readExtras } from '../extras.ts'
import { inSnapshot } from '../snapshot.ts'
import { computeFields, fillComputed, nameWindows } from './computed-fields.ts'
import { type CostOfDataset, costOfDataset } from './cost-of-dataset.ts'
import { loadDataset, type LoadedAsset } from './load-dataset.ts'
import { toAssetRef, toDatasetRow } from './rows.ts'

const MISSING_SHOWN = 200

export function createGetHandler(book: GetBook): Handlers<AppContract>['datasets']['get'] {
  return ({ key }) => {
    const deps = book()
    return inSnapshot(deps.read, () => {
      const loaded = loadDataset(deps, key)
      const { context, row, sources } = loaded
      const missingUpstream = listMissingUpstream(loaded)
      const names = namesOf(row, sources.keys)
      const issues = listOpenIssues(context.db, names)
      const cost = costOfDataset(context.db, { assetId: row.id, names, currency: readBook(context.db).currency, nowMs: deps.now() })
      return {
        row: toDatasetRow(row),
        fields: readFields(
          loaded,
          missingUpstream,
          issues.map((issue) => issue.name),
          cost,
        ),
        costEntries: cost.evidence,
        keys: sources.keys.map((known) => ({ key: known.urn, ...describeSource(loaded, known) })),
        upstream: listLinked(context.db, row.id, 'up').map((ref) => toAssetRef(ref)),
        downstream: listLinked(context.db, row.id, 'down').map((ref) => toAssetRef(ref)),
        missingUpstream: missingUpstream.slice(0, MISSING_SHOWN),
        missingUpstreamTotal: missingUpstream.length,
        issues: issues.map(({ urn, name, severity }) => ({ key: urn, name, severity: Severity.safeParse(severity).data ?? null })),
        extras: readExtras(context, row.id),
        ...seenTimes(loaded),
        hasSql: hasSection(context.db, row.id, 'sql', context.visible),
      }
    })
  }
}

function describeSource({ context }: LoadedAsset, key: KeyRow): { sourceId: number; sourceName: string; format: string } {
  const source = findSource(context.db, key.sourceId)
  if (source === undefined) throw new Error(`source ${key.sourceId} is missing`)
  return { sourceId: source.id, sourceName: source.name, format: source.format }
}

function readFields(
  { context, row, sources }: LoadedAsset,
  missingUpstream: readonly string[],
  issues: readonly string[],
  cost: CostOfDataset,
): FieldValue[] {
  const { db } = context
  const upstream = [...listLinkedNames(db, row.id, 'up'), ...missingUpstream]
  const downstream = listLinkedNames(db, row.id, 'down')
  // A source that tells of links says "none" by an empty list; where none does, nobody can tell.
  const tellsLinks = hasSection(db, row.id, 'upstream', context.visible)
  const { current } = sources
  const computed = computeFields({
    upstream: tellsLinks || upstream.length > 0 ? upstream : null,
    downstream: tellsLinks || downstream.length > 0 ? downstream : null,
    checkNames: listCheckNames(db, row.id),
    outcomes: countOutcomes(db, row.id),
    issues,
    piiColumns: current
      .columns()
      .filter((column) => current.columnText(column, 'piiType') !== null)
      .map((column) => column.name),
    lastSuccessfulRunMs: row.lastSuccessfulRunMs,
    costMonthly: cost.costMonthly,
    costMonthlyUsd: cost.costMonthlyUsd,
  })
  return nameWindows(fillComputed(current.fields(), computed), windowsOf(context, row.id))
}

/** Over which time each source counted usage, by source and part. */
function windowsOf({ db, visible }: LoadedAsset['context'], assetId: number): ReadonlyMap<string, string> {
  const facts = listNewestSections(db, assetId, 'extras', visible)
  return new Map(facts.map(({ sourceId, part, payload }) => [`${sourceId} ${part}`, usageWindowWords(parseExtras(payload).keys)]))
}

/** Everything an issue or a bill may call the dataset by. */
function namesOf(row: LoadedAsset['row'], keys: readonly KeyRow[]): string[] {
  const relation = row.relation === null ? [] : [row.relation, row.relation.replaceAll(/["`[\]]/g, '')]
  const place = [row.database, row.schema, row.name].filter((part) => part !== null)
  return [row.name, row.sortName, place.slice(-2).join('.'), place.join('.'), ...relation, ...keys.flatMap((key) => [key.urn, key.name])]
}

/** Names its sources link to that no import tells of. */
export function listMissingUpstream({ context, row }: LoadedAsset): string[] {
  const missing = new Set<string>()
  for (const fact of listNewestSections(context.db, row.id, 'upstream', context.visible)) {
    const names = parseUpstream(fact.payload)
    const known = listKnownNames(context.db, fact.sourceId, names)
    for (const name of names) if (!known.has(name)) missing.add(name)
  }
  return [...missing]
}

function seenTimes({ context, row, sources }: LoadedAsset): { firstSeenMs: number; lastChangedMs: number } {
  const told = findSeenTimes(context.db, row.id, context.visible)
  const decided = sources.keys.flatMap((key) => listDecisionsOn(context.db, key.urn)).map((decision) => decision.atMs)
  const firsts = told.firstMs === null ? decided : [told.firstMs]
  const lasts = told.lastMs === null ? decided : [told.lastMs, ...decided]
  return { firstSeenMs: Math.min(...firsts), lastChangedMs: Math.max(...lasts) }
}
