import { createHash } from 'node:crypto'
import { canonicalJson, type JsonValue } from '#core/json'
import { type ReadDb, sql, type WriteDb } from './connection.ts'

export type JournalKind =
  | 'create'
  | 'import'
  | 'decide'
  | 'undo-decision'
  | 'undo-import'
  | 'settings'
  | 'export'
  | 'mapping'
  | 'migrate'
  | 'view'

export type JournalEntry = {
  readonly seq: number
  readonly atMs: number
  readonly author: string
  readonly kind: JournalKind
  readonly payload: JsonValue
  readonly hash: string
}

/** Compares an entry with what it is about (decisions, facts). Says what doesn't match, or null. */
export type JournalCheck = (entry: JournalEntry) => string | null
export type JournalChecks = { readonly [kind in JournalKind]?: JournalCheck }

export type JournalVerdict = {
  readonly ok: boolean
  /** Entries that fit, before the first broken one. */
  readonly entries: number
  readonly headHash: string
  readonly firstBroken: { readonly seq: number; readonly reason: string } | null
}

/** What the first entry follows. */
export const NO_HASH = '0'.repeat(64)

type Row = Omit<JournalEntry, 'payload'> & { readonly payload: string; readonly previousHash: string }
type Head = { readonly seq: number; readonly hash: string }

/** SQL: the group of decisions that an entry is about, as the index of the journal has it. */
export const GROUP_OF_ENTRY = `case when json_valid(payload) then payload ->> '$.groupId' end`

const COLUMNS = 'seq, atMs, author, kind, payload, previousHash, hash'
const BATCH = 500

/**
 * Adds an entry at the end of the chain, inside the caller's transaction. Its hash covers its number, time, author,
 * kind, payload and the hash before it, as canonical JSON.
 */
export function appendJournal(
  write: WriteDb,
  entry: { readonly atMs: number; readonly author: string; readonly kind: JournalKind; readonly payload: JsonValue },
): { readonly seq: number; readonly hash: string } {
  const head = journalHead(write)
  const seq = head.seq + 1
  const author = asStored(entry.author)
  const payload = canonicalJson(entry.payload)
  const hash = hashOf({ seq, atMs: entry.atMs, author, kind: entry.kind, payload, previousHash: head.hash })
  sql(write, `insert into journal (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?)`).run(
    seq,
    entry.atMs,
    author,
    entry.kind,
    payload,
    head.hash,
    hash,
  )
  sql(write, 'update book set journalSeq = ?, journalHash = ?').run(seq, hash)
  return { seq, hash }
}

/** Hash of the newest entry: what a report prints, so that later changes of the past can be shown. */
export function headHash(read: ReadDb): string {
  return journalHead(read).hash
}

/** Whether the journal holds this very entry: not in another file at the same place, nor in an older copy. */
export function hasJournalEntry(read: ReadDb, { seq, hash }: { readonly seq: number; readonly hash: string }): boolean {
  return sql(read, 'select 1 from journal where seq = ? and hash = ?').get(seq, hash) !== undefined
}

/** Newest first, from before `beforeSeq` and after `afterSeq`; `total` counts all there are. */
export function listJournal(
  read: ReadDb,
  page: { readonly beforeSeq?: number | undefined; readonly afterSeq?: number; readonly limit: number },
): { readonly items: readonly JournalEntry[]; readonly total: number } {
  const rows = sql<Row>(read, `select ${COLUMNS} from journal where seq > ? and seq < ? order by seq desc limit ?`).all(
    page.afterSeq ?? Number.MIN_SAFE_INTEGER,
    page.beforeSeq ?? Number.MAX_SAFE_INTEGER,
    page.limit,
  )
  return { items: rows.map(toEntry), total: journalHead(read).seq }
}

/**
 * Recomputes the chain from the first entry, in one snapshot, a batch at a time. Names the first entry that is missing,
 * changed, or no longer matches what it is about; then stops.
 */
export function verifyJournal(read: ReadDb, checks: JournalChecks = {}): JournalVerdict {
  return read.transaction(() => {
    const head = journalHead(read)
    let last: Head = { seq: 0, hash: NO_HASH }
    for (const row of allRows(read)) {
      const reason = findBreak(row, last) ?? checks[row.kind]?.(toEntry(row)) ?? null
      if (reason !== null) {
        const seq = Math.min(row.seq, last.seq + 1)
        return { ok: false, entries: last.seq, headHash: head.hash, firstBroken: { seq, reason } }
      }
      last = { seq: row.seq, hash: row.hash }
    }
    const firstBroken = compareHead(head, last)
    return { ok: firstBroken === null, entries: last.seq, headHash: head.hash, firstBroken }
  })()
}

function findBreak(row: Row, last: Head): string | null {
  if (row.seq > last.seq + 1) return `entry ${last.seq + 1} is missing`
  if (row.seq <= last.seq) return 'the first entry is number 1'
  if (row.previousHash !== last.hash) return 'it does not follow the entry before it'
  // A blob of the same bytes would hash alike.
  if (typeof row.payload !== 'string' || row.hash !== hashOf(row)) return 'it was changed after it was written'
  return null
}

/** The book remembers its newest entry, so that entries cut off at the end are missed too. */
function compareHead(head: Head, last: Head): JournalVerdict['firstBroken'] {
  if (head.seq === last.seq && head.hash === last.hash) return null
  if (head.seq > last.seq) return { seq: last.seq + 1, reason: `entry ${last.seq + 1} is missing` }
  return { seq: last.seq, reason: 'the book does not know it as its newest entry' }
}

function* allRows(read: ReadDb): Generator<Row> {
  const next = sql<Row>(read, `select ${COLUMNS} from journal where seq > ? order by seq limit ${BATCH}`)
  let after = Number.MIN_SAFE_INTEGER
  for (;;) {
    const rows = next.all(after)
    yield* rows
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.seq
  }
}

/** Canonical JSON of the entry, with the payload's own text in its place: a change of even a space in it shows. */
function hashOf(row: Omit<Row, 'hash'>): string {
  const { atMs, author, kind, payload, previousHash, seq } = row
  const before = canonicalJson({ atMs, author, kind }).slice(0, -1)
  const after = canonicalJson({ previousHash, seq }).slice(1)
  return createHash('sha256').update(`${before},"payload":${payload},${after}`).digest('hex')
}

function toEntry({ seq, atMs, author, kind, payload, hash }: Row): JournalEntry {
  return { seq, atMs, author, kind, payload: JSON.parse(payload) as JsonValue, hash }
}

/** The newest entry's number and hash; 0 and 64 zeros where there is none. */
export function journalHead(read: ReadDb): Head {
  const head = sql<Head>(read, 'select journalSeq as seq, journalHash as hash from book').get()
  if (head === undefined) throw new Error('the book has no row that says what it is')
  return head
}

/** Half a surrogate pair can't be stored: SQLite would hand back another character than was hashed. */
function asStored(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8')
}
