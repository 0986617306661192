import type { ReadDb } from '#db/connection'

/** Runs several reads on one state of the book, however many imports become visible meanwhile. */
export function inSnapshot<T>(read: ReadDb, work: () => T): T {
  return read.transaction(work)()
}
