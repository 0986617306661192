import { createRequire } from 'node:module'
import type BetterSqlite from 'better-sqlite3'
import type { Numbers } from '../probe.ts'

/** SQLite's package read; and a book opened with it, up to the first answer. */
export function run({ book }: { readonly book: string }): Numbers {
  const startedAt = performance.now()
  const Database = createRequire(import.meta.url)('better-sqlite3') as typeof BetterSqlite
  const requireMs = performance.now() - startedAt
  const db = new Database(book, { readonly: true })
  db.prepare('select * from book').get()
  const startMs = performance.now() - startedAt
  db.close()
  return { requireMs, startMs }
}
