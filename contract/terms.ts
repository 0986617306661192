import { z } from 'zod'
import { TermStatus } from '#core/assets/kinds'
import { GLOSSARY_SHAPES, type GlossaryShape } from '#core/terms/term'
import { FieldValue } from '#core/assets/provenance'
import { command, query } from './kit.ts'
import { Cursor, ExportedFile, Key, page, PageLimit, Reason, Skip } from './shapes.ts'

export { GLOSSARY_SHAPES, type GlossaryShape }

/** A glossary term's name; datasets and columns name it by these very words. */
const TermName = z.string().trim().min(1).max(200)

/** What narrows the glossary. Values of one facet are alternatives; '' = has none. */
export const TermFilter = z.strictObject({
  /** Words of the name, a synonym or the definition. */
  text: z.string().max(200).optional(),
  status: z.array(z.string()).max(10).optional(),
  ownerTeam: z.array(z.string()).max(200).optional(),
  /** linked: some dataset or column carries it. */
  use: z
    .array(z.enum(['linked', 'unlinked']))
    .max(2)
    .optional(),
})
export type TermFilter = z.infer<typeof TermFilter>

/** One row of the glossary. */
export const TermRow = z.strictObject({
  key: Key,
  name: z.string(),
  definition: z.string().nullable(),
  synonyms: z.array(z.string()),
  ownerTeam: z.string().nullable(),
  /** null: nobody said whether it is a draft or approved. */
  status: TermStatus.nullable(),
  /** Active datasets, and columns of active datasets, that carry it. */
  datasets: z.int(),
  columns: z.int(),
})
export type TermRow = z.infer<typeof TermRow>

/** One place a term is linked to. */
export const TermLink = z.strictObject({
  /** The dataset's key. */
  key: Key,
  name: z.string(),
  schema: z.string().nullable(),
  /** null: the dataset itself. */
  column: z.string().nullable(),
})
export type TermLink = z.infer<typeof TermLink>

/** A name that datasets or columns carry and no term has. */
export const UsedName = z.strictObject({
  name: z.string(),
  datasets: z.int(),
  columns: z.int(),
  /** Terms that have this name as a synonym or in other capitals. */
  near: z.array(z.strictObject({ key: Key, name: z.string() })).max(10),
})
export type UsedName = z.infer<typeof UsedName>

const Facet = z.strictObject({ facet: z.string(), values: z.array(z.strictObject({ value: z.string(), count: z.int() })).max(50) })
const Target = z.strictObject({ key: Key, column: z.string().nullable().default(null) })

export const terms = {
  /** The glossary by name, narrowed, a page at a time. */
  list: query(
    z.strictObject({ filter: TermFilter.default({}), cursor: Cursor.optional(), skip: Skip.optional(), limit: PageLimit }),
    page(TermRow),
  ),
  /** Counts per facet value; a facet's own choice does not narrow its own counts. At most 50 values each, biggest first. */
  facets: query(
    z.strictObject({ filter: TermFilter.default({}) }),
    z.strictObject({ total: z.int(), facets: z.array(Facet), undefinedNames: z.int() }),
  ),
  /** One term with every field and who says it. */
  get: query(
    z.strictObject({ key: Key }),
    z.strictObject({
      row: TermRow,
      fields: z.array(FieldValue),
      /** Key null: no term has this name. */
      related: z.array(z.strictObject({ name: z.string(), key: Key.nullable() })).max(200),
      /** Names that read this term: what it was called before, and names people said are this term. */
      alsoReads: z.array(z.string()).max(200),
      /** Sources that tell of it; a term with none was made by hand and can be deleted. */
      sourceNames: z.array(z.string()),
    }),
  ),
  /** Where a name of a term is carried, by dataset, the dataset before its columns. */
  links: query(z.strictObject({ name: TermName, cursor: Cursor.optional(), limit: PageLimit }), page(TermLink)),
  /** Names to choose from while one types: terms by name or synonym, then names that are used and not defined. */
  suggest: query(
    z.strictObject({ text: z.string().max(200).default('') }),
    z.strictObject({
      items: z.array(z.strictObject({ name: z.string(), key: Key.nullable(), synonyms: z.array(z.string()) })).max(20),
    }),
  ),
  /** Names that are used and not defined. */
  listUndefined: query(z.strictObject({ cursor: Cursor.optional(), limit: PageLimit }), page(UsedName)),
  /** Gives a term another name. What names it by the old one reads the new one, now and after later imports. */
  rename: command(z.strictObject({ key: Key, name: TermName, reason: Reason.default('') }), z.strictObject({ groupId: z.int() })),
  /** Says that a name no term has is this term: what carries `from` reads the term, now and after later imports. */
  merge: command(z.strictObject({ from: TermName, key: Key, reason: Reason.default('') }), z.strictObject({ groupId: z.int() })),
  /** Takes a merge or the former name of a term back: what carries it reads it again. */
  split: command(z.strictObject({ name: TermName, reason: Reason.default('') }), z.strictObject({ groupId: z.int() })),
  /** Adds the term to datasets and columns, or takes it off; the rest of their terms stays. Group null: nothing was to change. */
  setLinks: command(
    z.strictObject({
      name: TermName,
      targets: z.array(Target).min(1).max(5000),
      how: z.enum(['add', 'remove']),
      reason: Reason.default(''),
    }),
    z.strictObject({ groupId: z.int().nullable(), count: z.int() }),
  ),
  /** The glossary as a file: our own table, OpenMetadata's CSV or DataHub's YAML. Fetched by a download ticket. */
  export: command(z.strictObject({ shape: z.enum(GLOSSARY_SHAPES) }), ExportedFile),
  /** Deletes a term made by hand. `unlink` also takes its name off all that carries it; all of it is one group. */
  remove: command(
    z.strictObject({ key: Key, links: z.enum(['keep', 'unlink']), reason: Reason.default('') }),
    z.strictObject({ groupId: z.int(), unlinked: z.int() }),
  ),
}
