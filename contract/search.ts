import { z } from 'zod'
import { query } from './kit.ts'
import { AssetRef } from './shapes.ts'
import { SavedView } from './views.ts'

export const SearchHit = z.strictObject({
  asset: AssetRef,
  ownerTeam: z.string().nullable(),
  /** Which text matched, cut to fit, with the matched pieces between \u0002 and \u0003. */
  matched: z.strictObject({
    field: z.enum(['name', 'column', 'description', 'tag', 'term', 'owner', 'relation']),
    text: z.string(),
    /** The column whose name or description it is; null for what is said of the whole. */
    column: z.string().nullable(),
  }),
})
export type SearchHit = z.infer<typeof SearchHit>

/** What has a name and is no asset. `marked` is the name with what matched between marks, as in a hit. */
const named = { name: z.string(), marked: z.string() }
export const NamedPlace = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('view'), ...named, view: SavedView }),
  z.strictObject({ kind: z.literal('source'), ...named, sourceId: z.int() }),
  z.strictObject({ kind: z.literal('import'), ...named, importId: z.int() }),
  z.strictObject({ kind: z.literal('report'), ...named, report: z.string() }),
  /** Owners and domains that datasets name and nobody has set up; those that are set up are assets. */
  z.strictObject({ kind: z.literal('owner'), ...named }),
  z.strictObject({ kind: z.literal('domain'), ...named }),
])
export type NamedPlace = z.infer<typeof NamedPlace>

const SearchText = z.string().min(1).max(200)

export const search = {
  find: query(
    z.strictObject({
      text: SearchText,
      limit: z.int().min(1).max(50).default(20),
      /** Counting tens of thousands of hits takes longer than finding the best: while a person types, it may stop. */
      countUpTo: z.int().min(1).nullable().default(null),
    }),
    z.strictObject({
      items: z.array(SearchHit).max(50),
      total: z.int(),
      /** `total` is the least there are: counting stopped, or words fill the page and what only holds the text within one was not looked for. */
      isMore: z.boolean(),
      /** A filter of `datasets.list` by the same text finds some of it: not all are nearly that, or no dataset. */
      isInList: z.boolean(),
    }),
  ),
  /** Saved views, sources, imports, reports, and owners and domains that are no asset, by name; those that begin so first. */
  names: query(
    z.strictObject({ text: SearchText, limit: z.int().min(1).max(50).default(8) }),
    z.strictObject({ items: z.array(NamedPlace).max(50) }),
  ),
}
