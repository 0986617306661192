import type { TermStatus } from '#core/assets/kinds'
import type { JsonObject, JsonValue } from '#core/json'
import type { GlossaryTerm } from '#core/terms/term'
import type { IntakeEntry } from '../intake.ts'

/** A term as intake; `key` is its name inside its source, `extras` what no field is for. */
export function toTermEntry(term: GlossaryTerm, key: string, position: string, extras: JsonObject): IntakeEntry {
  const fields: Record<string, JsonValue> = { name: term.name }
  if (term.definition !== null) fields['description'] = term.definition
  if (term.synonyms.length > 0) fields['synonyms'] = [...term.synonyms]
  if (term.related.length > 0) fields['relatedTerms'] = [...term.related]
  if (term.parent !== null) fields['parentTerm'] = term.parent
  if (term.owner !== null) fields['ownerTeam'] = term.owner
  if (term.status !== null) fields['termStatus'] = term.status
  return {
    kind: 'entry',
    name: key,
    assetKind: 'term',
    receiptKind: 'term',
    part: 'glossary',
    fields,
    columns: null,
    upstream: null,
    check: null,
    sql: null,
    extras,
    carriesValues: [],
    position,
  }
}

/** The status a file's word means; undefined where it means none of ours. In review is not approved yet. */
export function readStatus(word: string): TermStatus | undefined {
  const plain = word.toLowerCase().replaceAll(/[^a-z]/g, '')
  if (plain === 'approved') return 'approved'
  return plain === 'draft' || plain === 'inreview' ? 'draft' : undefined
}
