import type { Worker } from 'node:worker_threads'
import { threadFile } from './thread-file.ts'

const MEMORY_LIMIT_MB = 2048
/** Room for what a batch leaves behind: with less, most of it is copied once before it dies. */
const YOUNG_MEMORY_MB = 96
/** A thread that has done its work is kept so long for more: to start another and read its program takes a fifth of a second. */
const KEPT_MS = 5000

/** Where a thread starts: the folder and name of its file. One is kept of each `use`. */
export type ThreadEntry = { readonly folder: string; readonly name: string; readonly use: string }

type Kept = { readonly thread: Worker; readonly forget: () => void }
const kept = new Map<string, Kept>()

/** A thread that takes one message as its work: a kept one where there is one. Whoever takes it ends it or keeps it again. */
export function takeThread(entry: ThreadEntry): Worker {
  const waiting = kept.get(entry.use)
  if (waiting === undefined) return startThread(entry)
  waiting.forget()
  waiting.thread.ref()
  return waiting.thread
}

/** Keeps a thread that has done its work and holds nothing open. It keeps no program alive. */
export function keepThread({ use }: ThreadEntry, thread: Worker): void {
  if (kept.has(use)) {
    void thread.terminate()
    return
  }
  const forget = (): void => {
    clearTimeout(timer)
    thread.off('exit', forget).off('error', forget)
    kept.delete(use)
  }
  const end = (): void => {
    forget()
    void thread.terminate()
  }
  const timer = setTimeout(end, KEPT_MS).unref()
  thread.on('exit', forget).on('error', forget).unref()
  kept.set(use, { thread, forget })
}

/** Starts a thread that will be taken in a moment. */
export function warmThread(entry: ThreadEntry): void {
  if (!kept.has(entry.use)) keepThread(entry, startThread(entry))
}

function startThread({ folder, name }: ThreadEntry): Worker {
  // Read here and not above: no start of a program needs it.
  const { Worker } = process.getBuiltinModule('node:worker_threads')
  return new Worker(threadFile(folder, name), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB, maxYoungGenerationSizeMb: YOUNG_MEMORY_MB },
  })
}
