import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The one row that says what this book is. */
export const book = sqliteTable(
  'book',
  {
    id: integer().primaryKey(),
    name: text().notNull(),
    currency: text().notNull(),
    createdAtMs: integer().notNull(),
    /** Raised by every commit that changes anything a reader sees. */
    seq: integer().notNull(),
    /** Imports up to this id are visible; a higher id is being written or was left by a crash. */
    visibleImportId: integer().notNull(),
    /** 1 while no program has it open for writing; 0 after an unclean end. */
    isClosedCleanly: integer().notNull(),
    lastQuickCheckMs: integer(),
    /** The journal's newest entry, so that entries cut off at the end are missed. 0 and 64 zeros: none yet. */
    journalSeq: integer().notNull().default(0),
    journalHash: text().notNull().default('0'.repeat(64)),
  },
  (table) => [check('one_book', sql`${table.id} = 1`)],
)

/** Book settings a person chose; absent = the default. Values are JSON. */
export const setting = sqliteTable('setting', { name: text().primaryKey(), value: text().notNull() })

/** Who is doing long exclusive work (an import). A row whose heartbeat is old, or whose process is gone, is stale. */
export const lease = sqliteTable('lease', {
  work: text().primaryKey(),
  holder: text().notNull(),
  pid: integer().notNull(),
  host: text().notNull(),
  takenAtMs: integer().notNull(),
  heartbeatMs: integer().notNull(),
})

/** Append-only, hash-chained record of everything that changed the book. */
export const journal = sqliteTable(
  'journal',
  {
    seq: integer().primaryKey(),
    atMs: integer().notNull(),
    author: text().notNull(),
    kind: text().notNull(),
    /** Canonical JSON. */
    payload: text().notNull(),
    previousHash: text().notNull(),
    /** sha256 of previousHash and this entry's canonical text. */
    hash: text().notNull(),
  },
  (table) => [
    /** Entries of a group of decisions. A payload that somebody spoilt must not keep a book from being upgraded, or written. */
    index('journal_group').on(table.kind, sql`case when json_valid(${table.payload}) then ${table.payload} ->> '$.groupId' end`),
  ],
)
