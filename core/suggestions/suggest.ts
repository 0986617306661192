import type { SuggestionPack, SuggestionRule } from '../rule-packs.ts'
import type { Agreed, Vicinity } from './neighbours.ts'
import type { Spelling } from './spelling.ts'

/** What rules may look at. null = unknown; then no rule that looks at it says anything. */
export type SuggestionFacts = {
  readonly name: string
  readonly schema: string | null
  /** The file that defines it, as the project names it (`models/marts/finance/orders.sql`). */
  readonly path: string | null
  readonly package: string | null
  readonly group: string | null
  readonly resourceType: string | null
  /** What its neighbours agree on; see neighbours.ts. */
  readonly agreed: Readonly<Record<Vicinity, Agreed>>
  /** Fields that already have a value; nothing is suggested for these. */
  readonly has: Readonly<Record<string, boolean>>
}

export type Suggestion = {
  readonly field: string
  readonly value: string
  readonly ruleId: string
  /** The rule in words: "the name starts with stg_". */
  readonly because: string
  /** To be looked at first. */
  readonly isGuess: boolean
}

/** Datasets for which one rule suggests one value of one field. */
export type SuggestedGroup = Suggestion & {
  /** `<ruleId>|<field>|<value>`: the same over imports as long as the rule and the value are. */
  readonly groupId: string
  /** Keys of its datasets, in code-unit order. */
  readonly keys: readonly string[]
}

type Match = { readonly found: string | null; readonly depth: number }

/**
 * What a dataset's name, folder, schema, package and group suggest for fields that nobody has filled: at most one
 * value per field. The first rule of the pack that speaks counts; among rules about folders, the deepest folder.
 * It is spelled as the catalog spells it already.
 */
export function suggestFor(facts: SuggestionFacts, pack: SuggestionPack, spelling: Spelling): Suggestion[] {
  const best = new Map<string, { readonly rule: SuggestionRule; readonly match: Match }>()
  for (const rule of pack.rules) {
    if (facts.has[rule.field] === true || rule.notFor?.includes(facts.resourceType ?? '') === true) continue
    const earlier = best.get(rule.field)
    if (earlier !== undefined && !(earlier.rule.when.kind === 'folder' && rule.when.kind === 'folder')) continue
    const match = matchOf(rule, facts)
    if (match !== null && (earlier === undefined || match.depth > earlier.match.depth)) best.set(rule.field, { rule, match })
  }
  return [...best.values()].map(({ rule, match }) => {
    const found = rule.value ?? match.found ?? ''
    const value = spelling(rule.field, found)
    return { field: rule.field, value, ruleId: rule.id, because: rule.because.replace('{value}', () => found), isGuess: rule.isGuess }
  })
}

/** Groups suggestions for bulk accepts, biggest first. The order in which datasets arrive has no influence. */
export function groupSuggestions(items: Iterable<{ readonly key: string; readonly suggestions: readonly Suggestion[] }>): SuggestedGroup[] {
  const groups = new Map<string, Suggestion & { readonly groupId: string; readonly keys: string[] }>()
  for (const { key, suggestions } of items) {
    for (const suggestion of suggestions) {
      const groupId = `${suggestion.ruleId}|${suggestion.field}|${suggestion.value}`
      const group = groups.get(groupId)
      if (group === undefined) groups.set(groupId, { ...suggestion, groupId, keys: [key] })
      else group.keys.push(key)
    }
  }
  for (const group of groups.values()) group.keys.sort(compare)
  return [...groups.values()].sort((a, b) => b.keys.length - a.keys.length || compare(a.groupId, b.groupId))
}

function matchOf({ when, field }: SuggestionRule, facts: SuggestionFacts): Match | null {
  switch (when.kind) {
    case 'name-prefix':
      return plain(when.prefixes.some((prefix) => facts.name.toLowerCase().startsWith(`${prefix}_`)))
    case 'domain-in-name': {
      const [prefix = '', domain = '', rest] = facts.name.toLowerCase().split('_')
      return finding(rest !== undefined && when.prefixes.includes(prefix) && when.domains.includes(domain) ? domain : null)
    }
    case 'folder': {
      const depth = foldersOf(facts.path).findLastIndex((folder) => when.folders.includes(folder))
      return depth === -1 ? null : { found: null, depth }
    }
    case 'domain-folder':
      return finding(below(foldersOf(facts.path), when.below).find((folder) => when.domains.includes(folder)))
    case 'folder-below': {
      const [folder] = below(foldersOf(facts.path), when.below)
      return finding(folder !== undefined && !when.except.includes(folder) ? folder : null)
    }
    case 'schema': {
      const schema = facts.schema?.toLowerCase() ?? ''
      return plain(when.is.includes(schema) || when.endsWith.some((ending) => schema.endsWith(ending)))
    }
    case 'resource-type':
      return plain(when.types.includes(facts.resourceType ?? ''))
    case 'package':
      return plain(when.packages.includes(facts.package ?? ''))
    case 'group':
      return finding(facts.group)
    case 'neighbours':
      return finding(facts.agreed[when.in][field])
  }
}

function plain(isMatch: boolean): Match | null {
  return isMatch ? { found: null, depth: 0 } : null
}

function finding(found: string | null | undefined): Match | null {
  const value = found?.trim() ?? ''
  return value === '' ? null : { found: value, depth: 0 }
}

/** The folders of a file's path in lower case, outermost first, without the file itself. */
function foldersOf(path: string | null): string[] {
  return (path ?? '')
    .toLowerCase()
    .split(/[\\/]+/)
    .slice(0, -1)
}

/** The folders below the first folder of one of these names. */
function below(folders: readonly string[], names: readonly string[]): readonly string[] {
  const start = folders.findIndex((folder) => names.includes(folder))
  return start === -1 ? [] : folders.slice(start + 1)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
