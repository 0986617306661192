import { type ReadDb, sql } from '#db/connection'

/** How far decisions and journal had come when an import began to make its assets ready. */
export type Marks = { readonly decisionId: number; readonly journalSeq: number }

export function readMarks(db: ReadDb): Marks {
  const row = sql<Marks>(
    db,
    'select (select coalesce(max(id), 0) from decision) decisionId, (select journalSeq from book) journalSeq',
  ).get()
  if (row === undefined) throw new Error('the book has no row that says what it is')
  return row
}

/** Decisions that change what other assets than their subject read as. */
const FAR_REACHING = `('sameAs', 'mergedInto')`

/**
 * Which assets people changed since: their rows were made ready too early. 'all' where the rules themselves changed
 * (names merged, keys joined, meta mapped, a source renamed).
 */
export function listLateChanges(db: ReadDb, since: Marks): ReadonlySet<number> | 'all' {
  const newRules = sql(
    db,
    `select 1 from decision where id > :decisionId and field in ${FAR_REACHING}
     union all select 1 from journal where seq > :journalSeq and kind in ('mapping', 'settings') limit 1`,
  ).get(since)
  if (newRules !== undefined) return 'all'
  const rows = sql<{ assetId: number }>(
    db,
    'select distinct k.assetId from decision d join asset_key k on k.urn = d.subject where d.id > :decisionId',
  ).all({ decisionId: since.decisionId })
  return new Set(rows.map((row) => row.assetId))
}
