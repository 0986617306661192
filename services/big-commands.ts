import type { Decided } from './decide.ts'
import type { EditRequest } from './datasets/bulk-edit.ts'

/** A command that may change so much that it is run in a worker: the thread that answers questions goes on answering. */
export type BigCommand =
  | { readonly name: 'datasets.edit'; readonly input: EditRequest }
  | { readonly name: 'decisions.undo'; readonly input: { readonly groupId: number; readonly reason: string } }

/** Runs a command as a job of this title, to its end. */
export type RunBeside = (title: string, command: BigCommand) => Promise<Decided>

/** What a worker costs to start is more than fewer values take. */
const MANY_VALUES = 1000

export const isBig = (values: number): boolean => values > MANY_VALUES
