import type { JsonValue } from '../json.ts'
import type { Report } from './document.ts'

/** What the catalog report is made of: plain data, read from the book at one moment. */
export type CatalogSnapshot = {
  readonly bookName: string
  /** The moment the report speaks of. */
  readonly asOfMs: number
  /** One sentence part per filter, in words ("domain is finance"); empty = all datasets. */
  readonly filterWords: readonly string[]
  /** Every dataset in scope, active or retired, in any order. */
  readonly datasets: readonly DatasetForReport[]
  /** Fields of datasets in scope that sources of equal rank tell differently and nobody has decided. */
  readonly conflicts: readonly ConflictForReport[]
  /** The sources the datasets come from, each with its newest import and the files its word stands on, of those that count at `asOfMs`. */
  readonly sources: Report['head']['sources']
  readonly rulePacks: Report['head']['rulePacks']
  /** Hash of the journal's newest entry. */
  readonly headHash: string
}

/** One dataset with its current values: a decision, else what the best source says; null = nobody says. */
export type DatasetForReport = {
  readonly key: string
  readonly name: string
  readonly schema: string | null
  readonly platform: string | null
  /** model, source, seed, table, … as its source calls it. */
  readonly resourceType: string | null
  /** Names of the sources that tell of it; "by hand" for those a person set up. */
  readonly sourceNames: readonly string[]
  /** No longer in any source. Retired datasets are counted as such and nowhere else. */
  readonly isRetired: boolean
  readonly ownerTeam: string | null
  readonly domain: string | null
  readonly tier: string | null
  readonly classification: string | null
  readonly isDescribed: boolean
  /** Columns that any source names; 0 = none are known, which is not the same as there being none. */
  readonly columnCount: number
  readonly describedColumnCount: number
  /** Checks attached to it, run or not. */
  readonly checkCount: number
  /** Against the source's own limits; unknown = there is no freshness result. */
  readonly freshness: 'on_time' | 'late' | 'unknown'
  /** Newest data, where a freshness result says. */
  readonly maxLoadedAtMs: number | null
}

export type ConflictForReport = {
  /** Key of the dataset. */
  readonly key: string
  readonly datasetName: string
  readonly schema: string | null
  /** null: a field of the dataset itself. */
  readonly column: string | null
  readonly field: string
  /** The differing claims. value null: withheld, because it carries values of data. */
  readonly claims: readonly { readonly sourceName: string; readonly value: JsonValue | null }[]
}
