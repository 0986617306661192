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
  /** Biggest first; of one field, or with this text in what is suggested or why. */
  groups: query(
    z.strictObject({ field: z.string().optional(), text: z.string().max(200).optional(), cursor: Cursor.optional(), limit: PageLimit }),
    page(SuggestionGroup),
  ),
  members: query(
    z.strictObject({ groupId: z.string(), cursor: Cursor.optional(), limit: PageLimit }),
    page(z.strictObject({ key: Key, name: z.string() })),
  ),
  /** Accepts groups as decisions, each except some of its datasets. */
  accept: command(
    z.strictObject({
      groups: z
        .array(z.strictObject({ groupId: z.string(), except: z.array(Key).max(5000).default([]) }))
        .min(1)
        .max(1000)
        .refine((groups) => new Set(groups.map(({ groupId }) => groupId)).size === groups.length, 'A suggestion is named twice.'),
      reason: Reason.default(''),
    }),
    z.strictObject({ groupId: z.int().nullable(), count: z.int() }),
  ),
}
