import { z } from 'zod'
import { command, query } from './kit.ts'
import { Cursor, Json, Key, page, PageLimit, Reason } from './shapes.ts'

/** Datasets for which one rule suggests one value of one field. */
export const SuggestionGroup = z.strictObject({
  groupId: z.string(),
  field: z.string(),
  value: Json,
  /** The rule in words, e.g. "the name starts with stg_". */
  because: z.string(),
  ruleId: z.string(),
  /** To be looked at before it is accepted. */
  isGuess: z.boolean(),
  count: z.int(),
})
export type SuggestionGroup = z.infer<typeof SuggestionGroup>

/** Values that names, folders and groups suggest for fields nobody has filled. Never applied unasked. */
export const suggestions = {
  groups: query(
    z.strictObject({ field: z.string().optional() }),
    z.strictObject({ items: z.array(SuggestionGroup).max(200), total: z.int() }),
  ),
  members: query(
    z.strictObject({ groupId: z.string(), cursor: Cursor.optional(), limit: PageLimit }),
    page(z.strictObject({ key: Key, name: z.string() })),
  ),
  /** Accepts a group as decisions, except some. */
  accept: command(
    z.strictObject({
      groupIds: z.array(z.string()).min(1).max(200),
      except: z.array(Key).max(5000).default([]),
      reason: Reason.default(''),
    }),
    z.strictObject({ groupId: z.int().nullable(), count: z.int() }),
  ),
}
