import type { Artifact } from './artifact.ts'

/** What is known of a file before it is read. */
export type FileFacts = {
  readonly artifact: Artifact
  /** Unique ids of the manifest given with it; null where there is none. */
  readonly defined: ReadonlySet<string> | null
  /** The place of its receipt in the summary. */
  readonly fileIndex: number
}
