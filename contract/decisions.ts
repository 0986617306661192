import { z } from 'zod'
import { AssetKind } from '#core/assets/kinds'
import { command, query } from './kit.ts'
import { Cursor, ExportedFile, Instant, Json, Key, page, PageLimit, Reason } from './shapes.ts'

export const DecisionRow = z.strictObject({
  decisionId: z.int(),
  key: Key,
  assetName: z.string(),
  /** What it is of. null: in no source at the moment, or a mere name that stands for another. */
  kind: AssetKind.nullable(),
  column: z.string().nullable(),
  field: z.string(),
  /** null: the decision was taken back and the imported value counts again. */
  value: Json.nullable(),
  isCleared: z.boolean(),
  author: z.string(),
  atMs: Instant,
  reason: z.string(),
  groupId: z.int(),
  /** All it was decided together with was undone since, as far as it then stood. */
  isGroupUndone: z.boolean(),
  /** It was so itself, and did not stay because it was decided anew before. */
  isUndone: z.boolean(),
  isCurrent: z.boolean(),
  /** Its subject is in no source at the moment. */
  isSleeping: z.boolean(),
})
export type DecisionRow = z.infer<typeof DecisionRow>

/** One value of a group that is to be undone. */
export const PlannedUndo = z.strictObject({
  decisionId: z.int(),
  key: Key,
  assetName: z.string(),
  kind: AssetKind.nullable(),
  column: z.string().nullable(),
  field: z.string(),
  /** What stands now by a decision; null: it was given back to the sources. */
  before: Json.nullable(),
  /** What stands after the undo; null: what the sources say. */
  after: Json.nullable(),
  /** Who decided it anew since: it stays as it is. null: it is undone. */
  decidedSince: z.strictObject({ author: z.string(), atMs: Instant }).nullable(),
})
export type PlannedUndo = z.infer<typeof PlannedUndo>

const Change = z.strictObject({
  key: Key,
  column: z.string().nullable().default(null),
  field: z.string().min(1).max(80),
  /** null takes an earlier decision back. */
  value: Json.nullable(),
})

/** File form of decisions, for git or another book. */
export const DecisionsFile = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal('stewardbook-decisions'),
  /** What the first parts of the keys stand for: another book may call the same source otherwise. */
  sources: z
    .array(z.strictObject({ identity: z.string(), format: z.string(), name: z.string(), target: z.string().nullable() }))
    .default([]),
  decisions: z.array(
    z.strictObject({
      key: Key,
      column: z.string().nullable(),
      field: z.string(),
      value: Json.nullable(),
      isCleared: z.boolean(),
      author: z.string(),
      atMs: Instant,
      reason: z.string(),
    }),
  ),
})

export const decisions = {
  /** Sets fields by hand, all or none. One undo takes the whole group back. */
  set: command(
    z.strictObject({ changes: z.array(Change).min(1).max(5000), reason: Reason.default('') }),
    z.strictObject({ groupId: z.int(), count: z.int() }),
  ),
  /** Newest first; of one asset, or of some groups. */
  list: query(
    z.strictObject({
      key: Key.optional(),
      groupIds: z.array(z.int()).min(1).max(200).optional(),
      cursor: Cursor.optional(),
      limit: PageLimit,
    }),
    page(DecisionRow),
  ),
  /** What undoing a group changes, value by value, then what it leaves as it is because it was decided anew since. */
  undoPlan: query(
    z.strictObject({ groupId: z.int(), cursor: Cursor.optional(), limit: PageLimit }),
    page(PlannedUndo).extend({
      /** Who decided the group. */
      author: z.string(),
      atMs: Instant,
      /** Values that are undone, of so many things, of which so many are datasets. */
      values: z.int(),
      things: z.int(),
      datasets: z.int(),
      /** Values that were decided anew since, and stay. */
      kept: z.int(),
      /** The undo that took it back already; nothing is left to undo. */
      undoneBy: z.strictObject({ groupId: z.int(), author: z.string(), atMs: Instant }).nullable(),
    }),
  ),
  /** Takes a group of decisions back: what stood before stands again. Itself a group of decisions, so that undoing it redoes. */
  undo: command(
    z.strictObject({
      groupId: z.int(),
      reason: Reason.default(''),
      /** As many values as a person was shown: refused where fewer of them still stand. */
      values: z.int().optional(),
    }),
    z.strictObject({ groupId: z.int(), count: z.int() }),
  ),
  /** All current decisions as a file; fetched by a download ticket in screens, printed by the command line. */
  export: command(z.strictObject({}), ExportedFile),
  /** Takes decisions over from a picked file; those that already stand are skipped. */
  import: command(
    z.strictObject({ pickId: z.string() }),
    z.strictObject({ taken: z.int(), skipped: z.int(), sleeping: z.int(), groupId: z.int().nullable() }),
  ),
}
