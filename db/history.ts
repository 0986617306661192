import type { Section } from '#core/reconcile/sections'
import { type ReadDb, sql } from './connection.ts'
import type { AssetFactRow } from './facts.ts'
import { GROUP_OF_ENTRY } from './journal.ts'

/** A fact's life without what it says: enough to lay out a history. */
export type FactSpan = {
  readonly id: number
  readonly keyId: number
  readonly sourceId: number
  readonly part: string
  readonly section: Section
  readonly fromImport: number
  /** The import that closed it, where readers see that one. */
  readonly toImport: number | null
}

/**
 * True of every fact. The indexes over a key's facts are two, one of open and one of closed ones: only a condition on
 * `toImport` lets SQLite use both, and only a fixed join order makes it start from the key.
 */
export const OPEN_OR_CLOSED = '(f.toImport is null or f.toImport > 0)'

export type ImportMoment = { readonly id: number; readonly atMs: number; readonly sourceName: string }

export function listFactSpans(db: ReadDb, assetId: number, visible: number): FactSpan[] {
  return sql<FactSpan>(
    db,
    `select f.id, f.keyId, k.sourceId, f.part, f.section, f.fromImport, iif(f.toImport <= :visible, f.toImport, null) toImport
     from asset_key k cross join fact f on f.keyId = k.id
     where k.assetId = :assetId and f.fromImport <= :visible and ${OPEN_OR_CLOSED} order by f.id`,
  ).all({ assetId, visible })
}

export function listFactsById(db: ReadDb, ids: readonly number[]): AssetFactRow[] {
  return sql<AssetFactRow>(
    db,
    `select f.id, f.keyId, f.part, f.section, f.payload, f.fromImport, f.toImport, f.seenFromMs, k.sourceId
     from json_each(:ids) i join fact f on f.id = i.value join asset_key k on k.id = f.keyId order by k.id, f.id`,
  ).all({ ids: JSON.stringify(ids) })
}

/** When imports became visible, in the order of their ids. */
export function listImportMoments(db: ReadDb, ids: Iterable<number>): ImportMoment[] {
  return sql<ImportMoment>(
    db,
    `select i.id, coalesce(i.finishedAtMs, i.startedAtMs) atMs, s.name sourceName
     from json_each(:ids) n join "import" i on i.id = n.value join source s on s.id = i.sourceId order by i.id`,
  ).all({ ids: JSON.stringify([...ids]) })
}

/** Those of these groups of decisions that took others back. */
export function listUndoGroups(db: ReadDb, groupIds: readonly number[]): Set<number> {
  if (groupIds.length === 0) return new Set()
  const rows = sql<{ groupId: number }>(
    db,
    `select ${GROUP_OF_ENTRY} groupId from journal
     where kind = 'undo-decision' and ${GROUP_OF_ENTRY} in (select value from json_each(:ids))`,
  ).all({ ids: JSON.stringify(groupIds) })
  return new Set(rows.map((row) => row.groupId))
}

/** When sources first told of an asset, and when the book last learned something new of it. Null where no source ever did. */
export function findSeenTimes(
  db: ReadDb,
  assetId: number,
  visible: number,
): { readonly firstMs: number | null; readonly lastMs: number | null } {
  return (
    sql<{ firstMs: number | null; lastMs: number | null }>(
      db,
      `with f as (select f.seenFromMs, f.fromImport, f.toImport from asset_key k cross join fact f on f.keyId = k.id
         where k.assetId = :assetId and f.fromImport <= :visible and ${OPEN_OR_CLOSED})
       select (select min(seenFromMs) from f) firstMs,
         (select max(coalesce(i.finishedAtMs, i.startedAtMs)) from "import" i
          where i.id in (select fromImport from f union select toImport from f where toImport <= :visible)) lastMs`,
    ).get({ assetId, visible }) ?? { firstMs: null, lastMs: null }
  )
}

const NEWEST = `from asset_key k cross join fact f on f.keyId = k.id
  where k.assetId = :assetId and f.section = :section and f.fromImport <= :visible and ${OPEN_OR_CLOSED}
    and (f.toImport is null or f.toImport > :visible or not exists
      (select 1 from asset_key l cross join fact g on g.keyId = l.id where l.assetId = :assetId and g.fromImport <= :visible
       and (g.toImport is null or g.toImport > f.toImport)))`

/** What a section says, from every key and part, newest first; for a retired asset, what it said when it was last told of. */
export function listNewestSections(db: ReadDb, assetId: number, section: Section, visible: number): AssetFactRow[] {
  return sql<AssetFactRow>(
    db,
    `select f.id, f.keyId, f.part, f.section, f.payload, f.fromImport, f.toImport, f.seenFromMs, k.sourceId ${NEWEST} order by f.id desc`,
  ).all({ assetId, section, visible })
}

export function hasSection(db: ReadDb, assetId: number, section: Section, visible: number): boolean {
  return sql(db, `select 1 ${NEWEST} limit 1`).get({ assetId, section, visible }) !== undefined
}
