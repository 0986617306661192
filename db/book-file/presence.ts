import { randomUUID } from 'node:crypto'
import type { AppError } from '#core/errors'
import { type ReadDb, inTransaction, sql, type WriteDb } from '../connection.ts'
import { type Lease, isRunning, isStale, listLeases, lockedBy, thisHost } from '../lease.ts'

/**
 * Every program that has the book open for writing stands in the lease table as `open:<id>`, so that another one
 * can say who. SQLite's locks keep the file safe; these rows only give the names.
 */
const OPEN = 'open:'

export type Presence = { readonly holder: string; readonly nowMs: number }

/** Writes our row, and marks the book as in use until a clean close. Returns the row's name. */
export function enter(write: WriteDb, { holder, nowMs }: Presence): string {
  const work = OPEN + randomUUID()
  const host = thisHost()
  // Without waiting for the disk: any later commit that does wait brings this one with it.
  write.pragma('synchronous = NORMAL')
  inTransaction(write, () => {
    for (const lease of listLeases(write)) if (isGone(lease, nowMs)) remove(write, lease.work)
    sql(write, 'insert into lease (work, holder, pid, host, takenAtMs, heartbeatMs) values (?, ?, ?, ?, ?, ?)').run(
      work,
      holder,
      process.pid,
      host,
      nowMs,
      nowMs,
    )
    sql(write, 'update book set isClosedCleanly = 0').run()
  })
  write.pragma('synchronous = FULL')
  return work
}

/** Takes our row away. The book counts as closed cleanly when no other running program stands there. */
export function leave(write: WriteDb, work: string): void {
  inTransaction(write, () => {
    remove(write, work)
    if (listOpen(write).some((lease) => lease.host !== thisHost() || isRunning(lease.pid))) return
    sql(write, 'update book set isClosedCleanly = 1').run()
  })
}

/** Programs that have the book open for writing and are still running, ours included. */
export function listUsers(read: ReadDb, nowMs: number): Lease[] {
  return listOpen(read).filter((lease) => !isGone(lease, nowMs))
}

/** True when a program ended without giving back what it held: the book, or an import. */
export function hasLeftBehind(read: ReadDb, nowMs: number): boolean {
  return listLeases(read).some((lease) => isGone(lease, nowMs))
}

/** The error that names who is writing: who does long work, else who else has it open. Undefined when nobody is known. */
export function nameWriter(read: ReadDb, own: { readonly work: string | null; readonly nowMs: number }): AppError | undefined {
  const others = listLeases(read).filter((lease) => lease.work !== own.work && !isGone(lease, own.nowMs))
  const elsewhere = others.filter(({ pid, host }) => pid !== process.pid || host !== thisHost())
  const likely = elsewhere.length > 0 ? elsewhere : others
  const writer = likely.find(({ work }) => !work.startsWith(OPEN)) ?? likely[0]
  return writer === undefined ? undefined : lockedBy(writer)
}

function listOpen(read: ReadDb): Lease[] {
  return listLeases(read).filter(({ work }) => work.startsWith(OPEN))
}

/** Rows of open books have no heartbeat: here the process itself is asked. */
function isGone(lease: Lease, nowMs: number): boolean {
  const host = thisHost()
  if (lease.work.startsWith(OPEN) && lease.host === host) return !isRunning(lease.pid)
  return isStale(lease, { host, nowMs })
}

function remove(write: WriteDb, work: string): void {
  sql(write, 'delete from lease where work = ?').run(work)
}
