import { z } from 'zod'
import { COVERAGE_IDS, type CoverageId } from '#core/home/targets'
import { command, query } from './kit.ts'
import { AssetRef, Currency, Empty, Json } from './shapes.ts'

export const BookSettings = z.strictObject({
  bookName: z.string().trim().min(1).max(120),
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** Originals of import files up to this size are kept; 0 keeps none. */
  keepOriginalUpToMb: z.int().min(0).max(2000),
  staleAfterDays: z.int().min(1).max(3650),
  /** How much of the active datasets should have each thing, in whole percent. */
  coverageTargets: z.strictObject(
    Object.fromEntries(COVERAGE_IDS.map((id) => [id, z.int().min(0).max(100)])) as Record<CoverageId, z.ZodInt>,
  ),
})
export type BookSettings = z.infer<typeof BookSettings>

export const settings = {
  get: query(
    Empty,
    z.strictObject({
      settings: BookSettings,
      rulePacks: z.array(z.strictObject({ id: z.string(), title: z.string(), version: z.string(), rules: z.int(), content: Json })).max(50),
    }),
  ),
  set: command(BookSettings.extend({ currency: Currency }).partial(), Empty),
  /** Where values of data (not descriptions of it) came in with metadata and are kept. */
  valuesHeld: query(
    Empty,
    z.strictObject({
      items: z.array(z.strictObject({ asset: AssetRef, part: z.string(), paths: z.array(z.string()).max(50) })).max(200),
      total: z.int(),
    }),
  ),
}
