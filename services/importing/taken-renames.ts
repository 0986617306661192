import type { CurrentRules } from '#core/assets/current'
import { canonicalJson } from '#core/json'
import { type ReadDb, sql, type WriteDb } from '#db/connection'
import { digestOfGroup, insertDecisions, isNewest, listGroup } from '#db/decisions'
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

/** The decisions on renames that were made with an import: of keys that it brought, at the moment it became visible. */
export function findRenamesOf(db: ReadDb, row: ImportRow): number | undefined {
  const found = sql<{ groupId: number | null }>(
    db,
    `select min(d.groupId) groupId from asset_key k cross join decision d on d.subject = k.urn and d."column" = '' and d.field = 'sameAs'
     where k.firstImportId = :importId and d.atMs = :atMs and d.reason = :reason`,
  ).get({ importId: row.id, atMs: row.finishedAtMs, reason: REASON })
  return found?.groupId ?? undefined
}

/** Takes the decisions of an import on renames back; what was decided anew since stays. Inside the transaction that undoes it. */
export function takeRenamesBack(write: WriteDb, rules: CurrentRules, groupId: number, importId: number, { author, atMs }: By): void {
  if (!listGroup(write, groupId).some((row) => isNewest(write, row))) return
  const deciding = { author: () => author, now: () => atMs, rules: { current: () => rules, drop: () => undefined } }
  undoGroup(deciding, write, { groupId, reason: `undone with import ${importId}` })
}
