import { type ReadDb, sql, sqlList } from './connection.ts'

/** SQL: the id of the newest decision of the same field on the same key as `d`. */
const newestSql = (d: string): string =>
  `(select max(z.id) from decision z where z.subject = ${d}.subject and z."column" = ${d}."column" and z.field = ${d}.field)`

/** SQL: whether decision `d` is the newest one of its field on its key. */
export const isNewestSql = (d: string): string => `${d}.id = ${newestSql(d)}`

/** SQL: the keys of an asset that readers see. */
const visibleKey = (o: string): string => `(${o}.firstImportId is null or ${o}.firstImportId <= (select visibleImportId from book))`

/** Decided of a key itself, not of what it is a key of: no word on another key takes their place. */
export const OF_A_KEY: ReadonlySet<string> = new Set(['sameAs', 'exists', 'mergedInto'])
const IS_OF_A_KEY = `(d."column" = '' and d.field in ${sqlList([...OF_A_KEY])})`

/**
 * SQL: the id of the decision that takes the place of `d`, or its own where it stands. On its own key that is the newest one;
 * on another key of the same asset a newer one that says a value, for what is taken back there says nothing here.
 */
export const REPLACED_BY = replacedBy('')

/** SQL: that something is there, decided with its name `d` and decided anew since. */
const BEING_DECIDED_ANEW = `iif(d."column" = '' and d.field = 'name', (select nullif(${newestSql('e')}, e.id) from decision e
  where e.groupId = d.groupId and e.subject = d.subject and e."column" = '' and e.field = 'exists'), null)`

/**
 * SQL: as REPLACED_BY, but for what was decided with it: who takes a group back takes all of it. The name something was set up
 * with stays with it where it was taken away and came back: to take the name alone would leave it there without one.
 */
export const REPLACED_SINCE = `max(${replacedBy('and n.groupId <> d.groupId')}, coalesce(${BEING_DECIDED_ANEW}, 0))`

function replacedBy(other: string): string {
  return `max(
  ${newestSql('d')},
  coalesce(iif(${IS_OF_A_KEY}, null, (select max(n.id) from asset_key k cross join asset_key o on o.assetId = k.assetId and o.id <> k.id and ${visibleKey('o')}
     cross join decision n on n.subject = o.urn and n."column" = d."column" and n.field = d.field
   where k.urn = d.subject and n.id > d.id and n.value is not null and ${isNewestSql('n')} ${other})), 0))`
}

export type Holder = { readonly subject: string; readonly column: string }

/** Where values of a field of an asset were decided and stand, among all its keys; the one that counts comes last. */
export function listHolders(db: ReadDb, assetId: number, column: string, field: string): Holder[] {
  return sql<Holder>(db, `${HOLDERS} and d."column" = :column ${OLDEST_FIRST}`).all({ assetId, column, field })
}

/** As listHolders, of every column. */
export function listColumnHolders(db: ReadDb, assetId: number, field: string): Holder[] {
  return sql<Holder>(db, `${HOLDERS} and d."column" <> '' ${OLDEST_FIRST}`).all({ assetId, field })
}

const HOLDERS = `select d.subject, d."column" from asset_key o cross join decision d on d.subject = o.urn and d.field = :field
  where o.assetId = :assetId and ${visibleKey('o')}`
const OLDEST_FIRST = `and d.value is not null and ${isNewestSql('d')} order by d.id`
