import { type ReadDb, sql } from './connection.ts'
import { visibleImportId } from './imports.ts'
import type { KeyRow } from './keys.ts'
import { isNewestSql } from './standing.ts'

const STANDS = 'f.fromImport <= :visible and (f.toImport is null or f.toImport > :visible)'

/**
 * The oldest key of another source, older than this one, whose facts name the same relation: what an import takes for the
 * same dataset where nobody decided; one that people said is its own takes nobody in. Reads the fields of every dataset; meant for the rare decision that is taken back.
 */
export function findKeyOfRelation(db: ReadDb, key: KeyRow): KeyRow | undefined {
  if (key.kind !== 'dataset') return undefined
  const visible = visibleImportId(db)
  const own = sql<{ relation: string | null }>(
    db,
    `select f.payload ->> '$.relation' relation from fact f where f.keyId = :keyId and f.section = 'fields' and ${STANDS}
       and f.payload ->> '$.relation' is not null order by f.id limit 1`,
  ).get({ keyId: key.id, visible })
  if (own?.relation == null) return undefined
  return sql<KeyRow>(
    db,
    `select k.id, k.sourceId, k.name, k.urn, k.kind, k.assetId, k.firstImportId from asset_key k join fact f on f.keyId = k.id
     where k.id < :keyId and k.sourceId <> :sourceId and k.kind = 'dataset' and f.section = 'fields' and ${STANDS}
       and lower(f.payload ->> '$.relation') = lower(:relation)
       and not exists (select 1 from asset_key s join decision d on d.subject = s.urn and d."column" = '' and d.field = 'sameAs'
         where s.assetId = k.assetId and d.value = '""' and ${isNewestSql('d')})
       and not exists (select 1 from asset_key o where o.assetId = k.assetId and o.sourceId = :sourceId and o.id <> :keyId)
     order by k.id limit 1`,
  ).get({ keyId: key.id, sourceId: key.sourceId, relation: own.relation, visible })
}
