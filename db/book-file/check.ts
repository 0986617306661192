import { type ReadDb, sql, type WriteDb } from '../connection.ts'
import { damaged, mapSqliteError } from './errors.ts'
import { readBook } from './info.ts'

export type CheckResult = { readonly ok: boolean; readonly problems: readonly string[] }

const MOST_PROBLEMS = 100
const WEEK_MS = 7 * 24 * 60 * 60_000

/** Looks at every page, not at whether indexes agree with their tables. Takes time that grows with the book: run it in a worker. */
export function quickCheck(read: ReadDb): CheckResult {
  return collect(() => texts(read.pragma(`quick_check(${MOST_PROBLEMS})`)))
}

/** SQLite's whole check (pages, indexes, full text) and every foreign key. Slow on a large book. */
export function fullCheck(read: ReadDb): CheckResult {
  return collect(() => [...texts(read.pragma(`integrity_check(${MOST_PROBLEMS})`)), ...orphans(read)].slice(0, MOST_PROBLEMS))
}

/** Throws book-damaged with what to do, when the check found something. */
export function assertUndamaged(result: CheckResult, path: string): void {
  if (!result.ok) throw damaged(path, result.problems)
}

/** True after an unclean end, and once a week. */
export function needsQuickCheck(book: { readonly read: ReadDb; readonly wasClosedCleanly: boolean }, nowMs: number): boolean {
  const { lastQuickCheckMs, createdAtMs } = readBook(book.read)
  return !book.wasClosedCleanly || nowMs - (lastQuickCheckMs ?? createdAtMs) > WEEK_MS
}

export function recordQuickCheck(write: WriteDb, nowMs: number): void {
  sql(write, 'update book set lastQuickCheckMs = ?').run(nowMs)
}

function collect(find: () => readonly string[]): CheckResult {
  try {
    const problems = find()
    return { ok: problems.length === 0, problems }
  } catch (error) {
    // On bad damage SQLite stops with an error instead of a list.
    const mapped = mapSqliteError(error, '')
    if ('code' in mapped && mapped.code === 'book-damaged' && error instanceof Error) return { ok: false, problems: [error.message] }
    throw error
  }
}

function texts(rows: unknown): string[] {
  return (rows as readonly object[])
    .map((row) => String(Object.values(row)[0]))
    .filter((text) => text !== 'ok')
    .map((text) => text.replaceAll('\n', ' '))
}

function orphans(read: ReadDb): string[] {
  const rows = sql<{ table: string; parent: string; count: number }>(
    read,
    'select "table", parent, count(*) as count from pragma_foreign_key_check group by 1, 2 order by 1, 2',
  ).all()
  return rows.map(({ table, parent, count }) => `${count} rows of “${table}” refer to missing rows of “${parent}”`)
}
