import { fileURLToPath } from 'node:url'
import { type BookProcess, startProgram } from '#db/testing/book-process'

/** `folder` may be one file; `reading`: by a thread beside who writes, or by who writes. */
type ImportTask = { readonly work: 'import'; readonly folder: string; readonly reading?: 'beside' | 'here' }

/** What child-engine.ts is asked to do with a book. Its clock starts at `nowMs`. */
export type ChildTask = { readonly book: string; readonly nowMs: number } & (
  | ImportTask
  | { readonly work: 'decide'; readonly perGroup: number }
  /** One decision after another on so many datasets; says how long each took (ms, JSON). Then ends. */
  | { readonly work: 'decide-slowly'; readonly count: number; readonly pauseMs: number }
  | { readonly work: 'undo'; readonly importId: number }
  | { readonly work: 'migrate'; readonly migrations: string }
)

const SCRIPT = fileURLToPath(new URL('./child-engine.ts', import.meta.url))

/** Starts another program on the book; it ends with the test. */
export function startChild(task: ChildTask): BookProcess {
  return startProgram(SCRIPT, [JSON.stringify(task)])
}
