import type { CurrentRules } from '#core/assets/current'
import { canonicalJson } from '#core/json'
import { type ReadDb, sql, type WriteDb } from '#db/connection'
import { canBeUndone, decidedKeysSql, digestOfGroup, insertDecisions, listGroup } from '#db/decisions'
import type { ImportRow } from '#db/imports'
import { appendJournal } from '#db/journal'
import { findKeyByUrn, setAssetOfKey } from '#db/keys'
import { undoGroup } from '../decide.ts'

/** Renames that were accepted: the old key, and the new one that is the same thing. */
export type TakenRenames = readonly { readonly from: string; readonly to: string }[]
type By = { readonly author: string; readonly atMs: number }

/** Undo finds the decisions of an import by it, in files of earlier versions too. */
const REASON = 'accepted as a rename at import'

/** Makes a key that came part of the asset of a key that went: the same thing under a new name. */
export function joinRenamed(write: WriteDb, sameAs: TakenRenames): void {
  for (const { from, to } of sameAs) {
    const old = findKeyByUrn(write, from)
    const key = findKeyByUrn(write, to)
    if (old !== undefined && key !== undefined) setAssetOfKey(write, key.id, old.assetId)
  }
}

/** Decides what was accepted, with its journal entry: by it the keys stay one, whatever comes. Inside the switch of the import. */
export function decideRenames(write: WriteDb, sameAs: TakenRenames, { author, atMs }: By): void {
  if (sameAs.length === 0) return
  const decisions = sameAs.map(({ from, to }) => ({ subject: to, column: '', field: 'sameAs', value: canonicalJson(from) }))
  const { groupId, rows } = insertDecisions(write, decisions, { author, atMs, reason: REASON })
  appendJournal(write, { atMs, author, kind: 'decide', payload: { groupId, count: rows.length, digest: digestOfGroup(rows) } })
}

/**
 * The groups of decisions on renames that were made with these imports: of keys that one brought, at the moment it became visible.
 * By import; one look through the keys they brought or all decisions, whichever are fewer.
 */
export function findRenamesOf(db: ReadDb, imports: readonly ImportRow[]): ReadonlyMap<number, number> {
  const ids = imports.map(({ id }) => id)
  const rows = sql<{ importId: number; groupId: number }>(
    db,
    `select i.id importId, min(d.groupId) groupId from ${decidedKeysSql(db, ids)}
       cross join "import" i on i.id = k.firstImportId and i.finishedAtMs = d.atMs
     where d."column" = '' and d.field = 'sameAs' and d.reason = :reason
       and k.firstImportId in (select value from json_each(:ids)) group by i.id`,
  ).all({ ids: JSON.stringify(ids), reason: REASON })
  return new Map(rows.map(({ importId, groupId }) => [importId, groupId]))
}

/** Takes the decisions of an import on renames back; what was decided anew since stays. Inside the transaction that undoes it. */
export function takeRenamesBack(write: WriteDb, rules: CurrentRules, groupId: number, importId: number, { author, atMs }: By): void {
  if (!listGroup(write, groupId).some((row) => canBeUndone(write, row))) return
  const deciding = { author: () => author, now: () => atMs, rules: { current: () => rules, drop: () => undefined } }
  undoGroup(deciding, write, { groupId, reason: `undone with import ${importId}` })
}
