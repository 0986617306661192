import { type ReadDb, sql } from './connection.ts'
import { ASSET_COLUMNS, type AssetRow } from './current.ts'

const ROW = ASSET_COLUMNS.map((name) => `"${name}"`).join(', ')

/** Active datasets in which one of these columns of the row is empty. */
export function listWithGaps(db: ReadDb, columns: readonly (keyof AssetRow)[]): AssetRow[] {
  const gaps = columns.map((name) => `"${name}" is null`).join(' or ')
  return sql<AssetRow>(db, `select ${ROW} from asset where kind = 'dataset' and status = 'active' and (${gaps})`).all()
}

export type NeighbourRow = Pick<AssetRow, 'id' | 'database' | 'schema' | 'ownerTeam' | 'steward' | 'domain'>

/** Active datasets that have something their neighbours may be offered too. */
export function listSpeakers(db: ReadDb): NeighbourRow[] {
  return sql<NeighbourRow>(
    db,
    `select id, database, schema, ownerTeam, steward, domain from asset where kind = 'dataset' and status = 'active'
       and (ownerTeam is not null or steward is not null or domain is not null)`,
  ).all()
}

/** What one part of a source says of where a dataset is defined: JSON list of path, package and group. */
export type PlaceFact = {
  readonly assetId: number
  readonly sourceId: number
  readonly format: string
  readonly part: string
  readonly said: string
}

/** Where datasets are defined, as far as any source says. Nothing else is taken out of what sources say. */
export function iteratePlaceFacts(db: ReadDb, visible: number): IterableIterator<PlaceFact> {
  return sql<PlaceFact>(
    db,
    `select * from (
       select k.assetId, k.sourceId, s.format, f.part, json_extract(f.payload, '$.path', '$.package', '$.group') said
       from asset_key k join source s on s.id = k.sourceId join fact f on f.keyId = k.id
       where k.kind = 'dataset' and f.section = 'fields' and f.fromImport <= :visible and (f.toImport is null or f.toImport > :visible))
     where said <> '[null,null,null]'`,
  ).iterate({ visible })
}
