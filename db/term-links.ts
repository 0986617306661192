import { type ReadDb, sql } from './connection.ts'

// Which datasets and columns carry which name of a term: derived, in asset_term. A retired dataset's links stay there and do not count.

export type TermUse = { readonly term: string; readonly datasets: number; readonly columns: number }

/** How many active datasets, and columns of such, carry each of these names; names nobody carries are left out. */
export function countTermUse(db: ReadDb, names: readonly string[]): Map<string, TermUse> {
  const rows = sql<TermUse>(
    db,
    `select t.term, sum(t."column" = '') datasets, sum(t."column" <> '') columns from json_each(:names) n
       cross join asset_term t on t.term = n.value cross join asset a on a.id = t.assetId and a.status = 'active' group by t.term`,
  ).all({ names: JSON.stringify(names) })
  return new Map(rows.map((row) => [row.term, row]))
}

export type TermLinkRow = {
  readonly assetId: number
  readonly urn: string
  readonly name: string
  readonly schema: string | null
  readonly sortName: string
  /** '' for the dataset itself. */
  readonly column: string
}
export type LinkPlace = { readonly name: string; readonly assetId: number; readonly column: string }

/** What carries a name, by dataset, the dataset before its columns. */
export function listTermLinks(db: ReadDb, term: string, page: { readonly after: LinkPlace | null; readonly limit: number }): TermLinkRow[] {
  const beyond = page.after === null ? '' : 'and (a.sortName, a.id, t."column") > (:afterName, :afterId, :afterColumn)'
  const after = page.after === null ? {} : { afterName: page.after.name, afterId: page.after.assetId, afterColumn: page.after.column }
  return sql<TermLinkRow>(
    db,
    `select a.id assetId, a.urn, a.name, a."schema", a.sortName, t."column" from asset_term t
       cross join asset a on a.id = t.assetId and a.status = 'active' where t.term = :term ${beyond}
     order by a.sortName, a.id, t."column" limit :limit`,
  ).all({ term, limit: page.limit, ...after })
}

/** Everything that carries a name, what is retired too. */
export function listAllTermLinks(db: ReadDb, term: string): { readonly assetId: number; readonly column: string }[] {
  return sql<{ assetId: number; column: string }>(
    db,
    'select assetId, "column" from asset_term where term = ? order by assetId, "column"',
  ).all(term)
}

/** Assets that carry any of these names themselves or in a column. */
export function listAssetsWithTerms(db: ReadDb, names: readonly string[]): number[] {
  return sql<{ assetId: number }>(db, 'select distinct assetId from asset_term where term in (select value from json_each(?))')
    .all(JSON.stringify(names))
    .map(({ assetId }) => assetId)
}

/** Steps from one name to the next in the index, so that it takes as long as there are names, not links. */
const NAMES = `with recursive used(term) as (select min(term) from asset_term union all
  select (select min(t.term) from asset_term t where t.term > used.term) from used where used.term is not null)`
const IS_UNDEFINED = `used.term is not null
  and not exists (select 1 from asset d where lower(d.name) = lower(used.term) and d.name = used.term and d.kind = 'term' and d.status = 'active')
  and exists (select 1 from asset_term t cross join asset a on a.id = t.assetId and a.status = 'active' where t.term = used.term)`

/** Names that something active carries and no term has, in the order of their characters. */
export function listUndefinedNames(db: ReadDb, page: { readonly after: string; readonly limit: number }): string[] {
  return sql<{ term: string }>(db, `${NAMES} select term from used where ${IS_UNDEFINED} and term > :after limit :limit`)
    .all(page)
    .map(({ term }) => term)
}

/** Those of them that hold a text (lower case). */
export function suggestUndefinedNames(db: ReadDb, text: string, limit: number): string[] {
  return sql<{ term: string }>(
    db,
    `${NAMES} select term from used where ${IS_UNDEFINED} and instr(small_letters(term), :text) > 0 limit :limit`,
  )
    .all({ text, limit })
    .map(({ term }) => term)
}

export function countUndefinedNames(db: ReadDb): number {
  return sql<{ n: number }>(db, `${NAMES} select count(*) n from used where ${IS_UNDEFINED}`).get()?.n ?? 0
}
