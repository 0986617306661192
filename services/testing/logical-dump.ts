import { type ReadDb, sql } from '#db/connection'

/**
 * Everything a person or a source said that stands, as text: two books with equal dumps hold the same.
 * Left out: the journal, the list of imports, and what is derived. Ids don't count.
 */
export function logicalDump(db: ReadDb): string {
  const rows = (text: string): string[] =>
    sql<Record<string, unknown>>(db, text)
      .all()
      .map((row) => JSON.stringify(row))
      .sort()
  return [
    '# facts',
    ...rows(
      `select k.urn, f.part, f.section, f.payload, f.seenFromMs, iif(f.toImport <= b.visibleImportId, f.seenToMs, null) seenToMs,
         coalesce(f.toImport <= b.visibleImportId, 0) isClosed from book b, fact f join asset_key k on k.id = f.keyId where f.fromImport <= b.visibleImportId`,
    ),
    '# keys',
    ...rows(
      `select urn, kind from asset_key where firstImportId is null
         or exists (select 1 from fact, book where keyId = asset_key.id and fromImport <= visibleImportId)`,
    ),
    '# decisions',
    ...rows(
      `select subject, "column", field, value, author, reason from decision d where value is not null
         and id = (select max(n.id) from decision n where n.subject = d.subject and n."column" = d."column" and n.field = d.field)`,
    ),
    '# settings',
    ...rows('select name, value from setting'),
    '# sources',
    ...rows(
      `select identity, name, target, place, options, metaMapping, staleAfterDays from source
       where exists (select 1 from "import" where sourceId = source.id and status = 'visible')`,
    ),
    '# runs',
    ...rows('select externalId, command, startedAtMs, status from run, book where importId <= visibleImportId'),
    ...rows(
      `select r.externalId, s.name, x.outcome, x.failures, x.extras from book, run_result x join run r on r.id = x.runId
         join run_subject s on s.id = x.subjectId where x.importId <= visibleImportId`,
    ),
    '# costs',
    ...rows(
      `select l.pipelineName, l.datasetName, l.component, l.currency, e.chargePeriodStartMs, e.chargePeriodEndMs, cast(e.amountMicros as text) micros,
         e.amountRest, e.description, e.extras, coalesce(e.toImport <= visibleImportId, 0) isClosed
       from book, cost_entry e join cost_line l on l.id = e.lineId where e.fromImport <= visibleImportId`,
    ),
  ].join('\n')
}

/** What is derived and seen, as text; made again from nothing it must be the same. */
export function derivedDump(db: ReadDb): string {
  const rows = (text: string): string[] =>
    sql<Record<string, unknown>>(db, text)
      .all()
      .map((row) => JSON.stringify(row))
      .sort()
  const isSeen = 'in (select id from asset)'
  db.exec(`create virtual table if not exists temp.search_words using fts5vocab('main', 'asset_search', 'instance')`)
  return [
    '# assets',
    ...rows('select * from asset'),
    '# columns',
    ...rows(`select * from asset_column where assetId ${isSeen}`),
    '# edges',
    ...rows(
      `select upId, downId from edge where exists (select 1 from asset where id = upId) and exists (select 1 from asset where id = downId)`,
    ),
    '# column edges',
    ...rows(
      `select e.downId, d.name downColumn, e.upId, u.name upColumn from column_edge e join column_name d on d.id = e.downColumn
         join column_name u on u.id = e.upColumn where e.downId ${isSeen} and e.upId ${isSeen}`,
    ),
    '# tags',
    ...rows(`select * from asset_tag where assetId ${isSeen}`),
    '# terms',
    ...rows(`select * from asset_term where assetId ${isSeen}`),
    '# facets',
    ...rows('select * from facet_count where count <> 0'),
    '# costs',
    ...rows('select month, lineId, cast(amountMicros as text) micros, amountRest, entryCount, chargedToMs from cost_month'),
    '# words',
    ...rows(
      // Which row holds them is a matter of rank, and ranks are caught up with later.
      `select d.assetId, group_concat(w.col || ':' || w.term, ' ' order by w.col, w.term) words
       from temp.search_words w left join search_doc d on d.rowid = w.doc group by w.doc having d.assetId is null or d.assetId ${isSeen}`,
    ),
  ].join('\n')
}
