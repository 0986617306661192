import type { ReadDb } from '../connection.ts'

/** Every table's rows as text, by name: two books with equal dumps hold the same. `leaveOut` are tables that may differ. */
export function logicalDump(db: ReadDb, leaveOut: readonly string[] = []): Record<string, readonly string[]> {
  const tables = db.prepare(`select name from sqlite_schema where type = 'table' order by name`).pluck().all() as string[]
  const dump: Record<string, readonly string[]> = {}
  for (const table of tables.filter((name) => !leaveOut.includes(name))) {
    dump[table] = (db.prepare(`select * from "${table}"`).all() as object[]).map((row) => JSON.stringify(row)).sort()
  }
  return dump
}
