import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import type { WriteDb } from '../connection.ts'
import { migrate, readMigrations } from '../migrate.ts'

/** A book in memory with all tables and its one row, closed when the test ends. */
export function memoryBook(): WriteDb {
  const db = new Database(':memory:') as WriteDb
  onTestFinished(() => void db.close())
  migrate(db, { migrations: readMigrations(), nowMs: 0, backup: () => undefined })
  db.exec(`insert into book (id, name, currency, createdAtMs, seq, visibleImportId, isClosedCleanly) values (1, 'Test', 'EUR', 0, 0, 0, 1)`)
  return db
}
