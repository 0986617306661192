import { CurrentAsset, type CurrentRules, type DecisionsOfAsset } from '#core/assets/current'
import type { IntakeEntry } from '#core/importers/intake'
import { LINKS_PART } from '#core/reconcile/entry-facts'
import { type NextAsset, toNextAsset } from '#db/current'
import { type SearchWords, wordsOf } from '#db/search-words'
import type { SourceRow } from '#db/sources'
import { deriveFrom, type Lookups, UNLINKED_KINDS } from '../derive.ts'

/** What is derived of an asset whose only word is one entry; its number, and the numbers of what it names, are not known yet. */
export type ReadyAsset = {
  readonly next: Omit<NextAsset, 'id' | 'checkedAssetId'>
  /** Null for what is not searched. Names of columns are not told twice. */
  readonly words: Omit<SearchWords, 'id' | 'columnNames'> | null
  /** Names one step upstream. */
  readonly upstream: readonly string[]
  /** For checks: the name of what they look at. */
  readonly checked: string | null
}

export type ReadySource = {
  readonly source: Pick<SourceRow, 'id' | 'identity' | 'name' | 'format'>
  readonly importId: number
  readonly seenAtMs: number
}

const NOTHING_DECIDED: DecisionsOfAsset = new Map()

/**
 * Derives assets of a new source while its file is read. Null for what an entry alone does not tell: things that another part
 * defines, lists of links, products, whose members other sources tell of.
 */
export function createReadyMaker(
  rules: CurrentRules,
  { source, importId, seenAtMs }: ReadySource,
): (entry: IntakeEntry) => ReadyAsset | null {
  const look: Lookups = {
    findKey: () => undefined,
    listDecisions: () => [],
    findLatestResult: () => undefined,
    findLastSuccess: () => null,
    sourceName: () => source.name,
  }
  return (entry) => {
    const { assetKind: kind, name, part, fields, columns, columnLinks, check } = entry
    if (kind === null || kind === 'data_product' || part === LINKS_PART || columnLinks !== undefined) return null
    const said = { sourceId: source.id, sourceName: source.name, format: source.format, part, importId, seenAtMs, fields, columns }
    const current = new CurrentAsset({ kind, parts: [said], decisions: NOTHING_DECIDED }, rules)
    const key = { id: 0, sourceId: source.id, name, urn: `${source.identity}/${name}`, kind, assetId: 0, firstImportId: importId }
    const derived = deriveFrom({ look }, 0, { keys: [key], current, kind, status: 'active', facts: [] })
    const made = check === null ? derived : { ...derived, row: { ...derived.row, checkedColumn: check.columnName } }
    const { id: _id, checkedAssetId: _checked, ...next } = toNextAsset(made)
    const words = wordsOf(made)
    return {
      next,
      words: words === null ? null : { sortName: words.sortName, texts: words.texts },
      upstream: UNLINKED_KINDS.has(kind) ? [] : (entry.upstream ?? []),
      checked: check?.datasetName ?? null,
    }
  }
}
