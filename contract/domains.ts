import { z } from 'zod'
import { FieldValue } from '#core/assets/provenance'
import { command, query } from './kit.ts'
import { Cursor, ExportedFile, Key, page, PageLimit, Reason } from './shapes.ts'

/** A domain's name; datasets name their domain by these very words. */
const DomainName = z.string().trim().min(1).max(200)

export const DomainRow = z.strictObject({
  name: z.string(),
  /** null: datasets name it, and nobody has described it. */
  key: Key.nullable(),
  description: z.string().nullable(),
  ownerTeam: z.string().nullable(),
  /** The name people said this one is; what named it reads that name, so it holds nothing itself. */
  mergedInto: z.string().nullable(),
  /** Active datasets in it, and how many of them have an owner, a description, a classification, a test. */
  datasets: z.int(),
  owned: z.int(),
  described: z.int(),
  classified: z.int(),
  tested: z.int(),
})
export type DomainRow = z.infer<typeof DomainRow>

export const domains = {
  /**
   * Domains that active datasets name, or that are described, but for merged names; the biggest first. `text` is looked for in
   * name, description and owner. `withoutDomain`: datasets that name none.
   */
  list: query(
    z.strictObject({ text: z.string().max(200).optional(), cursor: Cursor.optional(), limit: PageLimit }),
    page(DomainRow).extend({ withoutDomain: z.int() }),
  ),
  /** One domain by its name; one that datasets only name has no fields yet. */
  get: query(
    z.strictObject({ name: DomainName }),
    z.strictObject({
      row: DomainRow,
      fields: z.array(FieldValue),
      /** Names that read this one. */
      alsoReads: z.array(z.string()).max(200),
      sourceNames: z.array(z.string()),
    }),
  ),
  /** Gives a domain another name. What names it by the old one reads the new one, now and after later imports. */
  rename: command(z.strictObject({ name: DomainName, to: DomainName, reason: Reason.default('') }), z.strictObject({ groupId: z.int() })),
  /** Says two names are one domain: everything that names `from` reads `into`, now and after later imports. */
  merge: command(z.strictObject({ from: DomainName, into: DomainName, reason: Reason.default('') }), z.strictObject({ groupId: z.int() })),
  /** Takes a merge or a former name back. */
  split: command(z.strictObject({ name: DomainName, reason: Reason.default('') }), z.strictObject({ groupId: z.int() })),
  /** Every domain of the list as a table (CSV) that can be imported again. */
  export: command(z.strictObject({}), ExportedFile),
}
