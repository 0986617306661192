import { type ReadDb, sql, type WriteDb } from '../connection.ts'

/** The row that says what this book is. */
export type BookRow = {
  readonly name: string
  readonly currency: string
  readonly createdAtMs: number
  readonly seq: number
  readonly visibleImportId: number
  readonly isClosedCleanly: boolean
  readonly lastQuickCheckMs: number | null
}

export function readBook(read: ReadDb): BookRow {
  type Row = Omit<BookRow, 'isClosedCleanly'> & { readonly isClosedCleanly: number }
  const row = sql<Row>(read, 'select name, currency, createdAtMs, seq, visibleImportId, isClosedCleanly, lastQuickCheckMs from book').get()
  if (row === undefined) throw new Error('the book has no row that says what it is')
  return { ...row, isClosedCleanly: row.isClosedCleanly === 1 }
}

/** Number of migrations the book has: the version of its tables. */
export function readSchemaVersion(read: ReadDb): number {
  return Number(read.pragma('user_version', { simple: true }))
}

/** Size of the database in bytes, what is still in the log included. */
export function readSizeBytes(read: ReadDb): number {
  return Number(read.pragma('page_count', { simple: true })) * Number(read.pragma('page_size', { simple: true }))
}

export function renameBook(write: WriteDb, name: string): void {
  sql(write, 'update book set name = ?').run(name)
}

export function setCurrency(write: WriteDb, currency: string): void {
  sql(write, 'update book set currency = ?').run(currency)
}

/** Raises the book's number; every commit that changes what a reader sees does it once. Returns the new number. */
export function bumpSeq(write: WriteDb): number {
  return sql<{ seq: number }>(write, 'update book set seq = seq + 1 returning seq').get()?.seq ?? 0
}

export function readSeq(read: ReadDb): number {
  return sql<{ seq: number }>(read, 'select seq from book').get()?.seq ?? 0
}
