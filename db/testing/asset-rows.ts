import type { WriteDb } from '../connection.ts'
import { type AssetRow, writeDerivedAsset } from '../current.ts'
import { replaceSearchWords } from '../search-words.ts'

const EMPTY: Omit<AssetRow, 'id' | 'name' | 'urn' | 'sortName'> = {
  kind: 'dataset',
  status: 'active',
  database: null,
  schema: null,
  relation: null,
  platform: null,
  resourceType: null,
  description: null,
  ownerTeam: null,
  steward: null,
  domain: null,
  tier: null,
  classification: null,
  tags: '[]',
  sourceNames: '[]',
  columnCount: 0,
  piiColumnCount: 0,
  describedColumnCount: 0,
  checkCount: 0,
  failingCheckCount: 0,
  upstreamCount: 0,
  downstreamCount: 0,
  lastSuccessfulRunMs: null,
  freshness: 'unknown',
  rowCount: null,
  sizeBytes: null,
  hasConflict: 0,
  checkedAssetId: null,
  checkedColumn: null,
  lastOutcome: null,
  lastOutcomeMs: null,
}

export type GivenRow = Partial<AssetRow> & { readonly id: number; readonly name: string }

/** A derived asset row with everything left empty that the test does not speak of. */
function assetRow(given: GivenRow): AssetRow {
  const schema = given.schema ?? null
  const sortName = (schema === null ? given.name : `${schema}.${given.name}`).toLowerCase()
  return { ...EMPTY, urn: `test/${given.id}`, sortName, ...given }
}

/** Puts an asset into the derived tables, its columns and words included. */
export function putAsset(db: WriteDb, given: GivenRow, columnNames: readonly string[] = []): AssetRow {
  const row = assetRow({ columnCount: columnNames.length, ...given })
  const tags = JSON.parse(row.tags) as string[]
  const columns = columnNames.map((name, index) => ({
    ordinal: index + 1,
    name,
    dataType: null,
    description: null,
    piiType: null,
    classification: null,
    presence: 'unknown',
  }))
  const derived = { row, columns, tags, terms: [] }
  writeDerivedAsset(db, derived)
  replaceSearchWords(db, [row.id], () => derived)
  return row
}
