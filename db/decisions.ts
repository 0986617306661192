import { createHash } from 'node:crypto'
import { type ReadDb, sql, type WriteDb } from './connection.ts'
import { GROUP_OF_ENTRY } from './journal.ts'
import { isNewestSql, REPLACED_BY, REPLACED_SINCE } from './standing.ts'

export type DecisionRow = {
  readonly id: number
  readonly subject: string
  readonly column: string
  readonly field: string
  readonly value: string | null
  readonly author: string
  readonly atMs: number
  readonly reason: string
  readonly supersedesId: number | null
  readonly groupId: number
}

export type NewDecision = {
  readonly subject: string
  readonly column: string
  readonly field: string
  readonly value: string | null
  /** In place of the group's reason, author and time. */
  readonly reason?: string
  readonly by?: { readonly author: string; readonly atMs: number }
}

const COLUMNS = 'd.id, d.subject, d."column", d.field, d.value, d.author, d.atMs, d.reason, d.supersedesId, d.groupId'
const IS_NEWEST = isNewestSql('d')

/** The newest decision of every field of one key, taken-back ones included. */
export function listStandingDecisions(db: ReadDb, subject: string): DecisionRow[] {
  return sql<DecisionRow>(db, `select ${COLUMNS} from decision d where d.subject = ? and ${IS_NEWEST}`).all(subject)
}

/** What was decided after a decision on which keys are one thing, oldest first: of one subject the last counts. */
export function listDecidedSame(db: ReadDb, afterId: number): { readonly subject: string; readonly value: string | null }[] {
  return sql<{ subject: string; value: string | null }>(
    db,
    `select subject, value from decision where id > ? and field = 'sameAs' and "column" = '' order by id`,
  ).all(afterId)
}

/** Everything anyone ever decided about. */
export function listSubjects(db: ReadDb): Set<string> {
  const rows = sql<{ subject: string }>(db, 'select distinct subject from decision').all()
  return new Set(rows.map((row) => row.subject))
}

export type FieldDecision = { readonly assetId: number; readonly field: string; readonly author: string; readonly atMs: number }

/** Who decided these fields of these assets; the newest of an asset's keys. */
export function listFieldDecisions(db: ReadDb, assetIds: readonly number[], fields: readonly string[]): FieldDecision[] {
  return sql<FieldDecision>(
    db,
    `select k.assetId, d.field, d.author, d.atMs from json_each(:ids) i cross join asset_key k on k.assetId = i.value
       cross join decision d on d.subject = k.urn and d."column" = '' and d.field in (select value from json_each(:fields))
     where d.value is not null and ${IS_NEWEST} order by d.id`,
  ).all({ ids: JSON.stringify(assetIds), fields: JSON.stringify(fields) })
}

export function findStandingDecision(db: ReadDb, subject: string, column: string, field: string): DecisionRow | undefined {
  return sql<DecisionRow>(
    db,
    `select ${COLUMNS} from decision d where d.subject = ? and d."column" = ? and d.field = ? order by d.id desc limit 1`,
  ).get(subject, column, field)
}

/** Every decision on a subject, oldest first. */
export function listDecisionsOn(db: ReadDb, subject: string): DecisionRow[] {
  return sql<DecisionRow>(db, `select ${COLUMNS} from decision d where d.subject = ? order by d.id`).all(subject)
}

const ON_SUBJECTS = 'decision d where d.subject in (select value from json_each(:subjects))'

/** Decisions newest first; `subjects` null means all. */
export function listDecisions(
  db: ReadDb,
  page: { readonly beforeId: number; readonly limit: number; readonly subjects: readonly string[] | null },
): DecisionRow[] {
  const { subjects, ...place } = page
  const text = (where: string): string => `select ${COLUMNS} from ${where} and d.id < :beforeId order by d.id desc limit :limit`
  if (subjects === null) return sql<DecisionRow>(db, text('decision d where true')).all(place)
  return sql<DecisionRow>(db, text(ON_SUBJECTS)).all({ ...place, subjects: JSON.stringify(subjects) })
}

/** The decisions of these groups, newest first. */
export function listDecisionsOfGroups(
  db: ReadDb,
  page: { readonly groupIds: readonly number[]; readonly beforeId: number; readonly limit: number },
): DecisionRow[] {
  return sql<DecisionRow>(
    db,
    `select ${COLUMNS} from json_each(:groupIds) g cross join decision d on d.groupId = g.value where d.id < :beforeId
     order by d.id desc limit :limit`,
  ).all({ groupIds: JSON.stringify(page.groupIds), beforeId: page.beforeId, limit: page.limit })
}

export function countDecisionsOfGroups(db: ReadDb, groupIds: readonly number[]): number {
  const count = sql<{ n: number }>(db, 'select count(*) n from json_each(?) g cross join decision d on d.groupId = g.value')
  return count.get(JSON.stringify(groupIds))?.n ?? 0
}

/** Whether a group decided this field of anything. */
export function decidesField(db: ReadDb, groupId: number, field: string): boolean {
  return sql(db, 'select 1 from decision where groupId = ? and field = ? limit 1').get(groupId, field) !== undefined
}

export function countDecisions(db: ReadDb, subjects: readonly string[] | null): number {
  if (subjects === null) return sql<{ n: number }>(db, 'select count(*) n from decision').get()?.n ?? 0
  return sql<{ n: number }>(db, `select count(*) n from ${ON_SUBJECTS}`).get({ subjects: JSON.stringify(subjects) })?.n ?? 0
}

export function iterateStandingDecisions(db: ReadDb): IterableIterator<DecisionRow> {
  return sql<DecisionRow>(db, `select ${COLUMNS} from decision d where ${IS_NEWEST} order by d.subject, d."column", d.field`).iterate()
}

/**
 * SQL: decisions `d` with the keys `k` they were made on, for reading those on keys that these imports brought. It begins from
 * what there is less of: a first import brings more keys than people decide in years, and a later one brings few.
 */
export function decidedKeysSql(db: ReadDb, importIds: readonly number[]): string {
  const { most } = sql<{ most: number }>(db, 'select coalesce(max(id), 0) most from decision').get() ?? { most: 0 }
  const one = 'select 1 from asset_key where firstImportId in (select value from json_each(:importIds)) limit 1 offset :most'
  const areKeysFewer = sql(db, one).get({ importIds: JSON.stringify(importIds), most }) === undefined
  const [from, to] = areKeysFewer ? ['asset_key k', 'decision d'] : ['decision d', 'asset_key k']
  return `${from} cross join ${to} on d.subject = k.urn`
}

/** How many decisions, but for those of some groups, stand on keys that these imports brought; what was taken back stands no more. */
export function countStandingOnKeysOf(
  db: ReadDb,
  { importIds, butGroups }: { readonly importIds: readonly number[]; readonly butGroups: readonly number[] },
): number {
  const count = sql<{ n: number }>(
    db,
    `select count(*) n from ${decidedKeysSql(db, importIds)}
     where d.value is not null and k.firstImportId in (select value from json_each(:importIds)) and ${IS_NEWEST}
       and d.groupId not in (select value from json_each(:butGroups))`,
  )
  return count.get({ importIds: JSON.stringify(importIds), butGroups: JSON.stringify(butGroups) })?.n ?? 0
}

export function listGroup(db: ReadDb, groupId: number): DecisionRow[] {
  return sql<DecisionRow>(db, `select ${COLUMNS} from decision d where d.groupId = ? order by d.id`).all(groupId)
}

/** The first decision of a group that no entry of the journal is about. */
export function findUnjournaled(db: ReadDb): Pick<DecisionRow, 'subject' | 'groupId'> | undefined {
  // The plus takes the column's type away, with which the index of the journal could not be searched.
  return sql<Pick<DecisionRow, 'subject' | 'groupId'>>(
    db,
    `select d.subject, d.groupId from decision d
     where not exists (select 1 from journal where kind in ('decide', 'undo-decision') and ${GROUP_OF_ENTRY} = +d.groupId)
     order by d.id limit 1`,
  ).get()
}

/** Whether nothing was decided anew since, on its key or on another one of the same asset. */
export const stillStands = (db: ReadDb, { id }: DecisionRow): boolean => isInItsPlace(db, id, REPLACED_BY)

/** Whether nothing was decided anew after its group, on its key or on another one of the same asset: an undo of the group takes it back. */
export const canBeUndone = (db: ReadDb, { id }: DecisionRow): boolean => isInItsPlace(db, id, REPLACED_SINCE)

function isInItsPlace(db: ReadDb, id: number, replacedBy: string): boolean {
  return sql(db, `select 1 from decision d where d.id = ? and d.id = ${replacedBy}`).get(id) !== undefined
}

export function findDecision(db: ReadDb, id: number): DecisionRow | undefined {
  return sql<DecisionRow>(db, `select ${COLUMNS} from decision d where d.id = ?`).get(id)
}

/** Appends decisions as one group. The group's id is its first decision's. */
export function insertDecisions(
  db: WriteDb,
  decisions: readonly NewDecision[],
  by: { readonly author: string; readonly atMs: number; readonly reason: string },
): { readonly groupId: number; readonly rows: readonly DecisionRow[] } {
  const insert = sql(
    db,
    'insert into decision (subject, "column", field, value, author, atMs, reason, supersedesId, groupId) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  let groupId = (sql<{ id: number | null }>(db, 'select max(id) id from decision').get()?.id ?? 0) + 1
  const rows: DecisionRow[] = []
  for (const { subject, column, field, value, reason = by.reason, by: { author, atMs } = by } of decisions) {
    const supersedesId = findStandingDecision(db, subject, column, field)?.id ?? null
    const id = Number(insert.run(subject, column, field, value, author, atMs, reason, supersedesId, groupId).lastInsertRowid)
    if (rows.length === 0) groupId = id
    rows.push({ id, subject, column, field, value, author, atMs, reason, supersedesId, groupId })
  }
  return { groupId, rows }
}

/** sha256 over a group's rows: stands in the journal, so that a changed decision is found by `verify`. */
export function digestOfGroup(rows: readonly DecisionRow[]): string {
  const hash = createHash('sha256')
  for (const row of rows) {
    hash.update(
      JSON.stringify([
        row.id,
        row.subject,
        row.column,
        row.field,
        row.value,
        row.author,
        row.atMs,
        row.reason,
        row.supersedesId,
        row.groupId,
      ]),
    )
  }
  return hash.digest('hex')
}
