import { z } from 'zod'
import { HELD_AS } from '#core/assets/held-kinds'
import { AssetKind } from '#core/assets/kinds'
import { command, query } from './kit.ts'
import { Cursor, Instant, Key, page, PageLimit, Reason, Skip } from './shapes.ts'

const HeldAs = z.enum(HELD_AS)
/** As datasets name it, blanks and all. */
const KnownName = z.string().min(1)
const OtherName = z.string().trim().min(1).max(200)
/** Names what was shown; where the catalog would change otherwise by now, nothing is changed. */
const PlanId = z.string().max(100).optional()

export const OwnerRow = z.strictObject({
  name: z.string(),
  /** null: things name it, and nobody has described it. */
  key: Key.nullable(),
  ownerType: z.enum(['team', 'person']).nullable(),
  email: z.string().nullable(),
  hasLeft: z.boolean(),
  /** The name people said this one is; what named it reads that name, so it holds nothing itself. */
  mergedInto: z.string().nullable(),
  datasetsOwned: z.int(),
  datasetsStewarded: z.int(),
  /** What it owns beside datasets: glossary terms, domains, data products, exposures, …, by kind. */
  others: z.array(z.strictObject({ kind: AssetKind, count: z.int() })),
})
export type OwnerRow = z.infer<typeof OwnerRow>

const Reassign = z.strictObject({
  from: KnownName,
  to: OtherName,
  /** Only what is held so; left out: everything. */
  role: HeldAs.optional(),
  /** Keys of things that stay. */
  except: z.array(Key).max(5000).default([]),
})
const Merge = z.strictObject({ from: KnownName, into: OtherName })
const Split = z.strictObject({ name: KnownName })

/** What is to become of what an owner holds. */
export const OwnerChange = z.discriminatedUnion('kind', [
  Reassign.extend({ kind: z.literal('reassign') }),
  Merge.extend({ kind: z.literal('merge') }),
  Split.extend({ kind: z.literal('split') }),
])
export type OwnerChange = z.infer<typeof OwnerChange>

/** One thing that names another owner or steward after such a change. */
export const HeldChange = z.strictObject({
  key: Key,
  name: z.string(),
  schema: z.string().nullable(),
  kind: AssetKind,
  field: HeldAs,
  before: z.string(),
  after: z.string(),
  /** Who had decided on the owner that is replaced; null where a source said so, and where names are merged or taken apart. */
  overrules: z.strictObject({ author: z.string(), atMs: Instant }).nullable(),
})
export type HeldChange = z.infer<typeof HeldChange>

const Done = z.strictObject({ groupId: z.int(), count: z.int() })

export const owners = {
  /**
   * Teams and people that active things name, that are set up or told of, or that were merged; who holds most comes first.
   * `text`: in the name. `left`: only those who left and still hold something.
   */
  list: query(
    z.strictObject({
      text: z.string().max(200).optional(),
      only: z.enum(['left']).optional(),
      cursor: Cursor.optional(),
      limit: PageLimit,
    }),
    page(OwnerRow),
  ),
  /** Names to give something to: of those who have not left and are merged into no other, the ones that fit best. */
  suggest: query(z.strictObject({ text: z.string().max(200) }), z.strictObject({ items: z.array(z.string()).max(20) })),
  /** What a change would do, value by value; those that overrule a person come first. `total` counts the values. */
  preview: query(
    z.strictObject({ change: OwnerChange, cursor: Cursor.optional(), skip: Skip.optional(), limit: PageLimit }),
    page(HeldChange).extend({ things: z.int(), overrules: z.int(), planId: z.string() }),
  ),
  /** Gives what one owner or steward holds to another (an owner has left): one group of decisions. `count`: values set. */
  reassign: command(
    Reassign.extend({ planId: PlanId, reason: Reason.default('') }),
    z.strictObject({ groupId: z.int().nullable(), count: z.int() }),
  ),
  /** Says two names are one team: everything that names `from` reads `into`, now and after later imports. `count`: things that do so now. */
  merge: command(Merge.extend({ planId: PlanId, reason: Reason.default('') }), Done),
  /** Takes a merge back: what names `name` reads it again. `count`: things that do so now. */
  split: command(Split.extend({ planId: PlanId, reason: Reason.default('') }), Done),
  /** Says that somebody has left, or is back; one whom things only name is set up by it. */
  setLeft: command(
    z.strictObject({ name: KnownName, hasLeft: z.boolean(), reason: Reason.default('') }),
    z.strictObject({ groupId: z.int() }),
  ),
}
