import type { AssetKind } from '../assets/kinds.ts'
import type { ChargePeriod, CostEntry } from '../costs/cost-entry.ts'
import type { CostTotal } from '../costs/totals.ts'
import type { JsonObject } from '../json.ts'

/**
 * What every importer produces. An importer is pure: bytes in, batches of intake out. It never reads the book;
 * what is new, changed or gone is the reconcile engine's business.
 */

/** A piece of a file. `position` is the byte offset of `bytes[0]` in the (unpacked) file. */
export type Chunk = { readonly bytes: Uint8Array; readonly position: number }

/** A file a person gave. Opening it again starts from its first byte. */
export type ImportFile = {
  /** Shown in receipts and errors: the path below the folder that was picked, never absolute. */
  readonly name: string
  /** Unpacked size in bytes where it is known. */
  readonly sizeBytes: number | null
  readonly open: () => AsyncIterable<Chunk>
}

/** A column as one file tells it. `fields` are named as in COLUMN_FIELDS; absent = the file does not say. */
export type IntakeColumn = { readonly name: string; readonly fields: JsonObject; readonly extras?: JsonObject }

/** A column of one dataset that is made of a column of another; the one downstream is the entry's own. */
export type IntakeColumnLink = {
  /** Name (inside this source) of the dataset upstream. */
  readonly upstream: string
  readonly upstreamColumn: string
  readonly downstreamColumn: string
}

/** One thing that exists, as one part of a source tells it. */
export type IntakeEntry = {
  readonly kind: 'entry'
  /** Name of the thing inside its source; for dbt the unique_id. */
  readonly name: string
  /** null: this part only adds to a thing another part defines (a dbt group's owner, say). */
  readonly assetKind: AssetKind | null
  /** The kind the receipt counts it under (dbt's resource type, for dbt); null: it is counted under none. */
  readonly receiptKind: string | null
  /** Which receipt of the summary counts it, from 0. */
  readonly fileIndex: number
  /** Which artifact says it: `manifest`, `catalog`, `groups`, `sources`, `schema`, `datasets`, `glossary`, `domains`, `products`, `links`. Part of the fact's key. */
  readonly part: string
  /** Named as in fieldsOf(kind). Only fields the file gives a value for. */
  readonly fields: JsonObject
  /** null: this part says nothing about columns. */
  readonly columns: readonly IntakeColumn[] | null
  /** Names (inside this source) one step upstream. null: this part says nothing about links. */
  readonly upstream: readonly string[] | null
  /** Absent: this part says nothing about links between columns. */
  readonly columnLinks?: readonly IntakeColumnLink[]
  /** `more`: its links come beside those that this part told before; `all` where it does not say. */
  readonly linksAre?: 'all' | 'more'
  /** For checks: the dataset (name inside this source) and column it looks at. */
  readonly check: IntakeCheck | null
  readonly sql: IntakeSql | null
  /** Keys of the file this importer does not know, kept as they are. */
  readonly extras: JsonObject
  /** Paths in `fields`, `check` or `extras` that hold values of data rather than descriptions of it. */
  readonly carriesValues: readonly string[]
  /** Where in the file: a JSON path such as `nodes/model.shop.orders`, or `row 12`. */
  readonly position: string
}

export type IntakeCheck = {
  readonly datasetName: string | null
  readonly columnName: string | null
  /** not_null, unique, accepted_values, …; the test's own name for a singular test. */
  readonly checkType: string
  readonly style: 'generic' | 'singular' | 'unit'
  readonly namespace: string | null
  readonly severity: 'error' | 'warn' | null
  readonly arguments: JsonObject
}

export type IntakeSql = { readonly raw: string | null; readonly compiled: string | null; readonly language: string | null }

/** One execution of a pipeline (a dbt invocation). */
export type IntakeRun = {
  readonly kind: 'run'
  /** Unique inside the source (dbt: invocation_id). */
  readonly externalId: string
  /** Name (inside this source) of the pipeline. */
  readonly pipelineName: string
  /** What ran: `run`, `build`, `test`, `docs`, … */
  readonly command: string | null
  readonly startedAtMs: number | null
  readonly endedAtMs: number | null
  readonly status: 'success' | 'failed' | 'partial'
  readonly extras: JsonObject
}

/** What a run did to one thing. Statuses are the source's own words; `outcome` is ours. */
export type IntakeRunResult = {
  readonly kind: 'run-result'
  readonly runExternalId: string
  readonly name: string
  readonly sourceStatus: string
  /** compiled: nothing ran (dbt docs generate); such a result says nothing about data. */
  readonly outcome: 'success' | 'pass' | 'warn' | 'fail' | 'error' | 'skipped' | 'compiled' | 'other'
  readonly startedAtMs: number | null
  readonly endedAtMs: number | null
  readonly durationSeconds: number | null
  readonly failures: number | null
  readonly message: string | null
  readonly rowsAffected: number | null
  readonly bytesProcessed: number | null
  readonly adapterResponse: JsonObject
  /** What the source says of it beyond that; COMPILED_CODE among it. */
  readonly extras: JsonObject
  /** Which receipt of the summary counts it, from 0. */
  readonly fileIndex: number
  readonly position: string
}

/** The SQL that a run sent, among what a result says beyond its fields; the receipt has a line of its own for it. */
export const COMPILED_CODE = 'compiled_code'

/** One row of a bill. It has no name: what is the same in an earlier import is found by all it says. */
export type IntakeCostEntry = CostEntry & {
  readonly kind: 'cost-entry'
  /** What the row says beyond that, kept as it is. */
  readonly extras: JsonObject
  /** Which of the import's files says it, from 0: the place of its receipt in the summary. And its row there. */
  readonly fileIndex: number
  readonly rowNumber: number
}

export type IntakeItem = IntakeEntry | IntakeRun | IntakeRunResult | IntakeCostEntry

/** One line of the receipt: what a file holds of one kind, what was taken, what was left and why. */
export type ReceiptKind = {
  readonly kind: string
  readonly inFile: number
  readonly taken: number
  readonly left: number
  /** How many of the left ones are no catalog entries at all, so that nothing is missing without them. */
  readonly byDesign: number
  /** One per left thing, at most REASONS_KEPT each kind; `left` is always the whole count. */
  readonly reasons: readonly { readonly path: string; readonly reason: string }[]
}
export const REASONS_KEPT = 200

/** Something the file says that was not taken over, though it was read. */
export type NotUnderstood = { readonly path: string; readonly reason: string }

export type FileReceipt = {
  readonly name: string
  readonly artifact: string
  /** The format's own version, as the file states it. */
  readonly version: string | null
  /** When the source says the file was made. */
  readonly generatedAtMs: number | null
  readonly kinds: readonly ReceiptKind[]
  readonly notUnderstood: readonly NotUnderstood[]
  /** What it charges, by currency; files that charge nothing have none. */
  readonly totals?: readonly CostTotal[]
}

/**
 * What an import speaks for, and so may retire when it is missing.
 * all: every name this part ever told. prefixes: the names that start so (a warehouse schema, say).
 * none: a partial view; nothing is ever retired by it. Charges have no names: they are spoken for by the time they are for.
 */
export type Coverage =
  | {
      readonly part: string
      readonly names:
        | { readonly kind: 'all' }
        | { readonly kind: 'prefixes'; readonly prefixes: readonly string[] }
        | { readonly kind: 'none' }
    }
  | { readonly part: 'costs'; readonly charged: ChargePeriod }

/** What an importer says at the end of reading. */
export type IntakeSummary = {
  readonly files: readonly FileReceipt[]
  readonly covers: readonly Coverage[]
}

/** What a first look at the files says, before anything is read whole. */
export type Inspection = {
  readonly format: ImportFormat
  /** Name of the source these files belong to: dbt's project name. null: the files don't say; a person must. */
  readonly sourceName: string | null
  /** Distinguishes two sources of one name (dbt: the adapter type). */
  readonly target: string | null
  readonly files: readonly {
    readonly name: string
    readonly artifact: string
    readonly version: string | null
    readonly generatedAtMs: number | null
  }[]
  /** Sentences a person should read before going on (unknown version read as the nearest, …). */
  readonly remarks: readonly string[]
}

export const SOURCE_FORMATS = ['dbt', 'schema', 'datasets', 'glossary', 'domains', 'products', 'costs', 'links', 'hand'] as const
/** Where a source's facts come from. `hand` is the source of datasets a person made up; it has no imports. */
export type SourceFormat = (typeof SOURCE_FORMATS)[number]
/** A format that has an importer. */
export type ImportFormat = Exclude<SourceFormat, 'hand'>

/** One importer per format; a new format is one folder here plus fixtures. */
export type Importer = {
  readonly format: ImportFormat
  /**
   * Looks at the beginning of each file.
   * @throws AppError bad-file naming the file and what it is instead
   */
  readonly inspect: (files: readonly ImportFile[], options: JsonObject) => Promise<Inspection>
  /**
   * Reads the files whole, in batches small enough to hold in memory.
   * @throws AppError bad-file naming file, position and kind; what was yielded before must then be thrown away
   */
  readonly read: (files: readonly ImportFile[], options: JsonObject) => AsyncGenerator<readonly IntakeItem[], IntakeSummary>
}
