import { canonicalJson, type JsonValue } from '../json.ts'
import { columnKey } from './column-names.ts'
import { CurrentAsset, type CurrentColumn, type CurrentRules, type DecisionsOfAsset, type PartFacts } from './current.ts'
import type { AssetKind } from './kinds.ts'

/** A field of which a file says something new, though a person decided it otherwise. `column`: '' for the asset itself. */
export type Overruled = {
  readonly column: string
  readonly field: string
  readonly after: JsonValue | null
  readonly decided: JsonValue
}

/** One part of a source before and after an import, and what is decided of the asset it tells of. */
type NewWord = {
  readonly kind: AssetKind
  /** The asset's: by its case rule columns are the same. */
  readonly platform: string | null
  readonly before: PartFacts
  readonly after: PartFacts
  readonly decisions: DecisionsOfAsset
}

type Value = JsonValue | null
const NONE: DecisionsOfAsset = new Map()

/**
 * Fields that read otherwise by what a source now says, though a decision on them stands and says otherwise still: read as
 * the catalog reads them, by the meta mapping, merged names and the platform's case rule.
 */
export function listOverruled({ kind, platform, before, after, decisions }: NewWord, rules: CurrentRules): Overruled[] {
  const was = new CurrentAsset({ kind, parts: [before], decisions: NONE }, rules)
  const is = new CurrentAsset({ kind, parts: [after], decisions: NONE }, rules)
  const decided = new CurrentAsset({ kind, parts: [before, after], decisions }, rules)
  const found: Overruled[] = []
  const compare = (column: string, field: string, said: { before: Value; after: Value; decided: Value }): void => {
    const text = canonicalJson(said.after)
    if (said.decided === null || text === canonicalJson(said.before) || text === canonicalJson(said.decided)) return
    found.push({ column, field, after: said.after, decided: said.decided })
  }
  for (const field of fieldsDecided(decisions.get('')))
    compare('', field, { before: was.value(field), after: is.value(field), decided: decided.value(field) })
  if (![...decisions.keys()].some((column) => column !== '')) return found
  const [wasColumns, isColumns] = [byKey(was, platform), byKey(is, platform)]
  for (const [key, column] of byKey(decided, platform)) {
    const [old, now] = [wasColumns.get(key), isColumns.get(key)]
    for (const field of fieldsDecided(column.decisions)) {
      const before = old === undefined ? null : was.columnValue(old, field)
      const after = now === undefined ? null : is.columnValue(now, field)
      compare((now ?? column).name, field, { before, after, decided: decided.columnValue(column, field) })
    }
  }
  return found
}

/** A decision that was taken back stands against nothing. */
function fieldsDecided(decisions: CurrentColumn['decisions'] | undefined): string[] {
  return [...(decisions ?? [])].filter(([, decision]) => decision.value !== null).map(([field]) => field)
}

const byKey = (asset: CurrentAsset, platform: string | null): Map<string, CurrentColumn> =>
  new Map(asset.columns(platform).map((column) => [columnKey(platform, column.name), column]))
