import type { ImportFormat } from '#core/importers/intake'
import type { JsonObject } from '#core/json'
import type { ErrorReply } from '#contract/kit'
import type { OwnerChange } from '#contract/owners'
import type { ChangeCounts } from '#contract/shapes'
import type { SampleChoice } from '#core/sample/story'
import type { DatasetFilter } from '#db/dataset-filter'
import type { PickedEntry } from '#io/picked-files'
import type { CostGroupsRequest } from '../cost-sums.ts'
import type { Asked } from '../datasets/plan-edit.ts'
import type { ChangesRequest } from '../import-changes.ts'
import type { RenamesRequest } from '../importing/find-renames.ts'
import type { PendingImport } from '../importing/run-import.ts'
import type { BigCommandName, BigCommands } from '../big-commands.ts'
import type { ExportRequest } from '../make-export.ts'
import type { ReportRequest } from '../make-report.ts'
import type { PickedDecisions } from '../read-decisions-file.ts'

/** What a worker thread is asked to do on a book. JSON-shaped: it crosses a thread. */
export type WorkerTask = ReadingTask | WritingTask | SampleTask | TidyTask | CommandTask | DecisionsTask | { readonly kind: 'quick-check' }

/** A command of the contract, with its input, that changes very much. */
export type CommandTask = {
  [N in BigCommandName]: { readonly kind: 'command'; readonly name: N; readonly input: BigCommands[N]['input'] }
}[BigCommandName]

/** Reads a file of decisions and takes them over. */
export type DecisionsTask = { readonly kind: 'import-decisions'; readonly picked: PickedDecisions }

/** Housekeeping that changes nothing a person sees, beside other writers; ended between two batches, it goes on another time. */
export type TidyTask = { readonly kind: 'tidy' }

/** Makes a book of its own at `target`; the only task that needs no book. */
export type SampleTask = { readonly kind: 'sample'; readonly target: string; readonly choice: SampleChoice }

/** Looks at or copies the book; disturbs nobody, and works on a read-only book too. */
export type ReadingTask =
  | { readonly kind: 'check' }
  | { readonly kind: 'verify' }
  | { readonly kind: 'backup' }
  | { readonly kind: 'copy'; readonly target: string }
  | { readonly kind: 'report'; readonly request: ReportRequest }
  | { readonly kind: 'export'; readonly request: ExportRequest; readonly path: string }
  | { readonly kind: 'facets'; readonly filter: DatasetFilter }
  | { readonly kind: 'cost-months' }
  | { readonly kind: 'cost-groups'; readonly request: CostGroupsRequest }
  | { readonly kind: 'suggest' }
  | { readonly kind: 'newly-failing'; readonly sinceImport: number }
  | { readonly kind: 'values-held' }
  | { readonly kind: 'meta-keys'; readonly sourceId: number }
  | { readonly kind: 'plan-edit'; readonly asked: Asked }
  | { readonly kind: 'count-undo'; readonly groupId: number }
  | { readonly kind: 'plan-owner-change'; readonly change: OwnerChange }
  | { readonly kind: 'import-changes'; readonly request: ChangesRequest; readonly counts: ChangeCounts }
  | { readonly kind: 'import-renames'; readonly request: RenamesRequest }

/** Changes what sources say: one at a time, over all programs. */
export type WritingTask =
  | {
      readonly kind: 'plan'
      readonly entries: readonly PickedEntry[]
      readonly within: string | null
      readonly format: ImportFormat | null
      readonly sourceId: number | null
      readonly sourceName: string | null
      readonly options: JsonObject
      readonly place: string | null
      readonly whenUndone: 'take' | 'leave'
    }
  | { readonly kind: 'apply'; readonly pending: PendingImport; readonly sameAs: readonly { readonly from: string; readonly to: string }[] }
  | { readonly kind: 'undo'; readonly importId: number; readonly newer: 'refuse' | 'undo-too' }
  /** null: all that was never ended. */
  | { readonly kind: 'discard'; readonly importId: number | null }

export type WorkerData = {
  readonly bookPath: string
  /** Which file the book was opened from (OpenedFile): a task works on that one, and on no other that has taken its place. */
  readonly identity: string | null
  readonly holder: string
  readonly author: string
  readonly keepOriginalUpToBytes: number
  readonly task: WorkerTask
  /** One Int32; anything but 0 asks the worker to stop between two batches. */
  readonly cancelFlag: SharedArrayBuffer
}

export type WorkerMessage =
  | { readonly kind: 'progress'; readonly step: string; readonly done: number; readonly total: number | null }
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly error: ErrorReply; readonly stack: string | null }
