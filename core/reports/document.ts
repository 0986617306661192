import { z } from 'zod'

/**
 * The one model every report is, and every format renders: a head that says what it is about and on what it
 * stands, then sections of sentences, figures and tables. Rendering adds nothing and drops nothing.
 */
const Cell = z.union([z.string(), z.number(), z.null()])
export type Cell = z.infer<typeof Cell>

export const ReportColumn = z.strictObject({
  name: z.string(),
  label: z.string(),
  /** share: a fraction 0 to 1, or null for cannot tell. */
  type: z.enum(['text', 'name', 'count', 'share', 'instant', 'money']),
})
export type ReportColumn = z.infer<typeof ReportColumn>

export const ReportTable = z.strictObject({
  kind: z.literal('table'),
  id: z.string(),
  title: z.string(),
  columns: z.array(ReportColumn),
  rows: z.array(z.array(Cell)),
  /** Asset key per row where rows stand for assets, else empty. */
  keys: z.array(z.string()),
  /** Rows beyond those listed (only ever on screen). */
  hidden: z.int(),
})
export type ReportTable = z.infer<typeof ReportTable>

export const ReportBlock = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
  /** Figures: `of` is the population; null value = cannot tell, with the reason in `note`. */
  z.strictObject({
    kind: z.literal('figures'),
    items: z.array(
      z.strictObject({ id: z.string(), label: z.string(), value: z.number().nullable(), of: z.number().nullable(), note: z.string() }),
    ),
  }),
  ReportTable,
])
export type ReportBlock = z.infer<typeof ReportBlock>

export const Report = z.strictObject({
  schemaVersion: z.literal(1),
  name: z.string(),
  title: z.string(),
  head: z.strictObject({
    bookName: z.string(),
    asOfMs: z.int(),
    /** In words: "all datasets" or the filters. */
    scope: z.string(),
    population: z.int(),
    populationOf: z.string(),
    sources: z.array(
      z.strictObject({
        name: z.string(),
        format: z.string(),
        /** Its newest import, and when what came with it was made. */
        importId: z.int(),
        generatedAtMs: z.int().nullable(),
        /** What it says stands on these, each with the import it came with, oldest first. */
        files: z.array(
          z.strictObject({
            name: z.string(),
            importId: z.int(),
            importedAtMs: z.int(),
            generatedAtMs: z.int().nullable(),
            sha256: z.string(),
          }),
        ),
      }),
    ),
    rulePacks: z.array(z.strictObject({ id: z.string(), version: z.string() })),
    /** Of the journal's newest entry that is no export. */
    headHash: z.string(),
  }),
  sections: z.array(z.strictObject({ id: z.string(), title: z.string(), blocks: z.array(ReportBlock) })),
})
export type Report = z.infer<typeof Report>

/** What `headHash` is called: writing a report is an entry of the journal too, but must not change the next one. */
export const HEAD_HASH_LABEL = 'Journal head, exports aside'
