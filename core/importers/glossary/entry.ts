import type { TermStatus } from '#core/assets/kinds'
import type { JsonValue } from '#core/json'
import type { GlossaryTerm } from '#core/terms/term'
import type { IntakeEntry } from '../intake.ts'
import type { Tally } from '../tally.ts'

/** Terms are read with the names that are told already, into the receipt of one file. */
export type Reading = { readonly seen: Set<string>; readonly tally: Tally; readonly fileIndex: number }

/** A term as intake; `extras` is what no field is for. */
export function toTermEntry(term: GlossaryTerm, told: Pick<IntakeEntry, 'name' | 'position' | 'extras' | 'fileIndex'>): IntakeEntry {
  const fields: Record<string, JsonValue> = { name: term.name }
  if (term.definition !== null) fields['description'] = term.definition
  if (term.synonyms.length > 0) fields['synonyms'] = [...term.synonyms]
  if (term.related.length > 0) fields['relatedTerms'] = [...term.related]
  if (term.parent !== null) fields['parentTerm'] = term.parent
  if (term.owner !== null) fields['ownerTeam'] = term.owner
  if (term.status !== null) fields['termStatus'] = term.status
  return {
    kind: 'entry',
    assetKind: 'term',
    receiptKind: 'term',
    part: 'glossary',
    fields,
    columns: null,
    upstream: null,
    check: null,
    sql: null,
    carriesValues: [],
    ...told,
  }
}

/** The status a file's word means; undefined where it means none of ours. In review is not approved yet. */
export function readStatus(word: string): TermStatus | undefined {
  const plain = word.toLowerCase().replaceAll(/[^a-z]/g, '')
  if (plain === 'approved') return 'approved'
  return plain === 'draft' || plain === 'inreview' ? 'draft' : undefined
}
