import { type ReadDb, sql } from './connection.ts'
import type { DecisionRow } from './decisions.ts'
import { GROUP_OF_ENTRY } from './journal.ts'
import { REPLACED_SINCE } from './standing.ts'

/** Those of these groups of decisions that were taken back, each with the group that did. It is one: all that stood then was taken. */
export function listUndoneGroups(db: ReadDb, groupIds: readonly number[]): Map<number, number> {
  if (groupIds.length === 0) return new Map()
  // A group has the id of its first decision, and one that takes another back is younger and replaces decisions of that one only.
  const rows = sql<{ groupId: number; undoneBy: number }>(
    db,
    `select taken.groupId, first.id undoneBy from journal
       cross join decision first on first.id = ${GROUP_OF_ENTRY} cross join decision taken on taken.id = first.supersedesId
     where kind = 'undo-decision' and ${GROUP_OF_ENTRY} > (select min(value) from json_each(:ids))
       and taken.groupId in (select value from json_each(:ids))`,
  ).all({ ids: JSON.stringify(groupIds) })
  return new Map(rows.map((row) => [row.groupId, row.undoneBy]))
}

/** Whether an undo of its group took this decision, which it does not where something was decided anew before. */
export function isTakenBy(db: ReadDb, undoneBy: number, { id, subject, column, field }: Decided): boolean {
  // By the field's own index: there is none of what was replaced.
  return (
    sql(
      db,
      `select 1 from decision where subject = :subject and "column" = :column and field = :field
         and supersedesId = :id and groupId = :undoneBy`,
    ).get({ id, subject, column, field, undoneBy }) !== undefined
  )
}

type Decided = Pick<DecisionRow, 'id' | 'subject' | 'column' | 'field'>

type GroupEntry = { readonly author: string; readonly atMs: number; readonly count: number }

/** Who decided a group and when, as the journal says: decisions taken over from a file are signed by others. */
export function findGroupEntry(db: ReadDb, groupId: number): GroupEntry | undefined {
  return sql<GroupEntry>(
    db,
    `select author, atMs, payload ->> '$.count' count from journal where kind in ('decide', 'undo-decision') and ${GROUP_OF_ENTRY} = ?`,
  ).get(groupId)
}

export type PlannedRow = {
  readonly id: number
  readonly subject: string
  readonly column: string
  readonly field: string
  readonly value: string | null
  /** What was decided before it. */
  readonly before: string | null
  /** The decision that took its place, on this key or another of the same asset; itself where it stands. */
  readonly newestId: number
}

export type UndoNumbers = {
  /** Values that still stand, and would be taken back. */
  readonly values: number
  /** What they are of. */
  readonly things: number
  readonly datasets: number
  /** Values decided anew since, which stay. */
  readonly kept: number
}

/** How much of a group still stands and how much was decided anew since. Reads the whole group. */
export function countUndo(db: ReadDb, groupId: number): UndoNumbers {
  const numbers = sql<UndoNumbers>(
    db,
    `with part as (select d.id = ${REPLACED_SINCE} stands, d.subject from decision d where d.groupId = :groupId)
     select coalesce(sum(stands), 0) "values", coalesce(sum(not stands), 0) kept,
       count(distinct iif(stands, coalesce('#' || k.assetId, subject), null)) things,
       count(distinct iif(stands and k.kind = 'dataset', k.assetId, null)) datasets
     from part left join asset_key k on k.urn = subject`,
  ).get({ groupId })
  if (numbers === undefined) throw new Error('counting gives one row')
  return numbers
}

type Page = { readonly groupId: number; readonly beforeId: number; readonly limit: number }

/** Values of a group that still stand, newest first. */
export const listStandingOfGroup = (db: ReadDb, page: Page): PlannedRow[] => listOfGroup(db, '=', page)

/** Values of a group that were decided anew since, newest first. */
export const listReplacedOfGroup = (db: ReadDb, page: Page): PlannedRow[] => listOfGroup(db, '<>', page)

function listOfGroup(db: ReadDb, isNewest: '=' | '<>', page: Page): PlannedRow[] {
  return sql<PlannedRow>(
    db,
    `select d.id, d.subject, d."column", d.field, d.value, b.value before, ${REPLACED_SINCE} newestId
     from decision d left join decision b on b.id = d.supersedesId
     where d.groupId = :groupId and d.id < :beforeId and d.id ${isNewest} ${REPLACED_SINCE} order by d.id desc limit :limit`,
  ).all(page)
}
