import { z } from 'zod'
import { command, query } from './kit.ts'
import { Key, Reason } from './shapes.ts'

export const OwnerRow = z.strictObject({
  name: z.string(),
  key: Key.nullable(),
  ownerType: z.enum(['team', 'person']).nullable(),
  email: z.string().nullable(),
  hasLeft: z.boolean(),
  /** The name people said this one is; what named it reads that name, so it holds nothing itself. */
  mergedInto: z.string().nullable(),
  datasetsOwned: z.int(),
  datasetsStewarded: z.int(),
})
export type OwnerRow = z.infer<typeof OwnerRow>

export const owners = {
  /** Teams and people that active datasets name, that are set up or told of, or that were merged; who holds most comes first. `left`: only those who left and still hold datasets. */
  list: query(z.strictObject({ only: z.enum(['left']).optional() }), z.strictObject({ items: z.array(OwnerRow).max(200), total: z.int() })),
  /** Gives everything one owner or steward holds to another (an owner has left). One group of decisions. */
  reassign: command(
    z.strictObject({
      from: z.string().min(1),
      to: z.string().trim().min(1).max(200),
      role: z.enum(['ownerTeam', 'steward']),
      reason: Reason.default(''),
    }),
    z.strictObject({ groupId: z.int().nullable(), count: z.int() }),
  ),
  /** Says two names are one team: everything that names `from` reads `into`, now and after later imports. `count`: datasets that do so now. */
  merge: command(
    z.strictObject({ from: z.string().min(1), into: z.string().trim().min(1).max(200), reason: Reason.default('') }),
    z.strictObject({ groupId: z.int().nullable(), count: z.int() }),
  ),
  /** Takes a merge back: what names `name` reads it again. `count`: datasets that do so now. */
  split: command(
    z.strictObject({ name: z.string().min(1), reason: Reason.default('') }),
    z.strictObject({ groupId: z.int(), count: z.int() }),
  ),
}
