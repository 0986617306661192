import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { AppError } from '#core/errors'
import { inTransaction, type ReadDb, sql, type WriteDb } from './connection.ts'

/** Who does which long exclusive work, on which machine, and when it last said so. */
export type Lease = {
  readonly work: string
  readonly holder: string
  readonly pid: number
  readonly host: string
  readonly takenAtMs: number
  readonly heartbeatMs: number
}
export type LeaseRequest = Pick<Lease, 'work' | 'holder' | 'pid' | 'host'> & { readonly nowMs: number }

/** A process on another machine can't be asked; this long without a heartbeat and it counts as gone. */
const SILENT_ELSEWHERE_MS = 30_000
/** A process of ours that is alive but silent this long is hung, or its number belongs to another program by now. */
const SILENT_HERE_MS = 10 * 60_000

const COLUMNS = 'work, holder, pid, host, takenAtMs, heartbeatMs'
const HOLDER_WORDS: Readonly<Record<string, string>> = { app: 'the app', cli: 'the command line', browser: 'the app in the browser' }

/**
 * Takes the exclusive right to `work`, removing what a dead holder left behind. Joins the caller's transaction or makes its own.
 * Errors: book-locked names who has it and since when.
 */
export function takeLease(write: WriteDb, request: LeaseRequest): Lease {
  return inTransaction(write, () => {
    const current = sql<Lease>(write, `select ${COLUMNS} from lease where work = ?`).get(request.work)
    if (current !== undefined && !isStale(current, request)) throw lockedBy(current)
    const { work, holder, pid, host, nowMs } = request
    sql(write, `insert or replace into lease (${COLUMNS}) values (?, ?, ?, ?, ?, ?)`).run(work, holder, pid, host, nowMs, nowMs)
    return { work, holder, pid, host, takenAtMs: nowMs, heartbeatMs: nowMs }
  })
}

/**
 * Says the holder is still at work. Call it inside the transaction of each batch: when another program has taken over
 * meanwhile, this throws and the batch is rolled back with it. Errors: book-locked.
 */
export function heartbeat(write: WriteDb, lease: Lease, nowMs: number): void {
  const { work, pid, host, takenAtMs } = lease
  const { changes } = sql(write, 'update lease set heartbeatMs = ? where work = ? and pid = ? and host = ? and takenAtMs = ?').run(
    nowMs,
    work,
    pid,
    host,
    takenAtMs,
  )
  if (changes === 1) return
  const other = sql<Lease>(write, `select ${COLUMNS} from lease where work = ?`).get(work)
  if (other !== undefined) throw lockedBy(other)
  throw new AppError('book-locked', `The right to write (${work}) was given up while the work was going on. Start it again.`, { work })
}

/** Gives the right back. A lease somebody else holds by now stays. */
export function releaseLease(write: WriteDb, lease: Lease): void {
  const { work, pid, host, takenAtMs } = lease
  sql(write, 'delete from lease where work = ? and pid = ? and host = ? and takenAtMs = ?').run(work, pid, host, takenAtMs)
}

/** All leases, oldest first; some may be stale. */
export function listLeases(read: ReadDb): Lease[] {
  return sql<Lease>(read, `select ${COLUMNS} from lease order by takenAtMs, work`).all()
}

/** True when the holder no longer works on it: gone, or silent for too long. `here` says from where that is judged. */
export function isStale(lease: Lease, here: { readonly host: string; readonly nowMs: number }): boolean {
  const silentMs = here.nowMs - lease.heartbeatMs
  if (lease.host !== here.host) return silentMs > SILENT_ELSEWHERE_MS
  return !isRunning(lease.pid) || silentMs > SILENT_HERE_MS
}

/** True while a process of this machine has that number. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

let host: string | undefined

/**
 * Names this machine so that a process number means one process: the host name, and where the system tells,
 * a mark of this boot and of the container's process space.
 */
export function thisHost(): string {
  if (host !== undefined) return host
  const mark = [() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'), () => readlinkSync('/proc/self/ns/pid')].map(orEmpty).join()
  host = mark === ',' ? hostname() : `${hostname()}/${createHash('sha256').update(mark).digest('hex').slice(0, 8)}`
  return host
}

function orEmpty(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}

/** `the command line (process 812, since 2026-11-23 01:30 UTC)`, with the machine when it is another one. */
export function describeHolder(lease: Lease): string {
  const machine = lease.host === thisHost() ? '' : ` on ${lease.host.split('/')[0]}`
  const since = new Date(lease.takenAtMs).toISOString().slice(0, 16).replace('T', ' ')
  return `${HOLDER_WORDS[lease.holder] ?? lease.holder}${machine} (process ${lease.pid}, since ${since} UTC)`
}

/** The error for work somebody else is doing. */
export function lockedBy(lease: Lease): AppError {
  const { work, holder, pid, takenAtMs } = lease
  return new AppError('book-locked', `The catalog file is being written by ${describeHolder(lease)}. Try again when that is finished.`, {
    work,
    holder,
    pid,
    host: lease.host.split('/')[0] ?? '',
    sinceMs: takenAtMs,
  })
}
