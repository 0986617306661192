import { type HeldAs, kindsHeldAs } from '#core/assets/held-kinds'
import { type ReadDb, sql, sqlList } from './connection.ts'
import { REPLACED_BY } from './standing.ts'

/** Owned as the facet counts it; few datasets have a steward. */
const HOLDERS = `select value name, count owned, 0 stewarded from facet_count where facet = 'ownerTeam' and value <> '' and count > 0
  union all select steward, 0, count(*) from asset indexed by asset_steward
    where steward is not null and kind = 'dataset' and status = 'active' group by 1`

export type HeldCount = { readonly name: string; readonly owned: number; readonly stewarded: number }

/** How many active datasets each name holds, as owner and as steward. */
export function countHeld(db: ReadDb): HeldCount[] {
  return sql<HeldCount>(db, `select name, sum(owned) owned, sum(stewarded) stewarded from (${HOLDERS}) group by name`).all()
}

export type OtherCount = { readonly name: string; readonly kind: string; readonly count: number }

/** How many other active things each name owns, by kind. Over the index of what is owned: most checks are not. */
export function countOthersOwned(db: ReadDb): OtherCount[] {
  const kinds = sqlList(kindsHeldAs('ownerTeam').filter((kind) => kind !== 'dataset'))
  return sql<OtherCount>(
    db,
    `select ownerTeam name, kind, count(*) count from asset indexed by asset_owner_team
     where ownerTeam is not null and kind in ${kinds} and status = 'active' group by 1, 2 order by 1, 3 desc, 2`,
  ).all()
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
     where a.kind = 'owner' and a.status = 'active' and d.value = 'true' and d.id = ${REPLACED_BY} order by a.name`,
  )
    .all()
    .map((row) => row.name)
}

/** Everything, retired or not, that is owned or looked after by one of these names. */
export function listAssetsOfOwners(db: ReadDb, names: readonly string[]): number[] {
  const held = (field: HeldAs): string => `select id from asset where ${field} in (select value from json_each(:names))`
  return sql<{ id: number }>(db, `${held('ownerTeam')} union ${held('steward')}`)
    .all({ names: JSON.stringify(names) })
    .map((row) => row.id)
}

/** Whether anything in the catalog, retired or not, is owned or looked after by this name. */
export function isNamed(db: ReadDb, name: string): boolean {
  return sql(db, 'select 1 from asset where ownerTeam = :name or steward = :name limit 1').get({ name }) !== undefined
}

export type HeldRow = {
  readonly id: number
  readonly urn: string
  readonly name: string
  readonly schema: string | null
  readonly kind: string
  readonly field: HeldAs
}

const heldAs = (field: HeldAs): string => `select id, urn, name, "schema", kind, '${field}' field, sortName from asset
  where ${field} = :name and kind in ${sqlList(kindsHeldAs(field))} and status = 'active'`
const held = (fields: readonly HeldAs[]): string => fields.map(heldAs).join(' union all ')

/** Active things of every kind that somebody holds so, datasets first; one held in both ways comes twice. */
export function listHeld(db: ReadDb, name: string, fields: readonly HeldAs[]): HeldRow[] {
  return sql<HeldRow>(
    db,
    `select id, urn, name, "schema", kind, field from (${held(fields)}) order by kind <> 'dataset', kind, sortName, id, field`,
  ).all({ name })
}

/** How many active things name somebody so; one held in both ways counts twice. */
export function countHeldBy(db: ReadDb, name: string, fields: readonly HeldAs[]): number {
  return sql<{ n: number }>(db, `select count(*) n from (${held(fields)})`).get({ name })?.n ?? 0
}

/** How many of these things, by their keys, name somebody so; one held in both ways counts twice. */
export function countHeldAmong(db: ReadDb, name: string, fields: readonly HeldAs[], urns: readonly string[]): number {
  if (urns.length === 0) return 0
  const text = `select count(*) n from (${held(fields)}) where urn in (select value from json_each(:urns))`
  return sql<{ n: number }>(db, text).get({ name, urns: JSON.stringify(urns) })?.n ?? 0
}

/** Whether an active thing names somebody so. */
export function holdsAnything(db: ReadDb, name: string, fields: readonly HeldAs[]): boolean {
  return sql(db, `select 1 from (${held(fields)}) limit 1`).get({ name }) !== undefined
}
