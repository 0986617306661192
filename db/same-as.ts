import { type ReadDb, sql } from './connection.ts'
import { visibleImportId } from './imports.ts'
import type { KeyRow } from './keys.ts'
import { isNewestSql } from './standing.ts'

const STANDS = 'f.fromImport <= :visible and (f.toImport is null or f.toImport > :visible)'
const RELATION = `f.payload ->> '$.relation'`

/** Keys of datasets by id, oldest first, each with the older ones of other sources whose facts name the same relation, oldest first. */
export type SameRelations = ReadonlyMap<number, readonly number[]>

/**
 * Which older keys' facts name the relation that these keys' own do. Reads the fields of every dataset, once for all of them:
 * meant for the rare decision that is taken back, beside the thread that answers.
 */
export function findSameRelations(db: ReadDb, keys: readonly KeyRow[]): SameRelations {
  const visible = visibleImportId(db)
  const own = sql<{ relation: string }>(
    db,
    `select lower(${RELATION}) relation from fact f where f.keyId = :keyId and f.section = 'fields' and ${STANDS}
       and ${RELATION} is not null order by f.id limit 1`,
  )
  const asking = keys.flatMap((key) => {
    const relation = key.kind === 'dataset' ? own.get({ keyId: key.id, visible })?.relation : undefined
    return relation === undefined ? [] : [{ key, relation }]
  })
  if (asking.length === 0) return new Map()
  const rows = sql<{ id: number; sourceId: number; relation: string }>(
    db,
    `select distinct k.id, k.sourceId, lower(${RELATION}) relation from asset_key k join fact f on f.keyId = k.id
     where k.kind = 'dataset' and f.section = 'fields' and ${STANDS} and k.id < :before
       and lower(${RELATION}) in (select value from json_each(:relations)) order by k.id`,
  ).all({
    visible,
    before: Math.max(...asking.map(({ key }) => key.id)),
    relations: JSON.stringify(asking.map(({ relation }) => relation)),
  })
  const named = Map.groupBy(rows, ({ relation }) => relation)
  return new Map(
    asking.map(({ key, relation }) => {
      const older = (named.get(relation) ?? []).filter(({ id, sourceId }) => id < key.id && sourceId !== key.sourceId)
      return [key.id, older.map(({ id }) => id)]
    }),
  )
}

/**
 * The oldest of these keys that a key is the same thing as where nobody decided, as an import takes it: of an asset that
 * people said is its own it is no part, and of one that its source tells of under another key neither.
 */
export function findKeyTakenForSame(db: ReadDb, key: KeyRow, candidates: readonly number[]): KeyRow | undefined {
  return sql<KeyRow>(
    db,
    `select k.id, k.sourceId, k.name, k.urn, k.kind, k.assetId, k.firstImportId from json_each(:ids) i
       cross join asset_key k on k.id = i.value
     where not exists (select 1 from asset_key s join decision d on d.subject = s.urn and d."column" = '' and d.field = 'sameAs'
         where s.assetId = k.assetId and d.value = '""' and ${isNewestSql('d')})
       and not exists (select 1 from asset_key o where o.assetId = k.assetId and o.sourceId = :sourceId and o.id <> :keyId)
     order by k.id limit 1`,
  ).get({ ids: JSON.stringify(candidates), keyId: key.id, sourceId: key.sourceId })
}
