import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '#core/errors'
import type { WriteDb } from '#db/connection'

/** No write transaction of an import is longer than this, so that a person's decision never waits for it. */
const MOST_MS = 50
const MOST_ROWS = 100_000

/** Cancels long work between two batches. */
export type Cancel = { readonly isCancelled: () => boolean }

/** Work cut into short write transactions with a pause between them, so that other writers get their turn. */
export type Batches = {
  /** Call before each write. Returns true where it opened a transaction: others may have written since the last one. */
  readonly begin: () => boolean
  /** Call after `rows` writes; commits when the batch is full. */
  readonly wrote: (rows: number) => Promise<void>
  readonly end: () => void
  /** Commits before something else than writing is waited for (the next piece of a file), however long that takes. */
  readonly rest: () => void
  /** Drops what the open transaction holds. */
  readonly abandon: () => void
}

/**
 * @param mostMs how long a transaction may last; Infinity where nobody else writes and how fast the machine is must not show
 * @throws AppError cancelled from `wrote` and `rest`, after a commit
 */
export function createBatches(write: WriteDb, cancel: Cancel, mostMs = MOST_MS): Batches {
  let openedAt = 0
  let rows = 0
  const begin = (): boolean => {
    if (write.inTransaction) return false
    write.exec('begin immediate')
    openedAt = performance.now()
    rows = 0
    return true
  }
  const end = (): void => {
    if (write.inTransaction) write.exec('commit')
  }
  const rest = (): void => {
    end()
    if (cancel.isCancelled()) throw new AppError('cancelled', 'Stopped. The catalog is as it was.')
  }
  return {
    begin,
    end,
    rest,
    wrote: async (count) => {
      rows += count
      if (!write.inTransaction || (rows < MOST_ROWS && performance.now() - openedAt < mostMs)) return
      rest()
      await wait(1)
    },
    abandon: () => {
      if (write.inTransaction) write.exec('rollback')
    },
  }
}
