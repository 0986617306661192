import { z } from 'zod'
import { AssetKind } from '#core/assets/kinds'
import { FieldValue } from '#core/assets/provenance'
import { HistoryItem } from './datasets.ts'
import { command, query } from './kit.ts'
import { AssetRef, Cursor, Json, Key, page, PageLimit, Reason } from './shapes.ts'

/** Everything that is not a dataset: exposures, metrics, owners, domains, terms, issues, … */
export const assets = {
  list: query(
    z.strictObject({ kind: AssetKind, text: z.string().max(200).optional(), cursor: Cursor.optional(), limit: PageLimit }),
    page(AssetRef),
  ),
  get: query(
    z.strictObject({ key: Key }),
    z.strictObject({
      asset: AssetRef,
      fields: z.array(FieldValue),
      upstream: z.array(AssetRef).max(200),
      downstream: z.array(AssetRef).max(200),
      /** What a check looks at, or an issue is about; column is null for the whole of it. */
      about: z.strictObject({ dataset: AssetRef, column: z.string().nullable() }).nullable(),
      extras: Json,
    }),
  ),
  /** What imports and decisions changed about it, newest first. */
  history: query(z.strictObject({ key: Key, cursor: Cursor.optional(), limit: PageLimit }), page(HistoryItem)),
  create: command(
    z.strictObject({
      kind: z.enum(['owner', 'domain', 'data_product', 'tag', 'term', 'issue', 'dashboard']),
      name: z.string().trim().min(1).max(400),
      fields: z.record(z.string(), Json).default({}),
      reason: Reason.default(''),
    }),
    z.strictObject({ key: Key }),
  ),
  /** Takes back what was made by hand. The group is what decisions.undo takes back. */
  remove: command(z.strictObject({ key: Key, reason: Reason.default('') }), z.strictObject({ groupId: z.int().nullable() })),
  /** Says two keys are one thing (after a rename), or are not. The group is what decisions.undo takes back. */
  setSame: command(
    z.strictObject({ from: Key, to: Key, isSame: z.boolean(), reason: Reason.default('') }),
    z.strictObject({ groupId: z.int().nullable() }),
  ),
}
