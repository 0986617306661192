import { z } from 'zod'
import { query } from './kit.ts'
import { AssetRef } from './shapes.ts'

export const SearchHit = z.strictObject({
  asset: AssetRef,
  ownerTeam: z.string().nullable(),
  /** Which text matched, cut to fit, with the matched pieces between \u0002 and \u0003. */
  matched: z.strictObject({ field: z.enum(['name', 'column', 'description', 'tag', 'term', 'owner', 'relation']), text: z.string() }),
})
export type SearchHit = z.infer<typeof SearchHit>

export const search = {
  find: query(
    z.strictObject({
      text: z.string().min(1).max(200),
      limit: z.int().min(1).max(50).default(20),
      /** Counting tens of thousands of hits takes longer than finding the best: while a person types, it may stop. */
      countUpTo: z.int().min(1).nullable().default(null),
    }),
    z.strictObject({
      items: z.array(SearchHit).max(50),
      total: z.int(),
      /** There are more than `total`: counting stopped. */
      isMore: z.boolean(),
    }),
  ),
}
