import { z } from 'zod'
import { checkDecidedValue, COLUMN_FIELDS, findField, fieldsOf } from './assets/fields.ts'
import { AssetKind } from './assets/kinds.ts'
import { AppError } from './errors.ts'

/**
 * Rule packs are data: versioned JSON files that say what counts, what names suggest and what meta keys mean.
 * Their text arrives as an argument and is checked here, so that a mistake in a pack is found when it is loaded.
 */
const head = {
  schemaVersion: z.literal(1),
  id: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/),
  title: z.string().min(1).max(120),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
}
const Sentence = z.string().min(1).max(400)
const Word = z.string().min(1).max(120)
const Words = z.array(Word).min(1).max(200)

/** `<format>.<part>`, or `<format>.*` for every part of a format. */
const Voice = z.string().regex(/^[a-z]+\.(\*|[a-z_]+)$/)
const PrecedenceRule = z.strictObject({
  /** Field names; `*` is the order of every field that no other rule names. */
  fields: Words,
  /** Who counts first; those in one list count the same, and differing among them is a conflict. */
  order: z.array(z.array(Voice).min(1)).min(1),
  because: Sentence,
})
export const PrecedencePack = z
  .strictObject({ ...head, kind: z.literal('precedence'), rules: z.array(PrecedenceRule).min(1) })
  .superRefine((pack, context) => {
    const fields = pack.rules.flatMap((rule) => rule.fields)
    if (!fields.includes('*')) context.addIssue({ code: 'custom', message: 'no rule for “*”', path: ['rules'] })
    for (const [index, field] of fields.entries()) {
      if (fields.indexOf(field) !== index) context.addIssue({ code: 'custom', message: `two rules for “${field}”`, path: ['rules'] })
      if (field !== '*' && !isFieldOfAnything(field)) context.addIssue({ code: 'custom', message: `no field “${field}”`, path: ['rules'] })
    }
  })
export type PrecedencePack = z.infer<typeof PrecedencePack>

/** What a rule looks at. Words are compared in lower case. */
const Condition = z.discriminatedUnion('kind', [
  /** The name is `<prefix>_…`. */
  z.strictObject({ kind: z.literal('name-prefix'), prefixes: Words }),
  /** The name is `<prefix>_<domain>_…`, the domain one of those listed. */
  z.strictObject({ kind: z.literal('domain-in-name'), prefixes: Words, domains: Words }),
  /** Some folder of the file's path has this name; the deepest folder that any rule names wins. */
  z.strictObject({ kind: z.literal('folder'), folders: Words }),
  /** A folder below one of `below` is one of `domains`. */
  z.strictObject({ kind: z.literal('domain-folder'), below: Words, domains: Words }),
  /** The folder directly below one of `below`, whatever its name, except those listed. */
  z.strictObject({ kind: z.literal('folder-below'), below: Words, except: z.array(Word).max(200) }),
  z.strictObject({ kind: z.literal('schema'), is: Words, endsWith: z.array(Word).max(200) }),
  z.strictObject({ kind: z.literal('resource-type'), types: Words }),
  z.strictObject({ kind: z.literal('package'), packages: Words }),
  z.strictObject({ kind: z.literal('group') }),
  /** All others of the same schema or folder that have the field agree on its value. */
  z.strictObject({ kind: z.literal('neighbours'), in: z.enum(['schema', 'folder']) }),
])
export type SuggestionCondition = z.infer<typeof Condition>

const SuggestionRule = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*(\.[a-z0-9_-]+)*$/),
  when: Condition,
  /** Resource types the rule says nothing about. */
  notFor: z.array(Word).max(50).optional(),
  field: Word,
  /** null: the value is what the condition found (a domain, a folder, a group). */
  value: Word.nullable(),
  /** The rule in words; `{value}` stands for what was found. */
  because: Sentence,
  /** To be looked at before it is accepted: it is not ticked from the start. */
  isGuess: z.boolean().default(false),
})
export type SuggestionRule = z.infer<typeof SuggestionRule>
export const SuggestionPack = z
  .strictObject({ ...head, kind: z.literal('suggestions'), rules: z.array(SuggestionRule).min(1) })
  .superRefine((pack, context) => {
    const ids = pack.rules.map((rule) => rule.id)
    for (const [index, rule] of pack.rules.entries()) {
      const path = ['rules', index]
      if (ids.indexOf(rule.id) !== index) context.addIssue({ code: 'custom', message: `two rules “${rule.id}”`, path })
      if ((rule.value === null) !== FINDS_VALUE.has(rule.when.kind))
        context.addIssue({ code: 'custom', message: 'value does not suit the condition', path })
      const reason = whyNotDecidable('dataset', rule.field, rule.value ?? 'x')
      if (reason !== null) context.addIssue({ code: 'custom', message: reason, path })
    }
  })
export type SuggestionPack = z.infer<typeof SuggestionPack>
const FINDS_VALUE: ReadonlySet<SuggestionCondition['kind']> = new Set([
  'domain-in-name',
  'domain-folder',
  'folder-below',
  'group',
  'neighbours',
])

export const MetaScope = z.enum(['dataset', 'column'])
export type MetaScope = z.infer<typeof MetaScope>
const MetaKeyRule = z.strictObject({
  field: Word,
  scopes: z.array(MetaScope).min(1),
  /** Names of keys that suggest the field; compared as `comparable` of mapping/words.ts does. */
  names: z.array(Word).max(200),
  /** Other words for a value. value null: the word says that there is nothing to say. */
  values: z.array(z.strictObject({ value: Word.nullable(), aliases: Words })).optional(),
  /** What a bare number under such a key counts, e.g. "days". */
  unit: Word.optional(),
})
export type MetaKeyRule = z.infer<typeof MetaKeyRule>
export const MetaKeyPack = z
  .strictObject({
    ...head,
    kind: z.literal('meta-keys'),
    /** Objects that only hold other keys: `governance.owner` is read as `owner`. */
    containers: z.array(Word).max(100),
    rules: z.array(MetaKeyRule).min(1),
  })
  .superRefine((pack, context) => {
    for (const [index, rule] of pack.rules.entries()) {
      for (const scope of rule.scopes) {
        const field = findField(scope, rule.field)
        if (field === undefined || !field.editable)
          context.addIssue({ code: 'custom', message: `a ${scope} has no field “${rule.field}” to fill`, path: ['rules', index] })
        for (const { value } of rule.values ?? []) {
          const reason = value === null || field === undefined ? null : whyNotDecidable(scope, rule.field, value)
          if (reason !== null) context.addIssue({ code: 'custom', message: reason, path: ['rules', index] })
        }
      }
    }
  })
export type MetaKeyPack = z.infer<typeof MetaKeyPack>

export type RulePack = PrecedencePack | SuggestionPack | MetaKeyPack
/** One pack of each kind: what a book works with. */
export type RulePacks = { readonly precedence: PrecedencePack; readonly suggestions: SuggestionPack; readonly metaKeys: MetaKeyPack }

const Envelope = z.looseObject({ schemaVersion: z.int().min(1), kind: z.string() })
const SCHEMAS: ReadonlyMap<string, z.ZodType<RulePack>> = new Map<string, z.ZodType<RulePack>>([
  ['precedence', PrecedencePack],
  ['suggestions', SuggestionPack],
  ['meta-keys', MetaKeyPack],
])

/**
 * Reads one rule pack from its JSON text.
 * @param fileName for the error's sentence
 * @throws AppError bad-file naming the file, and the rule that is wrong
 */
export function parseRulePack(fileName: string, text: string): RulePack {
  const bad = (why: string): AppError => new AppError('bad-file', `The rule set ${fileName} can't be used: ${why}.`, { file: fileName })
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw bad('it is not JSON')
  }
  const envelope = Envelope.safeParse(content)
  if (!envelope.success) throw bad('it has no schemaVersion and kind')
  if (envelope.data.schemaVersion > 1) throw bad('it was made for a newer version of Stewardbook')
  const schema = SCHEMAS.get(envelope.data.kind)
  if (schema === undefined) throw bad(`nothing is known of the kind “${envelope.data.kind}”`)
  const parsed = schema.safeParse(content)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw bad(`${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'not understood'}`)
}

/**
 * Reads the packs a book works with.
 * @throws AppError bad-file when one can't be used, is missing or stands twice
 */
export function parseRulePacks(files: readonly { readonly name: string; readonly text: string }[]): RulePacks {
  const packs = files.map((file) => parseRulePack(file.name, file.text))
  const only = <Kind extends RulePack['kind']>(kind: Kind): Extract<RulePack, { kind: Kind }> => {
    const found = packs.filter((pack): pack is Extract<RulePack, { kind: Kind }> => pack.kind === kind)
    const [first] = found
    if (first === undefined) throw new AppError('bad-file', `No rule set of the kind “${kind}” was given.`, { kind })
    if (found.length > 1) throw new AppError('bad-file', `More than one rule set of the kind “${kind}” was given.`, { kind })
    return first
  }
  return { precedence: only('precedence'), suggestions: only('suggestions'), metaKeys: only('meta-keys') }
}

function isFieldOfAnything(name: string): boolean {
  return (
    COLUMN_FIELDS.some((field) => field.name === name) ||
    AssetKind.options.some((kind) => fieldsOf(kind).some((field) => field.name === name))
  )
}

/** Why a person could not decide this value, in a sentence; null when they could. */
function whyNotDecidable(kind: 'dataset' | 'column', field: string, value: string): string | null {
  try {
    const type = findField(kind, field)?.type.kind
    checkDecidedValue(kind, field, type === 'boolean' ? value === 'true' : type === 'list' ? [value] : value)
    return null
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}
