import { type ReadDb, sql } from './connection.ts'

/** Owned as the facet counts it; few datasets have a steward. */
const HOLDERS = `select value name, count owned, 0 stewarded from facet_count where facet = 'ownerTeam' and value <> '' and count > 0
  union all select steward, 0, count(*) from asset indexed by asset_steward
    where steward is not null and kind = 'dataset' and status = 'active' group by 1`

export type HeldCount = { readonly name: string; readonly owned: number; readonly stewarded: number }

/** How many active datasets each name holds, as owner and as steward. */
export function countHeld(db: ReadDb): HeldCount[] {
  return sql<HeldCount>(db, `select name, sum(owned) owned, sum(stewarded) stewarded from (${HOLDERS}) group by name`).all()
}

export type OwnerAsset = { readonly id: number; readonly urn: string; readonly name: string }

/** Owners that a source tells of or a person set up; those set up by hand first. */
export function listOwnerAssets(db: ReadDb): OwnerAsset[] {
  return sql<OwnerAsset>(
    db,
    `select id, urn, name from asset where kind = 'owner' and status = 'active' order by urn not like 'hand/%', id`,
  ).all()
}

/** Names of owners of whom a person said that they have left. Starts from the few owners there are, not from the decisions. */
export function listLeftOwners(db: ReadDb): string[] {
  return sql<{ name: string }>(
    db,
    `select distinct a.name from asset a cross join asset_key k on k.assetId = a.id
       cross join decision d on d.subject = k.urn and d."column" = '' and d.field = 'hasLeft'
     where a.kind = 'owner' and a.status = 'active' and d.value = 'true'
       and d.id = (select max(n.id) from decision n where n.subject = d.subject and n."column" = '' and n.field = 'hasLeft') order by a.name`,
  )
    .all()
    .map((row) => row.name)
}

/** Whether anything in the catalog, retired or not, is owned or looked after by this name. */
export function isNamed(db: ReadDb, name: string): boolean {
  return sql(db, 'select 1 from asset where ownerTeam = :name or steward = :name limit 1').get({ name }) !== undefined
}

/** Active datasets that name somebody as owner or steward. */
export function countDatasetsNaming(db: ReadDb, name: string): number {
  return (
    sql<{ n: number }>(
      db,
      `select count(*) n from asset where kind = 'dataset' and status = 'active' and (ownerTeam = :name or steward = :name)`,
    ).get({ name })?.n ?? 0
  )
}

/** Keys of the active datasets somebody holds in a role, by name. */
export function listHeld(db: ReadDb, role: 'ownerTeam' | 'steward', name: string): string[] {
  return sql<{ urn: string }>(
    db,
    `select urn from asset where kind = 'dataset' and status = 'active' and ${role} = ? order by sortName, id`,
  )
    .all(name)
    .map((row) => row.urn)
}
