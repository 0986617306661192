import { z } from 'zod'
import { Json } from '../json.ts'

/** Who says a value, and since when. Every value on screen and in a report carries one. */
export const Provenance = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('decision'),
    decisionId: z.int(),
    author: z.string(),
    atMs: z.int(),
    reason: z.string(),
    /** Imported values this decision overrules. */
    overruled: z.int(),
  }),
  z.strictObject({
    kind: z.literal('fact'),
    sourceId: z.int(),
    sourceName: z.string(),
    part: z.string(),
    importId: z.int(),
    /** When the source says it was so. */
    seenAtMs: z.int(),
    /** The meta key a mapping read it from, else null. */
    metaKey: z.string().nullable(),
    /** Other sources that say the same. */
    agreeing: z.int(),
    /** Of what a source counts itself: over which time, as a sentence says it, or that it does not say. Absent for all else. */
    counted: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('computed'), from: z.string() }),
  /** No source says, and nobody decided. `missing` names what would fill it. */
  z.strictObject({ kind: z.literal('none'), missing: z.string() }),
])
export type Provenance = z.infer<typeof Provenance>

/** One thing somebody said about a field that is not the current value. */
export const OtherClaim = z.strictObject({ value: Json, provenance: Provenance })
export type OtherClaim = z.infer<typeof OtherClaim>

/** A field's current value with its evidence. */
export const FieldValue = z.strictObject({
  field: z.string(),
  value: Json.nullable(),
  provenance: Provenance,
  others: z.array(OtherClaim),
  /** Sources of equal rank differ and nobody has decided. */
  isConflict: z.boolean(),
})
export type FieldValue = z.infer<typeof FieldValue>
