import type { z } from 'zod'
import type { AssetRef, DatasetRow, Freshness } from '#contract/shapes'
import { AssetKind, Classification, DatasetTier } from '#core/assets/kinds'
import type { AssetRefRow, ListedAsset } from '#db/datasets'

/** A dataset's derived row as a list shows it. */
export function toDatasetRow(row: ListedAsset): z.infer<typeof DatasetRow> {
  return {
    key: row.urn,
    name: row.name,
    database: row.database,
    schema: row.schema,
    relation: row.relation,
    platform: row.platform,
    resourceType: row.resourceType,
    status: row.status,
    description: row.description,
    ownerTeam: row.ownerTeam,
    steward: row.steward,
    domain: row.domain,
    tier: row.tier === null ? null : (DatasetTier.safeParse(row.tier).data ?? null),
    classification: toClassification(row.classification),
    tags: JSON.parse(row.tags) as string[],
    sourceNames: JSON.parse(row.sourceNames) as string[],
    columnCount: row.columnCount,
    piiColumnCount: row.piiColumnCount,
    checkCount: row.checkCount,
    failingCheckCount: row.failingCheckCount,
    upstreamCount: row.upstreamCount,
    downstreamCount: row.downstreamCount,
    lastSuccessfulRunMs: row.lastSuccessfulRunMs,
    freshness: row.freshness as z.infer<typeof Freshness>,
    rowCount: row.rowCount,
    sizeBytes: row.sizeBytes,
    hasConflict: row.hasConflict === 1,
  }
}

/** A source may say a level that is none of ours; the row then has none, and the field's evidence shows what it said. */
export function toClassification(text: string | null): Classification | null {
  return text === null ? null : (Classification.safeParse(text).data ?? null)
}

export function toAssetRef(row: Omit<AssetRefRow, 'id'>): z.infer<typeof AssetRef> {
  return {
    key: row.urn,
    name: row.name,
    kind: AssetKind.parse(row.kind),
    schema: row.schema,
    resourceType: row.resourceType,
    status: row.status,
  }
}
