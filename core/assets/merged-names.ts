import type { JsonValue } from '../json.ts'

/** What may go by two names that people say are one. */
export const NAMED_NOUNS = ['owner', 'domain', 'term'] as const
export type NamedNoun = (typeof NAMED_NOUNS)[number]

/**
 * What a merge of a name is decided on, whether anything of that name is set up or not. A term's own key is made of
 * its name without capitals and signs, so its names need a place where they can't meet such a key.
 */
const PREFIXES: Readonly<Record<NamedNoun, string>> = { owner: 'hand/owner.', domain: 'hand/domain.', term: 'hand/term-name.' }

const TERM_FIELDS: ReadonlySet<string> = new Set(['glossaryTerms', 'relatedTerms', 'parentTerm'])

/** Fields whose values are such names, alone or in a list. */
export const NAME_FIELDS: ReadonlySet<string> = new Set(['ownerTeam', 'steward', 'domain', ...TERM_FIELDS])

/** The key a merge of this name is decided on. */
export const mergeSubject = (noun: NamedNoun, name: string): string => `${PREFIXES[noun]}${name}`

/** Beginning of all keys that merges of such names are decided on. */
export const mergePrefix = (noun: NamedNoun): string => PREFIXES[noun]

/** Whose name is merged by a decision on this key; undefined where the key is no such name's. */
export function readMergeSubject(subject: string): { readonly noun: NamedNoun; readonly name: string } | undefined {
  for (const noun of NAMED_NOUNS) {
    const prefix = PREFIXES[noun]
    if (subject.startsWith(prefix) && subject.length > prefix.length) return { noun, name: subject.slice(prefix.length) }
  }
  return undefined
}

/** A field that holds names of the noun. */
export const FIELD_OF_NOUN: Readonly<Record<NamedNoun, string>> = { owner: 'ownerTeam', domain: 'domain', term: 'glossaryTerms' }

/** A value of a field as it is read: names in it that people merged are the names they stand for, each once. */
export function mergedValue(field: string, value: JsonValue, mergedName: (field: string, name: string) => string): JsonValue {
  if (!NAME_FIELDS.has(field)) return value
  if (typeof value === 'string') return mergedName(field, value)
  if (!Array.isArray(value)) return value
  return [...new Set(value.map((item) => (typeof item === 'string' ? mergedName(field, item) : item)))]
}

/** What a field's values are names of. */
export function nounOfField(field: string): NamedNoun {
  return field === 'domain' ? 'domain' : TERM_FIELDS.has(field) ? 'term' : 'owner'
}
